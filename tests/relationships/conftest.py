"""Gwen and Noor, once in mentoring (offered) and once in a preceptorship (open)."""

from dataclasses import dataclass

import pytest

from guildhall.programs.models import Enrollment
from guildhall.relationships.models import Relationship
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.relationships.factories import make_pair


@dataclass(frozen=True)
class Pair:
    """A pair with the enrollments that met in it."""

    relationship: Relationship
    guide: Enrollment
    learner: Enrollment


def _pair(program, world, *, places: int) -> Pair:
    cohort = cohort_of(program)
    gwen, noor = guide(cohort, world.gwen, places=places), learner(cohort, world.noor)
    return Pair(make_pair(gwen, noor), gwen, noor)


@pytest.fixture
def offer(world) -> Pair:
    """Mentoring: Gwen and Noor are asked."""
    return _pair(mentoring(world.alder), world, places=1)


@pytest.fixture
def pair(world) -> Pair:
    """A preceptorship: Gwen and Noor have begun."""
    return _pair(preceptorship(world.alder), world, places=2)

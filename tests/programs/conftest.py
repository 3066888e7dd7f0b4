"""A program with a cohort at Alder Bay."""

import pytest

from guildhall.programs.models import Cohort, Program
from tests.programs.factories import make_cohort, make_program


@pytest.fixture
def program(world) -> Program:
    return make_program(world.alder)


@pytest.fixture
def cohort(program) -> Cohort:
    return make_cohort(program)

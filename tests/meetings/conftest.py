"""Gwen (in New York) and Noor (in London), in a preceptorship that is open."""

import pytest

from guildhall.relationships.models import Relationship
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair


@pytest.fixture
def pair(world) -> Relationship:
    for person, zone in ((world.gwen, "America/New_York"), (world.noor, "Europe/London")):
        person.time_zone = zone
        person.save(update_fields=["time_zone"])
    cohort = cohort_of(preceptorship(world.alder))
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    row.refresh_from_db()
    return row

"""A cohort of Alder Bay with two mentors and two mentees, where the best pairs are plain."""

from dataclasses import dataclass

from guildhall.programs.models import Cohort, Enrollment
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.world import World


@dataclass(frozen=True)
class Hall:
    """Gwen fits Noor, Omar fits Tomas; all are of different teams."""

    cohort: Cohort
    gwen: Enrollment
    omar: Enrollment
    noor: Enrollment
    tomas: Enrollment


def make_hall(world: World) -> Hall:
    """The cohort, ready to be matched."""
    cohort = cohort_of(mentoring(world.alder))
    return Hall(
        cohort=cohort,
        gwen=guide(cohort, world.gwen, team="North", skills=["Python", "Teaching"], identity="f"),
        omar=guide(cohort, world.omar, team="South", skills=["Surgery", "Writing"], identity="m"),
        noor=learner(cohort, world.noor, team="East", skills=["Python", "Teaching"], identity="f"),
        tomas=learner(cohort, world.tomas, team="West", skills=["Surgery", "Writing"]),
    )

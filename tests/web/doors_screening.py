"""Doors of screening. Noor has applied, so that she sees her own application."""

from dataclasses import dataclass

from guildhall.programs.models import Cohort, Enrollment
from tests.programs.screening_scene import make_application, make_screened_cohort
from tests.web.doors import Door, staff_only
from tests.world import World


@dataclass(frozen=True)
class Scene:
    """One application in one cohort."""

    cohort: Cohort
    application: Enrollment


def scene(world: World) -> Scene:
    cohort = make_screened_cohort(world)
    return Scene(cohort, make_application(cohort, world.noor))


def one(s: Scene) -> dict[str, int]:
    return {"pk": s.application.pk}


# The applicant and read-only staff see that it is there, and may do nothing to it.
SEEN = staff_only() | {"noor": 200}


def acts(status: int) -> dict[str, int]:
    return staff_only(staff=status, viewer=403) | {"noor": 403}


DOORS = {
    "screening": Door(staff_only(), lambda s: {"pk": s.cohort.pk}),
    "screening_application": Door(SEEN, one),
    "screening_gates": Door(acts(303), one, "post"),
    "screening_rating": Door(acts(303), one, "post"),
    "screening_step": Door(acts(303), lambda s: {**one(s), "step": "interview"}, "post"),
    "screening_decision": Door(acts(422), one, "post"),
    # Nothing was declined yet, so there is nothing to look at again.
    "screening_reopening": Door(acts(409), one, "post"),
}

"""Doors of shifts, hours and protected time. The scene: Noor had a shift and logged an hour; Omar
was named a verifier of another ward."""

from datetime import time

from guildhall.directory.models import Unit
from guildhall.hours.actions.logging import EntryDraft, log_hours
from guildhall.hours.actions.verifiers import name_verifier
from guildhall.hours.states import EntryKind
from tests.hours.ground import make_shift
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World

TODAY = NOW.date()


def scene(world: World) -> dict[str, int]:
    """The pair of Gwen and Noor, an hour, a shift, a verifier."""
    cohort = cohort_of(preceptorship(world.alder))
    enrollment = learner(cohort, world.noor)
    pair = make_pair(guide(cohort, world.gwen), enrollment)
    draft = EntryDraft(kind=EntryKind.PRACTICE, on=TODAY, start=time(8), end=time(9))
    entry = log_hours(relationship=pair, draft=draft, by=world.actor("noor"), at=NOW)
    shift = make_shift(world.noor, world.alder, TODAY, 0, 7)
    ward = Unit.objects.create(organization=world.alder, name="Ward 9")
    verifier = name_verifier(
        organization=world.alder,
        person=world.omar,
        site=None,
        unit=ward,
        by=world.actor("maren"),
        at=NOW,
    )
    return {
        "pair": pair.pk,
        "entry": entry.pk,
        "shift": shift.pk,
        "verifier": verifier.pk,
        "enrollment": enrollment.pk,
        "guide": world.gwen.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


def _week(scene: dict[str, int]) -> dict[str, object]:
    return {"pk": scene["pair"], "monday": TODAY.isoformat()}


READ = everyone(404) | dict.fromkeys(("noor", "gwen", "maren", "ada", "vera"), 200)
ACT = everyone(404) | dict.fromkeys(("noor", "gwen", "maren", "ada", "vera"), 403)

DOORS = {
    "shifts": Door(everyone(200)),
    "shifts_copy": Door(everyone(422), method="post"),
    "shifts_roster": Door(everyone(422), method="post"),
    "shifts_roster_reading": Door(everyone(409), method="post"),
    "shifts_roster_removal": Door(everyone(303), method="post"),
    "pair_hours": Door(READ, _of("pair")),
    "pair_hours_shift": Door(
        everyone(404) | {"noor": 303},
        lambda scene: {"pk": scene["pair"], "shift_pk": scene["shift"]},
        method="post",
    ),
    "pair_hours_ask": Door(ACT | {"noor": 303}, _week, method="post"),
    "hours_worked": Door(everyone(200)),
    "verifiers": Door(staff_only(viewer=404, outsider=200)),
    "verifier_end": Door(staff_only(staff=303, viewer=404), _of("verifier"), method="post"),
    "work_share": Door(
        staff_only(staff=303, viewer=403) | {"noor": 403}, _of("enrollment"), method="post"
    ),
    "time_entry": Door(READ, _of("entry")),
    "time_entry_log": Door(ACT | {"noor": 409}, _of("entry"), method="post"),
    "time_entry_dispute": Door(ACT | {"gwen": 422}, _of("entry"), method="post"),
    "time_entry_answer": Door(ACT | {"noor": 422}, _of("entry"), method="post"),
    "time_entry_cancellation": Door(ACT | {"noor": 422}, _of("entry"), method="post"),
    # Last, because what is verified waits no longer: the entry, then the week with the shift.
    "time_entry_verification": Door(ACT | {"gwen": 303}, _of("entry"), method="post"),
    "pair_hours_verification": Door(ACT | {"gwen": 303}, _week, method="post"),
    "own_protected_time": Door(everyone(200)),
    "protected_time_people": Door(staff_only()),
    "protected_time_person": Door(staff_only(), _of("guide")),
}

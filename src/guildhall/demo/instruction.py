"""The demo's learning on shift: tries, shift notes, a shared week, and who could cover today."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.engine.calendar import shift_between
from guildhall.instruction.actions.noting import write_shift_note
from guildhall.instruction.actions.sharing import agree_focus, set_focus, share_week
from guildhall.instruction.actions.trying import TryDraft, note_try
from guildhall.instruction.queries.exchanges import shared_end
from guildhall.instruction.queries.pair import competency_of
from guildhall.people.actions.shifts import NewShift, import_shifts
from guildhall.people.models import Shift
from guildhall.people.queries.shifts import WEEK, week_of
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState

# How many shifts back are written about, and the hours that everybody works today.
DAYS_BACK = 30
LONG = (time(7), time(19, 30))


def build_instruction(houses: Mapping[str, House], *, today: datetime) -> None:
    """Everything in the pair of the story, by the actions that people use."""
    texts = data("instruction.toml")
    house = houses["alder"]
    learner = house.cast[texts["learner"]]
    parties = Party.objects.filter(
        side=Side.LEARNER,
        person=learner,
        relationship__program__name=texts["program"],
        relationship__state=RelationshipState.ACTIVE,
    )
    party = parties.select_related("relationship__program__framework").first()
    if party is None:
        return
    row = party.relationship
    guide = row.parties.filter(side=Side.GUIDE).select_related("person")[0].person
    sides = {"learner": _acting(learner), "guide": _acting(guide)}
    for entry in texts["tries"]:
        _try(row, entry, by=sides[entry["by"]], today=today)
    _notes(row, texts["notes"], sides, today=today)
    _share(row, texts["focus"], [*sides.values()], _acting(house.cast["maren"]), today=today)
    _staff_today(row, [learner, guide], today=today)


def _try(row: Relationship, entry: Mapping[str, Any], *, by: Actor, today: datetime) -> None:
    at = today - timedelta(days=entry["day"], hours=-5)
    competency = competency_of(row, entry["key"])
    if competency is None or row.opened_at is None or at < row.opened_at:
        return
    draft = TryDraft(
        competency, entry["step"], at.date(), entry.get("well", ""), entry.get("next", "")
    )
    with clock.moved_to(at):
        note_try(relationship=row, draft=draft, by=by, at=at)


def _notes(
    row: Relationship,
    notes: list[dict[str, list[str]]],
    sides: Mapping[str, Actor],
    *,
    today: datetime,
) -> None:
    """The shifts that both worked, the oldest first; of the newest one the learner still owes
    theirs."""
    days = [today.date() - timedelta(days=back) for back in range(DAYS_BACK, 0, -1)]
    ended = [(day, end) for day, end in _ends(row, days) if end < today]
    chosen = ended[-len(notes) :]
    for (day, end), words in zip(chosen, notes, strict=False):
        at = end + timedelta(minutes=4)
        is_newest = day == chosen[-1][0]
        with clock.moved_to(at):
            for side in ("guide",) if is_newest else ("learner", "guide"):
                first, second = words[side]
                write_shift_note(
                    relationship=row, on=day, first=first, second=second, by=sides[side], at=at
                )


def _ends(row: Relationship, days: list[date]) -> list[tuple[date, datetime]]:
    found = ((day, shared_end(row, day)) for day in days)
    return [(day, end) for day, end in found if end is not None]


def _share(
    row: Relationship, focus: str, pair: list[Actor], educator: Actor, *, today: datetime
) -> None:
    """Last week, shared by both this morning; the learner has agreed to its focus."""
    monday = week_of(today.date()) - WEEK
    at = today - timedelta(hours=3)
    with clock.moved_to(at):
        for by in pair:
            share_week(relationship=row, monday=monday, by=by, at=at)
        week = set_focus(relationship=row, monday=monday, focus=focus, by=educator, at=at)
        agree_focus(week=week, seen=at.isoformat(), by=pair[0], at=at)


def _staff_today(row: Relationship, pair: list[Person], *, today: datetime) -> None:
    """The pair and two more preceptors of the program work today, so that cover can be found."""
    others = Party.objects.filter(
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__program=row.program_id,
        relationship__state=RelationshipState.ACTIVE,
    ).exclude(person__in=pair)
    ids = list(dict.fromkeys(others.order_by("pk").values_list("person_id", flat=True)))[:2]
    stretch = shift_between(today.date(), *LONG, row.organization.time_zone)
    people = [*(one.pk for one in pair), *ids]
    busy = set(
        Shift.objects.filter(
            person__in=people, ends_at__gt=stretch.start, starts_at__lt=stretch.end
        ).values_list("person_id", flat=True)
    )
    shifts = [NewShift(pk, stretch) for pk in people if pk not in busy]
    with clock.moved_to(today):
        import_shifts(organization=row.organization, shifts=shifts, by=SYSTEM, at=today)


def _acting(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)

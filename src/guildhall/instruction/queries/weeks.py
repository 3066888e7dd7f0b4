"""A week as the pair reads it, and as its educator reads what was shared."""

from dataclasses import dataclass
from datetime import date, datetime

from guildhall.core.errors import NotVisible
from guildhall.directory.models import Person
from guildhall.instruction.access import LEARN_TOGETHER, READ_WEEK
from guildhall.instruction.clocks import clocks
from guildhall.instruction.models import Exchange, ShiftNote, Try, Week, WeekPart
from guildhall.people.queries.shifts import WEEK, week_of
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.coordinating import coordinators_of


@dataclass(frozen=True)
class DayNotes:
    """What was written at the end of one shift."""

    on: date
    notes: tuple[ShiftNote, ...]


@dataclass(frozen=True)
class WeekPage:
    """Everything that a week gathers for its reader."""

    relationship: Relationship
    monday: date
    week: Week | None
    tries: tuple[Try, ...]
    days: tuple[DayNotes, ...]
    parts: tuple[WeekPart, ...]
    educators: tuple[Person, ...]
    is_of_pair: bool
    # Tries and notes that came after what is shared; 0 for the educator, who does not know.
    newer: int

    @property
    def is_shared(self) -> bool:
        """Whether the educator reads it."""
        return self.week is not None and self.week.shared_at is not None

    @property
    def focus(self) -> str:
        """The focus for the next week; empty where there is none."""
        return self.week.focus if self.week else ""

    @property
    def agreed(self) -> tuple[Person, ...]:
        """Who agreed to the focus."""
        return tuple(one.person for one in self.parts if one.agreed_at is not None)

    @property
    def sharers(self) -> tuple[Person, ...]:
        """Who has pressed share."""
        return tuple(one.person for one in self.parts if one.shared_at is not None)


def week_for(actor: Actor, row: Relationship, monday: date) -> Week | None:
    """The week, where there is a row of it. The pair read any week of theirs, the educator one
    that was shared; everybody else gets the answer of a missing page."""
    if week_of(monday) != monday:
        raise NotVisible
    week = Week.objects.filter(relationship=row, monday=monday).select_related("focus_by").first()
    if may(LEARN_TOGETHER, actor, row) or (week is not None and may(READ_WEEK, actor, week)):
        return week
    raise NotVisible


def week_page(row: Relationship, monday: date, *, actor: Actor, at: datetime) -> WeekPage:
    """What the reader sees of a week: the pair all of it, the educator what stood there when it
    was shared. A fixed number of queries."""
    week = week_for(actor, row, monday)
    is_of_pair = may(LEARN_TOGETHER, actor, row)
    shared_at = week.shared_at if week else None
    until = at if is_of_pair or shared_at is None else shared_at
    tries = _tries(row, monday)
    days = _days(row, monday)
    shown, notes = _until(tries, until), _read_until(days, until)
    newer = 0
    if is_of_pair and shared_at is not None:
        before = len(_until(tries, shared_at)) + _count(_read_until(days, shared_at))
        newer = len(shown) + _count(notes) - before
    return WeekPage(
        relationship=row,
        monday=monday,
        week=week,
        tries=tuple(shown),
        days=tuple(notes),
        parts=tuple(week.parts.select_related("person")) if week else (),
        educators=tuple(educators_of(row)),
        is_of_pair=is_of_pair,
        newer=newer,
    )


def educators_of(row: Relationship) -> list[Person]:
    """Whoever coordinates the program, and is not one of the pair."""
    own = set(row.parties.filter(left_at__isnull=True).values_list("person_id", flat=True))
    return [one for one in coordinators_of(row) if one.pk not in own]


def shared_weeks(actor: Actor) -> list[Week]:
    """Weeks that others shared with the actor, the newest first; one query."""
    rows = visible_to(READ_WEEK, actor, Week.objects.filter(shared_at__isnull=False))
    rows = rows.exclude(relationship__parties__person=actor.person_id or 0)
    related = rows.select_related("relationship__program", "relationship__organization")
    return list(related.prefetch_related("relationship__parties__person")[:100])


def weeks_to_talk_about(actor: Actor, *, since: date) -> list[Week]:
    """Weeks that were shared with the actor lately, to whose focus they have not agreed."""
    said = WeekPart.objects.filter(person_id=actor.person_id or 0, agreed_at__isnull=False)
    done = set(said.values_list("week_id", flat=True))
    return [one for one in shared_weeks(actor) if one.monday >= since and one.pk not in done]


def last_focus(row: Relationship, monday: date) -> str:
    """What was agreed the week before for this one."""
    week = Week.objects.filter(relationship=row, monday=monday - WEEK).first()
    return week.focus if week else ""


def learner_in(row: Relationship) -> Person | None:
    """The learner, from parties that are loaded already."""
    people = [one.person for one in row.parties.all() if one.side == Side.LEARNER]
    return people[0] if people else None


def _tries(row: Relationship, monday: date) -> list[Try]:
    rows = Try.objects.filter(relationship=row, tried_on__gte=monday, tried_on__lt=monday + WEEK)
    return list(rows.select_related("competency", "noted_by"))


def _days(row: Relationship, monday: date) -> list[Exchange]:
    rows = Exchange.objects.filter(relationship=row, on__gte=monday, on__lt=monday + WEEK)
    return list(rows.prefetch_related("notes__person"))


def _until(tries: list[Try], at: datetime) -> list[Try]:
    return [one for one in tries if one.noted_at <= at]


def _read_until(exchanges: list[Exchange], at: datetime) -> list[DayNotes]:
    """Notes that both could read by then: sharing hands on nothing that one of them never saw."""
    found = []
    for one in exchanges:
        notes = [note for note in one.notes.all() if note.written_at <= at]
        if notes and one.opens_at(clocks().reveal) <= at:
            found.append(DayNotes(one.on, tuple(notes)))
    return found


def _count(days: list[DayNotes]) -> int:
    return sum(len(one.notes) for one in days)

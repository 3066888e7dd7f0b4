"""Hours over many pairs: what waits for a verifier, and where all learners stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet, Sum

from guildhall.directory.models import Person
from guildhall.engine.hours import Standing, standing
from guildhall.hours.access import KEEP_ENTRY, OVERSEE_HOURS, VERIFY_ENTRY
from guildhall.hours.models import TimeEntry, Verifier
from guildhall.hours.queries.pair import is_asking, worked_of
from guildhall.hours.queries.rules import asked_by
from guildhall.hours.states import EntryState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.plan import hours_of
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship

MOST_WAITING = 100


@dataclass(frozen=True)
class LearnerRow:
    """One learner of one pair, with what is visible to the reader of their hours."""

    relationship: Relationship
    program: Program
    learner: Person
    enrollment: Enrollment | None
    guides: tuple[str, ...]
    standing: Standing
    waiting: int


def waiting_entries(actor: Actor) -> list[TimeEntry]:
    """What the actor may verify and nobody has, oldest first; one query."""
    rows = TimeEntry.objects.filter(state=EntryState.LOGGED)
    rows = rows.select_related("person", "site", "unit", "relationship__program", "organization")
    return list(visible_to(VERIFY_ENTRY, actor, rows).order_by("on", "pk")[:MOST_WAITING])


def waiting_by_pair(actor: Actor, pair_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(entries, minutes) that wait for the actor, by pair; one query."""
    rows = TimeEntry.objects.filter(relationship__in=pair_ids, state=EntryState.LOGGED)
    counted = visible_to(VERIFY_ENTRY, actor, rows).order_by().values("relationship")
    found = counted.annotate(n=Count("pk"), total=Sum("minutes"))
    return {row["relationship"]: (row["n"], row["total"]) for row in found}


def waiting_count(actor: Actor) -> tuple[int, int, date | None]:
    """Entries, minutes and the oldest day that wait for the actor in all; one query."""
    rows = visible_to(VERIFY_ENTRY, actor, TimeEntry.objects.filter(state=EntryState.LOGGED))
    found = rows.aggregate(n=Count("pk"), total=Sum("minutes"), oldest=Min("on"))
    return found["n"], found["total"] or 0, found["oldest"]


def disputed_entries(actor: Actor) -> list[TimeEntry]:
    """Hours of the actor that somebody disputes; one query."""
    rows = TimeEntry.objects.filter(state=EntryState.DISPUTED)
    return list(visible_to(KEEP_ENTRY, actor, rows).order_by("on", "pk"))


def overseen_entries(actor: Actor) -> QuerySet[TimeEntry]:
    """What the actor lists as staff."""
    return visible_to(OVERSEE_HOURS, actor)


def oversees_hours(actor: Actor) -> bool:
    """Whether there is anything to list."""
    return overseen_entries(actor).exists()


def learner_rows(actor: Actor, relationships: Sequence[Relationship]) -> list[LearnerRow]:
    """Where each learner of these pairs stands, from the entries that the actor may list; three
    queries."""
    asking = [row for row in relationships if row.program and is_asking(hours_of(row.program.plan))]
    ids = [row.pk for row in asking]
    entries: dict[int, list[TimeEntry]] = {}
    seen = overseen_entries(actor).filter(relationship__in=ids).select_related("site", "unit")
    for entry in seen:
        entries.setdefault(entry.relationship_id or 0, []).append(entry)
    parties = Party.objects.filter(relationship__in=ids, left_at__isnull=True)
    sides: dict[int, list[Party]] = {}
    for party in parties.select_related("person", "enrollment").order_by("pk"):
        sides.setdefault(party.relationship_id, []).append(party)
    return [
        _row(row, party, sides[row.pk], entries.get(row.pk, []))
        for row in asking
        for party in sides.get(row.pk, [])
        if party.side == Side.LEARNER
    ]


def verifiers_of(organization_ids: Iterable[int]) -> list[Verifier]:
    """Who verifies in these houses now; one query."""
    rows = Verifier.objects.filter(organization_id__in=list(organization_ids), ended_at=None)
    return list(rows.select_related("person", "site", "unit", "organization"))


def _row(
    relationship: Relationship, party: Party, parties: list[Party], entries: list[TimeEntry]
) -> LearnerRow:
    assert relationship.program is not None
    asked = asked_by(hours_of(relationship.program.plan))
    share = party.enrollment.work_share if party.enrollment else 100
    own = [entry for entry in entries if entry.person_id == party.person_id]
    return LearnerRow(
        relationship=relationship,
        program=relationship.program,
        learner=party.person,
        enrollment=party.enrollment,
        guides=tuple(one.person.name for one in parties if one.side == Side.GUIDE),
        standing=standing(worked_of(own), asked, share=share),
        waiting=sum(1 for entry in own if entry.state == EntryState.LOGGED),
    )

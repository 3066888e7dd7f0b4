"""Reports, for whoever may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, IntegerField, Value, When

from guildhall.core.errors import NotVisible
from guildhall.directory.models import Organization, Person
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.resting import circles_of_both, pairs_of_the_same
from guildhall.safety.access import HANDLE_WORRY, READ_WORRY, TURN_TO_ORGANIZATION
from guildhall.safety.models import Entry, Rest, Worry
from guildhall.safety.queries.readers import readers_of
from guildhall.safety.states import READ_BY_REPORTER, Wish, WorryState

# Fewer than this would point at somebody; more are told by so many at a time.
FEWEST = 5
STATES = (WorryState.REPORTED, WorryState.SEEN)
WISHES = (Wish.REST, Wish.TODAY, Wish.NOTE)


def worry_by_code(code: str, *, actor: Actor) -> Worry:
    """The worry, or NotVisible whether it is missing or not for this actor; one query."""
    rows = Worry.objects.select_related(
        "organization", "relationship", "program", "reporter", "seen_by"
    )
    row = visible_to(READ_WORRY, actor, rows).filter(code=code).first()
    if row is None:
        raise NotVisible
    return row


def own_worries(actor: Actor) -> list[Worry]:
    """What the actor reported, the newest first."""
    rows = Worry.objects.filter(reporter=actor.person_id or 0)
    return list(rows.select_related("organization", "program"))


def worries_to_handle(actor: Actor, *, is_open: bool = True) -> list[Worry]:
    """What the actor handles: unseen first, then by what is wished for, then the oldest."""
    rows = visible_to(HANDLE_WORRY, actor, Worry.objects.select_related("organization"))
    if is_open:
        rows = rows.exclude(state=WorryState.CLOSED)
        return list(rows.order_by(_ranked("state", STATES), _ranked("wish", WISHES), "reported_at"))
    return list(rows.filter(state=WorryState.CLOSED).order_by("-closed_at")[:200])


def _ranked(name: str, values: Sequence[str]) -> Case:
    """In the order of these values."""
    whens = [When(**{name: value}, then=Value(at)) for at, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


@dataclass(frozen=True)
class WorryPage:
    """One worry for its reader. `handles`: as an officer; then notes and steps are in `entries`.

    `resting` is the rest that is not lifted; `others` are the rest of the pair; `readers` those
    who may read it now; `elsewhere` what else the pair share, for those who handle it.
    """

    worry: Worry
    handles: bool
    entries: tuple[Entry, ...]
    resting: Rest | None
    others: tuple[Person, ...]
    readers: tuple[Person, ...]
    elsewhere: tuple[Relationship, ...]


def worry_page(worry: Worry, *, actor: Actor) -> WorryPage:
    """Everything of it that this reader may read; a fixed number of queries."""
    handles = may(HANDLE_WORRY, actor, worry)
    entries = worry.entries.select_related("author")
    if not handles:
        entries = entries.filter(kind__in=READ_BY_REPORTER)
    others = Party.objects.filter(relationship=worry.relationship_id or 0)
    people = others.exclude(person=worry.reporter_id).select_related("person")
    return WorryPage(
        worry=worry,
        handles=handles,
        entries=tuple(entries),
        resting=worry.rests.filter(lifted_at__isnull=True).first(),
        others=tuple(party.person for party in people),
        readers=tuple(readers_of(worry)),
        elsewhere=_elsewhere(worry) if handles else (),
    )


def _elsewhere(worry: Worry) -> tuple[Relationship, ...]:
    """Other pairs of the same two that go on, and circles in which both sit."""
    row = worry.relationship
    if row is None:
        return ()
    pairs = [pair for pair in pairs_of_the_same(row) if pair != row and pair.closed_at is None]
    return (*pairs, *circles_of_both(row))


def shown_count(organization: Organization, *, at: datetime) -> int | None:
    """Reports of the last twelve months, by fives; None below five."""
    since = at - timedelta(days=365)
    n = Worry.objects.filter(organization=organization, reported_at__gte=since).count()
    return n // FEWEST * FEWEST or None


@dataclass(frozen=True)
class Places:
    """What a worry outside a pair can be about."""

    organizations: Sequence[Organization]
    programs: Sequence[Program]


def places_for(actor: Actor) -> Places:
    """Organizations that the actor may turn to, and programs in which they take part."""
    organizations = visible_to(TURN_TO_ORGANIZATION, actor).order_by("name")
    own = Program.objects.filter(cohorts__enrollments__person=actor.person_id or 0)
    programs = own.select_related("organization").order_by("name").distinct()
    return Places(list(organizations), list(programs))

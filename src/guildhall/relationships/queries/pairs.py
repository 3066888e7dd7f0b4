"""Lists of pairs: one's own, and those of the programs that one runs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.programs.states import Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP, OVERSEE_RELATIONSHIPS
from guildhall.relationships.models import Closure, Party, Relationship
from guildhall.relationships.plans import agreed_cadence
from guildhall.relationships.states import (
    GIVEN_REASONS,
    HOLDING,
    CloseReason,
    RelationshipState,
    Takes,
)

# What needs somebody comes first.
ORDER = (
    RelationshipState.OFFERED,
    RelationshipState.ACTIVE,
    RelationshipState.CLOSING,
    RelationshipState.PAUSED,
    RelationshipState.CLOSED,
)
PRESENT = (RelationshipState.OFFERED, RelationshipState.ACTIVE, RelationshipState.PAUSED)


@dataclass(frozen=True)
class PairRow:
    """One of one's own pairs. `side` is the reader's own; `waits_for_you`: an offer that the
    reader has not answered; `every_days`: how often they mean to meet."""

    id: int
    side: str
    guides: tuple[str, ...]
    learners: tuple[str, ...]
    others: tuple[str, ...]
    program: Program | None
    state: str
    state_words: str
    last_met_at: datetime | None
    opened_at: datetime | None
    offer_expires_at: datetime | None
    closed_at: datetime | None
    waits_for_you: bool
    every_days: int | None
    title: str = ""
    # A single conversation of office hours.
    is_single: bool = False
    is_asleep: bool = False

    @property
    def others_words(self) -> str:
        """A circle by its name; otherwise everybody else by theirs, in one line."""
        return self.title or ", ".join(self.others)

    @property
    def other_side(self) -> str:
        """Which side the others stand on, for the color of their arch."""
        return Side.LEARNER if self.side == Side.GUIDE else Side.GUIDE

    @property
    def is_open(self) -> bool:
        """Whether it goes on, or may yet begin."""
        return self.state in HOLDING


@dataclass(frozen=True, slots=True)
class OverseenRow:
    """One pair in the list of those who run programs; several names stand in one line."""

    id: int
    guides: str
    learners: str
    program: str
    state: str
    last_met_at: datetime | None
    opened_at: datetime | None
    is_asleep: bool = False
    ended_by_itself: bool = False


class Standing(models.TextChoices):
    """How a pair stands, for whoever narrows a list: its state, told apart a little further."""

    OFFERED = "offered", _("Offered")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ASLEEP = "asleep", _("Asleep")
    CLOSING = "closing", _("Closing")
    CLOSED = "closed", _("Ended")
    UNANSWERED = "unanswered", _("Ended by itself")


def own_relationships(actor: Actor) -> QuerySet[Relationship]:
    """The actor's pairs. Offers that came to nothing are left out."""
    ranks = [When(state=state, then=Value(at)) for at, state in enumerate(ORDER)]
    rank = Case(*ranks, default=Value(len(ORDER)), output_field=IntegerField())
    return _listed(_own(actor)).order_by(rank, "-pk")


def present_pairs(reader: Person, actor: Actor) -> list[PairRow]:
    """One's own pairs that are offered, under way or paused."""
    if not _has_part(actor):
        return []
    return pair_rows(own_relationships(actor).filter(state__in=PRESENT), reader=reader)


def has_own_pairs(actor: Actor) -> bool:
    """Whether the actor is in any pair that `own_relationships` lists."""
    return _has_part(actor) and _own(actor).exists()


def overseen_relationships(actor: Actor) -> QuerySet[Relationship]:
    """The pairs that the actor oversees, newest first."""
    return visible_to(OVERSEE_RELATIONSHIPS, actor).order_by("-created_at", "-pk")


def narrowed(
    rows: QuerySet[Relationship],
    *,
    search: str = "",
    state: str = "",
    program_id: int | None = None,
) -> QuerySet[Relationship]:
    """Of these pairs, those that fit. `search` looks in the names of all."""
    if state:
        rows = rows.filter(_STANDING.get(state, Q(state=state)))
    if program_id is not None:
        rows = rows.filter(program_id=program_id)
    for part in search.split():
        named = Q(person__given_name__icontains=part) | Q(person__family_name__icontains=part)
        rows = rows.filter(pk__in=Party.objects.filter(named).values("relationship_id"))
    return rows


_STANDING: dict[str, Q] = {
    Standing.PAUSED: Q(state=RelationshipState.PAUSED, sleeps_since__isnull=True),
    Standing.ASLEEP: Q(state=RelationshipState.PAUSED, sleeps_since__isnull=False),
    Standing.UNANSWERED: Q(closure__reason=CloseReason.UNANSWERED),
}


def programs_of_pairs(rows: QuerySet[Relationship]) -> dict[int, str]:
    """The names of the programs that have one of these pairs, by name."""
    having = Exists(rows.order_by().filter(program_id=OuterRef("pk")))
    return dict(Program.objects.filter(having).order_by("name").values_list("pk", "name"))


def overseen_rows(
    page: Iterable[Relationship], *, programs: Mapping[int, str]
) -> list[OverseenRow]:
    """One page of the pairs that one oversees; two queries, however long it is."""
    wanted = list(page)
    ids = [row.pk for row in wanted]
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    parties = Party.objects.filter(relationship_id__in=ids).order_by("side", "pk")
    for pk, side, *name in parties.values_list(
        "relationship_id", "side", "person__given_name", "person__family_name"
    ):
        names[pk, side].append(" ".join(filter(None, name)))
    closures = Closure.objects.filter(relationship_id__in=ids, reason=CloseReason.UNANSWERED)
    unanswered = set(closures.values_list("relationship_id", flat=True))
    return [
        OverseenRow(
            id=row.pk,
            guides=", ".join(names[row.pk, Side.GUIDE]),
            learners=", ".join(names[row.pk, Side.LEARNER]),
            program=programs.get(row.program_id or 0, ""),
            state=row.state,
            last_met_at=row.last_met_at,
            opened_at=row.opened_at,
            is_asleep=row.sleeps_since is not None,
            ended_by_itself=row.pk in unanswered,
        )
        for row in wanted
    ]


def pair_rows(page: Iterable[Relationship], *, reader: Person) -> list[PairRow]:
    """One's own pairs, ready to be shown; no further queries."""
    return [_row(relationship, reader) for relationship in page]


def _has_part(actor: Actor) -> bool:
    """Whether the actor is in any pair at all; most people who run programs are in none."""
    if actor.person_id is None:
        return False
    return Party.objects.filter(person_id=actor.person_id, left_at__isnull=True).exists()


def _own(actor: Actor) -> QuerySet[Relationship]:
    return visible_to(ACT_IN_RELATIONSHIP, actor).exclude(closure__reason__in=GIVEN_REASONS)


def _listed(rows: QuerySet[Relationship]) -> QuerySet[Relationship]:
    """What one's own list needs, in two queries whatever its length."""
    return rows.select_related("program").prefetch_related("parties__person")


def _row(relationship: Relationship, reader: Person) -> PairRow:
    everybody = list(relationship.parties.all())
    parties = [party for party in everybody if party.left_at is None] or everybody
    own = [party for party in parties if party.person_id == reader.pk]
    rhythm = agreed_cadence(relationship)
    return PairRow(
        id=relationship.pk,
        side=own[0].side if own else "",
        guides=_names(parties, Side.GUIDE),
        learners=_names(parties, Side.LEARNER),
        others=tuple(party.person.name for party in parties if party not in own),
        program=relationship.program,
        state=relationship.state,
        state_words=relationship.get_state_display(),
        last_met_at=relationship.last_met_at,
        opened_at=relationship.opened_at,
        offer_expires_at=relationship.offer_expires_at,
        closed_at=relationship.closed_at,
        waits_for_you=relationship.state == RelationshipState.OFFERED
        and any(party.accepted_at is None for party in own),
        every_days=rhythm.every_days if rhythm else None,
        title=relationship.title,
        is_single=relationship.takes == Takes.NOTHING,
        is_asleep=relationship.sleeps_since is not None,
    )


def _names(parties: Sequence[Party], side: str) -> tuple[str, ...]:
    return tuple(party.person.name for party in parties if party.side == side)

"""Lists of pairs: one's own, and those of the programs that one runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from guildhall.directory.models import Person
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.programs.states import Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP, OVERSEE_RELATIONSHIPS
from guildhall.relationships.models import Meeting, Party, Relationship
from guildhall.relationships.states import (
    GIVEN_REASONS,
    HOLDING,
    MeetingState,
    RelationshipState,
)

# What needs somebody comes first.
ORDER = (
    RelationshipState.OFFERED,
    RelationshipState.ACTIVE,
    RelationshipState.CLOSING,
    RelationshipState.PAUSED,
    RelationshipState.CLOSED,
)


@dataclass(frozen=True)
class PairRow:
    """One pair in a list. `waits_for_you`: an offer that the reader has not answered."""

    id: int
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

    @property
    def is_open(self) -> bool:
        """Whether it goes on, or may yet begin."""
        return self.state in HOLDING


def own_relationships(actor: Actor) -> QuerySet[Relationship]:
    """The actor's pairs. Offers that came to nothing are left out."""
    rows = visible_to(ACT_IN_RELATIONSHIP, actor)
    ranks = [When(state=state, then=Value(at)) for at, state in enumerate(ORDER)]
    rank = Case(*ranks, default=Value(len(ORDER)), output_field=IntegerField())
    return _listed(rows.exclude(closure__reason__in=GIVEN_REASONS)).order_by(rank, "-pk")


def overseen_relationships(
    actor: Actor, *, search: str = "", state: str = "", program_id: int | None = None
) -> QuerySet[Relationship]:
    """The pairs that the actor oversees, newest first. `search` looks in the names of all."""
    rows = visible_to(OVERSEE_RELATIONSHIPS, actor)
    if state:
        rows = rows.filter(state=state)
    if program_id is not None:
        rows = rows.filter(program_id=program_id)
    for part in search.split():
        named = Q(person__given_name__icontains=part) | Q(person__family_name__icontains=part)
        rows = rows.filter(pk__in=Party.objects.filter(named).values("relationship_id"))
    return _listed(rows).order_by("-created_at", "-pk")


def overseen_programs(actor: Actor) -> QuerySet[Program]:
    """Programs that have a pair which the actor oversees."""
    rows = visible_to(OVERSEE_RELATIONSHIPS, actor).order_by()
    return Program.objects.filter(pk__in=rows.values("program_id")).order_by("name")


def pair_rows(page: Iterable[Relationship], *, reader: Person | None) -> list[PairRow]:
    """One page of a list, ready to be shown; no further queries."""
    return [_row(relationship, reader) for relationship in page]


def _listed(rows: QuerySet[Relationship]) -> QuerySet[Relationship]:
    """What a list needs, in two queries whatever its length."""
    met = Meeting.objects.filter(relationship=OuterRef("pk"), state=MeetingState.HELD)
    return (
        rows.annotate(last_met_at=Subquery(met.order_by("-starts_at").values("starts_at")[:1]))
        .select_related("program")
        .prefetch_related("parties__person")
    )


def _row(relationship: Relationship, reader: Person | None) -> PairRow:
    parties = list(relationship.parties.all())
    own = [party for party in parties if reader is not None and party.person_id == reader.pk]
    return PairRow(
        id=relationship.pk,
        guides=_names(parties, Side.GUIDE),
        learners=_names(parties, Side.LEARNER),
        others=tuple(party.person.name for party in parties if party not in own),
        program=relationship.program,
        state=relationship.state,
        state_words=relationship.get_state_display(),
        last_met_at=getattr(relationship, "last_met_at", None),
        opened_at=relationship.opened_at,
        offer_expires_at=relationship.offer_expires_at,
        closed_at=relationship.closed_at,
        waits_for_you=relationship.state == RelationshipState.OFFERED
        and any(party.accepted_at is None for party in own),
    )


def _names(parties: Sequence[Party], side: str) -> tuple[str, ...]:
    return tuple(party.person.name for party in parties if party.side == side)

"""Who came, went or filled up since a round was solved."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from guildhall.matching.models import MatchRound, Proposal, SolvedProblem
from guildhall.matching.queries.apart import broken_pins, never_pairs
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE
from guildhall.relationships.queries.places import free_places


@dataclass(frozen=True)
class Staleness:
    """What changed since the round was solved. `apart` are proposals of two who must not be paired
    any more; `is_changed_since` tells of the coordinator's own changes that were not solved yet."""

    joined: tuple[Enrollment, ...]
    left: tuple[Enrollment, ...]
    fewer_places: tuple[Enrollment, ...]
    is_changed_since: bool
    apart: tuple[Proposal, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether solving again would start from something else."""
        return bool(self.joined or self.is_blocking)

    @property
    def is_blocking(self) -> bool:
        """Whether publishing may be refused: somebody left, has less room than was counted, or
        must not be paired any more."""
        return bool(self.left or self.fewer_places or self.apart or self.is_changed_since)


def staleness(round: MatchRound, *, at: datetime) -> Staleness:
    """Compare the people of the solved problem with those of now; in a fixed number of queries."""
    solved = SolvedProblem.objects.filter(round=round).defer("sealed", "before").first()
    is_changed = round.solved_revision != round.revision
    if solved is None:
        return Staleness((), (), (), is_changed)
    seats = {int(pk): places for side in solved.seats.values() for pk, places in side.items()}
    rows = list(
        Enrollment.objects.filter(cohort_id=round.cohort_id)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "pk")
    )
    present = [row for row in rows if row.state in MATCHABLE]
    free = free_places(present, at=at)
    here = {row.pk for row in present}
    return Staleness(
        joined=tuple(row for row in present if row.pk not in seats and free[row.pk] > 0),
        left=tuple(row for row in rows if row.pk in seats and row.pk not in here),
        fewer_places=tuple(
            row for row in present if row.pk in seats and free[row.pk] < seats[row.pk]
        ),
        is_changed_since=is_changed,
        apart=_apart(round),
    )


def _apart(round: MatchRound) -> tuple[Proposal, ...]:
    """Proposed pairs who have come to be kept apart since; a pinned one also where a rule that
    guards people has come to stand between them."""
    twos = round.proposals.values_list("pk", "guide__person_id", "learner__person_id")
    people = {pk: frozenset((guide, learner)) for pk, guide, learner in twos}
    apart = never_pairs({person for two in people.values() for person in two}) if people else set()
    asked = {pk for pk, two in people.items() if two in apart}
    broken = {(word.learner_id, word.guide_id) for word in broken_pins(round)}
    rows = round.proposals.select_related("guide__person", "learner__person").order_by("pk")
    pinned = Q(is_pinned=True) if broken else Q(pk__in=())
    return tuple(
        row
        for row in rows.filter(Q(pk__in=asked) | pinned)
        if row.pk in asked or (row.learner_id, row.guide_id) in broken
    )

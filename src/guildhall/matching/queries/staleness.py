"""Who came, went or filled up since a round was solved."""

from dataclasses import dataclass
from datetime import datetime

from guildhall.matching.models import MatchRound, SolvedProblem
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE
from guildhall.relationships.queries.places import free_places


@dataclass(frozen=True)
class Staleness:
    """What changed since the round was solved. `changed_since` counts the coordinator's own
    changes that were not solved yet."""

    joined: tuple[Enrollment, ...]
    left: tuple[Enrollment, ...]
    fewer_places: tuple[Enrollment, ...]
    is_changed_since: bool

    @property
    def is_stale(self) -> bool:
        """Whether solving again would start from something else."""
        return bool(self.joined or self.left or self.fewer_places or self.is_changed_since)

    @property
    def is_blocking(self) -> bool:
        """Whether publishing may be refused: somebody left, or has less room than was counted."""
        return bool(self.left or self.fewer_places or self.is_changed_since)


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
    )

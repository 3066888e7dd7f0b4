"""What changes between two results: new, changed and removed pairs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from guildhall.matching.models import MatchRound, SolvedProblem
from guildhall.programs.models import Enrollment

# learner → {guide: score}
Pairs = Mapping[int, Mapping[int, Decimal]]
KINDS = ("new", "changed", "removed")


@dataclass(frozen=True)
class Changed:
    """A learner whose guides differ. Each entry is (guide's name, score).

    `kind`: new (had nobody before), removed (has nobody now), changed.
    """

    kind: str
    learner_id: int
    learner_name: str
    before: tuple[tuple[str, Decimal], ...]
    after: tuple[tuple[str, Decimal], ...]

    @property
    def points(self) -> Decimal:
        """Score after minus score before; who has nobody counts as nothing."""
        return sum((s for _n, s in self.after), Decimal(0)) - sum(
            (s for _n, s in self.before), Decimal(0)
        )


@dataclass(frozen=True)
class Difference:
    """What changes, the learners who lose most first within each kind. `unchanged` counts the
    learners whose guides stay the same."""

    rows: tuple[Changed, ...]
    unchanged: int

    def count(self, kind: str) -> int:
        """How many learners are new, changed or removed."""
        return sum(1 for row in self.rows if row.kind == kind)

    @property
    def new(self) -> int:
        """Learners matched for the first time."""
        return self.count("new")

    @property
    def changed(self) -> int:
        """Learners who get somebody else."""
        return self.count("changed")

    @property
    def removed(self) -> int:
        """Learners who lose their guide."""
        return self.count("removed")


def difference(before: MatchRound, after: MatchRound) -> Difference:
    """What `after` changes against `before`; three queries."""
    return _difference(_pairs_of(before), _pairs_of(after))


def difference_since_last_solve(round: MatchRound) -> Difference | None:
    """What the newest solve of a draft changed; None where it was the first."""
    row = SolvedProblem.objects.filter(round=round).only("before").first()
    if row is None or not row.before:
        return None
    entries = ((learner, guide, Decimal(score)) for learner, guide, score in row.before)
    return _difference(_gathered(entries), _pairs_of(round))


def _pairs_of(round: MatchRound) -> Pairs:
    return _gathered(round.proposals.values_list("learner_id", "guide_id", "score"))


def _gathered(entries: Iterable[tuple[int, int, Decimal]]) -> Pairs:
    pairs: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for learner, guide, score in entries:
        pairs[learner][guide] = score
    return pairs


def _difference(before: Pairs, after: Pairs) -> Difference:
    learners = sorted({*before, *after})
    differing = [pk for pk in learners if set(before.get(pk, {})) != set(after.get(pk, {}))]
    names = _names(before, after, differing)
    rows = [
        Changed(
            kind="new" if pk not in before else "removed" if pk not in after else "changed",
            learner_id=pk,
            learner_name=names.get(pk, ""),
            before=_named(before.get(pk, {}), names),
            after=_named(after.get(pk, {}), names),
        )
        for pk in differing
    ]
    rows.sort(key=lambda row: (KINDS.index(row.kind), row.points, row.learner_name))
    return Difference(rows=tuple(rows), unchanged=len(learners) - len(differing))


def _names(before: Pairs, after: Pairs, learners: Iterable[int]) -> dict[int, str]:
    ids: set[int] = set()
    for pk in learners:
        ids |= {pk, *before.get(pk, {}), *after.get(pk, {})}
    rows = Enrollment.objects.filter(pk__in=ids).select_related("person")
    return {row.pk: row.person.name for row in rows}


def _named(
    guides: Mapping[int, Decimal], names: Mapping[int, str]
) -> tuple[tuple[str, Decimal], ...]:
    return tuple((names.get(pk, ""), score) for pk, score in guides.items())

"""Fair to whom? How well pairs fit, by group, with small groups kept out of sight."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from guildhall.engine.matching import Field, Person, load_criteria, worded
from guildhall.matching.criteria import WAITED
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.solved import solved_problem
from guildhall.matching.reading import COORDINATORS, Circle

SMALLEST = 10
GROUPING_KINDS = ("text", "list", "ordinal")
MOST_GROUPS = 12
BINS = 12


@dataclass(frozen=True)
class GroupFit:
    """How a group of learners fares. `bins` are (label, pairs) from low to high points."""

    label: str
    learners: int
    matched: int
    median: Decimal | None
    bins: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Groups:
    """The groups of one field. `hidden` names those with fewer than ten learners, and as many
    more as it takes that nobody can subtract."""

    field: str
    label: str
    everyone: GroupFit
    shown: tuple[GroupFit, ...]
    hidden: tuple[str, ...]


def grouping_fields(round: MatchRound, *, circle: Circle = COORDINATORS) -> list[tuple[str, str]]:
    """Fields by which learners can be grouped, as name and label. What nobody may read is not
    among them, nor what this circle may not."""
    fields = load_criteria(round.criteria, source="round").fields
    return [
        (name, field.label)
        for name, field in fields.items()
        if _can_group(name, field) and field.readable_by in circle
    ]


def groups_by(round: MatchRound, field: str, *, circle: Circle = COORDINATORS) -> Groups | None:
    """How well each group of learners fits, from the facts of the solve; None for a field that
    cannot group."""
    labels = dict(grouping_fields(round, circle=circle))
    if field not in labels:
        return None
    problem = solved_problem(round)
    learners = problem.learners
    scores = _scores(round)
    members: dict[str, list[str]] = defaultdict(list)
    for person in learners:
        for value in _group_values(person, field):
            members[value].append(person.id)
    shown, hidden = _safe(members, everyone=len(learners))
    names = _names(load_criteria(problem.criteria, source="round").fields.get(field), members)
    top = max((m for _s, m in scores.values()), default=Decimal(100))
    return Groups(
        field=field,
        label=labels[field],
        everyone=_fit("", [person.id for person in learners], scores, top),
        shown=tuple(_fit(names[value], members[value], scores, top) for value in shown),
        hidden=tuple(names[value] for value in hidden),
    )


def _can_group(name: str, field: Field) -> bool:
    return name != WAITED and field.kind in GROUPING_KINDS and field.readable_by != "nobody"


def _scores(round: MatchRound) -> dict[str, tuple[Decimal, Decimal]]:
    """Best score and maximum of each matched learner, by person."""
    rows = round.proposals.order_by("score").values_list("learner__person_id", "score", "maximum")
    return {str(person): (score, maximum) for person, score, maximum in rows}


def _group_values(person: Person, field: str) -> Iterable[str]:
    value = person.values.get(field)
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return [str(value)] if value not in (None, "") else []


def _names(field: Field | None, values: Iterable[str]) -> dict[str, str]:
    """What each value is called; a field that the solve did not know has no words."""
    return {value: str(worded(field, value)) if field else value for value in values}


def _safe(members: Mapping[str, Sequence[str]], *, everyone: int) -> tuple[list[str], list[str]]:
    """Which groups can be shown: none below ten, and never so that the rest is below ten."""
    by_size = sorted(members, key=lambda label: (-len(members[label]), label))
    shown = [label for label in by_size if len(members[label]) >= SMALLEST][:MOST_GROUPS]
    hidden = [label for label in by_size if label not in shown]
    while shown and 0 < _rest(members, shown, everyone) < SMALLEST:
        hidden.insert(0, shown.pop())
    return shown, hidden


def _rest(members: Mapping[str, Sequence[str]], shown: Sequence[str], everyone: int) -> int:
    """Learners in none of the groups shown: what a reader could work out by subtracting."""
    return everyone - len({person for label in shown for person in members[label]})


def _fit(
    label: str,
    people: Sequence[str],
    scores: Mapping[str, tuple[Decimal, Decimal]],
    top: Decimal,
) -> GroupFit:
    reached = sorted(scores[person][0] for person in people if person in scores)
    return GroupFit(
        label=label,
        learners=len(people),
        matched=len(reached),
        median=median(reached) if reached else None,
        bins=_bins(reached, top),
    )


def _bins(scores: Sequence[Decimal], top: Decimal) -> tuple[tuple[str, int], ...]:
    """Equal steps from 0 to the maximum; the last one holds the maximum too."""
    width = top / BINS if top else Decimal(1)
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, int(score / width))] += 1
    edges = [round_half(width * at) for at in range(BINS + 1)]
    return tuple((f"{edges[at]}–{edges[at + 1]}", count) for at, count in enumerate(counts))


def round_half(amount: Decimal) -> int:
    """To the nearest whole point."""
    return int(amount.to_integral_value(rounding="ROUND_HALF_UP"))

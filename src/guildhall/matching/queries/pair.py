"""Why this pair, and why not that one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.engine.matching import Contribution, Explanation, MatchResult, RuleFailure, WhyNot
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.profiles import SharedField, side_by_side
from guildhall.matching.queries.solved import solved_result
from guildhall.matching.reading import COORDINATORS, Circle
from guildhall.programs.models import Enrollment
from guildhall.relationships.reasons import kept, said_again


@dataclass(frozen=True)
class Share:
    """What one preference adds, in the reader's language."""

    label: str
    points: Decimal
    of: Decimal
    reason: str


@dataclass(frozen=True)
class Obstacle:
    """A rule that keeps the two apart."""

    label: str
    reason: str


@dataclass(frozen=True)
class Alternative:
    """The best allowed guide who is not the learner's. `points` is theirs minus this pair's."""

    guide: Enrollment
    score: Decimal
    points: Decimal


@dataclass(frozen=True)
class PairDetail:
    """Everything about one pair, made or not, as the result was solved.

    Ranks count among the people whom the rules allow; None where the rules do not allow the pair.
    `said` is pin, forbid or empty.
    """

    learner: Enrollment
    guide: Enrollment
    is_pair: bool
    score: Decimal
    maximum: Decimal
    contributions: tuple[Share, ...]
    obstacles: tuple[Obstacle, ...]
    fields: tuple[SharedField, ...]
    learner_rank: int | None
    learner_choices: int
    guide_rank: int | None
    guide_choices: int
    alternative: Alternative | None
    said: str


@dataclass(frozen=True)
class Moved:
    """A learner whose guides would change. `points` is after minus before."""

    learner_name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    points: Decimal


@dataclass(frozen=True)
class WhyNotAnswer:
    """What it would cost to make this pair. Costs are before minus after; negative is a gain."""

    learner: Enrollment
    guide: Enrollment
    is_possible: bool
    obstacles: tuple[Obstacle, ...]
    score: Decimal
    total_cost: Decimal
    matched_cost: int
    worst_before: Decimal | None
    worst_after: Decimal | None
    moves: tuple[Moved, ...]
    sentences: tuple[str, ...]


def pair_detail(
    round: MatchRound, *, learner_id: int, guide_id: int, circle: Circle = COORDINATORS
) -> PairDetail:
    """Both people side by side, what each preference gives, ranks, and the best alternative.

    Whatever this circle of readers may not read is left out, and its points stand in one sum.

    Ids are of enrollments. Answers from the facts of the solve, not of now. Raises NotVisible
    for somebody who was not in it.
    """
    learner, guide = _pair(round, learner_id, guide_id)
    result = solved_result(round)
    told = _explained(result, learner, guide)
    words = round.words.filter(learner=learner, guide=guide).values_list("say", flat=True)
    return PairDetail(
        learner=learner,
        guide=guide,
        is_pair=told.is_pair,
        score=told.score,
        maximum=told.maximum,
        contributions=_shares(told.contributions, circle),
        obstacles=_obstacles(told.failures, circle),
        fields=side_by_side(
            result,
            str(learner.person_id),
            str(guide.person_id),
            on=round.cohort.starts_on or clock.today(),
            circle=circle,
        ),
        learner_rank=told.learner_rank,
        learner_choices=told.learner_choices,
        guide_rank=told.guide_rank,
        guide_choices=told.guide_choices,
        alternative=_alternative(round, result, learner, told),
        said=words.first() or "",
    )


def why_not(
    round: MatchRound, *, learner_id: int, guide_id: int, circle: Circle = COORDINATORS
) -> WhyNotAnswer:
    """Force the pair, solve again, and say what that costs and who would move.

    Ids are of enrollments. Answers from the facts of the solve; nothing is stored.
    """
    learner, guide = _pair(round, learner_id, guide_id)
    result = solved_result(round)
    told = _explained(result, learner, guide)
    answer = result.why_not(str(learner.person_id), str(guide.person_id))
    names = {person.id: person.name for person in (*result.guides, *result.learners)}
    return WhyNotAnswer(
        learner=learner,
        guide=guide,
        is_possible=answer.is_possible,
        obstacles=_obstacles(answer.failures, circle),
        score=told.score,
        total_cost=answer.total_cost,
        matched_cost=answer.matched_cost,
        worst_before=answer.worst_before,
        worst_after=answer.worst_after,
        moves=tuple(
            Moved(
                learner_name=names[change.learner_id],
                before=_names(names, change.before),
                after=_names(names, change.after),
                points=change.points,
            )
            for change in answer.changes
        ),
        sentences=_sentences(answer, circle),
    )


def _pair(round: MatchRound, learner_id: int, guide_id: int) -> tuple[Enrollment, Enrollment]:
    rows = Enrollment.objects.filter(cohort_id=round.cohort_id, pk__in=[learner_id, guide_id])
    found = {row.pk: row for row in rows.select_related("person")}
    if len(found) != 2:
        raise NotVisible
    return found[learner_id], found[guide_id]


def _explained(result: MatchResult, learner: Enrollment, guide: Enrollment) -> Explanation:
    try:
        return result.explain(str(learner.person_id), str(guide.person_id))
    except KeyError as error:
        raise NotVisible from error


def _alternative(
    round: MatchRound, result: MatchResult, learner: Enrollment, told: Explanation
) -> Alternative | None:
    other = result.best_alternative(str(learner.person_id))
    if other is None or other.guide_id == told.guide_id:
        return None
    guide = (
        Enrollment.objects.filter(
            cohort_id=round.cohort_id, side="guide", person_id=int(other.guide_id)
        )
        .select_related("person")
        .first()
    )
    if guide is None:
        return None
    return Alternative(guide=guide, score=other.score, points=other.score - told.score)


def _shares(contributions: Sequence[Contribution], circle: Circle) -> tuple[Share, ...]:
    """What this circle reads; the rest as one sum, so that all of them add up."""
    shares = [
        Share(item.label, item.points, item.of, said_again(kept(item.reason)))
        for item in contributions
        if item.readable_by in circle
    ]
    rest = [item for item in contributions if item.readable_by not in circle]
    most = sum((item.of for item in rest), Decimal(0))
    if most:
        points = sum((item.points for item in rest), Decimal(0))
        shares.append(Share(_("What only coordinators read"), points, most, ""))
    return tuple(shares)


def _obstacles(failures: Sequence[RuleFailure], circle: Circle) -> tuple[Obstacle, ...]:
    obstacles = [
        Obstacle(item.label, said_again(kept(item.reason)))
        for item in failures
        if item.readable_by in circle
    ]
    if len(obstacles) < len(failures):
        obstacles.append(Obstacle(_("A rule that only coordinators read"), ""))
    return tuple(obstacles)


def _sentences(answer: WhyNot, circle: Circle) -> tuple[str, ...]:
    """What it comes to; why it cannot be is said only to those who read every rule in the way."""
    if any(item.readable_by not in circle for item in answer.failures):
        return (_("This pair cannot be made."),)
    return tuple(said_again(kept(words)) for words in answer.summary)


def _names(names: Mapping[str, str], ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(names[pk] for pk in ids)

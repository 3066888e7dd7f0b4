"""Drafts of a cohort, their figures and how they compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles
from typing import Any

from django.db.models import QuerySet

from guildhall.matching.access import SEE_ROUND
from guildhall.matching.criteria import RuleSwitch, Weight, rule_switches, weights_of
from guildhall.matching.models import MatchRound, Proposal
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Cohort
from guildhall.relationships.reasons import said_again
from guildhall.work.models import Job


@dataclass(frozen=True)
class RoundFigures:
    """The figures of a solved round, in points; None where there is no pair."""

    learners: int
    guides: int
    places: int
    pairs: int
    matched: int
    total: Decimal
    bound: Decimal
    gap: Decimal
    worst: Decimal | None
    fifth_percentile: Decimal | None
    median: Decimal | None
    gini: float | None
    learner_mean_rank: float | None
    guide_mean_rank: float | None
    blocking_pairs: int


@dataclass(frozen=True)
class Proof:
    """What is proven about a round, in sentences. `unread` counts values that nobody could read."""

    is_proven: bool
    sentences: tuple[str, ...]
    unread: tuple[tuple[int, str], ...]
    minimum: Decimal | None = None
    matched_with_minimum: int | None = None
    matched_without_minimum: int | None = None


@dataclass(frozen=True)
class RoundSummary:
    """A draft as the studio's head shows it. `figures` and `proof` are None before a result.

    `job` is the background work for the newest revision while the round is being solved.
    """

    round: MatchRound
    figures: RoundFigures | None
    proof: Proof | None
    weights: tuple[Weight, ...]
    rules: tuple[RuleSwitch, ...]
    before_weights: Mapping[str, Decimal]
    pins: int
    forbidden: int
    job: Job | None

    @property
    def maximum(self) -> Decimal:
        """The most points that a pair can have."""
        return sum((w.weight for w in self.weights if w.is_on), Decimal(0))


@dataclass(frozen=True)
class Compared:
    """A draft in the table of drafts. `spread` is lowest, quartile, median, quartile, highest."""

    round: MatchRound
    figures: RoundFigures | None
    spread: tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None


def rounds_of(cohort: Cohort, *, actor: Actor) -> QuerySet[MatchRound]:
    """The drafts of a cohort that are not put away, oldest first."""
    rows = MatchRound.objects.filter(cohort=cohort, archived_at__isnull=True)
    return visible_to(SEE_ROUND, actor, rows).select_related("cohort__program__organization")


def round_summary(round: MatchRound) -> RoundSummary:
    """Everything about a draft that is not a list; three queries."""
    says = list(round.words.values_list("say", flat=True))
    origin = round.copied_from
    return RoundSummary(
        round=round,
        figures=figures_of(round),
        proof=proof_of(round),
        weights=weights_of(round.criteria),
        rules=rule_switches(round.criteria),
        before_weights={w.id: w.weight for w in weights_of(origin.criteria)} if origin else {},
        pins=says.count("pin"),
        forbidden=says.count("forbid"),
        job=solve_job(round),
    )


def solve_job(round: MatchRound) -> Job | None:
    """The job that solves, or solved, the newest revision; its progress is on it."""
    return Job.objects.filter(key=f"matching.solve:{round.pk}:{round.revision}").first()


def figures_of(round: MatchRound) -> RoundFigures | None:
    """The stored figures, typed."""
    if not round.figures:
        return None
    points = ("total", "bound", "gap", "worst", "fifth_percentile", "median")
    typed = {name: _points(round.figures[name]) for name in points}
    return RoundFigures(**{**round.figures, **typed})


def proof_of(round: MatchRound) -> Proof | None:
    """The stored certificate, in the reader's language."""
    kept: Mapping[str, Any] = round.certificate
    if not kept:
        return None
    cost = kept["minimum_cost"] or {}
    return Proof(
        is_proven=kept["is_proven"],
        sentences=tuple(said_again(words) for words in kept["summary"]),
        unread=tuple((pk, label) for pk, label in kept["unread"]),
        minimum=_points(cost.get("minimum")),
        matched_with_minimum=cost.get("matched_with"),
        matched_without_minimum=cost.get("matched_without"),
    )


def compare_rounds(rounds: Sequence[MatchRound]) -> list[Compared]:
    """The table of drafts; one query whatever their number."""
    scores: dict[int, list[Decimal]] = {round.pk: [] for round in rounds}
    rows = Proposal.objects.filter(round__in=scores).order_by("score")
    for round_id, score in rows.values_list("round_id", "score"):
        scores[round_id].append(score)
    return [
        Compared(round=round, figures=figures_of(round), spread=_spread(scores[round.pk]))
        for round in rounds
    ]


def _spread(
    scores: Sequence[Decimal],
) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal] | None:
    if not scores:
        return None
    if len(scores) == 1:
        return (scores[0],) * 5
    low, middle, high = quantiles(scores, n=4, method="inclusive")
    return scores[0], low, middle, high, scores[-1]


def _points(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)

"""Keeping what a solve found, and nothing that is out of date."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from guildhall.engine.matching import MatchResult
from guildhall.engine.matching import Unmatched as Missing
from guildhall.matching.models import MatchRound, Proposal, SolvedProblem, Unmatched
from guildhall.matching.queries.problem import Gathered
from guildhall.matching.sealing import packed
from guildhall.matching.states import RoundState
from guildhall.programs.models import Enrollment
from guildhall.relationships.reasons import kept

BATCH = 1000
NOT_READY = "not_ready"
NOT_READY_WORDS = "Something is still to be done before a match: see the enrollment"


def store_solution(
    *,
    round_id: int,
    revision: int,
    gathered: Gathered,
    result: MatchResult,
    seconds: float,
    at: datetime,
) -> bool:
    """Replace the round's result in one transaction; False where the round has moved on.

    Whoever solved an older revision, or a round that was published or put away meanwhile,
    changes nothing.
    """
    with transaction.atomic():
        row = _current(round_id, revision)
        if row is None:
            return False
        before = [
            [learner, guide, str(score)]
            for learner, guide, score in row.proposals.values_list(
                "learner_id", "guide_id", "score"
            )
        ]
        row.proposals.all().delete()
        row.unmatched.all().delete()
        Proposal.objects.bulk_create(_proposals(row, gathered, result), batch_size=BATCH)
        Unmatched.objects.bulk_create(_missing(row, gathered, result), batch_size=BATCH)
        SolvedProblem.objects.update_or_create(
            round=row,
            defaults={
                "revision": revision,
                "seats": _seats(gathered),
                "before": before,
                "sealed": packed(gathered.problem),
            },
        )
        _keep_outcome(row, gathered, result, revision=revision, seconds=seconds, at=at)
    return True


def fail_round(*, round_id: int, revision: int, words: str) -> bool:
    """Say in the round why it cannot be solved; the result before stays to be looked at."""
    with transaction.atomic():
        row = _current(round_id, revision)
        if row is None:
            return False
        row.state, row.error = RoundState.FAILED, words
        row.save(update_fields=["state", "error"])
    return True


def _keep_outcome(
    row: MatchRound,
    gathered: Gathered,
    result: MatchResult,
    *,
    revision: int,
    seconds: float,
    at: datetime,
) -> None:
    row.state, row.error = RoundState.DRAFT, ""
    row.figures, row.certificate = _figures(result), _certificate(gathered, result)
    row.solved_at, row.solve_seconds = at, seconds
    row.solved_revision = revision
    row.save(
        update_fields=[
            "state",
            "error",
            "figures",
            "certificate",
            "solved_at",
            "solve_seconds",
            "solved_revision",
        ]
    )


def _current(round_id: int, revision: int) -> MatchRound | None:
    return (
        MatchRound.objects.select_for_update()
        .filter(pk=round_id, revision=revision, archived_at__isnull=True)
        .exclude(state=RoundState.PUBLISHED)
        .first()
    )


def _proposals(row: MatchRound, gathered: Gathered, result: MatchResult) -> list[Proposal]:
    return [
        Proposal(
            round=row,
            guide=gathered.guides[pair.guide_id],
            learner=gathered.learners[pair.learner_id],
            score=pair.score,
            maximum=pair.maximum,
            contributions=[
                {
                    "id": item.preference_id,
                    "label": item.label,
                    "points": str(item.points),
                    "of": str(item.of),
                    "readable_by": item.readable_by,
                    **kept(item.reason),
                }
                for item in pair.contributions
            ],
            is_pinned=pair.pinned,
            breaks_rule=", ".join(rule.label for rule in pair.broken_rules)[:400],
        )
        for pair in result.pairs
    ]


def _missing(row: MatchRound, gathered: Gathered, result: MatchResult) -> list[Unmatched]:
    rows = [_without(row, gathered, one, has_some=False) for one in result.unmatched]
    rows += [_without(row, gathered, one, has_some=True) for one in result.short]
    rows += [
        Unmatched(round=row, enrollment=enrollment, code=NOT_READY, template=NOT_READY_WORDS)
        for enrollment in gathered.not_ready
    ]
    return rows


def _without(row: MatchRound, gathered: Gathered, one: Missing, *, has_some: bool) -> Unmatched:
    return Unmatched(
        round=row,
        enrollment=gathered.learners[one.learner_id],
        code=one.code,
        missing=one.missing,
        has_some=has_some,
        rule_counts=[asdict(count) for count in one.rule_counts],
        **kept(one.reason),
    )


def _seats(gathered: Gathered) -> dict[str, dict[str, int]]:
    return {
        "guides": _free(gathered.guides.values(), gathered.free),
        "learners": _free(gathered.learners.values(), gathered.free),
    }


def _free(rows: Iterable[Enrollment], free: Mapping[int, int]) -> dict[str, int]:
    return {str(row.pk): free[row.pk] for row in rows}


def _figures(result: MatchResult) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(result.figures).items()}


def _certificate(gathered: Gathered, result: MatchResult) -> dict[str, Any]:
    proof = result.certificate
    bounds = {
        name: asdict(bound)
        for name in ("matched", "pair_count", "worst", "total")
        if (bound := getattr(proof, name)) is not None
    }
    cost = result.minimum_cost
    return {
        "is_proven": result.is_proven,
        "objective": proof.objective,
        "bounds": bounds,
        "blocking_pairs": proof.blocking_pairs,
        "summary": [kept(words) for words in result.summary],
        "minimum_cost": None
        if cost is None
        else {name: _plain(value) for name, value in asdict(cost).items()},
        # values that could not be read and counted as missing: [[enrollment id, label], …]
        "unread": [list(note) for note in gathered.notes],
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value

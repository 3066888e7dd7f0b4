"""Starting, changing, copying and putting away drafts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.actions.events import ROUND_ARCHIVED, ROUND_CHANGED, ROUND_STARTED
from guildhall.matching.confidence import require_confidence
from guildhall.matching.criteria import round_criteria, with_changes, with_criteria
from guildhall.matching.models import MatchRound, PairWord, SolvedProblem
from guildhall.matching.states import Objective, RoundState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT
from guildhall.programs.models import Cohort
from guildhall.work.actions import enqueue

SOLVE = "matching.solve"
MOST_POINTS = Decimal(99_999)


@dataclass(frozen=True)
class RoundChanges:
    """What a coordinator changed. None leaves a thing as it is; `has_minimum` False takes the
    minimum score away. `criteria` replaces all rules and preferences, before the rest applies."""

    criteria: Mapping[str, Any] | None = None
    weights: Mapping[str, Decimal | float | int] = field(default_factory=dict)
    rules: Mapping[str, bool] = field(default_factory=dict)
    objective: str | None = None
    minimum_score: Decimal | None = None
    has_minimum: bool | None = None
    name: str | None = None


def start_round(
    *, cohort: Cohort, by: Actor, at: datetime, name: str = "", objective: str | None = None
) -> MatchRound:
    """A new draft with the program's criteria, solved in the background.

    Refuses an archived cohort, and criteria that the engine cannot read.
    """
    require(CHANGE_COHORT, by, cohort)
    if cohort.archived_at is not None:
        raise WrongState(_("This cohort is in the archive. Take it out before matching."))
    criteria, aim = round_criteria(cohort.program.criteria)
    with_changes(criteria)
    round = MatchRound(
        cohort=cohort,
        name=name.strip()[:80],
        objective=_objective(objective or aim),
        criteria=criteria,
    )
    return _begin(round, by=by, at=at)


def copy_round(
    *,
    round: MatchRound,
    by: Actor,
    at: datetime,
    changes: RoundChanges | None = None,
    name: str = "",
) -> MatchRound:
    """Keep this draft and try another: same criteria, pins and forbidden pairs, then `changes`.

    The new draft is solved in the background. Works on a published round too.
    """
    require(CHANGE_ROUND, by, round)
    copy = MatchRound(
        cohort=round.cohort,
        name=name.strip()[:80],
        objective=round.objective,
        criteria=round.criteria,
        minimum_score=round.minimum_score,
        seed=round.seed,
        copied_from=round,
    )
    _apply(copy, changes or RoundChanges())
    with transaction.atomic():
        copy = _begin(copy, by=by, at=at)
        words = [
            PairWord(
                round=copy,
                guide_id=word.guide_id,
                learner_id=word.learner_id,
                say=word.say,
                said_by_id=word.said_by_id,
                said_at=word.said_at,
            )
            for word in round.words.order_by("pk")
        ]
        PairWord.objects.bulk_create(words)
    return copy


def change_round(
    *, round: MatchRound, changes: RoundChanges, by: Actor, at: datetime
) -> MatchRound:
    """Change weights, rules, aim, minimum score or name, and solve again.

    Refuses a published or archived round, unknown rules and weights, values out of bounds.
    """
    require(CHANGE_ROUND, by, round)
    with transaction.atomic():
        row = open_round(round)
        _apply(row, changes)
        row.save(update_fields=["name", "objective", "criteria", "minimum_score"])
        queue_solve(row, by=by, at=at)
        _record(ROUND_CHANGED, row, by=by, at=at)
    return row


def solve_again(*, round: MatchRound, by: Actor, at: datetime) -> MatchRound:
    """Solve from the people and places of this moment."""
    require(CHANGE_ROUND, by, round)
    with transaction.atomic():
        row = open_round(round)
        queue_solve(row, by=by, at=at)
    return row


def archive_round(*, round: MatchRound, by: Actor, at: datetime) -> MatchRound:
    """Put a draft away; what it knew about people is deleted. Refuses a published round."""
    require(CHANGE_ROUND, by, round)
    with transaction.atomic():
        row = open_round(round)
        row.archived_at = at
        row.revision += 1
        row.save(update_fields=["archived_at", "revision"])
        SolvedProblem.objects.filter(round=row).delete()
        _record(ROUND_ARCHIVED, row, by=by, at=at)
    return row


def open_round(round: MatchRound) -> MatchRound:
    """The row as it is now, held until the transaction ends. Refuses one that is done with."""
    row = (
        MatchRound.objects.select_for_update(of=("self",))
        .select_related("cohort__program__organization")
        .get(pk=round.pk)
    )
    if row.state == RoundState.PUBLISHED:
        raise WrongState(
            _("Draft %(letter)s is published and stays as it is. Start a new draft instead.")
            % {"letter": row.letter}
        )
    if row.archived_at is not None:
        raise WrongState(
            _("Draft %(letter)s was put away. Start a new draft instead.") % {"letter": row.letter}
        )
    return row


def queue_solve(round: MatchRound, *, by: Actor, at: datetime) -> None:
    """A new revision, and a job for it; the result of an older job will not be kept."""
    round.revision += 1
    round.state, round.error = RoundState.SOLVING, ""
    round.save(update_fields=["revision", "state", "error"])
    _enqueue(round, by=by, at=at)


def _enqueue(round: MatchRound, *, by: Actor, at: datetime) -> None:
    enqueue(
        SOLVE,
        key=f"{SOLVE}:{round.pk}:{round.revision}",
        payload={"round": round.pk, "revision": round.revision},
        at=at,
        person_id=by.person_id,
    )


def _begin(round: MatchRound, *, by: Actor, at: datetime) -> MatchRound:
    with transaction.atomic():
        # Two drafts started at once get two letters: the cohort's row is held while counting.
        Cohort.objects.select_for_update().get(pk=round.cohort_id)
        round.letter = _letter(MatchRound.objects.filter(cohort_id=round.cohort_id).count())
        round.state = RoundState.SOLVING
        round.created_at, round.created_by_id = at, by.person_id
        round.save(force_insert=True)
        _enqueue(round, by=by, at=at)
        _record(ROUND_STARTED, round, by=by, at=at)
    return round


def _apply(round: MatchRound, changes: RoundChanges) -> None:
    if changes.criteria is not None:
        round.criteria = with_criteria(round.criteria, changes.criteria)
        require_confidence(round.criteria, round.cohort.program)
    round.criteria = with_changes(round.criteria, weights=changes.weights, rules=changes.rules)
    if changes.objective is not None:
        round.objective = _objective(changes.objective)
    if changes.has_minimum is False:
        round.minimum_score = None
    elif changes.minimum_score is not None:
        if not 0 <= changes.minimum_score <= MOST_POINTS:
            raise InvalidInput(
                _("The round is as it was."),
                {"minimum_score": _("Give points from 0 up, or leave it empty.")},
            )
        round.minimum_score = changes.minimum_score
    if changes.name is not None:
        round.name = changes.name.strip()[:80]


def _objective(value: str) -> str:
    if value not in Objective.values:
        raise InvalidInput(
            _("The round is as it was."), {"objective": _("Choose fair, best total or stable.")}
        )
    return value


def _letter(number: int) -> str:
    """A to Z, then AA, AB, …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _record(kind: str, round: MatchRound, *, by: Actor, at: datetime) -> None:
    organization_id = round.cohort.program.organization_id
    record(
        kind, by=by, subject=round, at=at, organization_id=organization_id, cohort=round.cohort_id
    )

"""Solving a round in the background."""

import re
from collections.abc import Mapping
from time import perf_counter
from typing import Any

from guildhall.core import clock
from guildhall.core.errors import GuildhallError
from guildhall.engine.matching import CriteriaError, MatchError
from guildhall.matching.actions.rounds import SOLVE
from guildhall.matching.actions.solving import fail_round, store_solution
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.problem import present_problem
from guildhall.work.registry import Payload, Progress, handler

QUOTED_ID = re.compile(r"'(\d+)'")
STEPS = 3


@handler(SOLVE)
def solve_round(payload: Payload, progress: Progress) -> dict[str, Any]:
    """Gather, solve, keep. Safe to run again from the start: nothing is kept before the end.

    Criteria or pins that cannot be solved are an answer: they are said in the round, in words.
    """
    round_id, revision = int(payload["round"]), int(payload["revision"])
    round = MatchRound.objects.filter(pk=round_id, revision=revision).first()
    if round is None or not round.is_open:
        return {"outcome": "superseded"}
    progress(0, STEPS, "Gathering what is known")
    names: Mapping[str, str] = {}
    try:
        gathered = present_problem(round, at=clock.now())
        names = gathered.names
        progress(1, STEPS, "Solving")
        started = perf_counter()
        result = gathered.problem.solve()
        seconds = perf_counter() - started
    except (CriteriaError, MatchError) as error:
        words = "\n".join(_named(problem, names) for problem in error.problems)
        return _failed(round_id, revision, words)
    except GuildhallError as error:
        return _failed(round_id, revision, error.message)
    progress(2, STEPS, "Keeping the result")
    is_kept = store_solution(
        round_id=round_id,
        revision=revision,
        gathered=gathered,
        result=result,
        seconds=seconds,
        at=clock.now(),
    )
    return {"outcome": "solved" if is_kept else "superseded", "pairs": len(result.pairs)}


def _failed(round_id: int, revision: int, words: str) -> dict[str, Any]:
    is_kept = fail_round(round_id=round_id, revision=revision, words=words)
    return {"outcome": "failed" if is_kept else "superseded"}


def _named(problem: str, names: Mapping[str, str]) -> str:
    """The engine names people by id; the coordinator knows them by name."""
    return QUOTED_ID.sub(lambda found: names.get(found.group(1), found.group(0)), problem)

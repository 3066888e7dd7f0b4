"""The engine's answer behind a round, brought back from the sealed problem."""

import json
from functools import lru_cache

from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.directory.models import Person
from guildhall.engine.matching import MatchResult
from guildhall.matching.models import MatchRound, SolvedProblem
from guildhall.matching.sealing import Problem, unpacked


def solved_problem(round: MatchRound) -> Problem:
    """The problem that the present result was solved from, names filled in from now."""
    return unpacked(_sealed(round)).with_names(_names(round))


def solved_result(round: MatchRound) -> MatchResult:
    """The engine's result again, for questions that were not kept. The same problem always has
    the same answer, so it fits the stored pairs; a few results are remembered."""
    return _result(_sealed(round), json.dumps(_names(round), sort_keys=True))


def _sealed(round: MatchRound) -> str:
    row = SolvedProblem.objects.filter(round_id=round.pk).only("sealed").first()
    if row is None:
        raise WrongState(
            _("Draft %(letter)s keeps no explanations. Solve it again to ask why.")
            % {"letter": round.letter}
        )
    return row.sealed


def _names(round: MatchRound) -> dict[str, str]:
    rows = Person.objects.filter(enrollments__cohort_id=round.cohort_id).distinct().order_by()
    return {str(row.pk): row.name for row in rows}


@lru_cache(maxsize=4)
def _result(sealed: str, names: str) -> MatchResult:
    return unpacked(sealed).with_names(json.loads(names)).solve()

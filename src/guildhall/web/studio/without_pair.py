"""Who has nobody, with the smallest change that would help each group."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.errors import WrongState
from guildhall.core.words import with_article
from guildhall.engine.matching import MatchResult, load_criteria, match
from guildhall.matching.criteria import rule_switches
from guildhall.matching.models import MatchRound, Unmatched
from guildhall.matching.queries.solved import solved_problem
from guildhall.matching.queries.unmatched import unmatched_groups, unmatched_rows
from guildhall.matching.reading import Circle, readable
from guildhall.matching.sealing import Problem
from guildhall.web.studio.numbers import points

NAMED = 4
FULL = ("no_capacity", "list_too_short", "waits")
Rows = Sequence[Unmatched]


@dataclass(frozen=True)
class WithoutGroup:
    """Those with one reason."""

    code: str
    label: str
    count: int
    names: str


@dataclass(frozen=True)
class WithoutPair:
    """Everybody who has fewer guides than wanted; `hints` help the largest group first."""

    without: int
    short: int
    groups: tuple[WithoutGroup, ...]
    hints: tuple[str, ...]


def without_pair(round: MatchRound, words: Mapping[str, str], *, circle: Circle) -> WithoutPair:
    """Groups with names and hints; as many queries for three as for three hundred."""
    rows = list(unmatched_rows(round))
    by_code: dict[str, list[Unmatched]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    groups = [
        WithoutGroup(group.code, group.label, group.count, _names(by_code[group.code]))
        for group in unmatched_groups(round)
    ]
    largest = sorted(by_code.items(), key=lambda item: -len(item[1]))
    short = sum(1 for row in rows if row.has_some)
    return WithoutPair(
        without=len(rows) - short,
        short=short,
        groups=tuple(groups),
        hints=_hints(round, largest, words, circle) if rows else (),
    )


def _names(rows: Rows) -> str:
    names = [row.enrollment.person.name for row in rows[:NAMED]]
    rest = len(rows) - NAMED
    return ", ".join(names) + (_(" and %(rest)s more") % {"rest": rest} if rest > 0 else "")


def _hints(
    round: MatchRound,
    groups: Sequence[tuple[str, Rows]],
    words: Mapping[str, str],
    circle: Circle,
) -> tuple[str, ...]:
    try:
        problem = solved_problem(round)
    except WrongState:
        return ()
    found = (_hint(code, rows, problem, words, circle) for code, rows in groups)
    return tuple(hint for hint in found if hint)


def _hint(code: str, rows: Rows, problem: Problem, words: Mapping[str, str], circle: Circle) -> str:
    if code in FULL:
        return _more_places(rows, problem)
    if code == "no_eligible_guide":
        return _one_rule_less(rows, problem, words, circle)
    if code == "below_minimum":
        return _lower_minimum(rows)
    return ""


def _more_places(rows: Rows, problem: Problem) -> str:
    """Whom to ask for one more place: these people alone, matched with everyone's next one."""
    result = _alone(rows, problem, problem.criteria, places=lambda capacity: min(capacity, 1))
    names = {guide.id: guide.name for guide in problem.guides}
    asked = [names[pair.guide_id] for pair in result.pairs]
    if not asked:
        return ""
    rest = len(asked) - NAMED
    shown = ", ".join(asked[:NAMED])
    if rest > 0:
        shown = _("%(names)s and %(rest)s more") % {"names": shown, "rest": rest}
    if len(asked) == len(rows) > 1:
        words = _("one more place each with %(names)s would match all %(all)s.")
    else:
        words = ngettext(
            "one more place with %(names)s would match one of the %(all)s.",
            "one more place each with %(names)s would match %(count)s of the %(all)s.",
            len(asked),
        )
    return words % {"names": shown, "count": len(asked), "all": len(rows)}


def _one_rule_less(rows: Rows, problem: Problem, words: Mapping[str, str], circle: Circle) -> str:
    """The rule without which most of them would have somebody who fits, among those that the
    reader may know of."""
    best, freed = "", 0
    for rule in rule_switches(readable(problem.criteria, circle)):
        if rule.is_locked or not rule.is_on:
            continue
        others = [one for one in problem.criteria["rules"] if one["id"] != rule.id]
        criteria = {**problem.criteria, "rules": others}
        found = len(_alone(rows, problem, criteria, places=lambda capacity: capacity).pairs)
        if found > freed:
            best, freed = rule.label, found
    if not freed:
        return ""
    return _("without the rule “%(rule)s”, %(count)s of the %(all)s could have %(a_guide)s.") % {
        "a_guide": with_article(words["guide"]),
        "rule": best,
        "count": freed,
        "all": len(rows),
    }


def _lower_minimum(rows: Rows) -> str:
    best = sorted((Decimal(row.params["best"]) for row in rows), reverse=True)
    middle = best[(len(best) - 1) // 2]
    count = sum(1 for one in best if one >= middle)
    return _("with a minimum of %(points)s, %(count)s of the %(all)s would have somebody.") % {
        "points": points(middle),
        "count": count,
        "all": len(rows),
    }


def _alone(
    rows: Rows, problem: Problem, criteria: Mapping[str, Any], *, places: Callable[[int], int]
) -> MatchResult:
    """A matching of only these people, as if nobody else asked for a place."""
    wanted = {str(row.enrollment.person_id) for row in rows}
    learners = [replace(one, need=1) for one in problem.learners if one.id in wanted]
    return match(
        [replace(guide, capacity=places(guide.capacity)) for guide in problem.guides],
        learners,
        load_criteria(criteria, source="draft"),
        objective="best",
        forbidden=[pair for pair in problem.forbidden if pair[0] in {one.id for one in learners}],
        minimum_score=problem.minimum,
    )

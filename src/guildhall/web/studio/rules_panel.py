"""The left column: what to aim for, what must hold, the minimum, and the weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.core.errors import InvalidInput
from guildhall.matching.actions.rounds import RoundChanges
from guildhall.matching.criteria import rule_switches, weights_of
from guildhall.matching.models import MatchRound
from guildhall.matching.reading import Circle, kept_back, readable
from guildhall.matching.states import Objective
from guildhall.web.studio.numbers import points, read_points

AIMS: Mapping[str, str | Promise] = {
    Objective.FAIR: gettext_lazy("Most people matched, then the weakest pair, then the total"),
    Objective.BEST: gettext_lazy("Highest sum of scores"),
    Objective.STABLE: gettext_lazy("No two people would rather swap"),
}


@dataclass(frozen=True)
class Aim:
    """One objective to choose."""

    value: str
    label: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class RuleLine:
    """A rule that can be switched; `locked` says why it cannot."""

    id: str
    label: str
    is_on: bool
    locked: str


@dataclass(frozen=True)
class WeightLine:
    """A weight with its slider; `was` is what the compared draft has, where it differs."""

    id: str
    label: str
    value: str
    step: str
    most: str
    was: str


@dataclass(frozen=True)
class RulesPanel:
    """Everything that the form of a draft asks."""

    aims: tuple[Aim, ...]
    rules: tuple[RuleLine, ...]
    weights: tuple[WeightLine, ...]
    weight_sum: str
    minimum: str
    minimum_cost: str
    most: str
    kept_back: int
    problems: Mapping[str, str] = field(default_factory=dict)


def rules_panel(
    round: MatchRound,
    *,
    against: MatchRound | None,
    words: Mapping[str, str],
    circle: Circle,
    posted: QueryDict | None = None,
    problems: Mapping[str, str] | None = None,
) -> RulesPanel:
    """The draft's own rules, as far as this circle reads them; where a form was refused, as it
    was filled in."""
    criteria = readable(round.criteria, circle)
    shown_ids = {w.id for w in weights_of(criteria)}
    weights = weights_of(round.criteria)
    was = {w.id: w.weight for w in weights_of(against.criteria)} if against else {}
    most = max([Decimal(40), *(w.weight for w in weights)])
    aim = posted.get("objective", round.objective) if posted else round.objective
    minimum = points(round.minimum_score) if round.minimum_score is not None else ""
    shown = [
        WeightLine(
            id=w.id,
            label=w.label,
            value=points(w.weight if w.is_on else 0),
            step="1" if w.weight == int(w.weight) else "0.01",
            most=points(most),
            was=_was(w.weight, was.get(w.id), against),
        )
        for w in weights
        if w.id in shown_ids
    ]
    return RulesPanel(
        aims=tuple(
            Aim(value, str(label), str(AIMS[value]), value == aim)
            for value, label in Objective.choices
        ),
        rules=_rule_lines(criteria, round),
        weights=tuple(shown),
        weight_sum=points(sum((w.weight for w in weights if w.is_on), Decimal(0))),
        minimum=posted.get("minimum_score", minimum) if posted else minimum,
        minimum_cost=minimum_cost_words(round, words),
        most=points(sum((w.weight for w in weights if w.is_on), Decimal(0))),
        kept_back=kept_back(round.criteria, circle),
        problems=problems or {},
    )


def _rule_lines(criteria: Mapping[str, Any], round: MatchRound) -> tuple[RuleLine, ...]:
    """Of the round's rules, those that stand in these criteria."""
    shown = {rule["id"] for rule in criteria.get("rules", [])}
    return tuple(
        RuleLine(
            rule.id,
            rule.label,
            rule.is_on,
            _("It guards people and stays on.") if rule.is_locked else "",
        )
        for rule in rule_switches(round.criteria)
        if rule.id in shown
    )


def _was(now: Decimal, before: Decimal | None, against: MatchRound | None) -> str:
    if against is None or before is None or before == now:
        return ""
    return _("was %(points)s in draft %(letter)s") % {
        "points": points(before),
        "letter": against.letter,
    }


def minimum_cost_words(round: MatchRound, words: Mapping[str, str]) -> str:
    """What the minimum score of the solved draft costs, in people."""
    cost = round.certificate.get("minimum_cost")
    if round.minimum_score is None or not cost:
        return ""
    fewer = int(cost["matched_without"]) - int(cost["matched_with"])
    if fewer <= 0:
        return _("It costs nobody a match: %(matched)s have one either way.") % {
            "matched": cost["matched_with"]
        }
    return _("It costs %(fewer)s a match: %(with)s have one, %(without)s would without it.") % {
        "fewer": fewer,
        "with": cost["matched_with"],
        "without": cost["matched_without"],
    }


def read_changes(round: MatchRound, posted: QueryDict) -> RoundChanges:
    """What the form of the left column asks for. A switch that is left out is off, except where
    it is locked; weights that are not in the form stay."""
    problems: dict[str, str] = {}
    weights: dict[str, Decimal] = {}
    for line in weights_of(round.criteria):
        text = posted.get(f"weight_{line.id}")
        if text is None:
            continue
        try:
            weights[line.id] = read_points(text)
        except InvalidOperation:
            problems[f"weight_{line.id}"] = _("Give a number.")
    minimum = posted.get("minimum_score", "").strip()
    least: Decimal | None = None
    try:
        least = read_points(minimum) if minimum else None
    except InvalidOperation:
        problems["minimum_score"] = _("Give points as a number, or leave it empty.")
    if problems:
        raise InvalidInput(_("The draft is as it was."), problems)
    changed = {w.id: w.weight for w in weights_of(round.criteria) if w.is_on}
    return RoundChanges(
        weights={key: value for key, value in weights.items() if changed.get(key, 0) != value},
        rules={
            rule.id: f"rule_{rule.id}" in posted
            for rule in rule_switches(round.criteria)
            if not rule.is_locked
        },
        objective=posted.get("objective") or None,
        minimum_score=least,
        has_minimum=None if least is not None else False,
    )

"""A round's criteria: a copy of the program's, with the coordinator's weights and switches."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.engine.matching import CriteriaError, load_criteria
from guildhall.matching.confidence import same_guard, same_reading
from guildhall.matching.states import Objective

Criteria = dict[str, Any]
WAITED = "waited"
WAITED_WEIGHT = 10
MOST_WEIGHT = 10_000


@dataclass(frozen=True)
class RuleSwitch:
    """A rule as the studio shows it. A locked one guards people and stays on."""

    id: str
    label: str
    is_on: bool
    is_locked: bool


@dataclass(frozen=True)
class Weight:
    """A preference as the studio shows it: points at best."""

    id: str
    label: str
    weight: Decimal
    is_on: bool


def round_criteria(program_criteria: Mapping[str, Any]) -> tuple[Criteria, str]:
    """The criteria and the objective that a new round begins with.

    Who was left without a match last time gets points for it, so that they come first; the
    coordinator sees that weight and can change it.
    """
    criteria = copy.deepcopy(dict(program_criteria))
    objective = str(criteria.pop("objective", Objective.FAIR))
    criteria.setdefault("fields", {})[WAITED] = {
        "label": _("Waiting since the last round"),
        "kind": "text",
        "readable_by": "coordinator",
    }
    preferences = criteria.setdefault("preferences", [])
    if not any(item["id"] == WAITED for item in preferences):
        preferences.append(
            {
                "id": WAITED,
                "label": _("Waited since the last round"),
                "kind": "same",
                "field": WAITED,
                "weight": WAITED_WEIGHT,
                "text": _("Had no match in the last round"),
            }
        )
    return criteria, objective


def rule_switches(criteria: Mapping[str, Any]) -> tuple[RuleSwitch, ...]:
    """The rules in their order."""
    return tuple(
        RuleSwitch(
            id=rule["id"],
            label=rule["label"],
            is_on=rule.get("enabled", True),
            is_locked=_is_locked(rule, criteria),
        )
        for rule in criteria.get("rules", [])
    )


def guards(criteria: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The rules that guard people: they stay on, and hold for pinned pairs too."""
    return [rule for rule in criteria.get("rules", []) if _is_locked(rule, criteria)]


def weights_of(criteria: Mapping[str, Any]) -> tuple[Weight, ...]:
    """The preferences in their order, with their points at best."""
    return tuple(
        Weight(
            id=item["id"],
            label=item["label"],
            weight=_weight(item),
            is_on=item.get("enabled", True),
        )
        for item in criteria.get("preferences", [])
    )


def with_changes(
    criteria: Mapping[str, Any],
    *,
    weights: Mapping[str, Decimal | float | int] | None = None,
    rules: Mapping[str, bool] | None = None,
) -> Criteria:
    """The criteria with new weights and switches, checked by the engine. Refuses what is unknown,
    a weight out of bounds, and switching off a rule that guards people."""
    changed = copy.deepcopy(dict(criteria))
    problems: dict[str, str] = {}
    _switch(changed, rules or {}, problems)
    _weigh(changed, weights or {}, problems)
    if problems:
        raise InvalidInput(_("The round is as it was."), problems)
    require_readable(changed)
    return changed


def with_criteria(criteria: Mapping[str, Any], replaced: Mapping[str, Any]) -> Criteria:
    """Other rules and preferences in place of these, checked by the engine.

    A rule that guards people is put back where it was left out; switching one off is refused.
    """
    changed = copy.deepcopy(dict(replaced))
    given = {rule.get("id"): rule for rule in changed.get("rules", [])}
    for rule in criteria.get("rules", []):
        if not _is_locked(rule, criteria):
            continue
        kept = given.get(rule["id"])
        if kept is None:
            _put_back(rule, criteria, changed)
        elif not kept.get("enabled", True) or not same_guard(rule, criteria, kept, changed):
            raise _guarded(rule)
    require_readable(changed)
    return changed


def _guarded(rule: Mapping[str, Any]) -> InvalidInput:
    return InvalidInput(_("“%(rule)s” guards people and stays as it is.") % {"rule": rule["label"]})


def _put_back(rule: Mapping[str, Any], criteria: Mapping[str, Any], changed: Criteria) -> None:
    """A guarding rule that a text left out, with the fields that it reads. Refuses a text in
    which a field of that name reads something else."""
    fields = changed.setdefault("fields", {})
    for key in ("field", "guide_field", "learner_field"):
        name = rule.get(key)
        if not name:
            continue
        was = criteria["fields"][name]
        if name in fields and not same_reading(name, was, fields[name]):
            raise _guarded(rule)
        fields.setdefault(name, copy.deepcopy(was))
    changed.setdefault("rules", []).insert(0, copy.deepcopy(dict(rule)))


def require_readable(criteria: Mapping[str, Any]) -> None:
    """Refuse criteria that the engine cannot read, with its sentences."""
    try:
        load_criteria(criteria, source=_("the criteria of this round"))
    except CriteriaError as error:
        raise InvalidInput(
            _("These criteria cannot be used: %(problems)s")
            % {"problems": " ".join(error.problems)}
        ) from error


def _switch(criteria: Criteria, rules: Mapping[str, bool], problems: dict[str, str]) -> None:
    by_id = {rule["id"]: rule for rule in criteria.get("rules", [])}
    for key, is_on in rules.items():
        if key not in by_id:
            problems[f"rule_{key}"] = _("There is no such rule in this round.")
        elif not is_on and _is_locked(by_id[key], criteria):
            problems[f"rule_{key}"] = _("This rule guards people and stays on.")
        else:
            by_id[key]["enabled"] = bool(is_on)


def _weigh(
    criteria: Criteria, weights: Mapping[str, Decimal | float | int], problems: dict[str, str]
) -> None:
    by_id = {item["id"]: item for item in criteria.get("preferences", [])}
    for key, value in weights.items():
        weight = Decimal(str(value))
        if key not in by_id:
            problems[f"weight_{key}"] = _("There is no such weight in this round.")
        elif not weight.is_finite() or not 0 <= weight <= MOST_WEIGHT:
            problems[f"weight_{key}"] = _("Give points from 0 to %(most)d.") % {"most": MOST_WEIGHT}
        else:
            _set_weight(by_id[key], weight)


def _set_weight(item: dict[str, Any], weight: Decimal) -> None:
    """Tables of points keep their shape: every entry grows or shrinks with the best one."""
    was = _weight(item)
    points = item.get("points")
    if points is None:
        item["weight"] = _number(weight)
        item["enabled"] = True
        return
    item["enabled"] = weight > 0
    if weight <= 0 or was <= 0:
        return
    factor = weight / was
    if isinstance(points, dict):
        item["points"] = {gap: _number(Decimal(str(p)) * factor) for gap, p in points.items()}
    else:
        item["points"] = [_number(Decimal(str(p)) * factor) for p in points]


def _weight(item: Mapping[str, Any]) -> Decimal:
    points = item.get("points")
    if points is None:
        return Decimal(str(item.get("weight", 0)))
    entries = points.values() if isinstance(points, dict) else points
    return max((Decimal(str(entry)) for entry in entries), default=Decimal(0))


def _number(amount: Decimal) -> int | float:
    rounded = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _is_locked(rule: Mapping[str, Any], criteria: Mapping[str, Any]) -> bool:
    """Whether the rule keeps apart people who must never meet: a list that nobody may read."""
    fields = criteria.get("fields", {})
    names = [rule.get(key) for key in ("field", "guide_field", "learner_field")]
    return rule["kind"] == "not_in" and any(
        fields.get(name, {}).get("readable_by") == "nobody" for name in names if name
    )

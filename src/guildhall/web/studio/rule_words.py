"""Rules and preferences in one sentence each, for reading them through."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guildhall.matching.criteria import rule_switches, weights_of
from guildhall.web.studio.numbers import points
from guildhall.web.studio.rule_kinds import BY_KEY


@dataclass(frozen=True)
class RuleWords:
    """One rule or preference: what it is called, what it says, what it weighs."""

    group: str
    id: str
    label: str
    text: str
    weight: str
    is_on: bool
    is_locked: bool


def rule_lines(criteria: Mapping[str, Any], words: Mapping[str, str]) -> list[RuleWords]:
    """Rules first, then preferences, in their order."""
    by_id = {rule["id"]: rule for rule in criteria.get("rules", [])}
    lines = [
        RuleWords(
            "rules",
            rule.id,
            rule.label,
            _sentence("rule", by_id[rule.id], criteria, words),
            "",
            rule.is_on,
            rule.is_locked,
        )
        for rule in rule_switches(criteria)
    ]
    wishes = {item["id"]: item for item in criteria.get("preferences", [])}
    lines += [
        RuleWords(
            "preferences",
            weight.id,
            weight.label,
            _sentence("preference", wishes[weight.id], criteria, words),
            points(weight.weight),
            weight.is_on,
            False,
        )
        for weight in weights_of(criteria)
    ]
    return lines


def _sentence(
    group: str, item: Mapping[str, Any], criteria: Mapping[str, Any], words: Mapping[str, str]
) -> str:
    kind = BY_KEY.get(f"{group}.{item['kind']}")
    parts = [str(kind.title) if kind else item["kind"], *_fields(item, criteria)]
    parts += _numbers(item)
    if "when" in item:
        parts.append(_("only where asked for"))
    if "is" in item:
        wanted = item["is"] if isinstance(item["is"], list) else [item["is"]]
        parts.append(_("one of %(values)s") % {"values": ", ".join(map(str, wanted))})
    if "side" in item:
        parts.append(_("of the %(who)s") % {"who": words[item["side"]]})
    return " · ".join(parts)


def _fields(item: Mapping[str, Any], criteria: Mapping[str, Any]) -> Iterator[str]:
    fields = criteria.get("fields", {})
    names = [item.get("field"), item.get("guide_field"), item.get("learner_field")]
    labels = [str(fields.get(name, {}).get("label", name)) for name in names if name]
    if labels:
        yield ", ".join(dict.fromkeys(labels))


def _numbers(item: Mapping[str, Any]) -> Iterator[str]:
    if "minimum" in item:
        yield _("at least %(steps)s") % {"steps": points(item["minimum"])}
    if "maximum" in item:
        yield _("at most %(steps)s") % {"steps": points(item["maximum"])}
    if isinstance(item.get("points"), Mapping):
        each = ", ".join(f"{steps} → {points(given)}" for steps, given in item["points"].items())
        yield _("points: %(each)s") % {"each": each}
    if "preferred" in item:
        yield _("best at %(steps)s") % {"steps": points(item["preferred"])}
    if "range" in item:
        yield _("none from %(steps)s on") % {"steps": points(item["range"])}
    if "target" in item:
        yield _("full at %(target)s") % {"target": points(item["target"])}

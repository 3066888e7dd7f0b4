"""What the JSON Schema of criteria cannot say: names that must exist, kinds that must fit."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from guildhall.engine.matching.criteria_words import did_you_mean, path, quoted

SCALARS = ("text", "ordinal", "number")
# For each kind of rule or preference: what its guide field and its learner field may be.
FIELD_KINDS: dict[str, tuple[str, ...]] = {
    "same": SCALARS,
    "different": SCALARS,
    "gap": ("number", "ordinal"),
    "closeness": ("number", "ordinal"),
    "shares": ("list", "ids", "hours"),
    "skills": ("skills",),
    "hours": ("hours",),
    "ranked": ("ranked", "ids"),
    "not_in": ("ids", "list"),
}
ONE_FIELD_IS_ENOUGH = ("not_in", "ranked")
WITHOUT_FIELDS = ("room", "equals", "present")


def contradictions(mapping: Mapping[str, Any]) -> Iterable[str]:
    """What the schema cannot say: names that must exist, kinds that must fit."""
    fields = mapping["fields"]
    for name, entry in fields.items():
        scale = entry.get("scale", {})
        if scale.get("minimum", 1) >= scale.get("maximum", 5):
            where = path(["fields", name], mapping)
            yield f"{where} has a scale that does not go up: give a maximum above its minimum"
    for group in ("rules", "preferences"):
        seen: set[str] = set()
        for index, item in enumerate(mapping.get(group, ())):
            where = path([group, index], mapping)
            if item["id"] in seen:
                yield f"{where}: the id '{item['id']}' is used twice"
            seen.add(item["id"])
            yield from (f"{where} {problem}" for problem in _item_problems(item, fields))


def _item_problems(item: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterable[str]:
    guide, learner = pair_of_fields(item)
    conditions = [item["when"]["field"]] if "when" in item else []
    named = [n for n in (item.get("field"), guide, learner, *conditions) if n is not None]
    for name in dict.fromkeys(named):
        if name not in fields:
            yield f"speaks of a field '{name}' that is not in fields{did_you_mean(name, fields)}"
    if any(name not in fields for name in named):
        return
    kinds = [fields[name]["kind"] for name in (guide, learner) if name is not None]
    kind = item["kind"]
    if kind in WITHOUT_FIELDS:
        pass
    elif kind in ONE_FIELD_IS_ENOUGH and not kinds:
        yield "needs 'field', 'guide_field' or 'learner_field'"
    elif kind not in ONE_FIELD_IS_ENOUGH and len(kinds) < 2:
        yield "needs 'field', or both 'guide_field' and 'learner_field'"
    elif kind == "includes":
        yield from _includes_problems(item, kinds)
    else:
        wanted = FIELD_KINDS[kind]
        yield from (
            f"compares a field of kind '{one}'; '{kind}' works on {quoted(wanted)}"
            for one in kinds
            if one not in wanted
        )
        if len(set(kinds)) > 1:
            yield f"compares a field of kind '{kinds[0]}' with one of kind '{kinds[1]}'"
    yield from _number_problems(item)


def _includes_problems(item: Mapping[str, Any], kinds: list[str]) -> Iterable[str]:
    guide, learner = kinds
    in_list, value = (guide, learner) if item.get("list", "guide") == "guide" else (learner, guide)
    if in_list not in ("list", "ids"):
        yield f"looks into a field of kind '{in_list}'; 'includes' needs a field of kind 'list'"
    if value not in ("text", "ordinal"):
        yield f"looks for a field of kind '{value}'; 'includes' needs a field of kind 'text'"


def _number_problems(item: Mapping[str, Any]) -> Iterable[str]:
    amounts = [item.get("weight", 0)]
    points = item.get("points", ())
    amounts += points.values() if isinstance(points, Mapping) else points
    for amount in amounts:
        if Decimal(str(amount)) * 100 % 1:
            yield f"has {amount} points; use two decimals at most"
    if points and max(amounts[1:]) == 0:
        yield "gives no points at all; give at least one entry more than 0"
    if item.get("minimum", 0) > item.get("maximum", float("inf")):
        yield f"has a minimum ({item['minimum']}) above its maximum ({item['maximum']})"


def pair_of_fields(item: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The guide field and the learner field of a rule or preference."""
    if item["kind"] in WITHOUT_FIELDS:
        return None, None
    both = item.get("field")
    guide, learner = item.get("guide_field", both), item.get("learner_field", both)
    if item["kind"] == "ranked":
        return (None, learner) if item["side"] == "learner" else (guide, None)
    return guide, learner

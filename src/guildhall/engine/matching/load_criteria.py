"""From a mapping (JSON or TOML) to `Criteria`, with every problem in plain words."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from guildhall.engine.matching.criteria import (
    LATER_WISHES,
    Condition,
    Criteria,
    CriteriaError,
    Field,
    Nouns,
    Preference,
    Rule,
    Scale,
    SheetHeadings,
    Unit,
)
from guildhall.engine.matching.criteria_checks import contradictions, pair_of_fields
from guildhall.engine.matching.criteria_words import in_words
from guildhall.engine.matching.values import plain


@cache
def _schema_text() -> str:
    return files(__package__).joinpath("criteria.schema.json").read_text(encoding="utf-8")


def criteria_schema() -> dict[str, Any]:
    """The one JSON Schema of match criteria (a fresh copy)."""
    schema: dict[str, Any] = json.loads(_schema_text())
    return schema


def load_criteria(mapping: Mapping[str, Any], *, source: str) -> Criteria:
    """Check a mapping and return `Criteria`.

    `source` names the file or the program in messages. Raises CriteriaError whose `problems`
    each name the key path and what to do.
    """
    validator = Draft202012Validator(criteria_schema())
    errors = sorted(validator.iter_errors(mapping), key=lambda e: [str(p) for p in e.absolute_path])
    problems = [in_words(error, mapping) for error in errors]
    if not problems:
        problems = list(contradictions(mapping))
    if problems:
        raise CriteriaError([f"{source}: {problem}" for problem in dict.fromkeys(problems)])
    return _build(mapping)


def _build(mapping: Mapping[str, Any]) -> Criteria:
    fields = {name: _field(name, entry) for name, entry in mapping["fields"].items()}
    rules = [_rule(item) for item in mapping.get("rules", ()) if item.get("enabled", True)]
    wishes = [_preference(i) for i in mapping.get("preferences", ()) if i.get("enabled", True)]
    return Criteria(
        fields=fields,
        rules=tuple(rules),
        preferences=tuple(wishes),
        nouns=Nouns(**mapping.get("words", {})),
        guides=_sheet(mapping.get("guides")),
        learners=_sheet(mapping.get("learners")),
    )


def _field(name: str, entry: Mapping[str, Any]) -> Field:
    labels = {plain(value): label for value, label in entry.get("labels", {}).items()}
    shaped = {
        "order": tuple(entry.get("order", ())),
        "labels": labels,
        "unit": Unit(**entry["unit"]) if "unit" in entry else None,
        "scale": Scale(**entry["scale"]) if "scale" in entry else None,
    }
    return Field(name=name, **{**entry, **shaped})


def _sheet(entry: Mapping[str, Any] | None) -> SheetHeadings | None:
    if entry is None:
        return None
    lists = {
        key: (value,) if isinstance(value, str) else tuple(value)
        for key, value in entry.items()
        if key in ("id", "name")
    }
    return SheetHeadings(**{**entry, **lists})


def _condition(entry: Mapping[str, Any]) -> Condition:
    wanted = entry.get("is", ())
    values = tuple(wanted) if isinstance(wanted, list | tuple) else (wanted,)
    return Condition(side=entry["side"], field=entry["field"], values=values)


def _rule(item: Mapping[str, Any]) -> Rule:
    guide, learner = pair_of_fields(item)
    missing = item.get("when_missing", "allow" if item["kind"] == "not_in" else "refuse")
    return Rule(
        id=item["id"],
        label=item["label"],
        kind=item["kind"],
        guide_field=guide,
        learner_field=learner,
        minimum=item.get("minimum"),
        maximum=item.get("maximum"),
        list_side=item.get("list", "guide"),
        condition=_condition(item) if item["kind"] in ("equals", "present") else None,
        allows_missing=missing == "allow",
    )


def _preference(item: Mapping[str, Any]) -> Preference:
    guide, learner = pair_of_fields(item)
    weight, points = _points(item)
    return Preference(
        id=item["id"],
        label=item["label"],
        kind=item["kind"],
        weight=weight,
        guide_field=guide,
        learner_field=learner,
        points=points,
        preferred=item.get("preferred"),
        tolerance=item.get("tolerance", 0),
        span=item.get("range", 1),
        target=item.get("target"),
        list_side=item.get("list", "guide"),
        side=item.get("side", "learner"),
        condition=_condition(item["when"]) if "when" in item else None,
        text=item.get("text"),
    )


def _points(item: Mapping[str, Any]) -> tuple[Decimal, dict[int, Decimal]]:
    """The weight, and the points for each gap or each place in a wish list."""
    given = item.get("points")
    if given is None:
        weight = Decimal(str(item["weight"]))
        shares = LATER_WISHES if item["kind"] == "ranked" else ()
        return weight, {place: weight * share for place, share in enumerate(shares, 1)}
    entries = given.items() if isinstance(given, Mapping) else enumerate(given, 1)
    table = {int(key): Decimal(str(points)) for key, points in entries}
    most = max(table.values())
    weight = Decimal(str(item["weight"])) if "weight" in item else most
    return weight, {key: points * weight / most for key, points in table.items()}

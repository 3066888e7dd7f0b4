"""Facts about enrolled people, gathered for the matcher."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guildhall.core.errors import InvalidInput
from guildhall.engine.matching.types import Value
from guildhall.engine.tables import CellError, parse_list, parse_skills
from guildhall.programs.facts import FACTS, FAMILIES, Values, is_fact
from guildhall.programs.models import Enrollment
from guildhall.programs.queries import answer_facts, person_facts, shift_facts
from guildhall.programs.states import Side

__all__ = ["answer_facts", "facts_of", "field_values", "person_facts", "shift_facts"]
UNSAID_LEVEL = 3


def facts_of(
    enrollments: Sequence[Enrollment], names: Iterable[str]
) -> dict[int, dict[str, Value]]:
    """By enrollment id: the named facts that are known. Refuses names that nobody provides."""
    values = _gathered(enrollments, list(dict.fromkeys(names)))
    return {
        row.pk: {name: known[row.pk] for name, known in values.items() if row.pk in known}
        for row in enrollments
    }


def field_values(
    enrollments: Sequence[Enrollment], fields: Mapping[str, Mapping[str, Any]]
) -> dict[int, dict[str, Value]]:
    """By enrollment id: the value of each field of match criteria (their `fields` mapping).

    A field takes the fact of its own name, unless `guide` or `learner` names another source for
    that side: a fact, `answer:<question>`, `detail:<heading>` or just a heading of the file that
    the people came from. Text from a file is read by the field's kind, as the command line does.
    """
    sources = {
        (name, side): source_of(name, field, side)
        for name, field in fields.items()
        for side in Side.values
    }
    values = _gathered(enrollments, list(dict.fromkeys(sources.values())))
    result: dict[int, dict[str, Value]] = {}
    for row in enrollments:
        mine: dict[str, Value] = {}
        for name, field in fields.items():
            value = values[sources[name, row.side]].get(row.pk)
            shaped = None if value is None else _as_kind(value, field["kind"])
            if shaped is not None:
                mine[name] = shaped
        result[row.pk] = mine
    return result


def source_of(name: str, field: Mapping[str, Any], side: str) -> str:
    """The fact that a field of criteria reads on one side."""
    source = str(field.get(side) or name)
    return source if is_fact(source) else f"detail:{source}"


def _gathered(enrollments: Sequence[Enrollment], names: Sequence[str]) -> dict[str, Values]:
    gathered: dict[str, Values] = {}
    families: dict[str, list[str]] = {}
    for name in names:
        if not is_fact(name):
            known = ", ".join(sorted(FACTS))
            raise InvalidInput(
                f"Nobody provides the fact “{name}”. There are {known}, answer:… and detail:…."
            )
        prefix, colon, rest = name.partition(":")
        if colon and name not in FACTS:
            families.setdefault(prefix, []).append(rest)
        else:
            gathered[name] = FACTS[name](enrollments)
    for prefix, rests in families.items():
        for rest, values in FAMILIES[prefix](enrollments, rests).items():
            gathered[f"{prefix}:{rest}"] = values
    return gathered


def _as_kind(value: Value, kind: str) -> Value | None:
    """A value in the shape of the field's kind; None where a text cannot be read so."""
    if kind == "text" and isinstance(value, tuple):
        return ", ".join(map(str, value))
    if not isinstance(value, str):
        return value
    try:
        return _text_as(value, kind)
    except (CellError, ValueError):
        return None


def _text_as(text: str, kind: str) -> Value | None:
    match kind:
        case "number":
            return float(text.strip().replace(",", "."))
        case "list" | "ids" | "ranked":
            return parse_list(text)
        case "skills":
            return {item.name: item.level or UNSAID_LEVEL for item in parse_skills(text)}
        case "hours":
            return None
        case _:
            return text.strip() or None

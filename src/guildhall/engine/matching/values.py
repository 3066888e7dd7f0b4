"""One person's value of a field: is it there, is it of the right kind, how does it read."""

from collections.abc import Mapping
from typing import Any

from guildhall.engine.matching.criteria import Condition, Constant, Field
from guildhall.engine.matching.types import Person, Value

HALF_HOURS = 336
LEVELS = range(1, 6)


def value_of(person: Person, name: str) -> Any:
    """The value, or None when it is missing (None, blank text, empty collection)."""
    value = person.values.get(name)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, tuple | frozenset | Mapping) and not value:
        return None
    return value


def plain(text: object) -> str:
    """Text as it is compared: case and spacing do not matter."""
    if isinstance(text, bool):
        return "yes" if text else "no"
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    return " ".join(str(text).split()).casefold()


def value_problem(field: Field, value: Value | None) -> str | None:
    """Why a value cannot be used for the field, in words, or None when it can."""
    if value is None or value == "":
        return None
    match field.kind:
        case "text":
            ok, wanted = isinstance(value, str | int | float), "text"
        case "number":
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            ok, wanted = is_number and abs(float(str(value))) < 1e15, "a number"
        case "ordinal":
            known = [plain(one) for one in field.order]
            ok, wanted = plain(value) in known, f"one of {', '.join(field.order)}"
        case "skills":
            ok = isinstance(value, Mapping) and all(level in LEVELS for level in value.values())
            wanted = "skills with levels 1 to 5"
        case "hours":
            slots = value if isinstance(value, frozenset | tuple) else (None,)
            ok = all(isinstance(slot, int) and 0 <= slot < HALF_HOURS for slot in slots)
            wanted = "half-hour slots from 0 to 335"
        case _:
            ok = isinstance(value, tuple) and all(isinstance(one, str) for one in value)
            wanted = "a list of texts"
    return None if ok else f"{value!r} is not {wanted}"


def holds(condition: Condition, person: Person) -> bool:
    """Whether the person's value is one of the condition's constants.

    A list holds when one of its entries is. Without constants any value will do.
    """
    value = value_of(person, condition.field)
    if value is None or not condition.values:
        return value is not None
    return bool(_plain_values(value) & {plain(one) for one in condition.values})


def _plain_values(value: Constant | tuple[str, ...] | Mapping[str, int]) -> set[str]:
    entries = value if isinstance(value, tuple | frozenset | Mapping) else (value,)
    return {plain(one) for one in entries}


def shown(value: object) -> str:
    """A value as people read it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, tuple | frozenset | Mapping):
        return ", ".join(str(one) for one in value)
    return str(value)

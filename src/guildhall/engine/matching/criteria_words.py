"""Problems of criteria in plain words: where it is, what it is, what to do."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import ValidationError


def in_words(error: ValidationError, mapping: Mapping[str, Any]) -> str:
    """What a schema error means, with the key path in words."""
    where = path(list(error.absolute_path), mapping)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    if "explain" in schema and error.validator in ("anyOf", "oneOf", "not"):
        return f"{where} {schema['explain']}"
    allowed: Any = error.validator_value
    match error.validator:
        case "required":
            missing = [key for key in allowed if key not in instance]
            return f"{where} needs {quoted(missing)}"
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            return "; ".join(
                f"{where} has no key '{key}'{did_you_mean(key, known)}"
                for key in instance
                if key not in known
            )
        case "enum":
            near = did_you_mean(str(error.instance), allowed)
            return f"{where} is '{error.instance}'; it can be {quoted(allowed)}{near}"
        case "type":
            return f"{where} is {error.instance!r}; it must be {_kind(allowed)}"
        case "pattern":
            return (
                f"{where}: '{error.instance}' is not a usable name; use small letters, digits"
                " and _ (whole numbers in a table of points)"
            )
    return f"{where}: {error.message}"


def path(steps: list[str | int], mapping: Mapping[str, Any]) -> str:
    """A key path in words: rule 2 ("grade_gap"), minimum."""
    if not steps:
        return "the file"
    words: list[str] = []
    node: Any = mapping
    for step in steps:
        node = node[step]
        if isinstance(step, int):
            name = node.get("id") if isinstance(node, dict) else None
            singular = words.pop().rstrip("s") if words else "entry"
            words.append(f"{singular} {step + 1}" + (f' ("{name}")' if name else ""))
        else:
            words.append(step)
    return " → ".join(words)


def quoted(names: Iterable[object]) -> str:
    """Names in quotes, with commas."""
    return ", ".join(f"'{name}'" for name in names)


def _kind(kind: str | list[str]) -> str:
    plain = {
        "object": "a table",
        "array": "a list",
        "string": "text",
        "number": "a number",
        "integer": "a whole number",
        "boolean": "true or false",
    }
    return " or ".join(plain[one] for one in ([kind] if isinstance(kind, str) else kind))


def did_you_mean(name: str, known: Iterable[object]) -> str:
    """A hint with the nearest known name, or nothing."""
    names = {str(one).casefold(): str(one) for one in known}
    near = get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return f" (did you mean '{names[near[0]]}'?)" if near else ""

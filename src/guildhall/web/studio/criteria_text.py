"""Criteria as text for experts: TOML as in rules files, or JSON, and back."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput

SHOWN_FIRST = ("words", "fields", "rules", "preferences")


def as_toml(criteria: Mapping[str, Any]) -> str:
    """The criteria as a rules file says them."""
    parts: list[str] = []
    for key in (*SHOWN_FIRST, *(key for key in criteria if key not in SHOWN_FIRST)):
        if key not in criteria:
            continue
        value = criteria[key]
        if key == "fields":
            parts += [_table(f"[fields.{name}]", field) for name, field in value.items()]
        elif isinstance(value, Mapping):
            parts.append(_table(f"[{key}]", value))
        elif isinstance(value, Sequence) and not isinstance(value, str):
            parts += [_table(f"[[{key}]]", item) for item in value]
        else:
            parts.insert(0, f"{key} = {_value(value)}")
    return "\n\n".join(parts) + "\n"


def as_json(criteria: Mapping[str, Any]) -> str:
    """The criteria as JSON."""
    return json.dumps(criteria, indent=2, ensure_ascii=False) + "\n"


def read_criteria(text: str) -> dict[str, Any]:
    """TOML or JSON, whichever it is. Says line and column of what cannot be read."""
    try:
        read = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
        json.dumps(read, ensure_ascii=False, default=str).encode()
    except RecursionError as error:
        raise InvalidInput(_("The text is nested too deeply to be criteria.")) from error
    except ValueError as error:  # what JSON and TOML raise, and numbers and letters that are none
        raise InvalidInput(_("The text cannot be read: %(why)s.") % {"why": error}) from error
    if not isinstance(read, dict):
        raise InvalidInput(_("The text holds no criteria."))
    return read


def _table(heading: str, values: Mapping[str, Any]) -> str:
    return "\n".join([heading, *(f"{key} = {_value(value)}" for key, value in values.items())])


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    is_bare = key.replace("-", "").replace("_", "").isalnum() and key.isascii()
    return key if is_bare else json.dumps(key, ensure_ascii=False)

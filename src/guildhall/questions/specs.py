"""A question as data, before it is a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """What a question is made from. `settings` may hold options (pairs of key and label),
    options_from, min, max, anchors (value to words), maps_to, asked_of and construct."""

    key: str
    type: str
    label: str
    help: str = ""
    is_required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)

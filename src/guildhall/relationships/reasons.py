"""Reasons in words, as they are kept: a message id and its values, to be said in any language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext, ngettext

from guildhall.engine.matching import Words

# What both of a pair may read; the rest stays with the coordinator or with nobody.
PAIR_READS = ("everyone", "pair")


def kept(words: Words) -> dict[str, Any]:
    """The engine's words in a shape that a JSON column keeps."""
    return {
        "template": words.template,
        "params": {name: _kept_value(value) for name, value in words.params.items()},
        "plural": words.plural or "",
        "count": words.count,
    }


def said(
    template: str, params: Mapping[str, Any], plural: str = "", count: int | None = None
) -> str:
    """The sentence in the reader's language."""
    if not template:
        return ""
    values = {name: _said_value(value) for name, value in params.items()}
    if plural and count is not None:
        return ngettext(template, plural, count) % values
    return gettext(template) % values


def said_again(words: Mapping[str, Any]) -> str:
    """Kept words, said."""
    return said(
        words.get("template", ""),
        words.get("params") or {},
        words.get("plural") or "",
        words.get("count"),
    )


# What the engine says where two values are the same: beside a label the value is enough.
THE_SAME = ("Both: %(value)s", "Both: %(values)s")


def said_in_line(reason: "Reason") -> str:
    """A reason in one line with its label: “Languages: both speak English”.

    It has one colon at most: what is the same in both stands there alone, and words with a colon
    of their own stand in brackets. After the label, English goes on in small letters.
    """
    label = reason.label
    if reason.template in THE_SAME:
        words = str(_said_value(next(iter(reason.params.values()))))
    else:
        words = said(reason.template, reason.params, reason.plural, reason.count)
    if not words:
        return label
    is_sentence = reason.template[:1].isalpha() and reason.template not in THE_SAME
    if is_sentence and (get_language() or "en").startswith("en"):
        words = words[:1].lower() + words[1:]
    return f"{label} ({words})" if ": " in words or ": " in label else f"{label}: {words}"


def _kept_value(value: object) -> Any:
    if isinstance(value, Words):
        return kept(value)
    if isinstance(value, list | tuple):
        return [_kept_value(one) for one in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def _said_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return said_again(value)
    if isinstance(value, list):
        return "; ".join(str(_said_value(one)) for one in value)
    return value


@dataclass(frozen=True)
class Reason:
    """One reason why two people were matched, with its points of a maximum."""

    label: str
    template: str
    points: Decimal
    maximum: Decimal
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str = ""
    count: int | None = None


def reasons_for_pair(contributions: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Of stored contributions, those that both of the pair may read and that added points; what
    added most stands first.

    A wish about identity is readable by nobody, or by the coordinator alone, so it never
    reaches a relationship.
    """
    reasons = [
        Reason(
            label=str(item["label"]),
            template=str(item["template"]),
            plural=str(item.get("plural") or ""),
            count=item.get("count"),
            params=item.get("params") or {},
            points=Decimal(str(item["points"])),
            maximum=Decimal(str(item["of"])),
        )
        for item in contributions
        if item["readable_by"] in PAIR_READS and Decimal(str(item["points"])) > 0
    ]
    return tuple(sorted(reasons, key=lambda reason: -reason.points))

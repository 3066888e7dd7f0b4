"""The registry of kinds of message. Rooms declare theirs at import, with default texts as data."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhall.notify.wording import (
    BUTTON_LENGTH,
    FIELDS,
    SUBJECT_LENGTH,
    Wording,
    has_loose_braces,
    unknown_placeholders,
    without_greeting,
)

Words = str | Promise
KEY = re.compile(r"[a-z_]+\.[a-z_]+")
NAME = re.compile(r"[a-z][a-z0-9_]*")
NEEDS_YOU = _("it needs an answer or a step from you")
# Filled for every kind, without being declared.
ALWAYS_FILLED: Mapping[str, Words] = {
    "given_name": _("Noor"),
    "organization": _("Alder Bay Teaching Hospital"),
}


@dataclass(frozen=True)
class Kind:
    """A kind of message.

    `key` is "<room>.<what happened>"; `label` names it in lists; `purpose` completes the sentence
    “You get this because …” and has no period; `placeholders` maps each name to a sample value.
    `always_because` tells why it cannot be switched off, where it cannot. Organizations word it as
    they like unless `is_worded_here` is false: then nothing of theirs may stand in it.
    """

    key: str
    label: Words
    purpose: Words
    texts_file: Path
    placeholders: Mapping[str, Words]
    can_unsubscribe: bool = True
    always_because: Words = NEEDS_YOU
    is_for_staff: bool = False
    is_worded_here: bool = True
    room_label: Words = ""

    @property
    def room(self) -> str:
        """The room that declared it."""
        return self.key.partition(".")[0]

    @property
    def heading(self) -> Words:
        """The heading under which people find it."""
        return self.room_label or self.room.replace("_", " ").capitalize()

    @cached_property
    def known_placeholders(self) -> frozenset[str]:
        """Every name that a wording of this kind may use."""
        return frozenset(self.placeholders) | frozenset(ALWAYS_FILLED)

    @cached_property
    def default(self) -> Wording:
        """The wording that comes with the product."""
        return _read_wording(self)

    @property
    def samples(self) -> dict[str, str]:
        """A value for every placeholder, for previews."""
        return {name: str(value) for name, value in {**ALWAYS_FILLED, **self.placeholders}.items()}


KINDS: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> Kind:
    """Make a kind known. A bad key, a missing text or an unknown placeholder fails at import."""
    if not KEY.fullmatch(kind.key):
        raise ValueError(f"The kind “{kind.key}” must look like room.what_happened.")
    known = KINDS.get(kind.key)
    if known is not None and known.texts_file != kind.texts_file:
        raise ValueError(f"The kind {kind.key} is declared twice.")
    for name in kind.placeholders:
        if not NAME.fullmatch(name):
            raise ValueError(f"{kind.key}: “{name}” is not a name for a placeholder.")
    _check_wording(kind, kind.default)
    KINDS[kind.key] = kind
    return kind


@dataclass(frozen=True)
class Family:
    """Kinds of one room that have much in common.

    `texts` is the folder of their texts; `shared` are placeholders that each of them fills; quiet
    ones may be switched off.
    """

    room: str
    texts: Path
    heading: Words
    always_because: Words = NEEDS_YOU
    shared: Mapping[str, Words] = field(default_factory=dict)
    are_quiet: bool = False

    def declare(
        self,
        name: str,
        label: Words,
        purpose: Words,
        *,
        is_quiet: bool | None = None,
        **placeholders: Words,
    ) -> Kind:
        """Make one of them known; `name` names its text, and stands in its key."""
        return declare_kind(
            Kind(
                key=f"{self.room}.{name}",
                label=label,
                purpose=purpose,
                texts_file=self.texts / f"{name}.toml",
                placeholders={**self.shared, **placeholders},
                can_unsubscribe=self.are_quiet if is_quiet is None else is_quiet,
                always_because=self.always_because,
                room_label=self.heading,
            )
        )


def kind_of(key: str) -> Kind:
    """The kind, or a clear error for whoever sends something that nobody declared."""
    if key not in KINDS:
        raise ValueError(f"Declare the kind of message {key} before sending it.")
    return KINDS[key]


def _read_wording(kind: Kind) -> Wording:
    try:
        data = tomllib.loads(kind.texts_file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{kind.key}: {kind.texts_file} cannot be read: {error}") from error
    unknown = set(data) - set(FIELDS)
    if unknown:
        raise ValueError(
            f"{kind.texts_file}: unknown entries {', '.join(sorted(unknown))}."
            f" A text has {', '.join(FIELDS)}."
        )
    body = data.get("body", "")
    paragraphs = body if isinstance(body, list) else re.split(r"\n\s*\n", body.strip())
    return Wording(
        subject=str(data.get("subject", "")).strip(),
        body=without_greeting("\n\n".join(_unwrap(str(part)) for part in paragraphs)),
        button=str(data.get("button", "")).strip(),
        small_print=_unwrap(str(data.get("small_print", ""))),
    )


def _unwrap(paragraph: str) -> str:
    """Files wrap their lines; only a list item begins a line of its own."""
    lines: list[str] = []
    for line in paragraph.strip().splitlines():
        if lines and not line.lstrip().startswith("- "):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return "\n".join(lines)


def _check_wording(kind: Kind, wording: Wording) -> None:
    if not wording.subject or not wording.body:
        raise ValueError(f"{kind.texts_file}: a text needs a subject and a body.")
    if len(wording.subject) > SUBJECT_LENGTH or len(wording.button) > BUTTON_LENGTH:
        raise ValueError(f"{kind.texts_file}: the subject or the button label is too long.")
    for part in FIELDS:
        text = getattr(wording, part)
        unknown = unknown_placeholders(text, kind.known_placeholders)
        if unknown:
            raise ValueError(
                f"{kind.texts_file}: {part} uses unknown placeholders {', '.join(unknown)}."
                f" {kind.key} fills {', '.join(sorted(kind.known_placeholders))}."
            )
        if has_loose_braces(text):
            raise ValueError(f"{kind.texts_file}: a placeholder in {part} is not closed.")

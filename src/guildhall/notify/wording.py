"""A message's wording: plain text with {{placeholders}}, replaced strictly and nothing else.

There is no template language here, so that no wording, whoever wrote it, can reach beyond the
values that it was given.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# One way to read every space, so that a long line of them is read once.
PLACEHOLDER = re.compile(r"\{\{\s*+((?:[^{}\s]|\s++(?!\}\}))*+)\s*+\}\}")
BLANK_LINES = re.compile(r"\n[ \t]*\n+")
GREETING = re.compile(
    r"(hello|hi|dear) \{\{\s*given_name\s*\}\}\s*[,.:]?\s*(\n\n|$)", re.IGNORECASE
)
BRACES = re.compile(r"\{\{|\}\}")
FIELDS = ("subject", "body", "button", "small_print")
SUBJECT_LENGTH = 200
BUTTON_LENGTH = 60


@dataclass(frozen=True)
class Wording:
    """What one kind of message says. Paragraphs of the body are separated by a blank line."""

    subject: str
    body: str
    button: str = ""
    small_print: str = ""


def tidy(wording: Wording) -> Wording:
    """The same wording as it is stored: browsers send other line ends, people end with spaces."""
    return Wording(
        *(
            " ".join(getattr(wording, f).split()) if f != "body" else _tidy_body(wording.body)
            for f in FIELDS
        )
    )


def _tidy_body(body: str) -> str:
    lines = [line.strip() for line in body.replace("\r\n", "\n").strip().split("\n")]
    return without_greeting(BLANK_LINES.sub("\n\n", "\n".join(lines)))


def without_greeting(body: str) -> str:
    """Every message greets by name already; a greeting typed in front would stand there twice."""
    return GREETING.sub("", body, count=1) if GREETING.match(body) else body


def unknown_placeholders(text: str, known: Iterable[str]) -> list[str]:
    """Names that the text uses and nobody fills, in order, each once."""
    names = set(known)
    return list(dict.fromkeys(n for n in PLACEHOLDER.findall(text) if n not in names))


def has_loose_braces(text: str) -> bool:
    """Whether a {{ or }} stands alone: a placeholder that was begun and not finished."""
    return bool(BRACES.search(PLACEHOLDER.sub("", text)))


def fill(wording: Wording, values: Mapping[str, str]) -> Wording:
    """Replace every placeholder, once; what a value holds is never looked at again."""
    return Wording(
        subject=_inline(wording.subject, values)[:250],
        body=_paragraphs(wording.body, values),
        button=_inline(wording.button, values),
        small_print=_inline(wording.small_print, values),
    )


def _paragraphs(body: str, values: Mapping[str, str]) -> str:
    """A placeholder alone in its paragraph keeps the lines of its value; elsewhere it is one line.

    So a name cannot open a paragraph of its own, while a list of reasons stays a list.
    """
    filled = []
    for paragraph in BLANK_LINES.split(body.replace("\r\n", "\n").strip()):
        alone = PLACEHOLDER.fullmatch(paragraph.strip())
        if alone:
            text = _plain(values[alone.group(1)]).strip()
        else:
            text = "\n".join(_inline(line, values) for line in paragraph.split("\n"))
        if text.strip():
            filled.append(text)
    return "\n\n".join(filled)


def _inline(text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        return " ".join(_plain(values[match.group(1)]).split())

    return PLACEHOLDER.sub(value, text).strip()


def _plain(value: str) -> str:
    """A value may not carry the mark by which a mail knows its own personal links."""
    return str(value).replace("\r\n", "\n").replace("[[", "[ [")

"""Which character divides the columns of a text file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import TableError

CANDIDATES = (",", ";", "\t", "|")
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
SAMPLE_CHARACTERS = 1 << 16

# A quoted cell hides delimiters and line ends, whichever delimiter the file has. A cell that is
# cut off by the end of the sample counts as quoted up to there.
QUOTED_CELL = re.compile(r'(?:^|(?<=[,;\t|\r\n])) *"(?:[^"]|"")*+(?:"(?= *(?:[,;\t|\r\n]|\Z))|\Z)')
SEP_LINE = re.compile(r'^"?sep=([^"\r\n])"?$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Delimiter:
    """The character, and a note where it was not the only one possible."""

    character: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Fit:
    character: str
    columns: int
    share: float


def declared_delimiter(first_line: str) -> str | None:
    """The delimiter that a first line such as `sep=;` names, as Excel writes it."""
    match = SEP_LINE.match(first_line.strip(" \r\n"))
    return match.group(1) if match else None


def likely_delimiter(sample: str, *, is_whole: bool, name: str) -> Delimiter:
    """The delimiter that divides the heading row and gives most rows as many cells.

    `sample` is the start of the file; unless it `is_whole`, its last line may be cut off and is
    not counted. `TableError` where two delimiters fit equally well.
    """
    lines = [line for line in re.split(r"\r\n|\r|\n", QUOTED_CELL.sub("q", sample)) if line.strip()]
    if not is_whole and len(lines) > 1:
        lines.pop()
    fits = [fit for fit in (_fit(lines, character) for character in CANDIDATES) if fit.columns > 1]
    if not fits:
        return Delimiter(
            ",",
            "The file has one column only. If it should have more, save it with commas, "
            "semicolons or tabs between the cells.",
        )
    fits.sort(key=lambda fit: (fit.share, fit.columns), reverse=True)
    best, rivals = fits[0], [fit for fit in fits[1:] if fit.share == fits[0].share]
    if not rivals:
        return Delimiter(best.character)
    taken, other = DELIMITER_NAMES[best.character], DELIMITER_NAMES[rivals[0].character]
    if rivals[0].columns == best.columns:
        raise TableError(
            f"A {taken} and a {other} divide this file equally well. Put a line such as "
            f"“sep={rivals[0].character}” above the headings, or save it as .xlsx.",
            file=name,
        )
    return Delimiter(
        best.character,
        f"The columns were divided at each {taken}; a {other} would fit too, with "
        f"{rivals[0].columns} columns.",
    )


def _fit(lines: list[str], character: str) -> _Fit:
    if not lines:
        return _Fit(character, 0, 0.0)
    columns = lines[0].count(character) + 1
    rows = lines[1:]
    same = sum(line.count(character) + 1 == columns for line in rows)
    return _Fit(character, columns, same / len(rows) if rows else 1.0)

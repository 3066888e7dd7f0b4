"""Cells that hold several entries: languages, interests, skills with levels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import CellError, quoted

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5


def parse_list(text: str) -> tuple[str, ...]:
    """The entries of a cell, divided by commas, semicolons or line ends outside parentheses.

    An entry that comes twice (in any case of letters) is kept once. An empty cell has no entries.

    >>> parse_list("English, Portuguese; english")
    ('English', 'Portuguese')
    """
    entries: dict[str, str] = {}
    for part in _divided(text):
        entry = " ".join(part.split())
        if entry:
            entries.setdefault(entry.casefold(), entry)
    return tuple(entries.values())


def _divided(text: str) -> list[str]:
    if text.count("(") != text.count(")"):
        return re.split(r"[,;\r\n]", text)
    parts, depth = [""], 0
    for character in text:
        depth = max(depth + (character == "(") - (character == ")"), 0)
        if character in ",;\r\n" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


@dataclass(frozen=True, slots=True)
class SkillEntry:
    """A skill as it was typed, with its level from 1 to 5 where one was given."""

    name: str
    level: int | None = None


MARKED_LEVEL = re.compile(
    r"(?P<name>.*?)\s*(?:[(\[]\s*(?:level|lvl|l)?\.?\s*(?P<inside>[+-]?\d+)(?:\s*/\s*5)?\s*[)\]]"
    r"|[:=–—]\s*(?:level|lvl)?\s*(?P<after>[+-]?\d+)(?:\s*/\s*5)?"
    r"|\s-\s*(?:level|lvl)?\s*(?P<dash>\d+)(?:\s*/\s*5)?"
    r"|\s(?:level|lvl)\s*(?P<word>\d+)(?:\s*/\s*5)?"
    r"|\s(?P<of>\d+)\s*/\s*5)",
    re.I | re.S,
)
BARE_LEVEL = re.compile(r"(?P<name>.*\S)\s+(?P<level>\d)", re.S)


def parse_skills(text: str) -> tuple[SkillEntry, ...]:
    """The skills of a cell with their levels: "Python 4; Wound care (3), Triage".

    A number of several digits without parentheses belongs to the name ("ISO 9001"). Refuses a
    level outside 1 to 5, a level without a skill, and one skill with two levels.

    >>> parse_skills("Python 4; Triage")
    (SkillEntry(name='Python', level=4), SkillEntry(name='Triage', level=None))
    """
    skills: dict[str, SkillEntry] = {}
    for part in _divided(text):
        entry = " ".join(part.split())
        if not entry:
            continue
        skill = _skill(entry)
        earlier = skills.get(skill.name.casefold())
        if earlier and None not in (earlier.level, skill.level) and earlier.level != skill.level:
            raise CellError(
                "two_levels",
                f"{quoted(skill.name)} has the levels {earlier.level} and {skill.level}. Keep one.",
            )
        if earlier is None or earlier.level is None:
            name = earlier.name if earlier else skill.name
            skills[skill.name.casefold()] = SkillEntry(name, skill.level)
    return tuple(skills.values())


def _skill(entry: str) -> SkillEntry:
    level: int | None
    marked = MARKED_LEVEL.fullmatch(entry)
    if marked:
        name, *levels = marked.group("name", "inside", "after", "dash", "word", "of")
        level = int(next(level for level in levels if level is not None))
        example = name or "Python"
    else:
        bare = BARE_LEVEL.fullmatch(entry)
        name, level = (bare["name"], int(bare["level"])) if bare else (entry, None)
        example = entry
    if re.fullmatch(r"[\d\W]*", name):
        raise CellError(
            "no_skill", f"{quoted(entry)} names no skill. Type its name before the level."
        )
    if level is not None and not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise CellError(
            "level_out_of_range",
            f"{quoted(entry)} has the level {level}; levels go from {LOWEST_LEVEL} to "
            f"{HIGHEST_LEVEL}. Write, for example, {quoted(f'{example} (3)')}.",
        )
    return SkillEntry(name.strip(" -:"), level)

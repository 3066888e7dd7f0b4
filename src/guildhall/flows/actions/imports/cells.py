"""Cells of an import as values: what the engine's parsers do not know."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from guildhall.competencies.queries.vocabulary import Vocabulary
from guildhall.engine.tables import (
    CellError,
    parse_date,
    parse_email,
    parse_integer,
    parse_list,
    parse_skills,
    parse_text,
    quoted,
)
from guildhall.people.languages import find_language, near_languages
from guildhall.people.states import CareerStage

STAGE_WORDS = {
    "student": CareerStage.STUDENT,
    "trainee": CareerStage.STUDENT,
    "in training": CareerStage.STUDENT,
    "in training or studies": CareerStage.STUDENT,
    "early": CareerStage.EARLY,
    "early career": CareerStage.EARLY,
    "junior": CareerStage.EARLY,
    "entry": CareerStage.EARLY,
    "entry level": CareerStage.EARLY,
    "mid": CareerStage.MID,
    "mid career": CareerStage.MID,
    "mid level": CareerStage.MID,
    "established": CareerStage.MID,
    "intermediate": CareerStage.MID,
    "senior": CareerStage.SENIOR,
    "lead": CareerStage.SENIOR,
    "executive": CareerStage.EXECUTIVE,
    "director": CareerStage.EXECUTIVE,
}
LONG_TEXT = 2000
CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?(?::\d{2})?\s*(?:(?P<half>[ap])\.?m\.?)?"
)


@dataclass(frozen=True, slots=True)
class Read:
    """A value that JSON can hold, and what was left out of it: (code, message)."""

    value: Any
    notes: tuple[tuple[str, str], ...] = ()


CellParser = Callable[[str], Read]


def line(longest: int) -> CellParser:
    """A text on one line."""
    return lambda text: Read(parse_text(text, longest=longest))


def whole_number(lowest: int, highest: int) -> CellParser:
    """A whole number within bounds."""
    return lambda text: Read(parse_integer(text, lowest=lowest, highest=highest))


def email(text: str) -> Read:
    """An address, all of it in lower case: nobody tells two mailboxes apart by capitals."""
    return Read(parse_email(text).lower())


def long_text(text: str, longest: int = LONG_TEXT) -> Read:
    """A text that keeps its lines."""
    parse_text(text, longest=longest)
    lines = (" ".join(part.split()) for part in text.strip().splitlines())
    return Read("\n".join(lines))


def day(text: str) -> Read:
    """A day that leaves no doubt, as year-month-day."""
    return Read(parse_date(text).isoformat())


def time_of_day(text: str) -> Read:
    """“07:00”, “7.30 pm”, “0730”, as 07:30."""
    found = CLOCK.fullmatch(parse_text(text).casefold())
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
    if found and found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0) if 1 <= hour <= 12 else 99
    if found and not (found["minute"] or found["half"]):
        hour = 99
    if hour == 24 and minute == 0:
        hour = 0
    if hour > 23 or minute > 59:
        sentence = _("%(text)s is not a time of day. Type it as 07:30 or 7:30 pm.")
        raise CellError("not_a_time", sentence % {"text": quoted(text)})
    return Read(f"{hour:02}:{minute:02}")


def reference(text: str) -> Read:
    """Somebody else, by e-mail or number."""
    value = parse_text(text, longest=254)
    return Read(parse_email(value).lower() if "@" in value else value)


@cache
def _zones() -> dict[str, str]:
    return {zone.casefold(): zone for zone in available_timezones()}


def time_zone(text: str) -> Read:
    """A name of the time zone database, in any case."""
    value = parse_text(text)
    wanted = re.sub(r"\s+", "_", value).casefold()
    zones = _zones()
    if wanted in zones:
        return Read(zones[wanted])
    cities = {name.rpartition("/")[2]: zone for name, zone in zones.items()}
    alike = [cities[city] for city in get_close_matches(wanted.rpartition("/")[2], cities, n=2)]
    raise CellError(
        "unknown_time_zone",
        _("%(text)s is not a time zone. Type one such as %(examples)s.")
        % {"text": quoted(value), "examples": _(" or ").join(alike) or "America/New_York"},
    )


def career_stage(text: str) -> Read:
    """One of the five stages, by its key or its usual names."""
    words = " ".join(re.sub(r"[-_]", " ", parse_text(text)).casefold().split())
    if words not in STAGE_WORDS:
        raise CellError(
            "unknown_stage",
            _("%(text)s is not a career stage. Type one of: %(stages)s.")
            % {"text": quoted(text), "stages": ", ".join(CareerStage.values)},
        )
    return Read(STAGE_WORDS[words].value)


def languages(text: str) -> Read:
    """Language codes; what is not known is left out and said."""
    codes: list[str] = []
    notes = []
    for entry in parse_list(_harmless(text)):
        code = find_language(entry)
        if code is None:
            notes.append(("unknown_language", _left_out(entry, near_languages(entry))))
        elif code not in codes:
            codes.append(code)
    return Read(codes, tuple(notes))


@dataclass(frozen=True, slots=True)
class SkillCells:
    """Reads cells of skills: {skill id: level, or None where none was given}."""

    vocabulary: Vocabulary

    def __call__(self, text: str) -> Read:
        levels: dict[str, int | None] = {}
        notes = []
        for entry in parse_skills(_harmless(text)):
            pk = self.vocabulary.find(entry.name)
            if pk is None:
                near = self.vocabulary.near(entry.name)
                notes.append(("unknown_skill", _left_out(entry.name, list(near))))
            else:
                levels[str(pk)] = entry.level
        return Read(levels, tuple(notes))


@dataclass(frozen=True, slots=True)
class InterestCells:
    """Reads cells of interests: their ids."""

    vocabulary: Vocabulary

    def __call__(self, text: str) -> Read:
        found: list[int] = []
        notes = []
        for entry in parse_list(_harmless(text)):
            pk = self.vocabulary.find(entry)
            if pk is None:
                near = list(self.vocabulary.near(entry))
                notes.append(("unknown_interest", _left_out(entry, near)))
            elif pk not in found:
                found.append(pk)
        return Read(sorted(found), tuple(notes))


@dataclass(slots=True)
class Remembering:
    """Spreadsheets repeat themselves: the same text is parsed once."""

    parse: CellParser
    most: int = 20_000
    seen: dict[str, Read | CellError] = field(default_factory=dict)

    def __call__(self, text: str) -> Read:
        known = self.seen.get(text)
        if known is None:
            try:
                known = self.parse(text)
            except CellError as error:
                known = error
            if len(self.seen) < self.most:
                self.seen[text] = known
        if isinstance(known, CellError):
            raise known
        return known


def _harmless(text: str) -> str:
    """Refuses formulas and spreadsheet errors in a cell that holds a list."""
    parse_text(text, longest=20_000)
    return text


def _left_out(entry: str, near: list[str]) -> str:
    if near:
        return _("%(entry)s is not known and is left out. Did you mean %(near)s?") % {
            "entry": quoted(entry),
            "near": _(" or ").join(near),
        }
    return _("%(entry)s is not known and is left out.") % {"entry": quoted(entry)}

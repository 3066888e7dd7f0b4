"""One row of cells as values by field, with everything that is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guildhall.competencies.queries.vocabulary import interest_vocabulary, skill_vocabulary
from guildhall.engine.tables import REFUSED_HEADINGS, CellError, Row
from guildhall.flows.actions.imports import cells
from guildhall.flows.actions.imports.cells import CellParser, Remembering
from guildhall.flows.states import ImportKind

NAME, LINE, NUMBER, PRONOUNS = 100, 120, 60, 40
MOST_PLACES, MOST_GUIDES, MOST_YEARS = 50, 2, 70
DETAIL = 2000
# What rows that are not about one person's record must say.
NEEDED = {
    ImportKind.PAIRS: ("guide", "learner"),
    ImportKind.SHIFTS: ("person", "date", "starts", "ends"),
}
Problem = dict[str, str]


@dataclass(slots=True)
class ParsedRow:
    """A row as values; `problems` refuse it, `notes` only tell what was left out."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What to call the row: the name, else what says who it is."""
        values = self.values
        name = f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()
        pair = " – ".join(str(values[key]) for key in ("guide", "learner") if key in values)
        shift = " ".join(str(values[key]) for key in ("person", "date", "starts") if key in values)
        known = name or values.get("email") or values.get("external_id") or pair or shift
        return str(known)[:200]

    def refuse(self, code: str, message: str, column: str = "") -> None:
        """One more thing that is wrong."""
        self.problems.append({"column": column, "code": code, "message": message})

    def note(self, code: str, message: str, column: str = "") -> None:
        """One more thing to know."""
        self.notes.append({"column": column, "code": code, "message": message})


def parsers_of(kind: str) -> dict[str, CellParser]:
    """What reads the cells of each field."""
    if kind == ImportKind.PAIRS:
        return {"guide": cells.reference, "learner": cells.reference}
    if kind == ImportKind.SHIFTS:
        return {
            "person": cells.reference,
            "date": Remembering(cells.day),
            "starts": Remembering(cells.time_of_day),
            "ends": Remembering(cells.time_of_day),
            "site": Remembering(cells.line(LINE)),
            "unit": Remembering(cells.line(LINE)),
        }
    skills = skill_vocabulary()
    most = MOST_GUIDES if kind == ImportKind.LEARNERS else MOST_PLACES
    return {
        "given_name": cells.line(NAME),
        "family_name": cells.line(NAME),
        "full_name": cells.line(NAME),
        "email": cells.email,
        "external_id": cells.line(NUMBER),
        "job_title": Remembering(cells.line(LINE)),
        "unit": Remembering(cells.line(LINE)),
        "site": Remembering(cells.line(LINE)),
        "manager": Remembering(cells.reference),
        "languages": Remembering(cells.languages),
        "time_zone": Remembering(cells.time_zone),
        "skills_offered": Remembering(cells.SkillCells(skills)),
        "skills_wanted": Remembering(cells.SkillCells(skills)),
        "interests": Remembering(cells.InterestCells(interest_vocabulary())),
        "career_stage": Remembering(cells.career_stage),
        "years_of_experience": Remembering(cells.whole_number(0, MOST_YEARS)),
        "pronouns": Remembering(cells.line(PRONOUNS)),
        "hopes": cells.long_text,
        "about": cells.long_text,
        "capacity": Remembering(cells.whole_number(0, MOST_PLACES)),
        "places": Remembering(cells.whole_number(1, most)),
    }


class RowParser:
    """Parses the rows of one import; knows its mapping and the vocabulary."""

    def __init__(self, kind: str, mapping: Mapping[str, str], headings: tuple[str, ...]) -> None:
        parsers = parsers_of(kind)
        self.kind = kind
        self.mapping = dict(mapping)
        self._fields = [(name, mapping[name], parsers[name]) for name in mapping]
        mapped = {*mapping.values(), *REFUSED_HEADINGS}
        self._details = [heading for heading in headings if heading not in mapped]

    def parse(self, row: Row) -> ParsedRow:
        """Values of the mapped columns; an empty cell says nothing and changes nothing."""
        parsed = ParsedRow(row.number)
        for name, heading, parse in self._fields:
            text = row.cells[heading]
            if text:
                self._take(parsed, name, heading, parse, text)
        if "full_name" in parsed.values:
            self._split_name(parsed)
        details = self._read_details(row, parsed)
        if details and self.kind not in NEEDED:
            parsed.values["details"] = details
        self._refuse_incomplete(parsed)
        return parsed

    def _take(
        self, parsed: ParsedRow, name: str, heading: str, parse: CellParser, text: str
    ) -> None:
        try:
            read = parse(text)
        except CellError as error:
            parsed.refuse(error.code, error.message, heading)
            return
        parsed.values[name] = read.value
        for code, message in read.notes:
            parsed.note(code, message, heading)

    def _read_details(self, row: Row, parsed: ParsedRow) -> dict[str, str]:
        details: dict[str, str] = {}
        for heading in self._details:
            text = row.cells[heading]
            if not text:
                continue
            try:
                details[heading] = cells.long_text(text, DETAIL).value
            except CellError as error:
                parsed.refuse(error.code, error.message, heading)
        return details

    def _split_name(self, parsed: ParsedRow) -> None:
        """“Lima, Ana” and “Ana Lima”; separate columns win."""
        name = parsed.values.pop("full_name")
        family, comma, given = (part.strip() for part in name.partition(","))
        if not comma:
            given, _space, family = name.rpartition(" ")
            given, family = (given, family) if given else (family, "")
        if given:
            parsed.values.setdefault("given_name", given)
        if family:
            parsed.values.setdefault("family_name", family)

    def _refuse_incomplete(self, parsed: ParsedRow) -> None:
        if self.kind in NEEDED:
            for name in NEEDED[ImportKind(self.kind)]:
                if name not in parsed.values and not parsed.problems:
                    is_time = name in ("date", "starts", "ends")
                    words = _("Say when it is.") if is_time else _("Say who it is.")
                    sentence = _("The cell is empty.") + " " + words
                    parsed.refuse("empty", sentence, self.mapping[name])
            return
        has_failed = any(
            problem["column"] in (self.mapping.get("email"), self.mapping.get("external_id"))
            for problem in parsed.problems
        )
        if not parsed.values.keys() & {"email", "external_id"} and not has_failed:
            column = self.mapping.get("email") or self.mapping.get("external_id", "")
            parsed.refuse(
                "nobody", _("Nothing says who this is. Give an e-mail address or number."), column
            )

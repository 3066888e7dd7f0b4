"""Two spreadsheets as people for the matcher: every problem with its file, row and column."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from guildhall.engine.matching import (
    Criteria,
    CriteriaError,
    Field,
    Person,
    Preference,
    Rule,
    SheetHeadings,
    Value,
    did_you_mean,
    value_problem,
)
from guildhall.engine.tables import (
    CellError,
    Row,
    Table,
    TableError,
    parse_integer,
    parse_text,
    quoted,
    read_table,
)
from guildhall.jobs.match_cells import PARSERS

T = TypeVar("T")


@dataclass(frozen=True)
class Side:
    """One spreadsheet: which side it is, and what the rules file says about its columns."""

    noun: str
    key: str
    headings: SheetHeadings
    fields: Mapping[str, tuple[Field, str]]


def side_of(criteria: Criteria, *, is_guide: bool) -> Side:
    """What the rules file says about the guides' or the learners' spreadsheet.

    Raises CriteriaError when it says too little.
    """
    key = "guides" if is_guide else "learners"
    headings = criteria.guides if is_guide else criteria.learners
    if headings is None:
        raise CriteriaError([f"needs a table [{key}] that names the column of the id"])
    fields = {}
    for name, field in criteria.fields.items():
        heading = field.guide if is_guide else field.learner
        if heading is not None:
            fields[name] = (field, heading)
    used = _fields_used(criteria, is_guide=is_guide)
    missing = [name for name in used if name not in fields]
    if missing:
        one = key.removesuffix("s")
        raise CriteriaError(
            [f'[fields.{name}] needs {one} = "…", the column of the {key}' for name in missing]
        )
    noun = criteria.nouns.guide if is_guide else criteria.nouns.learner
    return Side(noun=noun, key=key, headings=headings, fields=fields)


def _fields_used(criteria: Criteria, *, is_guide: bool) -> list[str]:
    side = "guide" if is_guide else "learner"
    names: list[str | None] = []
    items: list[Rule | Preference] = [*criteria.rules, *criteria.preferences]
    for item in items:
        names.append(item.guide_field if is_guide else item.learner_field)
        if item.condition is not None and item.condition.side == side:
            names.append(item.condition.field)
    return [name for name in dict.fromkeys(names) if name is not None]


def read_people(path: Path, side: Side) -> tuple[list[Person], list[str]]:
    """The people of one spreadsheet, and every problem in words."""
    try:
        table = read_table(path, name=path.name)
    except TableError as error:
        return [], [str(error)]
    except OSError as error:
        return [], [f"{path}: {error.strerror or error}"]
    columns, problems = _columns(table, side)
    if problems:
        return [], problems
    people = []
    seen: dict[str, int] = {}
    for row in table.rows:
        reader = _RowReader(table.name, row, columns, side)
        person = reader.person()
        if person.id in seen:
            first = f"row {seen[person.id]} has it already; ids must be unique"
            reader.refuse(side.headings.id[0], f"the id {quoted(person.id)} is used twice: {first}")
        elif person.id:
            seen[person.id] = row.number
        people.append(person)
        problems += reader.problems
    return people, problems


def _columns(table: Table, side: Side) -> tuple[dict[str, str], list[str]]:
    """Each heading that the rules file names, as the spreadsheet spells it."""
    known = {_folded(heading): heading for heading in table.headings}
    columns, problems = {}, []
    for heading, where in _headings_wanted(side):
        found = known.get(_folded(heading))
        if found is None:
            hint = did_you_mean(heading, table.headings)
            problems.append(
                f"{table.name}, row 1: there is no column {quoted(heading)}{hint};"
                f" the rules file names it in {where}"
            )
        else:
            columns[heading] = found
    return columns, problems


def _headings_wanted(side: Side) -> Iterable[tuple[str, str]]:
    sheet = side.headings
    for heading in (*sheet.id, *sheet.name, sheet.same_as, sheet.capacity, sheet.need):
        if heading is not None:
            yield heading, f"[{side.key}]"
    for field, heading in side.fields.values():
        yield heading, f"[fields.{field.name}]"


class _RowReader:
    """One row as a person; what cannot be read is noted and left out."""

    def __init__(self, file: str, row: Row, columns: dict[str, str], side: Side) -> None:
        self.file, self.row, self.columns, self.side = file, row, columns, side
        self.problems: list[str] = []

    def refuse(self, heading: str, message: str) -> None:
        """Note a problem of one cell."""
        place = f"{self.file}, row {self.row.number}, column {self.columns[heading]}"
        self.problems.append(f"{place}: {message}")

    def person(self) -> Person:
        """The person of this row, as far as it can be read."""
        sheet = self.side.headings
        name = " ".join(filter(None, (self._text(heading) for heading in sheet.name)))
        key = " ".join(filter(None, (self._text(heading) for heading in sheet.id)))
        if not key and not self.problems:
            self.refuse(sheet.id[0], "the cell is empty; each row needs an id")
        values = {
            field: self._value(definition, heading)
            for field, (definition, heading) in self.side.fields.items()
        }
        return Person(
            id=key,
            name=name or key,
            values=values,
            capacity=self._count(sheet.capacity, sheet.default_capacity, lowest=0),
            need=self._count(sheet.need, sheet.default_need, lowest=1),
            same_as=self._text(sheet.same_as).casefold() or None if sheet.same_as else None,
        )

    def _text(self, heading: str) -> str:
        found = self._parsed(heading, parse_text)
        return "" if found is None else found

    def _count(self, heading: str | None, default: int, *, lowest: int) -> int:
        if heading is None:
            return default
        found = self._parsed(heading, lambda cell: parse_integer(cell, lowest=lowest, highest=1000))
        return default if found is None else found

    def _value(self, field: Field, heading: str) -> Value | None:
        value = self._parsed(heading, PARSERS[field.kind])
        problem = value_problem(field, value)
        if problem is None:
            return value
        cell = self.row.cells[self.columns[heading]]
        hint = did_you_mean(cell, field.order)
        self.refuse(heading, f"{quoted(cell)} is not {problem.partition(' is not ')[2]}{hint}")
        return None

    def _parsed(self, heading: str, parse: Callable[[str], T]) -> T | None:
        cell = self.row.cells[self.columns[heading]]
        if not cell:
            return None
        try:
            return parse(cell)
        except CellError as error:
            self.refuse(heading, error.message)
            return None


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()

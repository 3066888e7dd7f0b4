"""A framework in one spreadsheet: a row for each competency."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhall.competencies.asks import usual_asks
from guildhall.competencies.framework_checks import misfits
from guildhall.competencies.framework_sheets import (
    MOST_COMPETENCIES,
    SheetProblem,
    Sheets,
    SheetsRefused,
    at_row,
)
from guildhall.competencies.framework_spec import (
    LONGEST,
    CompetencySpec,
    DomainSpec,
    FrameworkSpec,
    ScaleSpec,
)
from guildhall.competencies.states import Allows
from guildhall.engine.tables import (
    CellError,
    FieldSpec,
    Row,
    Table,
    guess_mapping,
    parse_integer,
    parse_list,
    parse_text,
    parse_yes_no,
)

COLUMNS = (
    FieldSpec("domain", "Domain", ("heading", "section", "area")),
    FieldSpec("key", "Key", ("slug", "id")),
    FieldSpec("name", "Name", ("competency", "title", "skill")),
    FieldSpec("description", "Description", ("what it means",)),
    FieldSpec("critical", "Critical", ("is critical", "high risk")),
    FieldSpec("target", "Target", ("level", "target level")),
    FieldSpec("floor", "Floor", ("lowest level",)),
    FieldSpec("observations", "Observations"),
    FieldSpec("people", "People", ("observers", "assessors")),
    FieldSpec("fresh_days", "Fresh days"),
    FieldSpec("last_count", "Last count"),
    FieldSpec("valid_days", "Valid days"),
    FieldSpec("first", "First", ("prerequisites", "needs first")),
    FieldSpec("guide", "Guide", ("skill guide", "steps")),
)
HEADINGS = tuple(column.name for column in COLUMNS)
MOST = {"observations": 50, "people": 50, "fresh_days": 3650, "last_count": 20, "valid_days": 3650}
LEAST = {"observations": 1, "people": 1}


class Cell:
    """The cells of one row by field, with the problems that reading them brings up."""

    def __init__(self, row: Row, headings: dict[str, str], file: str) -> None:
        self.row, self.headings, self.file = row, headings, file
        self.problems: list[SheetProblem] = []

    def text(self, field: str) -> str:
        """What stands there; empty where there is no such column."""
        return self.row.cells[self.headings[field]] if field in self.headings else ""

    def read(self, field: str, parse: Callable[[str], Any], otherwise: Any) -> Any:
        """The cell as a value; `otherwise` where it is empty or cannot be read."""
        text = self.text(field)
        if not text:
            return otherwise
        try:
            return parse(text)
        except CellError as error:
            place = error.at(row=self.row.number, column=self.headings[field])
            self.problems.append(at_row(self.file, place))
            return otherwise

    def refuse(self, field: str, message: str) -> None:
        """A problem of this row."""
        column = self.headings.get(field, field)
        self.problems.append(SheetProblem(self.file, self.row.number, column, message))


class Headings:
    """The domains of a spreadsheet in the order in which they first come up."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.rows: dict[str, DomainSpec] = {}

    def key_of(self, cell: Cell) -> str:
        """The key of the heading that a row names."""
        name = cell.read("domain", name_of, "")
        if not cell.text("domain"):
            cell.refuse("domain", _("Say under which domain it stands."))
        key = self.known.get(name) or slugify(name)[: LONGEST["key"]] or "domain"
        self.rows.setdefault(key, DomainSpec(key, name))
        return key


def read_one_sheet(
    file: str, table: Table, scale: ScaleSpec, *, known: Mapping[str, str] | None = None
) -> Sheets:
    """The competencies of one spreadsheet on a scale. Refuses with every problem at once.

    `known`: the keys of headings that the framework has already, by their names.
    """
    headings = _headings(file, table)
    domains = Headings(known or {})
    rows, found = [], []
    for row in table:
        cell = Cell(row, headings, file)
        rows.append(_competency(cell, scale, domains))
        found += cell.problems
    contents = FrameworkSpec(tuple(domains.rows.values()), tuple(rows))
    numbers = [row.number for row in table]
    found += [
        SheetProblem(
            file, numbers[one.place], headings.get(_column(one.field), one.field), one.message
        )
        for one in misfits(contents.domains, contents.competencies, scale)
        if rows[one.place].key
    ]
    if len(rows) > MOST_COMPETENCIES:
        found.append(SheetProblem(file, None, None, too_many()))
    if found:
        raise SheetsRefused(sorted(found, key=lambda one: one.row or 0))
    return Sheets(contents, None, _remarks(table, headings))


def too_many() -> str:
    """What is said of a framework that nobody could keep track of."""
    return _("A framework holds at most %(most)s competencies. Divide it.") % {
        "most": MOST_COMPETENCIES
    }


def prose(field: str) -> Callable[[str], str]:
    """A reader of longer text: any signs, since nothing in it is ever run; not too long."""

    def read(text: str) -> str:
        longest = LONGEST[field]
        plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
        if len(plain) > longest:
            message = _("The text has %(count)s characters; at most %(longest)s are kept.")
            raise CellError("too_long", message % {"count": len(plain), "longest": longest})
        return plain

    return read


def name_of(text: str) -> str:
    """A name on one line."""
    return parse_text(text, longest=LONGEST["name"])


def key_of(text: str) -> str:
    """A key: small letters, digits and hyphens."""
    key = slugify(text)
    if not key or key != text.strip().lower():
        example = key[: LONGEST["key"]] or "iv-push"
        message = _("A key has small letters, digits and hyphens, such as %(key)s.")
        raise CellError("not_a_key", message % {"key": example})
    if len(key) > LONGEST["key"]:
        message = _("A key has at most %(longest)s characters.")
        raise CellError("too_long", message % {"longest": LONGEST["key"]})
    return key


def number_of(field: str) -> Callable[[str], int]:
    """A reader of a count."""
    return lambda text: parse_integer(text, lowest=LEAST.get(field, 0), highest=MOST[field])


def _headings(file: str, table: Table) -> dict[str, str]:
    guesses = guess_mapping(table.headings, COLUMNS)
    headings = {guess.field: heading for heading, guess in guesses.items() if guess.is_certain}
    missing = [field for field in ("domain", "name") if field not in headings]
    if missing:
        raise SheetsRefused(
            [
                SheetProblem(
                    file,
                    1,
                    field,
                    _("There is no column “%(column)s”. Add it, with a heading in the first row.")
                    % {"column": field},
                )
                for field in missing
            ]
        )
    return headings


def _competency(cell: Cell, scale: ScaleSpec, domains: Headings) -> CompetencySpec:
    name = cell.read("name", name_of, "")
    if not cell.text("name"):
        cell.refuse("name", _("Give the competency a name."))
    key = cell.read("key", key_of, "") or slugify(name)[: LONGEST["key"]].strip("-")
    if name and not key:
        cell.refuse("key", _("Give a key in small letters, such as iv-push."))
    is_critical = cell.read("critical", parse_yes_no, False)
    usual = usual_asks(is_critical=is_critical)
    counts = {field: cell.read(field, number_of(field), getattr(usual, field)) for field in MOST}
    target = cell.text("target") or scale.lowest(Allows.ALONE)
    return CompetencySpec(
        key=key,
        domain=domains.key_of(cell),
        name=name,
        description=cell.read("description", prose("description"), ""),
        guide=cell.read("guide", prose("guide"), ""),
        is_critical=is_critical,
        target=target,
        floor=cell.text("floor") or floor_below(scale, target),
        observations=counts["observations"],
        people=counts["people"],
        fresh_days=counts["fresh_days"] or None,
        last_count=counts["last_count"],
        valid_days=counts["valid_days"] or None,
        first=tuple(sorted(parse_list(cell.text("first").replace("|", ";")))),
    )


def floor_below(scale: ScaleSpec, target: str) -> str:
    """The floor where none is given: the first level that allows help at hand, never above the
    target."""
    codes, usual = scale.codes, scale.lowest(Allows.AT_HAND)
    if target not in codes:
        return usual
    return min(usual, target, key=codes.index)


def _column(field: str) -> str:
    return {"is_critical": "critical"}.get(field, field)


def _remarks(table: Table, headings: dict[str, str]) -> tuple[str, ...]:
    unknown = [heading for heading in table.headings if heading not in headings.values()]
    remarks = list(table.notes)
    if unknown:
        remarks.append(
            _("These columns are left out: %(columns)s.") % {"columns": ", ".join(unknown[:12])}
        )
    return tuple(remarks)

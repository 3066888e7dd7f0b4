"""A framework in several spreadsheets, as public competency frameworks are given out.

`skill.csv` holds what becomes a competency here; `competency.csv` and `competency_domain.csv`
become its heading; `skill_level.csv` becomes the scale. They are known by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.text import slugify
from django.utils.translation import gettext as _

from guildhall.competencies.asks import usual_asks
from guildhall.competencies.framework_checks import misfits
from guildhall.competencies.framework_sheets import (
    MOST_COMPETENCIES,
    SheetProblem,
    Sheets,
    SheetsRefused,
)
from guildhall.competencies.framework_spec import (
    CompetencySpec,
    DomainSpec,
    FrameworkSpec,
    LevelSpec,
    ScaleSpec,
)
from guildhall.competencies.one_sheet import Cell, floor_below, key_of, name_of, prose, too_many
from guildhall.competencies.states import Allows, ScaleKind
from guildhall.engine.tables import CellError, Table, parse_integer, parse_text

SKILLS, HEADINGS, DOMAINS, LEVELS = "skill", "competency", "competency_domain", "skill_level"
PARTS = (SKILLS, HEADINGS, DOMAINS, LEVELS)
NEEDED = {
    SKILLS: ("name", "slug", "competency"),
    HEADINGS: ("name", "slug"),
    DOMAINS: ("name", "slug"),
    LEVELS: ("name", "level"),
}
USED = {
    SKILLS: ("name", "description", "slug", "competency", "rank"),
    HEADINGS: ("name", "slug", "competency_domain", "rank"),
    DOMAINS: ("name", "slug", "rank"),
    LEVELS: ("name", "level", "short_description", "allows"),
}
LONGEST_ANCHOR, LONGEST_LEVEL, MOST_LEVELS = 400, 60, 12


@dataclass(frozen=True)
class Entry:
    """A row of one of the files; `place` puts it in order."""

    key: str
    name: str
    place: tuple[int, int]
    cell: Cell


def is_set(tables: Mapping[str, Table]) -> bool:
    """Whether these files are of this shape."""
    return {SKILLS, HEADINGS} <= {_part(name) for name in tables}


def read_set(tables: Mapping[str, Table], scale: ScaleSpec | None, *, key: str) -> Sheets:
    """The framework of these files. Its levels are those of `skill_level.csv`, else `scale`.

    `key` begins the key of a scale that the files bring. Refuses with every problem at once.
    """
    files = {_part(name): (name, table) for name, table in tables.items() if _part(name) in PARTS}
    found: list[SheetProblem] = []
    _refuse_missing(files)
    own_scale = _scale(*files[LEVELS], key=key, found=found) if LEVELS in files else None
    scale = own_scale or scale
    if scale is None or found:
        raise SheetsRefused(found or [_no_scale(files)])
    domains = _entries(files, DOMAINS, found) if DOMAINS in files else {}
    headings = _headings(files, domains, found)
    skills = list(_entries(files, SKILLS, found).values())
    rows, entries = _competencies(skills, headings, scale, found)
    used = {row.domain for row in rows}
    contents = FrameworkSpec(tuple(row for row in headings if row.key in used), tuple(rows))
    found += [
        SheetProblem(entries[one.place].cell.file, entries[one.place].cell.row.number, None, text)
        for one in misfits(contents.domains, rows, scale)
        for text in [one.message]
        if one.field != "domain"
    ]
    if len(rows) > MOST_COMPETENCIES:
        found.append(SheetProblem(files[SKILLS][0], None, None, too_many()))
    if found:
        raise SheetsRefused(sorted(found, key=lambda one: (one.file, one.row or 0)))
    return Sheets(contents, own_scale, _remarks(tables, files))


def _part(name: str) -> str:
    return PurePath(name).stem.lower()


def _refuse_missing(files: Mapping[str, tuple[str, Table]]) -> None:
    found = [
        SheetProblem(
            name,
            1,
            column,
            _("There is no column “%(column)s”. Add it, with a heading in the first row.")
            % {"column": column},
        )
        for part, (name, table) in files.items()
        for column in NEEDED[part]
        if column not in table.headings
    ]
    if found:
        raise SheetsRefused(found)


def _no_scale(files: Mapping[str, tuple[str, Table]]) -> SheetProblem:
    message = _("There are no levels. Add skill_level.csv, or choose a scale.")
    return SheetProblem(files[SKILLS][0], None, None, message)


def _entries(
    files: Mapping[str, tuple[str, Table]], part: str, found: list[SheetProblem]
) -> dict[str, Entry]:
    """The rows of a file by key, in the order of their rank; each key once."""
    name, table = files[part]
    entries: dict[str, Entry] = {}
    for row in table:
        cell = Cell(row, {column: column for column in table.headings}, name)
        for column in ("name", "slug"):
            if not cell.text(column):
                cell.refuse(column, _("The cell is empty. Fill it in, or take the row out."))
        rank = cell.read("rank", lambda text: parse_integer(text, lowest=0), 0)
        entry = Entry(
            cell.read("slug", key_of, ""), cell.read("name", name_of, ""), (rank, row.number), cell
        )
        if entry.key in entries:
            cell.refuse(
                "slug",
                _("The key “%(key)s” stands here a second time. Give each its own.")
                % {"key": entry.key},
            )
        found += cell.problems
        if entry.key and entry.name:
            entries.setdefault(entry.key, entry)
    return dict(sorted(entries.items(), key=lambda pair: pair[1].place))


def _headings(
    files: Mapping[str, tuple[str, Table]], domains: Mapping[str, Entry], found: list[SheetProblem]
) -> list[DomainSpec]:
    """Domain and competency of the files as one heading: “Communication: Writing”."""
    in_order = []
    for entry in _entries(files, HEADINGS, found).values():
        key = entry.cell.text("competency_domain")
        above = domains.get(key)
        if key and domains and above is None:
            _refuse_link(entry, "competency_domain", key, found)
        name = f"{above.name}: {entry.name}" if above else entry.name
        in_order.append((above.place if above else (0, 0), DomainSpec(entry.key, name[:160])))
    return [heading for _place, heading in sorted(in_order, key=lambda pair: pair[0])]


def _competencies(
    skills: list[Entry], headings: list[DomainSpec], scale: ScaleSpec, found: list[SheetProblem]
) -> tuple[list[CompetencySpec], list[Entry]]:
    places = {heading.key: place for place, heading in enumerate(headings)}
    usual, target = usual_asks(is_critical=False), scale.lowest(Allows.ALONE)
    made = []
    for entry in skills:
        heading = entry.cell.text("competency")
        if heading not in places:
            _refuse_link(entry, "competency", heading, found)
            continue
        seen = len(entry.cell.problems)
        description = entry.cell.read("description", prose("description"), "")
        found += entry.cell.problems[seen:]
        row = CompetencySpec(
            key=entry.key,
            domain=heading,
            name=entry.name,
            description=description,
            guide="",
            is_critical=False,
            target=target,
            floor=floor_below(scale, target),
            observations=usual.observations,
            people=usual.people,
            fresh_days=usual.fresh_days,
            last_count=usual.last_count,
            valid_days=usual.valid_days,
            first=(),
        )
        made.append((places[heading], row, entry))
    made.sort(key=lambda one: (one[0], one[2].place))
    return [row for _place, row, _entry in made], [entry for _place, _row, entry in made]


def _refuse_link(entry: Entry, column: str, key: str, found: list[SheetProblem]) -> None:
    message = (
        _("There is no “%(key)s” in the file that it leads to.") % {"key": key}
        if key
        else _("The cell is empty. Fill it in, or take the row out.")
    )
    found.append(SheetProblem(entry.cell.file, entry.cell.row.number, column, message))


def _scale(file: str, table: Table, *, key: str, found: list[SheetProblem]) -> ScaleSpec:
    """The levels of the files in the order of their numbers. What each allows is spread from
    the lowest to the highest, unless a column `allows` says it."""
    numbered = _numbered(file, table, found)
    in_order = sorted(numbered.items())
    levels: list[LevelSpec] = []
    for place, (number, (cell, name)) in enumerate(in_order):
        seen = len(cell.problems)
        allows = cell.read("allows", _allows, _spread(place, len(in_order), in_order[0][0]))
        if levels and allows < levels[-1].allows:
            cell.refuse("allows", _("A higher level must not allow less than the one below."))
        anchor = cell.text("short_description")[:LONGEST_ANCHOR]
        levels.append(LevelSpec(str(number), name, anchor, allows))
        found += cell.problems[seen:]
    if not 2 <= len(levels) <= MOST_LEVELS:
        found.append(SheetProblem(file, None, "level", _("A scale has between 2 and 12 levels.")))
    title = _("Levels of the framework")
    return ScaleSpec(f"{slugify(key)[:48]}-levels", title, ScaleKind.STAGES, "", tuple(levels))


def _numbered(file: str, table: Table, found: list[SheetProblem]) -> dict[int, tuple[Cell, str]]:
    """The rows of the levels by their number, with their names; each number once."""
    numbered: dict[int, tuple[Cell, str]] = {}
    for row in table:
        cell = Cell(row, {column: column for column in table.headings}, file)
        number = cell.read("level", lambda text: parse_integer(text, lowest=0, highest=999), -1)
        name = cell.read("name", lambda text: parse_text(text, longest=LONGEST_LEVEL), "")
        if not cell.text("level") or not cell.text("name"):
            cell.refuse("level", _("A level needs a number and a name."))
        if number in numbered:
            cell.refuse("level", _("This number stands here a second time. Give each its own."))
        found += cell.problems
        numbered.setdefault(number, (cell, name))
    return numbered


def _spread(place: int, count: int, lowest: int) -> int:
    first = Allows.NOT_YET if lowest == 0 else Allows.WATCH
    steps = max(1, count - 1)
    return round(first + place * (Allows.TEACH - first) / steps)


def _allows(text: str) -> int:
    words = text.strip().lower().replace(" ", "_")
    known = {choice.name.lower(): choice.value for choice in Allows}
    if words not in known:
        raise CellError("unknown", _("Choose one of %(words)s.") % {"words": ", ".join(known)})
    return known[words]


def _remarks(
    tables: Mapping[str, Table], files: Mapping[str, tuple[str, Table]]
) -> tuple[str, ...]:
    remarks = [
        _("%(file)s is not used.") % {"file": name}
        for name in tables
        if name not in {used for used, _table in files.values()}
    ]
    for part, (name, table) in files.items():
        left_out = [heading for heading in table.headings if heading not in USED[part]]
        if left_out:
            remarks.append(
                _("In %(file)s these columns are left out: %(columns)s.")
                % {"file": name, "columns": ", ".join(left_out)}
            )
    return tuple(remarks)

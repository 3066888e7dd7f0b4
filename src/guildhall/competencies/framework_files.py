"""The scales and frameworks that come with the product: `data/scales`, `data/frameworks`.

Every problem of a file comes at once, each with its place and what to do. How to write one:
docs/reference/frameworks.md.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from guildhall.competencies.asks import usual_asks
from guildhall.competencies.framework_checks import misfits
from guildhall.competencies.framework_spec import (
    CompetencySpec,
    DomainSpec,
    FrameworkSpec,
    LevelSpec,
    ScaleSpec,
)
from guildhall.competencies.states import Allows
from guildhall.core.errors import InvalidInput
from guildhall.engine.competence import CompetenceError, Scale

DATA = Path(__file__).parent / "data"
Table = dict[str, Any]
Problem = tuple[str, str]


@dataclass(frozen=True)
class FrameworkFile:
    """A framework with its names, as its file says it."""

    key: str
    name: str
    summary: str
    source: str
    license: str
    note: str
    scale: str
    spec: FrameworkSpec


@cache
def scales_in_files() -> dict[str, ScaleSpec]:
    """The scales that come with the product, by key."""
    return {path.stem: read_scale(path) for path in sorted((DATA / "scales").glob("*.toml"))}


@cache
def frameworks_in_files() -> tuple[FrameworkFile, ...]:
    """The frameworks that come with the product."""
    scales = scales_in_files()
    return tuple(
        read_framework(path, scales) for path in sorted((DATA / "frameworks").glob("*.toml"))
    )


def read_scale(path: Path) -> ScaleSpec:
    """A file of one scale. Refuses one whose levels do not rise."""
    table = _table(path)
    _refuse(path, _schema_problems("scale", table) or list(_scale_problems(table, path.stem)))
    levels = tuple(
        LevelSpec(row["code"], row["name"], row["anchor"], Allows[row["allows"].upper()].value)
        for row in table["levels"]
    )
    return ScaleSpec(table["key"], table["name"], table["kind"], table["source"], levels)


def read_framework(path: Path, scales: dict[str, ScaleSpec]) -> FrameworkFile:
    """A file of one framework, on one of these scales."""
    table = _table(path)
    _refuse(
        path, _schema_problems("framework", table) or list(_name_problems(table, path.stem, scales))
    )
    domains = tuple(DomainSpec(**row) for row in table["domains"])
    rows = tuple(_competency(row, table) for row in table["competencies"])
    wrong = [
        (f"competencies[{one.place}].{one.field}", one.message)
        for one in misfits(domains, rows, scales[table["scale"]])
    ]
    _refuse(path, wrong)
    named = {
        name: table[name]
        for name in ("key", "name", "summary", "source", "license", "note", "scale")
    }
    return FrameworkFile(**named, spec=FrameworkSpec(domains, rows))


def _competency(row: Table, table: Table) -> CompetencySpec:
    row = {"target": table["target"], "floor": table["floor"], **row}
    is_critical = row.get("critical", False)
    usual = usual_asks(is_critical=is_critical)
    return CompetencySpec(
        key=row["key"],
        domain=row["domain"],
        name=row["name"],
        description=row["description"],
        guide=row["guide"].strip(),
        is_critical=is_critical,
        target=row["target"],
        floor=row["floor"],
        observations=row.get("observations", usual.observations),
        people=row.get("people", usual.people),
        fresh_days=row.get("fresh_days", usual.fresh_days) or None,
        last_count=row.get("last_count", usual.last_count),
        valid_days=row.get("valid_days", usual.valid_days) or None,
        first=tuple(sorted(row.get("first", ()))),
    )


def _table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInput(f"{path.name}: it cannot be read: {error}") from error


def _schema_problems(name: str, table: Table) -> list[Problem]:
    schema = json.loads((DATA / f"{name}.schema.json").read_text(encoding="utf-8"))
    errors = Draft202012Validator(schema).iter_errors(table)
    return [(error.json_path, f"{error.message}.") for error in errors]


def _scale_problems(table: Table, stem: str) -> Iterator[Problem]:
    yield from _key_problems(table, stem)
    try:
        Scale.of((row["code"], Allows[row["allows"].upper()]) for row in table["levels"])
    except CompetenceError as error:
        yield "levels", str(error)


def _name_problems(table: Table, stem: str, scales: dict[str, ScaleSpec]) -> Iterator[Problem]:
    yield from _key_problems(table, stem)
    if table["scale"] not in scales:
        yield "scale", f"There is no scale “{table['scale']}”: {', '.join(sorted(scales))}."
    keys = [row["key"] for row in table["domains"]]
    for key in {key for key in keys if keys.count(key) > 1}:
        yield "domains", f"“{key}” is used twice; choose another."


def _key_problems(table: Table, stem: str) -> Iterator[Problem]:
    if table["key"] != stem:
        yield "key", f"It must be the file's name, “{stem}”, not “{table['key']}”."


def _refuse(path: Path, problems: Sequence[Problem]) -> None:
    if problems:
        lines = [f"{path.name}: {place}: {what}" for place, what in problems]
        raise InvalidInput("\n".join(lines), {f"{path.name}: {at}": what for at, what in problems})

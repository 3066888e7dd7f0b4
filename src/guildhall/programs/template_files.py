"""The door to program templates and screening rubrics: TOML files, checked, as frozen dataclasses.

Every problem names the file, the place in it and what to do; all problems of a file come at
once. How to write one: docs/reference/program-templates.md.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from guildhall.core.errors import InvalidInput
from guildhall.programs.program_template import (
    BaselineQuestion,
    Cadence,
    Capacity,
    CircleRules,
    ConcernTerms,
    CourseRules,
    Duration,
    Exits,
    FirstStep,
    HoursRules,
    Option,
    Phase,
    Prerequisite,
    ProgramTemplate,
    Question,
    Screening,
    Space,
    Wishes,
    Words,
)
from guildhall.programs.rubric import DecisionBand, Gate, Rubric, RubricItem
from guildhall.programs.template_checks import rubric_problems, schema_problems, template_problems

DATA = Path(__file__).parent / "data"

Table = dict[str, Any]


class TemplateFileError(InvalidInput):
    """A template or rubric file cannot be used; `problems` maps "file: place" to a sentence."""

    def __init__(self, problems: Sequence[tuple[str, str, str]]) -> None:
        lines = [f"{file}: {place}: {what}" for file, place, what in problems]
        super().__init__(
            "\n".join(lines), {f"{file}: {place}": what for file, place, what in problems}
        )


def load_templates(own: Path | None = None) -> dict[str, ProgramTemplate]:
    """All templates by key, in the order of their names; `own` adds a folder of one's own.

    The folder has the shape of programs/data: `templates/*.toml`, and `rubrics/*.toml` where
    its templates need rubrics of their own. Raises TemplateFileError with every problem found,
    also where a key is taken already.
    """
    templates = dict(_shipped_templates())
    if own is not None:
        rubrics = {**_shipped_rubrics(), **_read_rubrics(own)}
        added = _read_templates(own, rubrics)
        if taken := sorted(set(added) & set(templates)):
            raise TemplateFileError(
                [(f"{key}.toml", "key", f"“{key}” is taken; choose another.") for key in taken]
            )
        templates |= added
    return dict(sorted(templates.items(), key=lambda pair: pair[1].name))


def load_template(key: str, own: Path | None = None) -> ProgramTemplate:
    """The template with this key. Raises TemplateFileError where there is none."""
    templates = load_templates(own)
    if key not in templates:
        known = ", ".join(sorted(templates))
        raise TemplateFileError([(f"{key}.toml", "file", f"There is none. Choose from: {known}.")])
    return templates[key]


def load_rubric(key: str, own: Path | None = None) -> Rubric:
    """The rubric with this key. Raises TemplateFileError where there is none."""
    rubrics = {**_shipped_rubrics(), **(_read_rubrics(own) if own else {})}
    if key not in rubrics:
        known = ", ".join(sorted(rubrics))
        raise TemplateFileError([(f"{key}.toml", "file", f"There is none. Choose from: {known}.")])
    return rubrics[key]


@cache
def _shipped_rubrics() -> dict[str, Rubric]:
    return _read_rubrics(DATA)


@cache
def _shipped_templates() -> dict[str, ProgramTemplate]:
    return _read_templates(DATA, _shipped_rubrics())


def _read_rubrics(folder: Path) -> dict[str, Rubric]:
    found: dict[str, Rubric] = {}
    problems: list[tuple[str, str, str]] = []
    for path, table in _tables(folder / "rubrics", problems):
        wrong = schema_problems(table, _schema("rubric")) or rubric_problems(table, path.stem)
        problems += [(path.name, place, what) for place, what in wrong]
        if not wrong:
            found[path.stem] = _rubric(table)
    if problems:
        raise TemplateFileError(problems)
    return found


def _read_templates(folder: Path, rubrics: dict[str, Rubric]) -> dict[str, ProgramTemplate]:
    sides = {key: rubric.side for key, rubric in rubrics.items()}
    found: dict[str, ProgramTemplate] = {}
    problems: list[tuple[str, str, str]] = []
    for path, table in _tables(folder / "templates", problems):
        wrong = schema_problems(table, _schema("template"))
        wrong = wrong or template_problems(table, path.stem, rubric_sides=sides)
        problems += [(path.name, place, what) for place, what in wrong]
        if not wrong:
            found[path.stem] = _template(table)
    if problems:
        raise TemplateFileError(problems)
    return found


def _tables(folder: Path, problems: list[tuple[str, str, str]]) -> Iterator[tuple[Path, Table]]:
    for path in sorted(folder.glob("*.toml")):
        try:
            yield path, tomllib.loads(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            problems.append((path.name, "file", "It is not UTF-8; save it as UTF-8."))
        except tomllib.TOMLDecodeError as error:
            problems.append((path.name, "file", f"It is not valid TOML: {error}."))


@cache
def _schema(name: str) -> Draft202012Validator:
    schema = json.loads((DATA / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _rubric(table: Table) -> Rubric:
    bands = tuple(
        DecisionBand(
            decision=band["decision"],
            name=band["name"],
            lowest=band["from"],
            highest=band["to"],
            words=band["words"],
            none_zero=band.get("none_zero", False),
        )
        for band in table["bands"]
    )
    items = tuple(
        RubricItem(
            key=item["key"],
            name=item["name"],
            look_for=item["look_for"],
            anchors=(*(item["anchors"][level] for level in "0123"),),
        )
        for item in table["items"]
    )
    return Rubric(
        key=table["key"],
        name=table["name"],
        side=table["side"],
        summary=table["summary"],
        basis=table["basis"],
        gates=tuple(Gate(**gate) for gate in table["gates"]),
        items=items,
        bands=bands,
        raters=table["raters"]["count"],
        tolerance=table["raters"].get("tolerance"),
        steps=tuple(table["steps"]),
    )


def _template(table: Table) -> ProgramTemplate:
    plain = ("key", "name", "kind", "form", "summary", "icon", "fits", "opens", "intake", "privacy")
    screening = table.get("screening", {})
    return ProgramTemplate(
        **{name: table[name] for name in plain},
        is_evaluative=table["evaluative"],
        acceptance_days=table.get("acceptance_days"),
        words=Words(**table["words"]),
        duration=Duration(**table["duration"]),
        cadence=Cadence(**table["cadence"]),
        phases=tuple(_phase(phase) for phase in table["phases"]),
        first_steps=tuple(FirstStep(**step) for step in table["first_steps"]),
        baseline=tuple(_baseline(item) for item in table.get("baseline", [])),
        questions=tuple(_question(question) for question in table.get("questions", [])),
        guide_screening=_screening(screening.get("guide")),
        learner_screening=_screening(screening.get("learner")),
        capacity=Capacity(**table["capacity"]),
        wishes=Wishes(**table.get("wishes", {})),
        prerequisites=tuple(Prerequisite(**item) for item in table.get("prerequisites", [])),
        space=Space(**table.get("space", {})),
        exits=_exits(table["exits"]),
        circle=CircleRules(**table["circle"]) if "circle" in table else None,
        framework=table.get("framework", ""),
        rating_days=tuple(table.get("rating_days", ())),
        hours=HoursRules.of(table["hours"]) if "hours" in table else None,
        course=CourseRules(**table["course"]) if "course" in table else None,
        standards=tuple(table.get("standards", ())),
        outcome=table.get("outcome"),
        concerns=ConcernTerms(**table["concerns"]) if "concerns" in table else None,
        match_json=json.dumps(_criteria(table), ensure_ascii=False),
    )


def _criteria(table: Table) -> Table:
    people = ("guide", "guides", "learner", "learners")
    return {"words": {name: table["words"][name] for name in people}, **table["match"]}


def _phase(table: Table) -> Phase:
    does = {side: tuple(table[side]) for side in ("guide_does", "learner_does")}
    return Phase(**{**table, **does})


def _baseline(table: Table) -> BaselineQuestion:
    rest = {name: value for name, value in table.items() if name != "required"}
    rest["anchors"] = _anchors(table)
    return BaselineQuestion(**rest, is_required=table.get("required", True))


def _question(table: Table) -> Question:
    rest = {name: value for name, value in table.items() if name != "required"}
    rest["anchors"] = _anchors(table)
    rest["options"] = tuple(Option(**option) for option in table.get("options", []))
    return Question(**rest, is_required=table.get("required", False))


def _anchors(table: Table) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((int(value), words) for value, words in table.get("anchors", {}).items()))


def _screening(table: Table | None) -> Screening | None:
    return Screening(rubric=table["rubric"], is_required=table["required"]) if table else None


def _exits(table: Table) -> Exits:
    return Exits(**{**table, "reasons": tuple(Option(**reason) for reason in table["reasons"])})

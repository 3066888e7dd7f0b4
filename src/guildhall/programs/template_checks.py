"""What a template or rubric file must satisfy: its schema first, then its meaning.

Each function returns pairs of place ("questions[2].type") and a sentence that says what to do.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from guildhall.engine.matching.criteria import CriteriaError
from guildhall.engine.matching.load_criteria import load_criteria
from guildhall.programs.criteria import counts_wishes
from guildhall.programs.rubric import LEVELS

Problem = tuple[str, str]
Table = Mapping[str, Any]

# The question types whose answer a profile field can hold.
TYPES_FOR_FIELD = {
    "skills_offered": {"skills"},
    "skills_wanted": {"skills"},
    "languages": {"several_choices"},
    "time_zone": {"choice"},
    "availability": {"availability"},
    "career_stage": {"choice"},
    "years_of_experience": {"number"},
    "hopes": {"short_text", "long_text"},
    "capacity": {"number"},
    "never_with": {"people_never"},
    "interests": {"several_choices"},
    "license": {"several_choices"},
    "shifts": {"several_choices"},
}


def schema_problems(table: Table, schema: Draft202012Validator) -> list[Problem]:
    """Where the file breaks its schema, in the order of the file's keys."""
    errors = sorted(schema.iter_errors(table), key=lambda error: [str(p) for p in error.path])
    return [(_place(error.absolute_path), _sentence(error)) for error in errors]


def template_problems(table: Table, stem: str, *, rubric_sides: Mapping[str, str]) -> list[Problem]:
    """Where a template that fits its schema contradicts itself."""
    return [
        *_key_problems(table, stem),
        *_phase_problems(table["phases"], table["duration"]),
        *_question_problems(table.get("questions", [])),
        *_baseline_problems(table.get("baseline", [])),
        *_screening_problems(table.get("screening", {}), rubric_sides),
        *_capacity_problems(table["capacity"]),
        *_match_problems(table),
        *_repeated("phases", table["phases"]),
        *_repeated("first_steps", table["first_steps"]),
        *_repeated("prerequisites", table.get("prerequisites", [])),
        *_repeated("exits.reasons", table["exits"]["reasons"]),
    ]


def rubric_problems(table: Table, stem: str) -> list[Problem]:
    """Where a rubric that fits its schema contradicts itself."""
    problems = [*_key_problems(table, stem)]
    problems += _repeated("gates", table["gates"])
    problems += _repeated("items", table["items"])
    expected = max(LEVELS) * len(table["items"])
    for number, band in enumerate(table["bands"]):
        if band["to"] != expected:
            problems.append((f"bands[{number}].to", f"It must be {expected}: bands leave no gap."))
        if band["from"] > band["to"]:
            problems.append((f"bands[{number}].from", "It must not be above `to`."))
        expected = band["from"] - 1
    if table["bands"][-1]["from"] != 0 or table["bands"][-1].get("none_zero"):
        last = len(table["bands"]) - 1
        problems.append((f"bands[{last}].from", "The last band must begin at 0 and allow a 0."))
    return problems


def _place(path: Iterable[str | int]) -> str:
    place = ""
    for part in path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else part
    return place or "file"


def _sentence(error: ValidationError) -> str:
    value = cast(Any, error.instance)
    asked, schema = cast(Any, error.validator_value), cast(Any, error.schema)
    if schema is False:
        return "It does not belong here; remove it."
    match error.validator:
        case "required":
            return f"Add {', '.join(sorted(set(asked) - set(value)))}."
        case "additionalProperties" if extra := set(value) - set(schema.get("properties", {})):
            return f"Remove {', '.join(sorted(extra))}; it is not known here."
        case "enum":
            return f"{value!r} is not one of {', '.join(map(str, asked))}."
        case "const":
            return f"It must be {str(asked).lower()} here, not {value!r}."
        case "pattern":
            return (
                f"{value!r} has characters that are not allowed here (spaces at an end, capitals)."
            )
        case "oneOf":
            return "Give exactly one of the two ways that the reference describes."
        case _:
            return f"{error.message}."


def _key_problems(table: Table, stem: str) -> Iterator[Problem]:
    if table["key"] != stem:
        yield "key", f"It must be the file's name, “{stem}”, not “{table['key']}”."


def _repeated(place: str, rows: Iterable[Table]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, row in enumerate(rows):
        if row["key"] in seen:
            yield f"{place}[{number}].key", f"“{row['key']}” is used twice; choose another."
        seen.add(row["key"])


def _phase_problems(phases: list[Table], duration: Table) -> Iterator[Problem]:
    units = {"share" if "from_share" in phase else "day" for phase in phases}
    if len(units) > 1:
        yield "phases", "Use days in all phases or shares in all, not both."
        return
    unit = units.pop()
    is_open = duration["unit"] == "open"
    if unit == "share" and is_open:
        yield "phases", "An open-ended program has no shares; use days."
    expected: float = 0
    for number, phase in enumerate(phases):
        start, end = phase[f"from_{unit}"], phase.get(f"to_{unit}")
        if start != expected:
            yield f"phases[{number}].from_{unit}", f"It must be {expected}: phases leave no gap."
        if end is None:
            if not (is_open and number == len(phases) - 1):
                yield (
                    f"phases[{number}]",
                    f"Add to_{unit}; only an open program's last may omit it.",
                )
            return
        if end <= start:
            yield f"phases[{number}].to_{unit}", f"It must be above from_{unit}."
        expected = end
    if unit == "share" and expected != 1:
        yield f"phases[{len(phases) - 1}].to_share", "The last phase must end at 1."


def _question_problems(questions: list[Table]) -> Iterator[Problem]:
    for side in ("guide", "learner"):
        asked = [question for question in questions if question["asked_of"] in (side, "both")]
        for _place_in_side, sentence in _repeated("questions", asked):
            yield "questions", f"Among those of the {side}: {sentence}"
    for number, question in enumerate(questions):
        place = f"questions[{number}]"
        field = question.get("maps_to")
        if field and question["type"] not in TYPES_FOR_FIELD[field]:
            fitting = " or ".join(sorted(TYPES_FOR_FIELD[field]))
            yield f"{place}.type", f"An answer for {field} must have the type {fitting}."
        yield from _range_problems(place, question)
        for _where, sentence in _repeated("options", question.get("options", [])):
            yield f"{place}.options", sentence


def _baseline_problems(items: list[Table]) -> Iterator[Problem]:
    yield from _repeated("baseline", items)
    for number, item in enumerate(items):
        yield from _range_problems(f"baseline[{number}]", item)


def _range_problems(place: str, row: Table) -> Iterator[Problem]:
    low, high = row.get("min"), row.get("max")
    if low is not None and high is not None and low >= high:
        yield f"{place}.max", f"It must be above min, which is {low}."
    elif "anchors" in row and low is not None and high is not None:
        named = {int(value) for value in row["anchors"]}
        if not {low, high} <= named <= set(range(low, high + 1)):
            yield f"{place}.anchors", f"Name {low} and {high}, and nothing outside them."


def _screening_problems(screening: Table, rubric_sides: Mapping[str, str]) -> Iterator[Problem]:
    for side, asked in screening.items():
        place, rubric = f"screening.{side}.rubric", asked["rubric"]
        if rubric not in rubric_sides:
            yield place, f"There is no rubric “{rubric}”: {', '.join(sorted(rubric_sides))}."
        elif rubric_sides[rubric] != side:
            yield place, f"The rubric “{rubric}” judges the {rubric_sides[rubric]}, not the {side}."


def _capacity_problems(capacity: Table) -> Iterator[Problem]:
    if capacity["learners_per_guide"] > capacity["most_learners_per_guide"]:
        yield "capacity.learners_per_guide", "It must not be above most_learners_per_guide."


def _match_problems(table: Table) -> Iterator[Problem]:
    try:
        criteria = load_criteria(table["match"], source="match")
    except CriteriaError as error:
        for sentence in error.problems:
            yield "match", f"{sentence.removeprefix('match: ')}."
        return
    if not criteria.preferences:
        yield "match.preferences", "Add one at least, so that some pairs are better than others."
    for side in ("guide", "learner"):
        if table.get("wishes", {}).get(side) and not counts_wishes(table["match"], side):
            yield (
                f"wishes.{side}",
                f"Add a preference of kind ranked with the wishes of the {side}, or nothing comes"
                " of them.",
            )
    questions = table.get("questions", [])
    for name, field in criteria.fields.items():
        for side, source in (("guide", field.guide), ("learner", field.learner)):
            asked = {row["key"] for row in questions if row["asked_of"] in (side, "both")}
            prefix, _colon, key = (source or "").partition(":")
            if prefix == "answer" and key not in asked:
                yield f"match.fields.{name}.{side}", f"No question “{key}” is asked of the {side}."

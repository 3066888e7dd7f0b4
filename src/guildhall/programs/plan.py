"""The plan of a program: the parts of its template that people read and that rooms follow.

It is stored in the shape of data/template.schema.json and can be changed for one program, so it
is checked against that schema whenever it is written.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from guildhall.core.errors import InvalidInput
from guildhall.programs.program_template import (
    Cadence,
    Capacity,
    CircleRules,
    CourseRules,
    Duration,
    Exits,
    FirstStep,
    HoursRules,
    Option,
    Phase,
    Prerequisite,
    ProgramTemplate,
    Screening,
    Space,
    Wishes,
    Words,
)
from guildhall.programs.states import Semantics
from guildhall.programs.template_checks import schema_problems
from guildhall.programs.template_files import DATA

# Forms whose plans, where they do not say it, pass or fail.
SUMMATIVE_FORMS = ("placement", "procedures")
PLAN_KEYS = (
    "form",
    "icon",
    "fits",
    "evaluative",
    "opens",
    "acceptance_days",
    "intake",
    "privacy",
    "words",
    "duration",
    "cadence",
    "rating_days",
    "outcome",
    "concerns",
    "phases",
    "first_steps",
    "screening",
    "capacity",
    "wishes",
    "prerequisites",
    "space",
    "circle",
    "hours",
    "course",
    "standards",
    "exits",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A program's plan as dataclasses; its parts are those of a template."""

    form: str
    icon: str
    fits: str
    is_evaluative: bool
    opens: str
    acceptance_days: int | None
    intake: str
    privacy: str
    words: Words
    duration: Duration
    cadence: Cadence
    phases: tuple[Phase, ...]
    first_steps: tuple[FirstStep, ...]
    guide_screening: Screening | None
    learner_screening: Screening | None
    capacity: Capacity
    wishes: Wishes
    prerequisites: tuple[Prerequisite, ...]
    space: Space
    exits: Exits

    @property
    def opens_at_once(self) -> bool:
        """Whether a published pair begins without being accepted first."""
        return self.opens == "at_publication"

    @property
    def is_evergreen(self) -> bool:
        """Whether people are matched whenever a pair is found."""
        return self.intake == "evergreen"

    def screening_of(self, side: str) -> Screening | None:
        """Which rubric judges a side ("guide" or "learner"), if any."""
        return self.guide_screening if side == "guide" else self.learner_screening

    def prerequisites_for(self, side: str) -> tuple[Prerequisite, ...]:
        """What an enrollment on this side needs."""
        return tuple(item for item in self.prerequisites if item.side in (side, "both"))

    def first_steps_for(self, side: str) -> tuple[FirstStep, ...]:
        """The first steps in which this side has a part."""
        return tuple(step for step in self.first_steps if step.who in (side, "both"))


def plan_from(template: ProgramTemplate) -> dict[str, Any]:
    """The plan that a new program of this template begins with."""
    whole = _without_empty(asdict(template))
    whole["evaluative"] = template.is_evaluative
    sides = {"guide": template.guide_screening, "learner": template.learner_screening}
    whole["screening"] = {
        side: {"rubric": asked.rubric, "required": asked.is_required}
        for side, asked in sides.items()
        if asked
    }
    plan = {key: whole[key] for key in PLAN_KEYS if key in whole}
    return dict(json.loads(json.dumps(plan)))


def read_plan(plan: Mapping[str, Any]) -> Plan:
    """The stored plan as dataclasses."""
    plain = ("form", "icon", "fits", "opens", "intake", "privacy")
    screening = plan.get("screening", {})
    return Plan(
        **{name: plan[name] for name in plain},
        is_evaluative=plan["evaluative"],
        acceptance_days=plan.get("acceptance_days"),
        words=Words(**plan["words"]),
        duration=Duration(**plan["duration"]),
        cadence=Cadence(**plan["cadence"]),
        phases=tuple(_phase(phase) for phase in plan["phases"]),
        first_steps=tuple(FirstStep(**step) for step in plan["first_steps"]),
        guide_screening=_screening(screening.get("guide")),
        learner_screening=_screening(screening.get("learner")),
        capacity=Capacity(**plan["capacity"]),
        wishes=wishes_of(plan),
        prerequisites=tuple(Prerequisite(**item) for item in plan.get("prerequisites", [])),
        space=space_of(plan),
        exits=_exits(plan["exits"]),
    )


def wishes_of(plan: Mapping[str, Any]) -> Wishes:
    """Which sides may say whom they would like to work with; read without the rest of the plan."""
    return Wishes(**plan.get("wishes", {}))


def space_of(plan: Mapping[str, Any]) -> Space:
    """What the pair's own space asks of them; read without the rest of the plan."""
    return Space(**plan.get("space", {}))


def circle_of(plan: Mapping[str, Any]) -> CircleRules:
    """How one comes into its circles; read without the rest of the plan."""
    return CircleRules(**plan.get("circle", {}))


def semantics_of(plan: Mapping[str, Any]) -> Semantics:
    """Whether its learners pass or fail. A plan that does not say passes or fails students and
    counted procedures, and is supportive everywhere else."""
    usual = Semantics.SUMMATIVE if plan.get("form") in SUMMATIVE_FORMS else Semantics.SUPPORTIVE
    return Semantics(plan.get("outcome") or usual)


def hours_of(plan: Mapping[str, Any]) -> HoursRules:
    """Which hours it asks for; read without the rest of the plan."""
    return HoursRules.of(plan.get("hours", {}))


def course_of(plan: Mapping[str, Any]) -> CourseRules | None:
    """What its standard asks of the course; None where the program follows none."""
    return CourseRules(**plan["course"]) if plan.get("course") else None


def require_plan(plan: Mapping[str, Any]) -> None:
    """Refuse a plan that its schema refuses, naming each place."""
    whole = {
        "key": "program",
        "name": "A program",
        "kind": "internship",
        "summary": "A program.",
        "match": {"fields": {}},
        **plan,
    }
    problems = schema_problems(whole, _schema())
    if problems:
        raise InvalidInput(_("The plan of this program cannot be used."), dict(problems))


@cache
def _schema() -> Draft202012Validator:
    schema = json.loads((DATA / "template.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_empty(inner) for key, inner in value.items() if inner not in (None, ())
        }
    if isinstance(value, (list, tuple)):
        return [_without_empty(inner) for inner in value]
    return value


def _phase(phase: Mapping[str, Any]) -> Phase:
    does = {side: tuple(phase[side]) for side in ("guide_does", "learner_does")}
    return Phase(**{**phase, **does})


def _screening(asked: Mapping[str, Any] | None) -> Screening | None:
    return Screening(rubric=asked["rubric"], is_required=asked["required"]) if asked else None


def _exits(exits: Mapping[str, Any]) -> Exits:
    return Exits(**{**exits, "reasons": tuple(Option(**reason) for reason in exits["reasons"])})

"""What a program's plan says about its pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from guildhall.directory.models import Organization
from guildhall.programs.models import Cohort, Program
from guildhall.programs.plan import circle_of, plan_from
from guildhall.programs.program_template import Cadence, Duration
from guildhall.programs.states import Kind, Side
from guildhall.programs.template_files import load_template
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import USUAL_MINUTES, Takes

Plan = Mapping[str, Any]
USUAL_SILENCE_DAYS = 30
INFORMAL = "informal-mentoring"


@dataclass(frozen=True)
class PlannedStep:
    """A first step of the pair; an empty side means both."""

    key: str
    text: str
    side: str
    by_day: int


def opens_at_once(plan: Plan) -> bool:
    """Whether a published pair begins without being asked. Mentoring never does."""
    return plan.get("opens") == "at_publication"


def offer_days(plan: Plan) -> int:
    """How long an offer stands."""
    return int(plan.get("acceptance_days") or 14)


def last_day(plan: Plan, start: date) -> date | None:
    """The planned last day of a pair that begins on `start`; None where it is open-ended."""
    return Duration(**plan["duration"]).last_day(start) if plan.get("duration") else None


def plan_of(relationship: Relationship) -> Plan:
    """The program's plan; pairs that began by themselves follow the one of informal mentoring."""
    if relationship.program is not None:
        plan: Plan = relationship.program.plan
        return plan
    return template_plan(relationship.plan_key or INFORMAL)


@cache
def template_plan(key: str) -> Plan:
    """What a template plans, for those who follow it without a program."""
    return plan_from(load_template(key))


def takes_of(plan: Plan) -> str:
    """How many places a circle takes of its guide: one a member, unless the plan counts it once."""
    return Takes.ONCE if circle_of(plan).counts_once else Takes.EACH


def agreed_cadence(relationship: Relationship) -> Cadence | None:
    """How often this pair means to meet: what they agreed, else what the program plans; a single
    conversation has no rhythm."""
    if relationship.takes == Takes.NOTHING:
        return None
    planned = cadence(plan_of(relationship))
    every, minutes = relationship.agreed_every_days, relationship.agreed_minutes
    if every is None:
        return planned
    usual = planned or Cadence(every, USUAL_MINUTES, 0)
    return Cadence(every, minutes or usual.minutes, usual.minimum_meetings)


def cadence(plan: Plan) -> Cadence | None:
    """How often they agreed to meet."""
    return Cadence(**plan["cadence"]) if plan.get("cadence") else None


def first_steps(plan: Plan) -> tuple[PlannedStep, ...]:
    """The first steps of the pair, soonest first; those of the coordinator are not theirs."""
    steps = (
        PlannedStep(
            step["key"], step["text"], "" if step["who"] == "both" else step["who"], step["by_day"]
        )
        for step in plan.get("first_steps", [])
        if step["who"] in ("both", Side.GUIDE, Side.LEARNER)
    )
    return tuple(sorted(steps, key=lambda step: step.by_day))


def silence_before_close(plan: Plan) -> timedelta:
    """How long a pair past its planned end may say nothing before it closes by itself."""
    return timedelta(days=plan.get("exits", {}).get("closes_after_days") or USUAL_SILENCE_DAYS)


def exit_reasons(plan: Plan) -> list[tuple[str, str]]:
    """The program's own reasons for an end, as key and label."""
    return [(item["key"], item["label"]) for item in plan.get("exits", {}).get("reasons", [])]


@dataclass(frozen=True)
class Terms:
    """Under what terms pairs open: whose they are, at once or as an offer, by which plan."""

    organization: Organization
    program: Program | None = None
    cohort: Cohort | None = None
    opens_at_once: bool = True
    offer_days: int = 14
    plan: Plan = field(default_factory=dict)
    is_circle: bool = False
    title: str = ""
    # Which template a relationship without a program follows.
    plan_key: str = ""
    takes: str = Takes.EACH

    @property
    def makes_circles(self) -> bool:
        """Whether what opens is a circle: said here, or the program is one of circles."""
        return self.is_circle or (self.program is not None and self.program.kind == Kind.CIRCLE)

    @classmethod
    def of_cohort(cls, cohort: Cohort) -> Self:
        """What the program of a cohort says."""
        program = cohort.program
        return cls(
            organization=program.organization,
            program=program,
            cohort=cohort,
            opens_at_once=opens_at_once(program.plan),
            offer_days=offer_days(program.plan),
            plan=program.plan,
            takes=takes_of(program.plan),
        )

    @classmethod
    def of(cls, relationship: Relationship) -> Self:
        """The terms of a pair that is there already."""
        program = relationship.program
        return cls(
            organization=relationship.organization,
            program=program,
            cohort=relationship.cohort,
            plan=plan_of(relationship),
        )

    def start(self, at: datetime) -> date:
        """The first day of a pair that opens at this moment: never before its cohort starts."""
        today = at.astimezone(ZoneInfo(self.organization.time_zone)).date()
        starts_on = self.cohort.starts_on if self.cohort else None
        return max(today, starts_on) if starts_on else today

"""What a program's plan says about its pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from guildhall.directory.models import Organization
from guildhall.programs.models import Cohort, Program
from guildhall.programs.program_template import Cadence, Duration
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship

Plan = Mapping[str, Any]


@dataclass(frozen=True)
class PlannedStep:
    """A first step of the pair; an empty side means both."""

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


def cadence(plan: Plan) -> Cadence | None:
    """How often they agreed to meet."""
    return Cadence(**plan["cadence"]) if plan.get("cadence") else None


def first_steps(plan: Plan) -> tuple[PlannedStep, ...]:
    """The first steps of the pair, soonest first; those of the coordinator are not theirs."""
    steps = (
        PlannedStep(step["text"], "" if step["who"] == "both" else step["who"], step["by_day"])
        for step in plan.get("first_steps", [])
        if step["who"] in ("both", Side.GUIDE, Side.LEARNER)
    )
    return tuple(sorted(steps, key=lambda step: step.by_day))


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
        )

    @classmethod
    def of(cls, relationship: Relationship) -> Self:
        """The terms of a pair that is there already."""
        program = relationship.program
        return cls(
            organization=relationship.organization,
            program=program,
            cohort=relationship.cohort,
            plan=program.plan if program else {},
        )

    def start(self, at: datetime) -> date:
        """The first day of a pair that opens at this moment: never before its cohort starts."""
        today = at.astimezone(ZoneInfo(self.organization.time_zone)).date()
        starts_on = self.cohort.starts_on if self.cohort else None
        return max(today, starts_on) if starts_on else today

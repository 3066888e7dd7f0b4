"""Learning needs and the plan: what is asked, what was written, how far the passport says it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guildhall.assessment.models import Passport
from guildhall.assessment.queries.lists import RELATED
from guildhall.assessment.queries.record import record_of
from guildhall.competencies.models import Competency
from guildhall.engine.competence import Standing
from guildhall.preceptorship.models import Course, LearningPlan, NeedsSheet, Objective
from guildhall.preceptorship.queries.schedule import rules_of
from guildhall.programs.states import Side


@dataclass(frozen=True)
class NeedsDomain:
    """A heading under which needs are written; one without a key where there is no framework."""

    key: str
    name: str


@dataclass(frozen=True)
class NeedsQuestion:
    """What one side is asked under each heading."""

    name: str
    label: str


@dataclass(frozen=True)
class NeedsLine:
    """What both sides wrote under one heading, as question and answer."""

    name: str
    learner: tuple[tuple[str, str], ...]
    guide: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ObjectiveLine:
    """One objective, and where its competency stands in the passport; None without one."""

    objective: Objective
    standing: Standing | None
    is_late: bool


@dataclass(frozen=True)
class PlanShown:
    """A version of the plan, opened. Only for the pair."""

    plan: LearningPlan
    lines: tuple[ObjectiveLine, ...]
    signed: frozenset[str]

    @property
    def holds(self) -> bool:
        """Whether both sides agreed."""
        return self.plan.agreed_at is not None


def passport_of(course: Course) -> Passport | None:
    """The passport with which the pair of the course works; one query."""
    rows = Passport.objects.filter(relationships=course.relationship_id, learner=course.learner_id)
    return rows.select_related(*RELATED).first()


def domains_of(course: Course) -> list[NeedsDomain]:
    """The domains of its framework; one without a name of its own where there is none."""
    passport = passport_of(course)
    if passport is None:
        return [NeedsDomain("general", _("All in all"))]
    return [NeedsDomain(one.key, one.name) for one in passport.version.domains.all()]


def competencies_of(course: Course) -> list[Competency]:
    """The competencies to which an objective can be tied, in the order of the framework."""
    passport = passport_of(course)
    if passport is None:
        return []
    rows = passport.version.competencies.select_related("domain")
    return list(rows.order_by("domain__position", "position"))


def questions_for(side: str) -> list[NeedsQuestion]:
    """What a side is asked under each heading."""
    if side == Side.LEARNER:
        return [
            NeedsQuestion("strength", _("What you bring")),
            NeedsQuestion("new", _("What is new to you")),
            NeedsQuestion("worry", _("What worries you")),
        ]
    return [NeedsQuestion("offer", _("What the ward can offer"))]


def sheets_of(course: Course) -> dict[str, NeedsSheet]:
    """The sheets by side; one query."""
    return {sheet.side: sheet for sheet in course.needs.all()}


def needs_lines(course: Course, sheets: Mapping[str, NeedsSheet], *, side: str) -> list[NeedsLine]:
    """What the reader on this side reads: their own part, and the other's once it is shared."""
    seen = {
        one: sheet.words if sheet.shared_at is not None or one == side else {}
        for one, sheet in sheets.items()
    }
    lines = [
        NeedsLine(
            domain.name,
            _answers(seen.get(Side.LEARNER, {}).get(domain.key, {}), Side.LEARNER),
            _answers(seen.get(Side.GUIDE, {}).get(domain.key, {}), Side.GUIDE),
        )
        for domain in domains_of(course)
    ]
    return [line for line in lines if line.learner or line.guide]


def _answers(words: Mapping[str, str], side: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (question.label, words[question.name])
        for question in questions_for(side)
        if words.get(question.name)
    )


def plan_by(course: Course) -> date:
    """The day by which the standard wants a plan that both agreed to."""
    return course.begins_on + timedelta(days=rules_of(course).plan_days + course.rested_days)


def plans_of(course: Course) -> list[LearningPlan]:
    """All versions, oldest first; two queries."""
    rows = course.plans.select_related("written_by").prefetch_related("signatures")
    return list(rows)


def plan_shown(course: Course, plan: LearningPlan, *, today: date) -> PlanShown:
    """A version with where each of its competencies stands today."""
    objectives = plan.objectives.select_related("competency__target")
    passport = passport_of(course)
    standings: dict[str, Standing] = {}
    if passport is not None:
        found = record_of(passport)
        held = found.standings(today=today)
        # By key: after a move to the next version of the framework they carry over.
        standings = {one.key: held[one.pk] for one in found.competencies}
    lines = [_line(one, standings, today) for one in objectives]
    signed = frozenset(one.side for one in plan.signatures.all())
    return PlanShown(plan, tuple(lines), signed)


def _line(one: Objective, standings: Mapping[str, Standing], today: date) -> ObjectiveLine:
    standing = standings.get(one.competency.key) if one.competency else None
    is_reached = standing is not None and standing.is_in_force
    return ObjectiveLine(one, standing, one.due_on < today and not is_reached)

"""What an applicant said, in words, for those who screen; and who put them forward."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.competencies.models import Skill
from guildhall.core.dates import full_day
from guildhall.directory.models import Membership
from guildhall.engine.calendar import Window, describe_slots, weekly_slots
from guildhall.people.languages import language_name
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import Direction, Level
from guildhall.programs.models import Enrollment, Nomination
from guildhall.programs.queries.screening_standing import nominations_of
from guildhall.questions.models import Answer, Question
from guildhall.questions.options import options_of
from guildhall.questions.states import QuestionType

# Any day does: the windows are read and told on the same clock.
SOME_DAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question and what was said. Answers that are kept back are for the matcher alone.

    `file_of` is the answer whose file can be downloaded.
    """

    label: str
    words: str
    is_long: bool = False
    is_kept_back: bool = False
    file_of: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the profile or of the place at work."""

    term: str
    words: str


def answer_lines(enrollment: Enrollment) -> list[AnswerLine]:
    """Every question of the application in its order; what was left out says so.

    Whom somebody does not want to meet is nobody's business but the matcher's.
    """
    program = enrollment.cohort.program
    asked = (
        program.guide_questions_id if enrollment.side == "guide" else (program.learner_questions_id)
    )
    given = {
        answer.question.key: answer
        for answer in Answer.objects.filter(response=enrollment.response)
        .select_related("question")
        .order_by("question_id")
    }
    questions = {
        question.key: question
        for question in Question.objects.filter(set_id=asked, retired_at__isnull=True)
    }
    for key, answer in given.items():
        questions.setdefault(key, answer.question)
    ordered = sorted(questions.values(), key=lambda question: (question.position, question.pk))
    skills = _skill_names(ordered)
    return [_line(question, given.get(question.key), skills) for question in ordered]


def profile_facts(enrollment: Enrollment) -> list[Fact]:
    """Where the applicant works and what the profile says, as far as it says anything."""
    person = enrollment.person
    organization_id = enrollment.cohort.program.organization_id
    belongings = Membership.objects.filter(person=person, ended_at__isnull=True)
    rows = belongings.select_related("organization", "unit", "manager")
    row = min(rows, key=lambda m: m.organization_id != organization_id, default=None)
    profile = Profile.objects.filter(person=person).first()
    facts = [*_work_facts(row), *(_own_facts(profile) if profile else [])]
    return [fact for fact in facts if fact.words]


def nominators(enrollment: Enrollment) -> list[Nomination]:
    """Who nominated the applicant for this cohort, with their words."""
    rows = Nomination.objects.filter(nominations_of(enrollment), side=enrollment.side)
    return list(rows.select_related("nominated_by").order_by("nominated_at"))


def _work_facts(row: Membership | None) -> list[Fact]:
    if row is None:
        return []
    place = ", ".join(str(part) for part in (row.unit, row.organization) if part)
    return [
        Fact(_("Work"), row.job_title),
        Fact(_("Where"), place),
        Fact(_("Manager"), row.manager.name if row.manager else ""),
    ]


def _own_facts(profile: Profile) -> list[Fact]:
    years = profile.years_of_experience
    experience = (
        ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
        if years is not None
        else ""
    )
    skills = ProfileSkill.objects.filter(profile=profile, direction=Direction.OFFERED)
    return [
        Fact(_("Career stage"), profile.get_career_stage_display()),
        Fact(_("Experience"), experience),
        Fact(_("Languages"), ", ".join(language_name(code) for code in profile.languages)),
        Fact(_("Can help with"), _listed_skills(skills.select_related("skill")[:8])),
        Fact(_("In one line"), profile.headline),
    ]


def _listed_skills(rows: Any) -> str:
    return ", ".join(f"{row.skill.name} ({Level(row.level).label.lower()})" for row in rows)


def _skill_names(questions: list[Question]) -> Mapping[str, str]:
    if not any(question.type == QuestionType.SKILLS for question in questions):
        return {}
    return dict(Skill.objects.values_list("key", "name"))


def _line(question: Question, answer: Answer | None, skills: Mapping[str, str]) -> AnswerLine:
    if question.type == QuestionType.PEOPLE_NEVER:
        return AnswerLine(question.label, "", is_kept_back=True)
    if answer is None:
        return AnswerLine(question.label, "")
    words = _in_words(question, json.loads(answer.value), skills)
    return AnswerLine(
        question.label,
        words,
        is_long=question.type == QuestionType.LONG_TEXT,
        file_of=answer.pk if answer.file_id is not None else None,
    )


def _in_words(question: Question, value: Any, skills: Mapping[str, str]) -> str:
    if question.type == QuestionType.SKILLS:
        named = [(skills.get(key, key), Level(level).label.lower()) for key, level in value.items()]
        return ", ".join(f"{name} ({level})" for name, level in named)
    plain: Callable[[Question, Any], str] = WORDS.get(QuestionType(question.type), _plain)
    return plain(question, value)


def _plain(_question: Question, value: Any) -> str:
    return str(value)


def _chosen(question: Question, value: Any) -> str:
    labels = options_of(question)
    keys = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(key, key)) for key in keys)


def _scaled(question: Question, value: Any) -> str:
    anchor = question.settings.get("anchors", {}).get(str(value), "")
    most = question.settings.get("max", "")
    said = _("%(value)s of %(most)s") % {"value": value, "most": most} if most else str(value)
    return f"{said} ({anchor})" if anchor else said


def _dated(_question: Question, value: Any) -> str:
    return full_day(date.fromisoformat(value))


def _hours(_question: Question, value: Any) -> str:
    windows = [Window(weekday, start, end) for weekday, start, end in value]
    slots = weekly_slots(windows, time_zone="UTC", on=SOME_DAY)
    return ", ".join(describe_slots(slots, time_zone="UTC", on=SOME_DAY))


def _file(_question: Question, value: Any) -> str:
    return str(value.get("name", ""))


WORDS: dict[QuestionType, Callable[[Question, Any], str]] = {
    QuestionType.CHOICE: _chosen,
    QuestionType.SEVERAL_CHOICES: _chosen,
    QuestionType.SCALE: _scaled,
    QuestionType.DATE: _dated,
    QuestionType.AVAILABILITY: _hours,
    QuestionType.FILE: _file,
}

"""What an application asks, and what has been answered so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guildhall.directory.models import Person
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.queries.prefill import profile_answers
from guildhall.programs.states import Side
from guildhall.questions.models import Question, QuestionSet, Response
from guildhall.questions.queries.answers import stored_answers

SIDES_OF = {Side.GUIDE: "guide_questions", Side.LEARNER: "learner_questions"}
# What a program asks, part by part: of each side, and of both where they begin.
BASELINE = "baseline"
SETS_OF: dict[str, str] = {BASELINE: "baseline_questions"} | {
    str(side): name for side, name in SIDES_OF.items()
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions of one set with the answers given, and those that the profile proposes."""

    questions: tuple[Question, ...]
    answers: Mapping[str, Any]
    proposed: Mapping[str, Any]

    @property
    def values(self) -> dict[str, Any]:
        """What a form starts from."""
        return {**self.proposed, **self.answers}

    @property
    def open_questions(self) -> list[Question]:
        """Required questions without an answer or a proposal."""
        values = self.values
        return [row for row in self.questions if row.is_required and row.key not in values]


@dataclass(frozen=True, slots=True)
class Application:
    """Both sheets of an enrollment: the questions of its side, and the baseline."""

    main: Sheet
    baseline: Sheet

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return len(self.main.questions) + len(self.baseline.questions)

    @property
    def answered(self) -> int:
        """How many of them have an answer, or one from the profile."""
        return len(self.main.values) + len(self.baseline.values)


def questions_for(program: Program, side: str) -> QuestionSet:
    """The set that a side of a program answers."""
    chosen: QuestionSet = getattr(program, SIDES_OF[Side(side)])
    return chosen


def set_of(program: Program, part: str) -> QuestionSet:
    """The set of one part of what a program asks: a side, or the baseline."""
    chosen: QuestionSet = getattr(program, SETS_OF[part])
    return chosen


def program_of_question(question: Question) -> tuple[Program, str] | None:
    """Which program asks a question, and in which part."""
    for part, name in SETS_OF.items():
        program = Program.objects.filter(**{name: question.set_id}).first()
        if program is not None:
            return program, str(part)
    return None


def asked_questions(questions: QuestionSet) -> tuple[Question, ...]:
    """What is asked now, in order."""
    return tuple(questions.questions.filter(retired_at__isnull=True))


def baseline_for(program: Program, side: str) -> tuple[Question, ...]:
    """The baseline questions of one side, in order."""
    rows = asked_questions(program.baseline_questions)
    return tuple(row for row in rows if row.settings.get("asked_of", "both") in (side, "both"))


def application_of(enrollment: Enrollment) -> Application:
    """What an enrollment is asked and has answered; the profile fills gaps while it is a draft."""
    program = enrollment.cohort.program
    main = asked_questions(questions_for(program, enrollment.side))
    return Application(
        main=_sheet(main, enrollment.response, proposes_for=enrollment.person),
        baseline=_sheet(baseline_for(program, enrollment.side), enrollment.baseline),
    )


def _sheet(
    questions: tuple[Question, ...],
    response: Response | None,
    *,
    proposes_for: Person | None = None,
) -> Sheet:
    answers = stored_answers(response) if response else {}
    is_begun = response is not None and response.submitted_at is not None
    proposed = profile_answers(proposes_for, questions) if proposes_for and not is_begun else {}
    keys = {question.key for question in questions}
    return Sheet(
        questions=questions,
        answers={key: value for key, value in answers.items() if key in keys},
        proposed={key: value for key, value in proposed.items() if key not in answers},
    )

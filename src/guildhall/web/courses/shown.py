"""The one next step of a course, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core.dates import short_day, weekday_and_day
from guildhall.preceptorship.course_states import DemandState
from guildhall.preceptorship.models import Course
from guildhall.preceptorship.queries import course_facts as facts
from guildhall.preceptorship.queries.course_facts import CourseMove
from guildhall.preceptorship.queries.course_page import CoursePage
from guildhall.relationships.states import UNDER_WAY, RelationshipState


@dataclass(frozen=True)
class Step:
    """What to do now and why; a calm one has nothing to press."""

    title: str
    reason: str = ""
    label: str = ""
    look: str = "full"
    url: str = ""
    action: str = ""
    icon: str = "arrow-right"


def next_step(page: CoursePage) -> Step:
    """By what waits for the reader; calm for everybody else."""
    course = page.course
    if page.move is not None:
        title, reason, action, icon = move_words(course, page.move)
        return Step(
            title,
            reason,
            _("Next step · by %(day)s") % {"day": weekday_and_day(page.move.by)},
            url=move_url(course, page.move),
            action=action,
            icon=icon,
        )
    if course.relationship.state == RelationshipState.PAUSED:
        return Step(
            _("It rests. No day counts meanwhile."),
            _("Once it goes on, the last day and the meetings move by the days of the rest."),
            look="calm",
        )
    if course.relationship.state not in UNDER_WAY:
        return Step(_("It has ended. Everything stays to be read."), look="calm")
    return _calm(page)


def _calm(page: CoursePage) -> Step:
    ahead = page.facts.ahead
    if ahead is None:
        return Step(_("Every meeting took place."), look="calm")
    if ahead.state == DemandState.BOOKED:
        words = {"what": ahead.row.get_kind_display(), "day": weekday_and_day(ahead.on)}
        return Step(_("%(what)s on %(day)s.") % words, _("It is booked."), look="calm")
    words = {"what": ahead.row.get_kind_display(), "day": short_day(ahead.on)}
    title = _("%(what)s by %(day)s.") % words
    return Step(title, _("Nothing waits for you now."), look="calm")


def move_words(course: Course, move: CourseMove) -> tuple[str, str, str, str]:
    """The title, the reason, the button and its icon of a move."""
    what = {"what": move.line.row.get_kind_display() if move.line else ""}
    return {**_writing(what), **_planning(what)}[move.kind]


def _writing(words: dict[str, str]) -> dict[str, tuple[str, str, str, str]]:
    """What is written down and signed."""
    return {
        facts.RECORD: (
            _("%(what)s: write down what came of it.") % words,
            _("Two short answers. The other one signs them."),
            _("Write it"),
            "pen-line",
        ),
        facts.SIGN_RECORD: (
            _("%(what)s: read what was written, and sign.") % words,
            _("Change what does not fit."),
            _("Read and sign"),
            "signature",
        ),
        facts.CHARTER: (
            _("Write your charter together."),
            _("What the program promises both of you is there already. Add how you two do it."),
            _("Open the charter"),
            "file-pen",
        ),
        facts.SIGN_CHARTER: (
            _("Read the charter, and sign it."),
            _("It holds once both of you have signed."),
            _("Read and sign"),
            "signature",
        ),
    }


def _planning(words: dict[str, str]) -> dict[str, tuple[str, str, str, str]]:
    """What is booked and planned."""
    return {
        facts.BOOK: (
            _("Choose a time: %(what)s.") % words,
            _("Best in working time. The other one gets an invitation, and can move it."),
            _("Book it"),
            "calendar-plus",
        ),
        facts.NEEDS: (
            _("Say where it stands, domain by domain."),
            _("A line here and there is plenty. It stays yours until you share it."),
            _("Write it"),
            "list-checks",
        ),
        facts.PLAN: (
            _("Make the learning plan together."),
            _("Three objectives are a good beginning. The passport shows how far they are."),
            _("Make the plan"),
            "list-checks",
        ),
        facts.AGREE_PLAN: (
            _("Read the learning plan, and agree to it."),
            _("It holds once both of you have agreed."),
            _("Read it"),
            "list-checks",
        ),
        facts.BOOK_AHEAD: (
            _("Book the meetings ahead."),
            _("By week four all of them have a time, so that shifts can follow."),
            _("Book the next"),
            "calendar-plus",
        ),
    }


def move_url(course: Course, move: CourseMove) -> str:
    """Where it is done."""
    if move.kind in (facts.RECORD, facts.SIGN_RECORD) and move.line:
        return reverse("demanded_record", args=[move.line.row.pk])
    if move.kind in (facts.BOOK, facts.BOOK_AHEAD) and move.line:
        return reverse("demanded_booking", args=[move.line.row.pk])
    if move.kind == facts.CHARTER:
        return reverse("agreement_draft", args=[course.relationship_id])
    if move.kind == facts.SIGN_CHARTER:
        return reverse("agreement", args=[course.relationship_id])
    if move.kind == facts.NEEDS:
        return reverse("course_needs", args=[course.pk])
    return reverse("course_plan", args=[course.pk])

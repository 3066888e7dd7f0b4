"""Another preceptor: one pair ends and the next begins, in one transaction, without blame."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.course_changes import keep_handover
from guildhall.preceptorship.actions.course_events import PRECEPTOR_CHANGED
from guildhall.preceptorship.actions.course_rows import (
    held_course,
    name_of,
    note_turn,
    people_of,
    tell,
)
from guildhall.preceptorship.course_access import RUN_COURSE
from guildhall.preceptorship.course_messages import PRECEPTOR_CHANGED as TOLD_CHANGED
from guildhall.preceptorship.course_states import Turn
from guildhall.preceptorship.models import Course, Stretch
from guildhall.preceptorship.queries.choices import next_guides
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.models import Enrollment
from guildhall.programs.states import Side
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.opening import NewPair, Seat, open_many
from guildhall.relationships.actions.rows import present_parties
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms


def change_preceptor(
    *, course: Course, guide: Enrollment, handover: str = "", by: Actor, at: datetime
) -> Course:
    """Go on with another preceptor of the same cohort, without asking why.

    The note for whoever guides next is needed: the one that was written, or `handover`. The present
    pair ends, with what it had booked, and the next one begins with the same last day, passport,
    plan and demanded meetings; its charter is signed anew. Everybody is told once. Refuses somebody
    without a free place, naming them, and people who are kept apart.
    """
    require(RUN_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course, is_going_on=False)
        before = course.relationship
        learner = _learner(before)
        _require_next(course, guide, at=at)
        _require_handover(course, handover, by=by, at=at)
        everybody = people_of(before, by.person_id)
        close_relationship(relationship=before, by=by, at=at, learners_wait=True, tells=False)
        after = _open(before, learner, guide, by=by, at=at)
        course = Course.objects.select_related("learner", "organization", "program").get(
            relationship=after
        )
        turn = note_turn(course, Turn.PRECEPTOR, PRECEPTOR_CHANGED, by=by, at=at)
        told = {one.pk: one for one in (*everybody, *people_of(after, by.person_id))}
        event, who = f"preceptor:{turn.pk}", name_of(by, course)
        tell(TOLD_CHANGED, course, told.values(), event=event, at=at, who=who)
    return course


def _learner(row: Relationship) -> Enrollment:
    for party in present_parties(row):
        if party.side == Side.LEARNER and party.enrollment is not None:
            return party.enrollment
    raise WrongState(_("The learner of this pair takes no part in the program any more."))


def _require_next(course: Course, guide: Enrollment, *, at: datetime) -> None:
    if guide.pk not in {one.enrollment.pk for one in next_guides(course, at=at)}:
        problem = _("Choose somebody of the cohort with a free place.")
        raise InvalidInput(_("Nothing is changed yet."), {"guide": problem})


def _require_handover(course: Course, handover: str, *, by: Actor, at: datetime) -> None:
    stretch = Stretch.objects.get(relationship=course.relationship)
    if handover.strip() or not stretch.handover:
        keep_handover(course, handover, by=by, at=at)


def _open(
    before: Relationship, learner: Enrollment, guide: Enrollment, *, by: Actor, at: datetime
) -> Relationship:
    """The course joins in as the pair begins; see course_joining."""
    cohort = guide.cohort
    seats = (
        Seat(guide.person_id, Side.GUIDE, guide.pk),
        Seat(learner.person_id, Side.LEARNER, learner.pk),
    )
    after = open_many(terms=Terms.of_cohort(cohort), pairs=[NewPair(seats)], by=by, at=at)[0]
    rows = Enrollment.objects.filter(pk__in=(guide.pk, learner.pk))
    mark_matched(enrollments=list(rows), at=at, by=by)
    return after

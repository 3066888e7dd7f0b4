"""A course gets more time, goes on elsewhere, or is planned for other working time."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Site, Unit
from guildhall.engine.course import last_day_for, longest_day
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.course_events import (
    COURSE_EXTENDED,
    COURSE_MOVED,
    COURSE_SHARE_SET,
    HANDOVER_WRITTEN,
)
from guildhall.preceptorship.actions.course_rows import (
    held_course,
    name_of,
    note_turn,
    people_of,
    record_of_course,
    require_words,
    tell,
)
from guildhall.preceptorship.actions.schedule_planning import lay_out_anew
from guildhall.preceptorship.course_access import HAND_OVER_COURSE, RUN_COURSE
from guildhall.preceptorship.course_messages import COURSE_CHANGED
from guildhall.preceptorship.course_states import Turn
from guildhall.preceptorship.models import Course, CourseTurn, Stretch
from guildhall.preceptorship.queries.schedule import day_of, rules_of
from guildhall.programs.actions.enrollments import FULL_SHARE, LEAST_SHARE, set_work_share
from guildhall.relationships.actions.continuing import extend, plan_ends
from guildhall.relationships.plans import last_day, plan_of


def longest_end(course: Course) -> date | None:
    """The last day to which the standard lets it go on; None where it does not say."""
    return longest_day(
        start=course.begins_on,
        most_days=rules_of(course).most_days,
        paused_days=course.rested_days,
    )


def extend_course(*, course: Course, until: date, why: str, by: Actor, at: datetime) -> Course:
    """Give it more time, with a reason that both read; the meetings follow, and nobody is judged.

    Refuses without a reason, a day that is no later, and one beyond the longest course.
    """
    require(RUN_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course)
        words = require_words({"why": why}, needed=("why",))["why"]
        row, most = course.relationship, longest_end(course)
        earliest = max(row.ends_on or course.begins_on, day_of(course, at))
        problem = ""
        if until <= earliest:
            problem = _("Choose a day after %(day)s.") % {"day": full_day(earliest)}
        elif most is not None and until > most:
            problem = _("This program goes on until %(day)s at the latest.") % {
                "day": full_day(most)
            }
        if problem:
            raise InvalidInput(_("Nothing is extended yet."), {"until": problem})
        extend(row, ends_on=until, by=by, at=at)
        turn = note_turn(
            course, Turn.EXTENDED, COURSE_EXTENDED, by=by, at=at, until=until, words=words
        )
        _tell_change(course, turn, by=by, at=at)
    return course


def move_course(
    *, course: Course, site: Site | None, unit: Unit | None, why: str = "", by: Actor, at: datetime
) -> Course:
    """Go on at another site or in another unit of the same house; pair, passport and dates stay.

    Refuses a place of another house, a unit that is not at the site, and a move to where it is.
    """
    require(RUN_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course)
        words = require_words({"why": why}, needed=())["why"]
        for place in (site, unit):
            if place is not None and place.organization_id != course.organization_id:
                raise InvalidInput(_("Choose a place of this house."))
        if unit is not None and unit.site_id and site is not None and unit.site_id != site.pk:
            problem = _("This unit is at another site.")
            raise InvalidInput(_("Nothing is moved yet."), {"unit": problem})
        if (site, unit) == (course.site, course.unit) or (site, unit) == (None, None):
            raise InvalidInput(_("Choose another place, or leave it as it is."))
        course.site, course.unit = site, unit
        course.save(update_fields=["site", "unit"])
        turn = note_turn(course, Turn.MOVED, COURSE_MOVED, by=by, at=at, words=words)
        _tell_change(course, turn, by=by, at=at)
    return course


def set_course_share(*, course: Course, share: int, by: Actor, at: datetime) -> Course:
    """Plan it for somebody who works this percentage of full time: hours that are asked pro rata
    follow, and where the standard says so the length of the whole course.

    Never ends it before today or beyond the longest course. Refuses the share that it has.
    """
    require(RUN_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course)
        if not LEAST_SHARE <= share <= FULL_SHARE:
            words = {"least": LEAST_SHARE, "most": FULL_SHARE}
            problem = _("Give a percentage from %(least)d to %(most)d.") % words
            raise InvalidInput(_("Nothing is changed yet."), {"share": problem})
        if share == course.share:
            raise WrongState(_("It is planned for this working time already."))
        party = course.relationship.parties.filter(person=course.learner_id).first()
        if party is not None and party.enrollment is not None:
            set_work_share(enrollment=party.enrollment, percent=share, by=by, at=at)
        course.share = share
        course.save(update_fields=["share"])
        ends_on = _stretched(course, at=at)
        turn = note_turn(
            course, Turn.SHARE, COURSE_SHARE_SET, by=by, at=at, days=share, until=ends_on
        )
        _tell_change(course, turn, by=by, at=at)
    return course


def write_handover(*, course: Course, words: str, by: Actor, at: datetime) -> Stretch:
    """Write, or write anew, the note for whoever guides next: they read it, and the learner does.
    It asks for no reason and blames nobody."""
    require(HAND_OVER_COURSE, by, course)
    with transaction.atomic():
        course = held_course(course, is_going_on=False)
        return keep_handover(course, words, by=by, at=at)


def keep_handover(course: Course, words: str, *, by: Actor, at: datetime) -> Stretch:
    """The note of the stretch that goes on now. The course is held, and the caller asked."""
    text = require_words({"handover": words}, needed=("handover",))["handover"]
    stretch = Stretch.objects.get(relationship=course.relationship)
    stretch.handover, stretch.handed_by_id, stretch.handed_at = text, by.person_id, at
    stretch.save(update_fields=["handover", "handed_by", "handed_at"])
    record_of_course(HANDOVER_WRITTEN, stretch, course, by=by, at=at)
    return stretch


def _stretched(course: Course, *, at: datetime) -> date:
    row = course.relationship
    rules, ends_on = rules_of(course), row.ends_on or day_of(course, at)
    planned = last_day(plan_of(row), course.begins_on)
    if rules.length_pro_rata and planned is not None:
        longest = longest_day(start=course.begins_on, most_days=rules.most_days)
        last = last_day_for(
            start=course.begins_on, last=planned, share=course.share, longest=longest
        )
        ends_on = max(last + timedelta(days=course.rested_days), day_of(course, at))
        plan_ends({row: ends_on})
        lay_out_anew(course, end=ends_on)
    return ends_on


def _tell_change(course: Course, turn: CourseTurn, *, by: Actor, at: datetime) -> None:
    people = people_of(course.relationship, by.person_id)
    tell(COURSE_CHANGED, course, people, event=f"turn:{turn.pk}", at=at, who=name_of(by, course))

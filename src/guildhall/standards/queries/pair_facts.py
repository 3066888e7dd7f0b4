"""Facts about pairs: their days, meetings, hours, agreements, ratings, and the preceptor course."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from guildhall.agreements.models import AgreementVersion
from guildhall.assessment.models import Rating
from guildhall.hours.models import TimeEntry
from guildhall.hours.states import EntryKind, EntryState
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.preceptorship.models import Course, LearningPlan, Stretch, Training
from guildhall.preceptorship.standing_states import TrainingKind
from guildhall.programs.models import Prerequisite
from guildhall.programs.plan import hours_of
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.standards.facts import Gathering, Values, gatherer
from guildhall.standards.queries.days import day_of
from guildhall.standards.states import Subject

# The prerequisite of our templates that stands for preceptor training.
COURSE = "preceptor_course"


def _stretches(asked: Gathering) -> dict[int, int]:
    """Every pair that a learner had on the same course, and the one that works on it now: a change
    of preceptor keeps the record. One query."""
    rows = Stretch.objects.filter(course__relationship__in=asked.ids).order_by()
    found = {pk: pk for pk in asked.ids}
    return found | dict(rows.values_list("relationship", "course__relationship"))


@gatherer(Subject.PAIR, "starts_on", "planned_end", "preceptor_since")
def course_days(asked: Gathering) -> Values:
    """From the first day of the course; where a pair has none, from the opening, or from the first
    day of the cohort where that is later. Two queries."""
    rows = Relationship.objects.filter(pk__in=asked.ids).select_related("cohort")
    courses = Course.objects.filter(relationship__in=asked.ids).order_by()
    begins = dict(courses.values_list("relationship", "begins_on"))
    found: dict[int, dict[str, Any]] = {}
    for row in rows.order_by():
        opened = day_of(asked.program, row.opened_at) if row.opened_at else None
        starts = row.cohort.starts_on if row.cohort else None
        first = max(opened, starts) if opened and starts else opened
        found[row.pk] = {
            "starts_on": begins.get(row.pk, first),
            "planned_end": row.ends_on,
            "preceptor_since": first,
        }
    return found


@gatherer(Subject.PAIR, "meetings_held", "meetings_booked", "meetings_ahead")
def meeting_days(asked: Gathering) -> Values:
    """Held ones of the course, and those that are booked and still to come; two queries."""
    pairs = _stretches(asked)
    found: dict[int, dict[str, Any]] = {
        pk: {"meetings_held": [], "meetings_booked": [], "meetings_ahead": 0} for pk in asked.ids
    }
    rows = Meeting.objects.filter(
        relationship__in=pairs, state__in=(MeetingState.HELD, MeetingState.BOOKED)
    )
    for pk, state, starts_at in rows.order_by().values_list("relationship", "state", "starts_at"):
        facts, day = found[pairs[pk]], day_of(asked.program, starts_at)
        if state == MeetingState.HELD:
            facts["meetings_held"].append(day)
        elif starts_at > asked.at:
            facts["meetings_booked"].append(day)
            facts["meetings_ahead"] += 1
    return found


@gatherer(
    Subject.PAIR,
    "supernumerary_hours",
    "placement_hours",
    "simulated_hours",
    "community_and_system_hours",
)
def worked_hours(asked: Gathering) -> Values:
    """Verified hours of the course that count; two queries. Hours by place only where the program
    names places."""
    pairs = _stretches(asked)
    places = {place.name for place in hours_of(asked.program.plan).places}
    names = ("supernumerary_hours", "placement_hours", "simulated_hours")
    found: dict[int, dict[str, Any]] = {pk: {name: [] for name in names} for pk in asked.ids}
    if places:
        for facts in found.values():
            facts["community_and_system_hours"] = []
    rows = TimeEntry.objects.filter(
        relationship__in=pairs, state=EntryState.VERIFIED, not_counted=""
    ).exclude(kind=EntryKind.PROTECTED)
    columns = ("relationship", "kind", "on", "minutes", "is_simulated", "site__name", "unit__name")
    for pk, kind, on, minutes, is_simulated, *where in rows.order_by("on").values_list(*columns):
        facts, amount = found[pairs[pk]], (on, minutes / 60)
        if kind in (EntryKind.SUPERNUMERARY, EntryKind.PLACEMENT):
            facts[f"{kind}_hours"].append(amount)
        if is_simulated:
            facts["simulated_hours"].append(amount)
        if places & {*where}:
            facts["community_and_system_hours"].append(amount)
    return found


@gatherer(Subject.PAIR, "work_share")
def work_shares(asked: Gathering) -> Values:
    """Percent of full time of whoever learns; one query."""
    rows = Party.objects.filter(
        relationship__in=asked.ids, side=Side.LEARNER, left_at__isnull=True
    ).order_by("pk")
    shares = rows.values_list("relationship", "enrollment__work_share")
    return {pk: {"work_share": 100 if share is None else share} for pk, share in shares}


@gatherer(Subject.PAIR, "preceptor_trained")
def preceptor_training(asked: Gathering) -> Values:
    """When everybody who guides in the pair had done the course: as their standing here says, else
    the prerequisite of their enrollment; three queries. Where neither says it, nobody knows."""
    rows = Party.objects.filter(relationship__in=asked.ids, side=Side.GUIDE, left_at__isnull=True)
    guides: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for pk, person, enrollment in rows.order_by("pk").values_list(
        "relationship", "person", "enrollment"
    ):
        guides[pk].append((person, enrollment))
    everybody = [one for each in guides.values() for one in each]
    trained = _trained(asked, {person for person, _enrollment in everybody})
    courses = Prerequisite.objects.filter(
        enrollment__in={enrollment for _person, enrollment in everybody if enrollment}, key=COURSE
    )
    met = dict(courses.values_list("enrollment", "met_at"))
    for person, one in everybody:
        if one in met:
            at = met[one]
            trained.setdefault(person, day_of(asked.program, at) if at else None)
    return {
        pk: {"preceptor_trained": _all_done([trained[person] for person, _one in each])}
        for pk, each in guides.items()
        if all(person in trained for person, _one in each)
    }


def _trained(asked: Gathering, people: set[int]) -> dict[int, date | None]:
    """The first day of the preceptor course of each who has one here."""
    rows = Training.objects.filter(
        standing__person__in=people,
        standing__organization=asked.program.organization_id,
        kind=TrainingKind.COURSE,
    )
    return dict(rows.order_by("-on").values_list("standing__person", "on"))


def _all_done(days: Iterable[date | None]) -> list[date]:
    """The last day of all; nothing while one is open."""
    found = list(days)
    done = [day for day in found if day is not None]
    return [max(done)] if done and len(done) == len(found) else []


@gatherer(Subject.PAIR, "plan_agreed")
def learning_plans(asked: Gathering) -> Values:
    """When a version of the learning plan was agreed; two queries. Where a pair has no course, no
    plan is kept here, and nobody knows."""
    courses = Course.objects.filter(relationship__in=asked.ids).order_by()
    of_course = dict(courses.values_list("pk", "relationship"))
    found: dict[int, dict[str, Any]] = {pk: {"plan_agreed": []} for pk in of_course.values()}
    rows = LearningPlan.objects.filter(course__in=of_course, agreed_at__isnull=False)
    for course, at in rows.order_by("agreed_at").values_list("course", "agreed_at"):
        if at is not None:
            found[of_course[course]]["plan_agreed"].append(day_of(asked.program, at))
    return found


@gatherer(Subject.PAIR, "charter_agreed")
def agreements(asked: Gathering) -> Values:
    """When what they agreed came into force, on the course; two queries."""
    pairs = _stretches(asked)
    found: dict[int, dict[str, Any]] = {pk: {"charter_agreed": []} for pk in asked.ids}
    rows = AgreementVersion.objects.filter(relationship__in=pairs, in_force_at__isnull=False)
    for pk, at in rows.order_by("in_force_at").values_list("relationship", "in_force_at"):
        if at is not None:
            found[pairs[pk]]["charter_agreed"].append(day_of(asked.program, at))
    return found


@gatherer(Subject.PAIR, "ratings_locked")
def rating_rounds(asked: Gathering) -> Values:
    """When the second of both sides locked a round, on the course; two queries."""
    pairs = _stretches(asked)
    found: dict[int, dict[str, Any]] = {pk: {"ratings_locked": []} for pk in asked.ids}
    rows = Rating.objects.filter(round__relationship__in=pairs, locked_at__isnull=False)
    locked: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for pk, one, at in rows.order_by("locked_at").values_list(
        "round__relationship", "round", "locked_at"
    ):
        locked[pk, one].append(at)
    for (pk, _round), moments in locked.items():
        if len(moments) > 1:
            found[pairs[pk]]["ratings_locked"].append(day_of(asked.program, moments[-1]))
    return found

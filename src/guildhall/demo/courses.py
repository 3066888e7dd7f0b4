"""Courses of the demo: the story’s in the middle of everything, the others as far as they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.meetings.actions.directly import Booking
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.permissions.actor import Actor, actor_for
from guildhall.preceptorship.actions.learning_needs import save_needs
from guildhall.preceptorship.actions.learning_plan import (
    ObjectiveDraft,
    agree_to_plan,
    write_plan,
)
from guildhall.preceptorship.actions.schedule_clock import keep_schedule
from guildhall.preceptorship.actions.schedule_meetings import (
    RecordDraft,
    book_demanded,
    choose_meeting,
    sign_record,
    write_record,
)
from guildhall.preceptorship.course_states import MeetingKind
from guildhall.preceptorship.models import Course, DemandedMeeting
from guildhall.preceptorship.queries.learning import competencies_of
from guildhall.programs.states import Side
from guildhall.relationships.states import UNDER_WAY

DAY = timedelta(days=1)
SIDES = {Side.LEARNER: ("strength", "new", "worry"), Side.GUIDE: ("offer",)}


def build_courses(houses: Mapping[str, House], *, today: datetime) -> None:
    """First meetings found among those that were held, written and signed; then the story."""
    texts = data("courses.toml")
    house = houses["alder"]
    courses = Course.objects.filter(
        program__name=texts["program"],
        organization=house.organization,
        relationship__state__in=UNDER_WAY,
    ).select_related("relationship", "learner", "organization", "program")
    told = house.cast[texts["story"]["learner"]]
    for number, course in enumerate(courses.order_by("pk")):
        is_told = course.learner_id == told.pk
        people = _people(course)
        if is_told:
            _learn(course, people, texts)
        _meet(course, people, texts, signs=is_told or number % 4 != 3, today=today)
        if is_told:
            _book_ahead(course, people, texts)
    with clock.moved_to(today):
        keep_schedule(at=today)


def _people(course: Course) -> dict[str, Actor]:
    parties = course.relationship.parties.select_related("person")
    return {str(party.side): _acting(party.person) for party in parties}


def _acting(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)


def _opened(course: Course) -> datetime:
    opened = course.relationship.opened_at
    assert opened is not None
    return opened


def _learn(course: Course, people: Mapping[str, Actor], texts: Mapping[str, Any]) -> None:
    """Both sides share their part of the needs, and agree on a plan."""
    story, opened = texts["story"], _opened(course)
    for side, day in ((Side.LEARNER, story["needs_day"]), (Side.GUIDE, story["offer_day"])):
        words = {
            need["domain"]: {name: need[name] for name in SIDES[side] if name in need}
            for need in texts["need"]
        }
        at = opened + day * DAY
        with clock.moved_to(at):
            save_needs(course=course, words=words, shares=True, by=people[side], at=at)
    of = {one.key: one for one in competencies_of(course)}
    drafts = [
        ObjectiveDraft(one["text"], course.begins_on + one["day"] * DAY, of.get(one["competency"]))
        for one in texts["objective"]
    ]
    at = opened + story["plan_day"] * DAY
    with clock.moved_to(at):
        plan = write_plan(
            course=course, objectives=drafts, based_on=0, by=people[Side.GUIDE], at=at
        )
    at = opened + story["agree_day"] * DAY
    with clock.moved_to(at):
        agree_to_plan(plan=plan, by=people[Side.LEARNER], at=at)


def _meet(
    course: Course,
    people: Mapping[str, Actor],
    texts: Mapping[str, Any],
    *,
    signs: bool,
    today: datetime,
) -> None:
    """The first meeting that they held is the demanded one; a few wait for a signature."""
    held = Meeting.objects.filter(relationship=course.relationship, state=MeetingState.HELD)
    meeting = held.order_by("starts_at").first()
    if meeting is None:
        return
    demanded = _first(course, MeetingKind.INITIAL)
    records: Sequence[Mapping[str, str]] = texts["record"]
    is_told = course.learner.given_name in records[0]["looked_at"]
    draft = RecordDraft(**records[0 if is_told else 1])
    at = min(meeting.starts_at + DAY, today - timedelta(hours=3))
    with clock.moved_to(at):
        by = people[Side.GUIDE]
        choose_meeting(demanded=demanded, meeting=meeting, by=by, at=at)
        record = write_record(demanded=demanded, draft=draft, by=by, at=at)
    if signs:
        at += timedelta(hours=2)
        with clock.moved_to(at):
            by = people[Side.LEARNER]
            sign_record(demanded=demanded, written_at=record.written_at, by=by, at=at)


def _book_ahead(course: Course, people: Mapping[str, Actor], texts: Mapping[str, Any]) -> None:
    """In week four the interim and the final meeting get their time."""
    story, opened = texts["story"], _opened(course)
    at = opened + story["book_day"] * DAY
    for kind, day in (
        (MeetingKind.INTERIM, story["interim_day"]),
        (MeetingKind.FINAL, story["final_day"]),
    ):
        starts = (opened + day * DAY).replace(hour=14, minute=0)
        with clock.moved_to(at):
            book_demanded(
                demanded=_first(course, kind),
                booking=Booking(starts, 60, "in_person", "Ward office"),
                by=people[Side.GUIDE],
                at=at,
            )


def _first(course: Course, kind: str) -> DemandedMeeting:
    row = DemandedMeeting.objects.filter(course=course, kind=kind).first()
    assert row is not None
    return row

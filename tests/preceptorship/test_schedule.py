"""The demanded meetings: laid out, booked, held, signed; missed and passed on."""

import random
from datetime import date, timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.meetings.actions.booking import cancel_meeting
from guildhall.meetings.actions.confirming import confirm_meeting
from guildhall.meetings.actions.logging import log_meeting
from guildhall.notify.models import Notice
from guildhall.preceptorship.actions.schedule_clock import keep_schedule
from guildhall.preceptorship.actions.schedule_meetings import (
    RecordDraft,
    book_demanded,
    choose_meeting,
    sign_record,
    write_record,
)
from guildhall.preceptorship.course_states import DEMAND_TRANSITIONS, DemandState
from guildhall.preceptorship.models import Course, DemandedMeeting, MeetingRecord
from guildhall.preceptorship.queries.schedule import lines_of
from guildhall.relationships.actions.course import pause_relationship
from tests.preceptorship.course_ground import (
    RECORD,
    begun,
    booked,
    booking,
    days,
    first,
    fresh,
    held,
    lines,
)
from tests.world import NOW


@pytest.fixture
def course(world) -> Course:
    return begun(world)


def states(course) -> list[str]:
    return [line.state.value for line in lines(course)]


def state(row: DemandedMeeting) -> str:
    return next(line.state.value for line in lines(fresh(row.course)) if line.row.pk == row.pk)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"preceptorship.{kind}").order_by("pk")
    return list(rows.values_list("person__given_name", flat=True))


def test_a_pair_begins_with_the_meetings_of_its_standard(course):
    found = [(line.row.kind, (line.on - course.begins_on).days) for line in lines(course)]
    assert found[0] == ("initial", 7)
    assert [kind for kind, _day in found] == [
        "initial",
        "review",
        "review",
        "interim",
        "review",
        "review",
        "final",
    ]
    assert lines(course)[-1].on == course.relationship.ends_on
    assert set(states(course)) == {"due"}


def test_booking_tells_both_and_their_calendars(world, course):
    row = booked(course, world, at=NOW, on=days(3))
    assert state(row) == "booked"
    notices = Notice.objects.filter(kind="meetings.meeting_booked")
    assert sorted(one.person.given_name for one in notices) == ["Gwen", "Noor"]
    assert Event.objects.filter(kind="demand_met", subject_id=row.pk).count() == 1
    step = course.relationship.first_steps.get(key="first_meeting")
    assert step.done_at == NOW
    with pytest.raises(WrongState):
        book_demanded(demanded=row, booking=booking(days(4)), by=world.actor("noor"), at=NOW)


def test_a_time_that_cannot_be_is_refused(world, course):
    row, by = first(course), world.actor("gwen")
    for wrong, field in (
        (booking(NOW - timedelta(hours=1)), "starts_at"),
        (booking(days(400)), "starts_at"),
        (booking(days(2), minutes=2), "minutes"),
        (booking(days(2), mode="smoke"), "mode"),
    ):
        with pytest.raises(InvalidInput) as refused:
            book_demanded(demanded=row, booking=wrong, by=by, at=NOW)
        assert list(refused.value.problems) == [field]
    assert not row.course.relationship.meetings.exists()


def test_from_due_to_signed_by_both(world, course):
    row = booked(course, world, at=NOW, on=days(3))
    gwen, noor = world.actor("gwen"), world.actor("noor")
    with pytest.raises(WrongState):
        write_record(demanded=row, draft=RECORD, by=gwen, at=days(1))
    confirm_meeting(meeting=row.meeting, did_meet=True, by=gwen, at=days(4))
    assert state(row) == "held"
    record = write_record(demanded=row, draft=RECORD, by=gwen, at=days(4))
    assert (state(row), told("record_to_sign")) == ("signed_one", ["Noor"])
    sign_record(demanded=row, written_at=record.written_at, by=noor, at=days(5))
    sign_record(demanded=row, written_at=record.written_at, by=noor, at=days(6))
    assert state(row) == "signed"
    with pytest.raises(WrongState):
        write_record(demanded=row, draft=RecordDraft("Other", "Words"), by=gwen, at=days(6))
    kinds = Event.objects.filter(kind__startswith="meeting_record").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "meeting_record_written",
        "meeting_record_signed",
        "meeting_record_signed",
    ]


def test_other_words_take_away_what_was_signed_before(world, course):
    row = held(course, world, on=days(3), signs=False)
    before = MeetingRecord.objects.get(demanded=row).written_at
    noor = world.actor("noor")
    write_record(demanded=row, draft=RecordDraft("The plan", "Nights"), by=noor, at=days(5))
    record = MeetingRecord.objects.get(demanded=row)
    assert [one.person_id for one in record.signatures.all()] == [world.noor.pk]
    with pytest.raises(WrongState):
        sign_record(demanded=row, written_at=before, by=world.actor("gwen"), at=days(5))


def test_a_record_needs_both_answers(world, course):
    row = booked(course, world, at=NOW, on=days(3))
    with pytest.raises(InvalidInput) as refused:
        write_record(
            demanded=row, draft=RecordDraft("Both", " "), by=world.actor("gwen"), at=days(4)
        )
    assert list(refused.value.problems) == ["agreed_next"]
    # it was refused as a whole: nobody has said that they met
    assert state(row) == "booked"


def test_a_meeting_that_was_logged_can_be_the_demanded_one(world, course):
    gwen = world.actor("gwen")
    meeting = log_meeting(
        relationship=course.relationship,
        on=days(2).date(),
        minutes=40,
        mode="in_person",
        by=gwen,
        at=days(2),
    )
    row = choose_meeting(demanded=first(course), meeting=meeting, by=gwen, at=days(2))
    assert state(row) == "held"
    with pytest.raises(WrongState):
        choose_meeting(demanded=first(course, "review"), meeting=meeting, by=gwen, at=days(2))


def test_one_that_is_called_off_is_due_again(world, course):
    row = booked(course, world, at=NOW, on=days(3))
    cancel_meeting(meeting=row.meeting, by=world.actor("noor"), at=days(1))
    assert state(row) == "due"
    book_demanded(demanded=row, booking=booking(days(5)), by=world.actor("noor"), at=days(2))
    assert state(row) == "booked"


def test_a_missed_one_goes_to_the_coordinator_after_a_week(world, course):
    row = booked(course, world, at=NOW, on=days(3))
    confirm_meeting(meeting=row.meeting, did_meet=False, by=world.actor("gwen"), at=days(4))
    assert state(row) == "missed"
    assert keep_schedule(at=days(10)) == 0
    assert keep_schedule(at=days(11)) == 1
    assert keep_schedule(at=days(12)) == 0
    assert (state(row), told("meeting_late")) == ("escalated", ["Maren"])
    book_demanded(demanded=row, booking=booking(days(14)), by=world.actor("gwen"), at=days(12))
    assert state(row) == "booked"


def test_one_that_nobody_books_goes_to_the_coordinator(world, course):
    assert keep_schedule(at=days(14)) == 0
    assert keep_schedule(at=days(15)) == 1
    assert states(course)[0] == "escalated"


def test_while_the_pair_rests_nothing_is_passed_on(world, course):
    pause_relationship(relationship=course.relationship, by=world.actor("maren"), at=NOW)
    assert keep_schedule(at=days(60)) == 0


@pytest.mark.parametrize(
    ("who", "refusal"), [("maren", NotAllowed), ("vera", NotAllowed), ("omar", NotVisible)]
)
def test_only_the_pair_book_and_sign(world, course, who, refusal):
    row = first(course)
    by = world.actor(who)
    with pytest.raises(refusal):
        book_demanded(demanded=row, booking=booking(days(2)), by=by, at=NOW)
    with pytest.raises(refusal):
        write_record(demanded=row, draft=RECORD, by=by, at=NOW)
    with pytest.raises(refusal):
        sign_record(demanded=row, written_at=NOW, by=by, at=NOW)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_follows_the_table(world, course, seed):
    """Random moves on one demanded meeting: it only ever goes along DEMAND_TRANSITIONS."""
    chance, at = random.Random(seed), NOW
    row = first(course)

    def book(by):
        book_demanded(demanded=row, booking=booking(at + timedelta(hours=2)), by=by, at=at)

    def meet(by):
        confirm_meeting(meeting=row.meeting, did_meet=chance.random() < 0.6, by=by, at=at)

    def call_off(by):
        cancel_meeting(meeting=row.meeting, by=by, at=at)

    def write(by):
        write_record(demanded=row, draft=RECORD, by=by, at=at)

    def sign(by):
        written = MeetingRecord.objects.get(demanded=row).written_at
        sign_record(demanded=row, written_at=written, by=by, at=at)

    def wait(by):
        keep_schedule(at=at)

    for _move in range(25):
        before = state(row)
        act, by = (
            chance.choice((book, meet, call_off, write, sign, wait)),
            world.actor(chance.choice(("gwen", "noor"))),
        )
        try:
            act(by)
        except (WrongState, InvalidInput, MeetingRecord.DoesNotExist, AttributeError):
            assert state(row) == before
        at += timedelta(hours=chance.choice((1, 3, 24 * 9)))
        row = DemandedMeeting.objects.select_related("meeting", "course").get(pk=row.pk)
        after = state(row)
        assert after == before or after in DEMAND_TRANSITIONS[DemandState(before)]


def test_the_lines_of_many_courses_cost_as_much_as_of_one(world, course, django_assert_num_queries):
    held(course, world, on=days(3))
    found = fresh(course)
    with django_assert_num_queries(2):
        lines_of([found])


def test_days_are_those_of_the_house(course):
    assert course.begins_on == date(2026, 11, 16)

"""Circles: who sees them, how seats are taken, asked for, waited for, left and handed over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.conversations.actions.posts import send_post, take_post_back
from guildhall.core.errors import InvalidInput, NoRoomLeft, NotAllowed, NotVisible, WrongState
from guildhall.mentoring.actions.circles import change_circle, hand_over, open_seats
from guildhall.mentoring.actions.seats import (
    answer_seat,
    leave_circle,
    take_seat,
    withdraw_seat_request,
)
from guildhall.mentoring.circle_access import LEAD_CIRCLE, SEE_CIRCLE, TAKE_SEAT
from guildhall.mentoring.circle_states import Joining, SeatState
from guildhall.mentoring.queries.remembered import circles_left, remembered
from guildhall.mentoring.queries.seats import open_circles, own_circles
from guildhall.notify.models import Message
from guildhall.permissions.access import may
from guildhall.permissions.actor import actor_for
from guildhall.relationships.access import SEE_RELATIONSHIP, STEER_RELATIONSHIP
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.places import rooms
from tests.matching.factories import cohort_of, guide, learner
from tests.mentoring.circling import draft, many_people, own_circle, program_circle
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW

CAST = ("noor", "tomas", "gwen", "omar", "maren", "ada", "vera", "milo", "olga")
pytestmark = pytest.mark.django_db


def sits(circle, world) -> set[str]:
    """Who of the cast is in the circle now."""
    inside = Party.objects.filter(relationship=circle.relationship, left_at__isnull=True)
    people = set(inside.values_list("person_id", flat=True))
    return {name for name in CAST if getattr(world, name).pk in people}


def ask(circle, world, name):
    return take_seat(circle=circle, by=world.actor(name), at=NOW)


def told(kind: str) -> list[int]:
    return list(
        Message.objects.filter(kind=f"mentoring.{kind}").values_list("person_id", flat=True)
    )


def test_a_free_seat_is_taken_in_one_step_and_told(world):
    circle = own_circle(world)
    request = ask(circle, world, "noor")
    assert request.state == SeatState.TAKEN
    assert sits(circle, world) == {"gwen", "noor"}
    assert told("seat_given") == [world.noor.pk]
    assert Event.objects.filter(kind="seat_taken", subject_id=circle.relationship_id).count() == 1
    with pytest.raises(NotAllowed):
        ask(circle, world, "noor")


def test_the_third_waits_for_one_of_two_seats_and_moves_up_when_one_leaves(world):
    circle = own_circle(world)
    ask(circle, world, "noor")
    ask(circle, world, "tomas")
    waiting = ask(circle, world, "omar")
    assert waiting.state == SeatState.WAITING
    assert ask(circle, world, "omar").pk == waiting.pk
    leave_circle(relationship=circle.relationship, by=world.actor("noor"), at=NOW)
    assert sits(circle, world) == {"gwen", "tomas", "omar"}
    waiting.refresh_from_db()
    assert waiting.state == SeatState.TAKEN


def test_whoever_left_can_come_back_where_a_seat_is_free(world):
    circle = own_circle(world)
    ask(circle, world, "noor")
    leave_circle(relationship=circle.relationship, by=world.actor("noor"), at=NOW)
    assert not may(SEE_RELATIONSHIP, world.actor("noor"), circle.relationship)
    ask(circle, world, "noor")
    assert sits(circle, world) == {"gwen", "noor"}


def test_asked_for_a_seat_the_facilitator_answers(world):
    circle = own_circle(world, joining=Joining.ASKED)
    request = ask(circle, world, "noor")
    assert (request.state, sits(circle, world)) == (SeatState.ASKED, {"gwen"})
    assert told("seat_asked") == [world.gwen.pk]
    with pytest.raises(NotAllowed):
        answer_seat(request=request, is_given=True, by=world.actor("noor"), at=NOW)
    with pytest.raises(NotVisible):
        answer_seat(request=request, is_given=True, by=world.actor("maren"), at=NOW)
    answer_seat(request=request, is_given=True, by=world.actor("gwen"), at=NOW)
    assert sits(circle, world) == {"gwen", "noor"}
    with pytest.raises(WrongState):
        answer_seat(request=request, is_given=False, by=world.actor("gwen"), at=NOW)


def test_a_no_is_told_kindly_and_withdrawing_tells_nobody(world):
    circle = own_circle(world, joining=Joining.ASKED)
    request = ask(circle, world, "noor")
    answer_seat(request=request, is_given=False, by=world.actor("gwen"), at=NOW)
    assert told("seat_declined") == [world.noor.pk]
    other = ask(circle, world, "tomas")
    withdraw_seat_request(request=other, by=world.actor("tomas"), at=NOW)
    other.refresh_from_db()
    assert other.state == SeatState.WITHDRAWN
    assert told("seat_declined") == [world.noor.pk]


def test_no_seat_is_given_beyond_their_number(world):
    circle = own_circle(world, seats=1, joining=Joining.ASKED)
    first, second = ask(circle, world, "noor"), ask(circle, world, "tomas")
    answer_seat(request=first, is_given=True, by=world.actor("gwen"), at=NOW)
    with pytest.raises(NoRoomLeft):
        answer_seat(request=second, is_given=True, by=world.actor("gwen"), at=NOW)
    change_circle(circle=circle, draft=draft(seats=2), by=world.actor("gwen"), at=NOW)
    answer_seat(request=second, is_given=True, by=world.actor("gwen"), at=NOW)
    assert sits(circle, world) == {"gwen", "noor", "tomas"}
    with pytest.raises(InvalidInput):
        change_circle(circle=circle, draft=draft(seats=1), by=world.actor("gwen"), at=NOW)


def test_with_one_more_seat_only_one_of_those_in_line_is_put_to_the_facilitator(world):
    circle = own_circle(world, seats=1, joining=Joining.ASKED)
    answer_seat(request=ask(circle, world, "noor"), is_given=True, by=world.actor("gwen"), at=NOW)
    line = [ask(circle, world, "tomas"), ask(circle, world, "omar")]
    change_circle(
        circle=circle,
        draft=draft(seats=2, joining=Joining.ASKED),
        by=world.actor("gwen"),
        at=NOW,
    )
    for request in line:
        request.refresh_from_db()
    assert [request.state for request in line] == [SeatState.ASKED, SeatState.WAITING]


def test_the_facilitator_hands_over_before_leaving(world):
    circle = own_circle(world)
    ask(circle, world, "noor")
    with pytest.raises(WrongState, match="Hand it over"):
        leave_circle(relationship=circle.relationship, by=world.actor("gwen"), at=NOW)
    noor = Party.objects.get(relationship=circle.relationship, person=world.noor)
    hand_over(circle=circle, to=noor, by=world.actor("gwen"), at=NOW)
    circle.refresh_from_db()
    assert circle.facilitator_id == world.noor.pk
    assert told("circle_handed") == [world.noor.pk]
    assert not may(LEAD_CIRCLE, world.actor("gwen"), circle)
    leave_circle(relationship=circle.relationship, by=world.actor("gwen"), at=NOW)
    assert sits(circle, world) == {"noor"}


def test_only_those_who_lead_end_a_circle_and_whoever_waits_is_told(world):
    circle = own_circle(world, seats=1)
    ask(circle, world, "noor")
    waiting = ask(circle, world, "tomas")
    assert not may(STEER_RELATIONSHIP, world.actor("noor"), circle.relationship)
    with pytest.raises(NotAllowed):
        close_relationship(relationship=circle.relationship, by=world.actor("noor"), at=NOW)
    close_relationship(relationship=circle.relationship, by=world.actor("gwen"), at=NOW)
    waiting.refresh_from_db()
    assert waiting.state == SeatState.DECLINED
    assert told("seat_declined") == [world.tomas.pk]
    with pytest.raises(NotVisible):
        ask(circle, world, "omar")


def test_a_circle_of_a_program_is_open_to_its_people_and_takes_their_enrollment(world):
    circle, noor = program_circle(world, joining=Joining.FREE)
    circle.refresh_from_db()
    assert circle.joining == Joining.ASKED, "the program's rule holds"
    seen = {name for name in CAST if may(TAKE_SEAT, world.actor(name), circle)}
    assert seen == {"noor", "tomas"}
    answer_seat(request=ask(circle, world, "noor"), is_given=True, by=world.actor("gwen"), at=NOW)
    noor.refresh_from_db()
    assert noor.state == "matched"
    leave_circle(relationship=circle.relationship, by=world.actor("noor"), at=NOW)
    noor.refresh_from_db()
    assert noor.state == "waiting"


def test_every_member_takes_a_place_of_the_guide_unless_the_program_counts_circles_once(world):
    rule = {"joining": "free"}
    circle, _noor = program_circle(world, capacity=1, circle=rule)
    ask(circle, world, "noor")
    with pytest.raises(NoRoomLeft, match="Gwen"):
        ask(circle, world, "tomas")
    once = own_circle(world, title="Counts once")
    assert rooms([world.gwen.pk], on=NOW.date())[world.gwen.pk].held == 1
    with pytest.raises(NoRoomLeft):
        ask(once, world, "omar")


def test_a_circle_that_counts_once_takes_one_place_however_many_sit_in_it(world):
    circle, _noor = program_circle(
        world, capacity=1, circle={"joining": "free", "counts_once": True}
    )
    ask(circle, world, "noor")
    ask(circle, world, "tomas")
    assert sits(circle, world) == {"gwen", "noor", "tomas"}
    assert rooms([world.gwen.pk], on=NOW.date())[world.gwen.pk].held == 1


def test_outsiders_see_no_circle_and_staff_sees_it_without_a_seat(world):
    circle, _noor = program_circle(world)
    sees = {name for name in CAST if may(SEE_CIRCLE, world.actor(name), circle)}
    assert sees == {"noor", "tomas", "gwen", "maren", "ada", "vera"}
    with pytest.raises(NotAllowed):
        ask(circle, world, "maren")
    with pytest.raises(NotVisible):
        ask(circle, world, "olga")


def test_a_matched_circle_opens_its_seats_once(world):
    program = make_program(world.alder, "Circles", template="mentoring-circle", prerequisites=[])
    cohort = cohort_of(program)
    row = make_pair(
        guide(cohort, world.gwen, places=4), learner(cohort, world.noor), opens_at_once=True
    )
    assert row.is_circle
    learner(cohort, world.tomas)
    with pytest.raises(NotAllowed):
        open_seats(relationship=row, draft=draft(), by=world.actor("maren"), at=NOW)
    circle = open_seats(relationship=row, draft=draft(), by=world.actor("gwen"), at=NOW)
    assert Relationship.objects.get(pk=row.pk).title == "Night shifts"
    with pytest.raises(WrongState):
        open_seats(relationship=row, draft=draft(), by=world.actor("gwen"), at=NOW)
    assert [found.taken for found in open_circles(world.actor("tomas"))] == [1]
    assert [found.circle.pk for found in own_circles(world.actor("noor"))] == [circle.pk]


def test_the_list_asks_as_often_for_three_circles_as_for_one(world):
    own_circle(world)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            open_circles(world.actor("noor"))
        return len(asked)

    before = count()
    for number in range(2):
        circle = own_circle(world, title=f"Circle {number}", seats=5)
        for person in many_people(world, 2) if number else []:
            actor = actor_for(account_id=person.account_id, person_id=person.pk)
            take_seat(circle=circle, by=actor, at=NOW)
    assert count() == before


@pytest.mark.parametrize("problem", ["title", "topic", "seats", "joining"])
def test_a_draft_that_cannot_be_is_refused_by_name(world, problem):
    wrong = {"title": "", "topic": "x" * 201, "seats": 0, "joining": "door"}
    with pytest.raises(InvalidInput) as refused:
        own_circle(world, **{problem: wrong[problem]})
    assert list(refused.value.problems) == [problem]


def test_whoever_left_reads_on_what_was_there_and_nothing_after(world):
    circle = own_circle(world)
    row = circle.relationship
    ask(circle, world, "noor")
    gwen, later = world.actor("gwen"), NOW + timedelta(days=2)
    send_post(relationship=row, text="While she was in", by=gwen, at=NOW + timedelta(hours=1))
    taken = send_post(relationship=row, text="Taken back", by=gwen, at=NOW + timedelta(hours=1))
    leave_circle(relationship=row, by=world.actor("noor"), at=NOW + timedelta(days=1))
    send_post(relationship=row, text="After she had left", by=gwen, at=later)
    take_post_back(post=taken, by=gwen, at=later)
    party = circles_left(world.actor("noor")).get()
    assert [line.text for line in remembered(party)] == ["While she was in"]
    assert not circles_left(world.actor("gwen")).exists()
    ask(circle, world, "noor")
    assert not circles_left(world.actor("noor")).exists()

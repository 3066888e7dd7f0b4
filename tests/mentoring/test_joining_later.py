"""Who joins a circle later reads what is written from then on, and nothing from before."""

from datetime import timedelta

import pytest

from guildhall.conversations.access import READ_NOTE, READ_POST
from guildhall.conversations.actions.notes import write_note
from guildhall.conversations.actions.posts import send_post
from guildhall.conversations.queries.waiting import pairs_with_unread
from guildhall.conversations.queries.written import posts_of
from guildhall.conversations.states import Readers
from guildhall.goals.access import KEEP_PROMISE, WORK_ON_GOAL
from guildhall.goals.actions.goals import GoalDraft, set_goal
from guildhall.goals.actions.promises import make_promise
from guildhall.goals.queries.waiting import promises_due
from guildhall.meetings.actions.logging import log_meeting
from guildhall.mentoring.actions.challenges import put_challenge
from guildhall.mentoring.actions.reflections import check_in
from guildhall.mentoring.actions.seats import leave_circle, take_seat
from guildhall.mentoring.challenge_access import READ_CHALLENGE
from guildhall.mentoring.reflection_access import READ_CHECK_IN
from guildhall.permissions.access import may, visible_to
from tests.mentoring.wisdom import begin_circle
from tests.world import NOW, make_person

CAME = NOW + timedelta(hours=2)
BEFORE, SAME_DAY, SINCE = (NOW + timedelta(hours=n) for n in (1, 3, 27))
WORDS = "I cried in the car"


@pytest.fixture
def circle(world):
    """Gwen leads, Noor sits in it; Tomas comes two hours later."""
    return begin_circle(world, "noor").circle


@pytest.fixture
def written(world, circle):
    """`written(at)`: Noor writes of every kind, at that moment."""

    def now(at):
        row, noor = circle.relationship, world.actor("noor")
        log_meeting(
            relationship=row, on=at.date(), minutes=30, mode="video", line=WORDS, by=noor, at=at
        )
        goal = GoalDraft(text=WORDS)
        return {
            READ_POST: send_post(relationship=row, text=WORDS, by=noor, at=at),
            READ_NOTE: write_note(
                relationship=row, text=WORDS, readers=Readers.PAIR, by=noor, at=at
            ),
            READ_CHALLENGE: put_challenge(relationship=row, title=WORDS, by=noor, at=at),
            READ_CHECK_IN: check_in(relationship=row, mood=2, line=WORDS, by=noor, at=at),
            WORK_ON_GOAL: set_goal(relationship=row, owner=world.noor, draft=goal, by=noor, at=at),
            KEEP_PROMISE: make_promise(
                relationship=row, text=WORDS, owner=None, due_on=at.date(), by=noor, at=at
            ),
        }

    return now


def come(world, circle, *, at=CAME):
    take_seat(circle=circle, by=world.actor("tomas"), at=at)


def test_of_every_kind_they_read_what_is_written_since(world, circle, written):
    old = written(BEFORE)
    come(world, circle)
    new = written(SINCE)
    tomas, gwen = world.actor("tomas"), world.actor("gwen")
    for access in old:
        assert list(visible_to(access, tomas)) == [new[access]]
        assert not may(access, tomas, old[access])
        assert may(access, gwen, old[access])


def test_no_page_of_theirs_tells_it_and_each_says_so(world, circle, written, sign_in):
    put = written(BEFORE)[READ_CHALLENGE]
    come(world, circle)
    client, page = sign_in("tomas"), f"/relationships/{circle.relationship_id}/"
    for path in (page, *(f"{page}{part}/" for part in ("messages", "challenges", "goals"))):
        told = client.get(path).content.decode()
        assert WORDS not in told, path
        assert "What was written before you came stays" in told, path
    assert WORDS not in client.get("/").content.decode()
    assert client.get(f"/challenges/{put.code}/").status_code == 404
    own = sign_in("noor").get(page).content.decode()
    assert WORDS in own
    assert "before you came" not in own


def test_before_one_takes_a_seat_the_page_says_so(circle, sign_in):
    told = sign_in("tomas").get(f"/circles/{circle.pk}/").content.decode()
    assert "what was written before stays with those who were there" in told


def test_nothing_of_before_waits_for_them(world, circle, written):
    written(BEFORE)
    come(world, circle)
    ids, tomas = [circle.relationship_id], world.tomas.pk
    assert pairs_with_unread(ids, person_id=tomas) == []
    assert promises_due(ids, person_id=tomas, on=CAME.date()) == []
    send_post(relationship=circle.relationship, text="Hi", by=world.actor("noor"), at=SINCE)
    assert pairs_with_unread(ids, person_id=tomas) == ids


def test_an_unnamed_challenge_of_the_day_they_came_stays_with_those_before(world, circle):
    """Of it no hour is kept, so it is not theirs, whenever on that day it was put."""
    for name in ("omar", "vera"):
        take_seat(circle=circle, by=world.actor(name), at=BEFORE)
    come(world, circle)
    row, noor = circle.relationship, world.actor("noor")
    put = put_challenge(relationship=row, title=WORDS, is_anonymous=True, by=noor, at=SAME_DAY)
    next_day = put_challenge(relationship=row, title="Two", is_anonymous=True, by=noor, at=SINCE)
    assert list(visible_to(READ_CHALLENGE, world.actor("tomas"))) == [next_day]
    assert may(READ_CHALLENGE, world.actor("gwen"), put)


def test_who_comes_back_reads_their_own_and_what_is_new(world, circle):
    row = circle.relationship
    come(world, circle, at=NOW)
    own = send_post(relationship=row, text="Mine", by=world.actor("tomas"), at=NOW)
    leave_circle(relationship=row, by=world.actor("tomas"), at=BEFORE)
    send_post(relationship=row, text="While away", by=world.actor("noor"), at=BEFORE)
    come(world, circle)
    new = send_post(relationship=row, text="Again", by=world.actor("gwen"), at=SINCE)
    assert posts_of(row, actor=world.actor("tomas")) == [own, new]


def test_many_newcomers_ask_no_more(world, circle, written, django_assert_num_queries):
    written(BEFORE)
    come(world, circle)
    make_person(world.alder, "Una Moss")
    tomas = world.actor("tomas")
    with django_assert_num_queries(1):
        assert not visible_to(READ_POST, tomas).exists()

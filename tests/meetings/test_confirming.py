"""Afterward: did they meet?"""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import NotVisible, WrongState
from guildhall.meetings.actions.booking import cancel_meeting
from guildhall.meetings.actions.confirming import ask_whether_met, confirm_meeting
from guildhall.meetings.actions.logging import log_meeting
from guildhall.meetings.models import Meeting
from guildhall.meetings.telling import MET, NOT_MET
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import link_token
from tests.meetings.factories import THURSDAY, booked, links, told
from tests.world import NOW

OVER = THURSDAY + timedelta(minutes=45)


def test_both_are_asked_once_when_it_is_over(pair, world):
    booked(world, pair)

    assert ask_whether_met(at=OVER - timedelta(minutes=1)) == 0
    assert ask_whether_met(at=OVER) == 1
    assert ask_whether_met(at=OVER + timedelta(hours=1)) == 0
    assert told("did_you_meet") == [
        ("Gwen", "Did you meet Noor Rahimi?"),
        ("Noor", "Did you meet Gwen Castellan?"),
    ]


def test_one_click_in_the_mail_says_so(pair, world):
    booked(world, pair)
    ask_whether_met(at=OVER)

    use_link(token=link_token(links(world.noor, MET)[0].pk), at=OVER)

    assert Meeting.objects.get().state == "held"
    pair.refresh_from_db()
    assert (pair.meetings_held, pair.last_met_at, pair.next_meeting_at) == (1, THURSDAY, None)
    assert Event.objects.filter(kind="meeting_confirmed").count() == 1


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([("noor", False)], "missed"),
        ([("noor", True), ("gwen", False)], "held"),
        ([("noor", False), ("gwen", True)], "held"),
        ([("noor", True), ("gwen", True)], "held"),
        ([("noor", True), ("noor", False)], "missed"),
    ],
)
def test_it_is_held_once_one_of_them_says_so(pair, world, answers, state):
    meeting = booked(world, pair)
    for name, did_meet in answers:
        confirm_meeting(meeting=meeting, did_meet=did_meet, by=world.actor(name), at=OVER)

    assert Meeting.objects.get().state == state
    pair.refresh_from_db()
    assert pair.meetings_held == (state == "held")


def test_a_no_by_mail_leads_to_other_times(pair, world, client):
    booked(world, pair)
    ask_whether_met(at=OVER)
    token = link_token(links(world.gwen, NOT_MET)[0].pk)
    use_link(token=token, at=OVER)
    assert f"/relationships/{pair.pk}/times/" in client.get(f"/a/{token}/outcome/").content.decode()
    assert Meeting.objects.get().state == "missed"


def test_what_is_to_come_or_cancelled_cannot_be_confirmed(pair, world):
    meeting = booked(world, pair)
    noor = world.actor("noor")
    with pytest.raises(WrongState, match="still to come"):
        confirm_meeting(meeting=meeting, did_meet=True, by=noor, at=NOW)
    for name in ("olga", "maren", "tomas"):
        with pytest.raises(NotVisible):
            confirm_meeting(meeting=meeting, did_meet=True, by=world.actor(name), at=OVER)
    cancel_meeting(meeting=meeting, by=noor, at=NOW)
    with pytest.raises(WrongState, match="did not stay booked"):
        confirm_meeting(meeting=meeting, did_meet=True, by=noor, at=OVER)
    assert ask_whether_met(at=OVER) == 0


def test_logging_a_booked_meeting_makes_it_the_held_one(pair, world):
    meeting = booked(world, pair)
    logged = log_meeting(
        relationship=pair,
        on=THURSDAY.date(),
        minutes=50,
        mode="video",
        line="Go slower",
        by=world.actor("noor"),
        at=OVER,
    )
    assert (logged.pk, logged.state, logged.starts_at) == (meeting.pk, "held", THURSDAY)
    assert Meeting.objects.count() == 1

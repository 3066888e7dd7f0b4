"""A rhythm: suggested, accepted, booked ahead."""

from datetime import UTC, datetime, timedelta

import pytest

from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.meetings.actions.booking import cancel_meeting
from guildhall.meetings.actions.rhythms import (
    accept_rhythm,
    book_rhythms,
    end_rhythm,
    suggest_rhythm,
)
from guildhall.meetings.models import Meeting, MeetingRhythm
from guildhall.meetings.telling import ACCEPT_RHYTHM
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import link_token
from guildhall.relationships.actions.course import close_relationship
from tests.meetings.factories import links, told
from tests.world import NOW


def suggest(world, pair, by="gwen", **values):
    """Every third Thursday of the month at 10:00 in New York."""
    shape = {"weekday": 3, "minute": 600, "minutes": 45, "ordinal": 3, **values}
    return suggest_rhythm(relationship=pair, by=world.actor(by), at=NOW, **shape)


def starts():
    rows = Meeting.objects.filter(state="booked").order_by("starts_at")
    return [f"{row.starts_at.astimezone(UTC):%Y-%m-%d %H:%M}" for row in rows]


def test_once_accepted_three_are_booked_at_the_suggesters_local_time(pair, world):
    rhythm = suggest(world, pair)
    assert Meeting.objects.count() == 0
    [(name, subject)] = told("rhythm_suggested")
    words = "every third Thursday of the month at 10:00 am, 45 minutes"
    assert (name, subject) == ("Noor", f"Gwen Castellan suggests to meet {words}")

    accept_rhythm(rhythm=rhythm, by=world.actor("noor"), at=NOW)
    accept_rhythm(rhythm=rhythm, by=world.actor("noor"), at=NOW)

    assert starts() == ["2026-11-19 15:00", "2026-12-17 15:00", "2027-01-21 15:00"]
    assert len(told("meeting_booked")) == 6


def test_it_keeps_three_ahead_over_the_change_of_the_clocks(pair, world):
    accept_rhythm(rhythm=suggest(world, pair), by=world.actor("noor"), at=NOW)

    assert book_rhythms(at=NOW) == 0
    assert book_rhythms(at=datetime(2026, 12, 20, tzinfo=UTC)) == 2

    assert starts()[-2:] == ["2027-02-18 15:00", "2027-03-18 14:00"]


def test_what_was_cancelled_is_not_booked_again(pair, world):
    accept_rhythm(rhythm=suggest(world, pair), by=world.actor("noor"), at=NOW)
    second = Meeting.objects.order_by("starts_at")[1]
    cancel_meeting(meeting=second, by=world.actor("noor"), at=NOW)

    book_rhythms(at=NOW)

    assert starts() == ["2026-11-19 15:00", "2027-01-21 15:00", "2027-02-18 15:00"]


def test_one_click_in_the_mail_agrees(pair, world):
    suggest(world, pair, weeks=3, ordinal=0)
    use_link(token=link_token(links(world.noor, ACCEPT_RHYTHM)[0].pk), at=NOW)
    assert starts() == ["2026-11-19 15:00", "2026-12-10 15:00", "2026-12-31 15:00"]


def test_who_may_not(pair, world):
    rhythm = suggest(world, pair)
    with pytest.raises(NotAllowed, match="You suggested"):
        accept_rhythm(rhythm=rhythm, by=world.actor("gwen"), at=NOW)
    for name, error in (("olga", NotVisible), ("maren", NotAllowed), ("vera", NotAllowed)):
        for act in (
            lambda actor: accept_rhythm(rhythm=rhythm, by=actor, at=NOW),
            lambda actor: end_rhythm(relationship=pair, by=actor, at=NOW),
        ):
            with pytest.raises(error):
                act(world.actor(name))


@pytest.mark.parametrize(
    "values",
    [
        {"weeks": 2},
        {"ordinal": 0},
        {"ordinal": 5},
        {"weekday": 7},
        {"minute": 1440},
        {"minutes": 2},
    ],
)
def test_a_rhythm_that_is_none_is_refused(pair, world, values):
    with pytest.raises(InvalidInput):
        suggest(world, pair, **values)
    assert MeetingRhythm.objects.count() == 0


def test_ending_it_and_a_new_one_in_its_place(pair, world):
    first = suggest(world, pair)
    second = suggest(world, pair, by="noor", weeks=1, ordinal=0)
    with pytest.raises(WrongState, match="taken back or replaced"):
        accept_rhythm(rhythm=first, by=world.actor("noor"), at=NOW)
    accept_rhythm(rhythm=second, by=world.actor("gwen"), at=NOW)

    end_rhythm(relationship=pair, by=world.actor("gwen"), at=NOW)

    assert book_rhythms(at=NOW + timedelta(days=30)) == 0
    assert len(starts()) == 3
    with pytest.raises(WrongState, match="no rhythm"):
        end_rhythm(relationship=pair, by=world.actor("gwen"), at=NOW)


def test_the_end_of_a_pair_ends_its_rhythm(pair, world):
    accept_rhythm(rhythm=suggest(world, pair), by=world.actor("noor"), at=NOW)
    close_relationship(relationship=pair, by=world.actor("gwen"), at=NOW)
    assert starts() == []
    assert MeetingRhythm.objects.count() == 0
    assert book_rhythms(at=NOW) == 0

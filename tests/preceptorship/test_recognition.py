"""Letters of recognition: what was given, counted from the records of one house."""

from datetime import timedelta

import pytest

from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.hours.models import TimeEntry
from guildhall.meetings.models import Meeting
from guildhall.preceptorship.actions.recognition import write_recognition
from guildhall.preceptorship.queries.recognition import given_by
from tests.preceptorship.standing_ground import TODAY, certified, days
from tests.relationships.conftest import pair
from tests.world import NOW

__all__ = ["pair"]
START = TODAY - timedelta(days=30)
END = TODAY + timedelta(days=20)


def entry(row, person, minutes, *, state="verified", kind="practice", on=TODAY):
    return TimeEntry.objects.create(
        person=person,
        relationship=row,
        organization=row.organization,
        kind=kind,
        state=state,
        on=on,
        minutes=minutes,
        made_at=NOW,
    )


def meeting(row, minutes, *, state="held", at=NOW):
    return Meeting.objects.create(
        relationship=row, state=state, starts_at=at, minutes=minutes, logged_at=at
    )


@pytest.fixture
def year(world, pair):
    """Verified, not verified, of the guide, of another time; held and missed."""
    row = pair.relationship
    entry(row, world.noor, 600)
    entry(row, world.noor, 450, kind="supernumerary")
    entry(row, world.noor, 120, state="logged")
    entry(row, world.gwen, 60, kind="protected")
    entry(row, world.noor, 300, on=END + timedelta(days=1))
    meeting(row, 45)
    meeting(row, 60)
    meeting(row, 60, state="missed")
    meeting(row, 30, at=days(40))
    return row


def test_what_is_counted(world, year):
    found = given_by(world.gwen, world.alder, start=START, end=END)
    assert (found.preceptees, found.verified_minutes) == (1, 1050)
    assert (found.meetings, found.meeting_minutes) == (2, 105)
    assert not given_by(world.gwen, world.calder, start=START, end=END).is_any
    before = START - timedelta(days=1)
    assert not given_by(world.gwen, world.alder, start=before, end=before).is_any


def test_the_letter_states_it_and_asked_for_again_is_the_same(world, year):
    row, gwen = certified(world), world.actor("gwen")
    ask = {"standing": row, "start": START, "end": TODAY, "by": gwen, "at": days(1)}
    letter = write_recognition(**ask)
    assert letter.facts == [
        ["Preceptees guided", "1"],
        ["Their verified hours of practice", "17.5 h"],
        ["Meetings held", "2, 1.8 h"],
    ]
    assert letter.statement.startswith("Alder Bay Teaching Hospital thanks Gwen Castellan, who")
    assert "from Oct 17, 2026 to Nov 16, 2026" in letter.statement
    assert (letter.number, letter.valid_until) == ("LR-2026-0002", None)
    assert write_recognition(**ask) == letter
    entry(year, world.noor, 60)
    assert write_recognition(**ask) != letter


def test_only_for_oneself(world, year):
    with pytest.raises(NotAllowed):
        write_recognition(
            standing=certified(world), start=START, end=TODAY, by=world.actor("maren"), at=NOW
        )


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (TODAY, TODAY + timedelta(days=1), "end"),
        (TODAY, TODAY - timedelta(days=1), "start"),
    ],
)
def test_days_that_cannot_be(world, year, start, end, field):
    row = certified(world)
    with pytest.raises(InvalidInput) as refused:
        write_recognition(standing=row, start=start, end=end, by=world.actor("gwen"), at=NOW)
    assert list(refused.value.problems) == [field]


def test_no_letter_for_nobody(world):
    row = certified(world)
    with pytest.raises(WrongState, match="Nobody was with you"):
        write_recognition(standing=row, start=START, end=TODAY, by=world.actor("gwen"), at=NOW)

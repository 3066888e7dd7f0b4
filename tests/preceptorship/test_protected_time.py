"""The ledger: delivered inside shifts, taken outside of them."""

from datetime import UTC, datetime, timedelta

import pytest

from guildhall.hours.actions.logging import cancel_hours, enter_protected_time
from guildhall.hours.states import EntryKind
from guildhall.meetings.models import Meeting
from guildhall.permissions.access import may
from guildhall.preceptorship.access import OVERSEE_PROTECTED_TIME, READ_PROTECTED_TIME
from guildhall.preceptorship.queries.protected_time import overseen_guides, protected_time
from tests.hours.ground import LATER, MONDAY, Ground, drafted, make_ground, make_shift


@pytest.fixture
def ground(world) -> Ground:
    """Gwen guides Noor at Alder Bay, and Calder's student."""
    return make_ground(world)


def _meeting(pair, hour, minute=0, minutes=45, state="held", days=0):
    at = datetime(2026, 11, 30, hour, minute, tzinfo=UTC) + timedelta(days=days)
    return Meeting.objects.create(
        relationship=pair, state=state, starts_at=at, minutes=minutes, logged_at=at
    )


def _ledger(ground, name="gwen"):
    found = protected_time([ground.world.gwen], actor=ground.actor(name), at=LATER)
    return found[ground.world.gwen.pk]


def test_a_meeting_after_the_shift_adds_nothing_and_shows_as_taken(ground):
    """The test of the research: 20:45 after a shift from 07:00 to 19:30."""
    make_shift(ground.world.gwen, ground.world.alder, MONDAY, 7, 12.5)
    _meeting(ground.pair, 20, 45)
    found = _ledger(ground)
    assert (found.delivered, found.taken, found.times_taken) == (0, 45, 1)


def test_a_meeting_inside_the_shift_is_delivered(ground):
    make_shift(ground.world.gwen, ground.world.alder, MONDAY, 7, 12.5)
    _meeting(ground.pair, 14)
    found = _ledger(ground)
    assert (found.delivered, found.times_taken, found.target) == (45, 0, 8 * 60)
    assert "8 hours a year" in found.sources[0]


def test_across_the_end_of_a_shift_each_part_counts_for_itself(ground):
    make_shift(ground.world.gwen, ground.world.alder, MONDAY, 7, 12.5)
    _meeting(ground.pair, 19, 15)
    found = _ledger(ground)
    assert (found.delivered, found.taken) == (15, 30)


def test_without_any_shift_in_the_week_nobody_knows(ground):
    make_shift(ground.world.gwen, ground.world.alder, MONDAY - timedelta(days=7), 7, 12.5)
    _meeting(ground.pair, 20, 45)
    found = _ledger(ground)
    assert (found.delivered, found.taken, found.times_unknown) == (0, 0, 1)


def test_booked_and_entered_and_cancelled_time(ground):
    _meeting(ground.pair, 10, state="booked", days=10)
    values = {"person": ground.world.gwen, "organization": ground.world.alder}
    gwen = ground.actor("gwen")
    training = drafted(kind=EntryKind.PROTECTED, minutes=120)
    enter_protected_time(**values, draft=training, by=gwen, at=LATER)
    ahead = drafted(kind=EntryKind.PROTECTED, on=LATER.date() + timedelta(days=4))
    entry = enter_protected_time(**values, draft=ahead, by=gwen, at=LATER)
    cancel_hours(entry=entry, reason="The ward was short", by=gwen, at=LATER)
    found = _ledger(ground)
    assert (found.planned, found.delivered, found.times_cancelled) == (45, 120, 1)
    (line,) = [line for line in found.lines if line.standing == "cancelled"]
    assert (line.by, line.why) == (ground.world.gwen, "The ward was short")
    assert found.missing == 8 * 60 - 165


def test_what_is_older_than_a_year_is_left(ground):
    make_shift(ground.world.gwen, ground.world.alder, MONDAY, 7, 12.5)
    _meeting(ground.pair, 14)
    later = LATER + timedelta(days=366)
    found = protected_time([ground.world.gwen], actor=ground.actor("gwen"), at=later)
    assert found[ground.world.gwen.pk].lines == ()


def test_each_house_sees_the_meetings_of_its_own_programs(ground):
    make_shift(ground.world.gwen, ground.world.alder, MONDAY, 7, 12.5)
    _meeting(ground.pair, 14, minutes=30)
    _meeting(ground.placement, 10, minutes=60)
    assert _ledger(ground).delivered == 90
    assert _ledger(ground, "maren").delivered == 30
    assert _ledger(ground, "olga").delivered == 60


def test_who_reads_a_ledger(ground):
    gwen = ground.world.gwen
    reads = {
        name: (
            may(READ_PROTECTED_TIME, ground.actor(name), gwen),
            may(OVERSEE_PROTECTED_TIME, ground.actor(name), gwen),
        )
        for name in ("gwen", "maren", "vera", "olga", "milo", "noor", "omar")
    }
    assert reads == {
        "gwen": (True, False),
        "maren": (True, True),
        "vera": (True, True),
        "olga": (True, True),
        "milo": (False, False),
        "noor": (False, False),
        "omar": (False, False),
    }
    assert overseen_guides(ground.actor("maren")) == [gwen]
    assert overseen_guides(ground.actor("noor")) == []


def test_as_many_queries_for_three_as_for_one(ground, django_assert_num_queries):
    world = ground.world
    maren = ground.actor("maren")
    for people in ([world.gwen], [world.gwen, world.omar, world.noor]):
        with django_assert_num_queries(7):
            protected_time(people, actor=maren, at=LATER)

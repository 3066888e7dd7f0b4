"""Shifts: the week typed, copied, read from a roster."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.core.safe_fetch import FetchFailed
from guildhall.people.access import READ_SHIFT
from guildhall.people.actions import rosters
from guildhall.people.actions.rosters import (
    connect_roster,
    disconnect_roster,
    read_due_rosters,
    read_roster,
)
from guildhall.people.actions.shifts import WeekDraft, copy_week, set_week
from guildhall.people.models import Roster, Shift
from guildhall.people.queries.shifts import days_of, usual_shapes
from guildhall.permissions.access import may
from tests.world import NOW

MONDAY = date(2026, 11, 16)
EARLY, NIGHT = (time(7), time(15)), (time(19, 30), time(7, 30))
ICS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1
DTSTART:20261117T070000Z
DTEND:20261117T193000Z
SUMMARY:Long day, Ward 4
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20261120
SUMMARY:Annual leave
END:VEVENT
END:VCALENDAR
"""


def _week(world, *days, monday=MONDAY, who="gwen"):
    draft = WeekDraft(monday, [*days, *[None] * (7 - len(days))])
    person = getattr(world, who)
    return set_week(
        person=person, organization=world.alder, draft=draft, by=world.actor(who), at=NOW
    )


def test_a_week_is_typed_and_typed_again(world):
    _week(world, EARLY, None, NIGHT)
    assert [(row.starts_at, row.minutes) for row in Shift.objects.all()] == [
        (datetime(2026, 11, 16, 7, tzinfo=UTC), 480),
        (datetime(2026, 11, 18, 19, 30, tzinfo=UTC), 720),
    ]
    _week(world, None, EARLY)
    assert [row.starts_at.day for row in Shift.objects.all()] == [17]
    days = days_of(world.gwen, world.alder, MONDAY)
    assert [day.own.clock if day.own else None for day in days][:2] == [None, EARLY]
    assert usual_shapes(world.gwen, world.alder)[0] == EARLY


def test_the_week_before_is_copied_on_the_same_clock(world):
    """Over the night when London's clocks go back, seven in the morning stays seven."""
    world.alder.time_zone = "Europe/London"
    world.alder.save()
    _week(world, EARLY, monday=date(2026, 10, 19))
    copy_week(
        person=world.gwen,
        organization=world.alder,
        monday=date(2026, 10, 26),
        by=world.actor("gwen"),
        at=NOW,
    )
    assert [row.starts_at.hour for row in Shift.objects.all()] == [6, 7]


def test_an_empty_week_is_not_copied(world):
    with pytest.raises(InvalidInput, match="no shifts to copy"):
        copy_week(
            person=world.gwen,
            organization=world.alder,
            monday=MONDAY,
            by=world.actor("gwen"),
            at=NOW,
        )


def test_shifts_never_overlap_and_the_day_is_named(world):
    with pytest.raises(InvalidInput) as refused:
        _week(world, NIGHT, (time(7), time(9)))
    assert list(refused.value.problems) == ["day_1"]
    assert "Nov 17" in refused.value.problems["day_1"]
    assert not Shift.objects.exists()


def test_nobody_types_for_somebody_else(world):
    draft = WeekDraft(MONDAY, [EARLY])
    for name in ("maren", "noor", "olga"):
        with pytest.raises((NotVisible, NotAllowed)):
            set_week(
                person=world.gwen,
                organization=world.alder,
                draft=draft,
                by=world.actor(name),
                at=NOW,
            )


def test_staff_see_shifts_of_their_house_only(world):
    (shift,) = _week(world, EARLY)
    seen = {name: may(READ_SHIFT, world.actor(name), shift) for name in ("gwen", "maren", "vera")}
    assert seen == {"gwen": True, "maren": True, "vera": True}
    assert not any(may(READ_SHIFT, world.actor(name), shift) for name in ("noor", "milo", "olga"))


def _connect(world, monkeypatch, text=ICS):
    monkeypatch.setattr(rosters, "fetch", lambda *_args, **_more: text.encode())
    return connect_roster(
        person=world.gwen,
        organization=world.alder,
        address="https://roster.example.org/gwen.ics",
        by=world.actor("gwen"),
        at=NOW,
    )


def test_a_roster_gives_its_shifts_and_no_leave(world, monkeypatch):
    roster = _connect(world, monkeypatch)
    shift = Shift.objects.get()
    assert (shift.source, shift.minutes, roster.left_out) == ("calendar", 750, 1)
    read_roster(roster=roster, at=NOW + timedelta(hours=7))
    assert Shift.objects.get().pk == shift.pk


def test_a_roster_that_changes_moves_its_shifts_and_none_that_was_typed(world, monkeypatch):
    roster = _connect(world, monkeypatch)
    _week(world, EARLY)
    later = ICS.replace("20261117T", "20261119T")
    monkeypatch.setattr(rosters, "fetch", lambda *_args, **_more: later.encode())
    read_roster(roster=roster, at=NOW + timedelta(hours=7))
    assert [(row.starts_at.day, row.source) for row in Shift.objects.all()] == [
        (16, "typed"),
        (19, "calendar"),
    ]


def test_a_roster_that_fails_keeps_what_is_known(world, monkeypatch):
    roster = _connect(world, monkeypatch)

    def broken(*_args, **_more):
        raise FetchFailed("There is nothing at this address any more.")

    monkeypatch.setattr(rosters, "fetch", broken)
    read = read_roster(roster=roster, at=NOW + timedelta(hours=7))
    assert (read.problem, Shift.objects.count()) == (
        "There is nothing at this address any more.",
        1,
    )
    assert read_due_rosters(at=NOW + timedelta(hours=14)) == 1


def test_disconnecting_forgets_what_is_ahead(world, monkeypatch):
    _connect(world, monkeypatch)
    assert disconnect_roster(person=world.gwen, by=world.actor("gwen"), at=NOW)
    assert not Shift.objects.exists()
    assert not Roster.objects.exists()
    assert not disconnect_roster(person=world.gwen, by=world.actor("gwen"), at=NOW)

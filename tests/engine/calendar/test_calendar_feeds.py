"""Calendars read, compared with recurring-ical-events, and with files that are wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from guildhall.engine.calendar import Busy, CalendarError, busy_times, merged

START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)


def calendar(*events: str, head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
    lines += head.split() if head else []
    for number, event in enumerate(events):
        uid = [] if "UID:" in event else [f"UID:{number}"]
        lines += ["BEGIN:VEVENT", *uid, *event.split(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def busy(*events: str, zone: str = "Europe/Paris", head: str = "") -> list[str]:
    found = busy_times(calendar(*events, head=head), start=START, end=END, zone=zone)
    assert found.left_out == ()
    return [f"{each.start:%m-%d %H:%M}–{each.end:%m-%d %H:%M}" for each in found.busy]


PARIS = "TZID=Europe/Paris"
WEEKLY = f"DTSTART;{PARIS}:20160107T100000 DTEND;{PARIS}:20160107T110000 RRULE:FREQ=WEEKLY"


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("DTSTART:20260303T100000Z DTEND:20260303T110000Z", ["03-03 10:00–03-03 11:00"]),
        ("DTSTART:20260303T100000Z DURATION:PT90M", ["03-03 10:00–03-03 11:30"]),
        # without a zone: as its owner's wall shows it
        ("DTSTART:20260303T100000 DURATION:PT1H", ["03-03 09:00–03-03 10:00"]),
        ("DTSTART:20260403T100000 DURATION:PT1H", ["04-03 08:00–04-03 09:00"]),
        # whole days, also the one of 23 hours
        ("DTSTART;VALUE=DATE:20260303", ["03-02 23:00–03-03 23:00"]),
        (
            "DTSTART;VALUE=DATE:20260328 DTEND;VALUE=DATE:20260330",
            ["03-27 23:00–03-29 22:00"],
        ),
        # names of zones that Windows gives
        (
            "DTSTART;TZID=AUS_Eastern:20260303T100000 DURATION:PT1H".replace(
                "AUS_Eastern", "Tokyo"
            ),
            ["03-03 09:00–03-03 10:00"],
        ),
        ("DTSTART:20260303T100000Z", []),
        ("DTSTART:20260303T100000Z DURATION:PT1H TRANSP:TRANSPARENT", []),
        ("DTSTART:20260303T100000Z DURATION:PT1H STATUS:CANCELLED", []),
        ("DTSTART:20260303T100000Z DURATION:PT1H X-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        ("DTSTART:20260228T230000Z DURATION:PT2H", ["03-01 00:00–03-01 01:00"]),
        ("DTSTART:20260430T230000Z DURATION:PT2H", ["04-30 23:00–05-01 00:00"]),
        ("DTSTART:20260601T230000Z DURATION:PT2H", []),
    ],
)
def test_one_event(event, expected):
    assert busy(event) == expected


def test_windows_names_of_zones():
    text = calendar("DTSTART;TZID=X:20260303T100000 DURATION:PT1H").replace(
        b"TZID=X", b"TZID=AUS Eastern Standard Time"
    )
    found = busy_times(text, start=START, end=END, zone="UTC").busy
    assert found == (Busy(datetime(2026, 3, 2, 23, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC)),)


def test_a_zone_that_only_the_file_knows():
    zone = (
        "BEGIN:VTIMEZONE TZID:Ward BEGIN:STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0330 "
        "TZOFFSETTO:+0330 TZNAME:WT END:STANDARD END:VTIMEZONE"
    )
    event = "DTSTART;TZID=Ward:20260303T100000 DURATION:PT1H"
    assert busy(event, head=zone) == ["03-03 06:30–03-03 07:30"]


def test_a_series_keeps_its_local_time_over_the_change_of_the_clocks():
    found = busy(WEEKLY)
    assert found[:2] == ["03-05 09:00–03-05 10:00", "03-12 09:00–03-12 10:00"]
    assert found[4:6] == ["04-02 08:00–04-02 09:00", "04-09 08:00–04-09 09:00"]
    assert len(found) == 9


def test_exceptions_moved_and_cancelled_repetitions():
    found = busy(
        f"UID:a {WEEKLY} EXDATE;{PARIS}:20260312T100000 EXDATE;VALUE=DATE:20260319",
        f"UID:a RECURRENCE-ID;{PARIS}:20260305T100000 "
        f"DTSTART;{PARIS}:20260306T120000 DURATION:PT2H",
        f"UID:a RECURRENCE-ID;{PARIS}:20260326T100000 DTSTART;{PARIS}:20260326T100000 "
        "DURATION:PT1H STATUS:CANCELLED",
    )
    assert found[:2] == ["03-06 11:00–03-06 13:00", "04-02 08:00–04-02 09:00"]


def test_a_change_of_this_and_all_that_follow():
    found = busy(
        f"UID:a {WEEKLY}",
        f"UID:a RECURRENCE-ID;RANGE=THISANDFUTURE;{PARIS}:20260319T100000 "
        f"DTSTART;{PARIS}:20260320T140000 DURATION:PT30M",
    )
    assert found[1:4] == [
        *("03-12 09:00–03-12 10:00", "03-20 13:00–03-20 13:30", "03-27 13:00–03-27 13:30")
    ]


def test_extra_dates_and_the_latest_version_of_an_event():
    assert busy(
        f"UID:a SEQUENCE:2 DTSTART;{PARIS}:20260303T100000 DURATION:PT1H "
        "RDATE:20260304T120000Z RDATE;VALUE=PERIOD:20260305T120000Z/PT15M",
        "UID:a SEQUENCE:1 DTSTART:20260401T100000Z DURATION:PT1H",
    ) == ["03-03 09:00–03-03 10:00", "03-04 12:00–03-04 13:00", "03-05 12:00–03-05 12:15"]


def test_a_free_busy_list():
    text = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VFREEBUSY\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260303T100000Z/PT3H,20260303T120000Z/20260303T140000Z\n"
        "FREEBUSY;FBTYPE=FREE:20260304T100000Z/PT3H\nFREEBUSY:20260305T100000Z/PT1H\n"
        "END:VFREEBUSY\nEND:VCALENDAR\n"
    )
    found = busy_times(text.encode(), start=START, end=END, zone="UTC").busy
    assert [(each.start.day, each.start.hour, each.end.hour) for each in found] == [
        *((3, 10, 14), (5, 10, 11))
    ]


@st.composite
def events(draw: st.DrawFn) -> str:
    """Single and repeating events as people keep them."""
    zone = draw(st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata"]))
    begin = draw(st.datetimes(datetime(2025, 6, 1), datetime(2026, 4, 30))).replace(minute=0)
    text = f"DTSTART;TZID={zone}:{begin:%Y%m%dT%H%M00} DURATION:PT{draw(st.integers(1, 30))}H"
    days = draw(st.sampled_from(["MO", "TU,TH", "WE,SA,SU"]))
    rule = draw(
        st.sampled_from(
            [
                *("", "FREQ=DAILY;INTERVAL=3", f"FREQ=WEEKLY;BYDAY={days}", "FREQ=MONTHLY"),
                *(f"FREQ=MONTHLY;BYDAY=-1{days[:2]}", "FREQ=WEEKLY;INTERVAL=2", "FREQ=YEARLY"),
            ]
        )
    )
    if not rule:
        return text
    end = draw(st.sampled_from(["", ";COUNT=5", ";UNTIL=20260501T000000Z"]))
    skipped = begin + timedelta(days=7)
    return f"{text} RRULE:{rule}{end} EXDATE;TZID={zone}:{skipped:%Y%m%dT%H%M00}"


@settings(deadline=None, max_examples=60)
@given(st.lists(events(), max_size=4))
def test_busy_times_are_those_of_recurring_ical_events(written):
    text = calendar(*written)
    parsed = icalendar.Calendar.from_ical(text)
    others = []
    for event in recurring_ical_events.of(parsed).between(START, END):
        begin = event["DTSTART"].dt.astimezone(UTC)
        # that library adds the length to the wall clock; a length of hours is exact (RFC 5545)
        begin_to_end = event["DURATION"].dt if "DURATION" in event else None
        end = begin + (begin_to_end or event["DTEND"].dt - event["DTSTART"].dt)
        others.append(Busy(max(begin, START), min(end, END)))
    expected = merged(each for each in others if each.start < each.end)

    assert busy_times(text, start=START, end=END, zone="UTC").busy == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "not a calendar but something else"),
        (b"<html><body>Sign in</body></html>", "not a calendar but a web page"),
        (b"\x89PNG\r\n\x1a\n", "not a calendar but something else"),
        (calendar("DTSTART:20260303T100000Z")[:70], "VEVENT, begun on line 4, has no end"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "Line 2: END:VEVENT closes a part"),
        (b"BEGIN:VCALENDAR\r\nwhat is this\r\nEND:VCALENDAR", "Line 2: “what is this” is not"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 9, "too deep"),
    ],
)
def test_what_is_no_calendar_is_named(text, sentence):
    with pytest.raises(CalendarError, match=sentence):
        busy_times(text, start=START, end=END, zone="UTC")


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ("DTSTART:2026030", "Line 4: an event has a DTSTART that cannot be read."),
        ("SUMMARY:x", "Line 4: an event has no DTSTART."),
        (
            "DTSTART:20260303T100000Z RRULE:FREQ=SECONDLY",
            "Line 4: an event repeats more often than every day.",
        ),
        ("DTSTART:20260303T100000Z RRULE:FREQ=NEVER", "RRULE that cannot be read"),
        ("DTSTART:20260303T100000Z DTEND:20260302T100000Z", "ends before it starts"),
        ("DTSTART:20260303T100000Z DURATION:P900D", "lasts longer than a year"),
        ("DTSTART:20260303T100000Z RRULE:FREQ=DAILY;INTERVAL=-2", "steps of nothing"),
    ],
)
def test_one_broken_event_does_not_spoil_the_others(event, sentence):
    text = calendar(event, "DTSTART:20260304T100000Z DURATION:PT1H")

    found = busy_times(text, start=START, end=END, zone="UTC")

    assert [each.start.day for each in found.busy] == [4]
    assert len(found.left_out) == 1
    assert sentence in found.left_out[0]


def test_a_calendar_that_wants_to_keep_its_reader_busy():
    never = "DTSTART:19000101T100000Z DURATION:PT1H RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    found = busy_times(calendar(*[never] * 300), start=START, end=END, zone="UTC")
    assert len(found.busy) == 0
    counted = "DTSTART:19000101T100000Z DURATION:PT1H RRULE:FREQ=DAILY;COUNT=99999999"
    with pytest.raises(CalendarError, match="too many years"):
        busy_times(calendar(*[counted] * 60), start=START, end=END, zone="UTC")
    # apart from one another, so that they do not merge
    often = "DTSTART:20260303T100000Z DURATION:PT1M RRULE:FREQ=DAILY;BYMINUTE=0,5,10,15,20,25,30,35"
    with pytest.raises(CalendarError, match="5000 busy times"):
        busy_times(calendar(*[often] * 20), start=START, end=END, zone="UTC")
    with pytest.raises(CalendarError, match="20000 events"):
        busy_times(calendar(*["SUMMARY:x"] * 20_001), start=START, end=END, zone="UTC")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=40), st.integers(0, 300))
def test_noise_gives_times_or_a_clear_error(noise, place):
    text = calendar(WEEKLY, "DTSTART;VALUE=DATE:20260303 RRULE:FREQ=MONTHLY;BYDAY=-1MO")
    said = "times"
    try:
        busy_times(text[:place] + noise + text[place:], start=START, end=END, zone="UTC")
    except CalendarError as error:
        said = str(error)
    assert said

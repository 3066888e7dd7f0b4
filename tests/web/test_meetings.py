"""Pages of meetings: finding a time, the meeting itself, one's own calendar."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.core import clock
from guildhall.meetings.actions.agendas import add_agenda_line
from guildhall.meetings.actions.confirming import ask_whether_met
from guildhall.meetings.actions.proposing import accept_time
from guildhall.meetings.actions.rhythms import suggest_rhythm
from guildhall.meetings.actions.video import set_video_rooms
from guildhall.meetings.models import CalendarFeed, Meeting, MeetingRhythm, VideoProvider
from guildhall.relationships.actions.course import pause_relationship
from tests.meetings.conftest import pair  # noqa: F401
from tests.meetings.factories import FRIDAY, THURSDAY, booked, propose
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


def text(response) -> str:
    return " ".join(response.content.decode().split())


def times_of(row) -> str:
    return f"/relationships/{row.pk}/times/"


def test_times_that_suit_both_in_the_readers_time_and_the_others(pair, sign_in):  # noqa: F811
    page = text(sign_in("noor").get(times_of(pair)))
    assert "All times as your clock shows them, London." in page
    assert "Monday, Nov 16, 2:00 pm" in page
    assert "9:00 am for Gwen" in page
    assert "Gwen has not said when there is time" in page
    assert "Connect one" in page


def test_proposing_from_the_page_with_ticked_and_typed_times(pair, sign_in):  # noqa: F811
    response = sign_in("noor").post(
        times_of(pair),
        {
            "times": [THURSDAY.isoformat()],
            "other": "2026-11-20T16:00",
            "minutes": "30",
            "mode": "phone",
        },
    )
    assert (response.status_code, response["Location"]) == (303, times_of(pair))
    meeting = Meeting.objects.get()
    assert [time.starts_at.isoformat() for time in meeting.times.all()] == [
        *("2026-11-19T14:30:00+00:00", "2026-11-20T16:00:00+00:00")
    ]
    assert (meeting.minutes, meeting.mode) == (30, "phone")
    page = text(sign_in("noor").get(times_of(pair)))
    assert "You proposed these" in page
    assert "Take them back" in page


def test_a_typed_time_is_meant_where_the_reader_is(pair, sign_in):  # noqa: F811
    sign_in("gwen").post(
        times_of(pair), {"other": "2026-11-20T16:00", "minutes": "30", "mode": "video"}
    )
    assert Meeting.objects.get().starts_at.isoformat() == "2026-11-20T21:00:00+00:00"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Choose one to 5 times."),
        ({"times": ["soon"]}, "One of the times could not be read."),
        ({"times": ["2026-11-19T14:30"]}, "One of the times could not be read."),
        ({"times": ["2026-11-01T14:30:00+00:00"]}, "A time has passed already."),
        ({"other": "tomorrow"}, "Enter a valid date/time."),
        ({"times": [THURSDAY.isoformat()], "minutes": "0"}, "greater than or equal to 5"),
        ({"times": [THURSDAY.isoformat()], "mode": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_stands_on_the_page(pair, sign_in, values, sentence):  # noqa: F811
    response = sign_in("noor").post(times_of(pair), {"minutes": "45", "mode": "video", **values})
    assert response.status_code == 422
    assert sentence in text(response)
    assert Meeting.objects.count() == 0


def test_the_pairs_page_asks_for_the_choice_and_one_click_books(pair, world, sign_in):  # noqa: F811
    meeting = propose(world, pair)
    noor = sign_in("noor")
    page = text(noor.get(f"/relationships/{pair.pk}/"))
    assert "Gwen proposes times to meet. Which suits you?" in page
    assert "9:30 am for Gwen" in page
    assert "Which suits you?" not in text(sign_in("gwen").get(f"/relationships/{pair.pk}/"))

    response = noor.post(f"{times_of(pair)}choice/", {"time": meeting.times.first().pk})

    assert response["Location"] == f"/meetings/{meeting.pk}/"
    page = text(noor.get(f"/relationships/{pair.pk}/"))
    assert "Next meeting, booked" in page


def test_a_choice_of_another_pair_or_none_is_refused_kindly(pair, world, sign_in):  # noqa: F811
    propose(world, pair)
    noor = sign_in("noor")
    for typed in ("", "x", "999", "9" * 40):
        response = noor.post(f"{times_of(pair)}choice/", {"time": typed})
        assert (response.status_code, response["Location"]) == (303, times_of(pair))
        page = text(noor.get(times_of(pair)))
        assert "Choose one of the times that are proposed now." in page
    assert Meeting.objects.get().state == "proposed"


def test_a_coordinator_sees_that_it_is_booked_and_nothing_else(pair, world, sign_in):  # noqa: F811
    set_video_rooms(
        organization=world.alder,
        template="https://meet.example.org/{room}",
        by=world.actor("ada"),
        at=NOW,
    )
    meeting = booked(world, pair)
    add_agenda_line(meeting=meeting, text="Leaving the ward", by=world.actor("noor"), at=NOW)
    maren = sign_in("maren")
    page = text(maren.get(f"/relationships/{pair.pk}/"))
    assert "Next meeting, booked" in page
    assert "meet.example.org" not in page
    assert "Leaving the ward" not in page
    assert f"/meetings/{meeting.pk}/" not in page
    assert maren.get(f"/meetings/{meeting.pk}/").status_code == 404
    assert maren.get(times_of(pair)).status_code == 403


def test_the_meetings_page_holds_agenda_questions_and_the_room(pair, world, sign_in):  # noqa: F811
    set_video_rooms(
        organization=world.alder,
        template="https://meet.example.org/{room}",
        by=world.actor("ada"),
        at=NOW,
    )
    meeting = booked(world, pair)
    gwen = sign_in("gwen")
    response = gwen.post(f"/meetings/{meeting.pk}/agenda/", {"text": "Night shifts"})
    assert response.status_code == 303
    page = text(gwen.get(f"/meetings/{meeting.pk}/"))
    assert "<h1>Thursday, Nov 19, 9:30 am</h1>" in page
    assert "2:30 pm for Noor" in page
    assert "Night shifts" in page
    assert "Your first conversation" in page
    assert "What you could ask" in page
    assert "What you could bring" in text(sign_in("noor").get(f"/meetings/{meeting.pk}/"))
    assert meeting.link in page
    line = meeting.agenda.get()
    assert sign_in("noor").post(f"/agenda-lines/{line.pk}/removal/").status_code == 303
    assert meeting.agenda.count() == 0
    response = gwen.post(f"/meetings/{meeting.pk}/agenda/", {"text": "x" * 301})
    assert response.status_code == 422


def test_moving_from_the_meetings_page(pair, world, sign_in):  # noqa: F811
    meeting = booked(world, pair)
    gwen = sign_in("gwen")
    assert "Move the meeting" in text(gwen.get(f"{times_of(pair)}?move={meeting.pk}"))
    gwen.post(
        times_of(pair),
        {"times": FRIDAY.isoformat(), "minutes": "45", "mode": "video", "move": meeting.pk},
    )
    proposal = Meeting.objects.get(state="proposed")
    assert proposal.moves == meeting
    page = text(sign_in("noor").get(times_of(pair)))
    assert "Choosing one moves your booked meeting." in page
    sign_in("noor").post(f"{times_of(pair)}choice/", {"time": proposal.times.get().pk})
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.sequence) == (FRIDAY, 1)


def test_did_you_meet_on_the_pairs_page(pair, world, sign_in):  # noqa: F811
    meeting = booked(world, pair)
    with clock.moved_to(THURSDAY + timedelta(hours=1)) as at:
        ask_whether_met(at=at)
        noor = sign_in("noor")
        assert "Did you meet on Nov 19, 2:30 pm?" in text(noor.get(f"/relationships/{pair.pk}/"))
        response = noor.post(f"/meetings/{meeting.pk}/confirmation/", {"met": "perhaps"})
        assert response["Location"] == f"/meetings/{meeting.pk}/"
        noor.post(f"/meetings/{meeting.pk}/confirmation/", {"met": "yes"})
        page = text(noor.get(f"/meetings/{meeting.pk}/"))
    assert "Noted that you met." in page
    assert Meeting.objects.get().state == "held"


def test_a_rhythm_from_the_page(pair, world, sign_in):  # noqa: F811
    values = {"every": "m3", "weekday": "3", "at": "10:00", "minutes": "45"}
    address = f"/relationships/{pair.pk}/rhythm/"
    assert sign_in("gwen").post(address, values | {"at": "soon"}).status_code == 422
    assert sign_in("gwen").post(address, values).status_code == 303
    noor = sign_in("noor")
    page = text(noor.get(times_of(pair)))
    assert "Gwen suggests it, in the time of America/New_York." in page
    assert noor.post(f"{address}acceptance/").status_code == 303
    assert Meeting.objects.filter(state="booked").count() == 3
    assert noor.post(f"{address}end/").status_code == 303
    assert MeetingRhythm.objects.count() == 0


def test_a_pair_that_rests_finds_no_times(pair, world, sign_in):  # noqa: F811
    pause_relationship(relationship=pair, by=world.actor("gwen"), at=NOW)
    page = text(sign_in("noor").get(times_of(pair)))
    assert "No meetings at present" in page
    response = sign_in("noor").post(
        times_of(pair), {"times": [THURSDAY.isoformat()], "minutes": "45", "mode": "video"}
    )
    assert response.status_code == 409


def test_ones_own_calendar_page(world, sign_in):
    noor = sign_in("noor")
    response = noor.post("/calendar/source/", {"address": "http://localhost/a.ics"})
    assert response.status_code == 422
    assert "begins with https://" in text(response)
    page = text(noor.post("/calendar/feed/"))
    assert "it is shown this once" in page
    address = page.partition('readonly value="')[2].partition('"')[0]
    assert address.startswith("http://localhost:8000/calendar/")
    assert noor.get(address.removeprefix("http://localhost:8000")).status_code == 200
    assert address not in text(noor.get("/calendar/"))
    assert noor.post("/calendar/feed/removal/").status_code == 303
    assert CalendarFeed.objects.count() == 0


def test_video_rooms_of_an_organization(world, sign_in):
    address = f"/settings/organization/{world.alder.pk}/video/"
    ada = sign_in("ada")
    assert address in text(ada.get("/settings/"))
    response = ada.post(address, {"template": "https://meet.example.org/"})
    assert response.status_code == 422
    assert "Write {room} once" in text(response)
    assert ada.post(address, {"template": "https://meet.example.org/{room}"}).status_code == 303
    assert VideoProvider.objects.get().organization == world.alder


def test_the_page_of_times_asks_as_often_for_one_booked_meeting_as_for_four(
    pair,  # noqa: F811
    world,
    sign_in,
):
    noor = sign_in("noor")
    booked(world, pair)
    propose(world, pair)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert noor.get(times_of(pair)).status_code == 200
        return len(found)

    queries()
    few = queries()
    for day in range(2, 5):
        booked(world, pair, THURSDAY + timedelta(days=day))
    propose(world, pair)
    suggest_rhythm(
        relationship=pair,
        weekday=1,
        minute=600,
        minutes=45,
        weeks=2,
        by=world.actor("gwen"),
        at=NOW,
    )
    assert queries() == few


def test_a_place_is_read_by_the_pair_and_nobody_else(pair, world, sign_in):  # noqa: F811
    at = sign_in("gwen").get(times_of(pair))
    values = {
        "minutes": "45",
        "mode": "in_person",
        "place": "Café Aster",
        "other": "2026-11-20T10:00",
    }
    assert "Where, if in person" in text(at)
    assert sign_in("gwen").post(times_of(pair), values).status_code == 303
    for page in (times_of(pair), f"/relationships/{pair.pk}/"):
        assert "Café Aster" in text(sign_in("noor").get(page))
    time = pair.meetings.get().times.get()
    meeting = accept_time(time=time, by=world.actor("noor"), at=NOW)
    for page in (f"/meetings/{meeting.pk}/", f"/relationships/{pair.pk}/"):
        assert "Café Aster" in text(sign_in("gwen").get(page))
    assert "Café Aster" not in text(sign_in("maren").get(f"/relationships/{pair.pk}/"))
    moving = text(sign_in("gwen").get(f"{times_of(pair)}?move={meeting.pk}"))
    assert 'value="Café Aster"' in moving

"""Shifts, hours and protected time on their pages."""

from datetime import timedelta

import pytest

from guildhall.core import clock
from guildhall.hours.models import TimeEntry
from guildhall.meetings.models import Meeting
from guildhall.people.models import Shift
from tests.hours.ground import LATER, MONDAY, make_ground, make_shift

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def ground(world):
    """The two pairs, three weeks on."""
    found = make_ground(world)
    with clock.moved_to(LATER):
        yield found


@pytest.fixture
def as_(client, ground):
    """The client, signed in as somebody."""

    def signed_in(name):
        person = ground.student if name == "student" else getattr(ground.world, name)
        client.force_login(person.account, backend=BACKEND)
        return client

    return signed_in


def test_a_week_is_typed_by_choosing_shapes(as_, ground):
    noor = as_("noor")
    week = f"/shifts/?week={MONDAY}"
    values = {"day_0": "07:00-19:30", "from_2": "19:30", "to_2": "07:30"}
    assert noor.post(week, values).status_code == 303
    assert [row.minutes for row in Shift.objects.all()] == [750, 720]
    refused = noor.post(week, {"day_0": "19:00-07:30", "day_1": "07:00-15:00"})
    assert refused.status_code == 422
    assert "Tuesday, Dec 1 overlaps" in refused.text
    half = noor.post(week, {"from_3": "07:00"})
    assert "Give both times." in half.text
    shown = noor.get(week).text
    assert 'value="07:00-19:30" selected' in shown
    copied = noor.post(f"/shifts/copy/?week={MONDAY + timedelta(days=7)}")
    assert copied.status_code == 303
    assert Shift.objects.count() == 4


def test_a_shift_is_logged_by_one_tap_and_verified_by_one(as_, ground):
    shift = make_shift(ground.student, ground.world.alder, MONDAY, 7, 8)
    page = f"/relationships/{ground.placement.pk}/hours/"
    student = as_("student")
    assert "One tap logs a shift as placement." in student.get(page).text
    assert student.post(f"{page}shifts/{shift.pk}/").status_code == 303
    assert "One tap logs" not in student.get(page).text
    entry = TimeEntry.objects.get()
    assert (entry.started_at, entry.minutes) == (shift.starts_at, 480)
    gwen = as_("gwen")
    assert "Lena Fischer" in gwen.get("/hours-worked/").text
    assert "Verify 1 entry of hours" in gwen.get("/").text
    card = gwen.get(f"/relationships/{ground.placement.pk}/").text
    assert "0 h verified + 8 h logged + 0 h planned of 300 h." in card
    assert gwen.post(f"/time-entries/{entry.pk}/verification/").status_code == 303
    assert TimeEntry.objects.get().state == "verified"
    assert "8 h verified + 0 h logged + 0 h planned of 300 h." in gwen.get(page).text


def test_logging_by_hand_and_what_is_wrong_with_it(as_, ground):
    student = as_("student")
    page = f"/relationships/{ground.placement.pk}/hours/"
    values = {"do": "log", "kind": "placement", "on": str(MONDAY), "hours": "7.5"}
    assert student.post(page, values).status_code == 303
    twice = student.post(page, values)
    assert twice.status_code == 422
    assert "7.5 h of placement already" in twice.text
    ahead = student.post(page, {**values, "on": "2026-12-20"})
    assert "This is still to come." in ahead.text
    assert student.post(page, {**values, "do": "plan", "on": "2026-12-20"}).status_code == 303
    assert sorted(TimeEntry.objects.values_list("state", flat=True)) == ["logged", "planned"]


def test_a_dispute_reaches_today_and_is_answered(as_, ground):
    entry = ground.log()
    gwen = as_("gwen")
    page = f"/time-entries/{entry.pk}/"
    assert gwen.post(f"{page}dispute/", {"reason": "You left at noon"}).status_code == 303
    student = as_("student")
    assert "Your hours of Nov 30, 2026 are disputed" in student.get("/").text
    assert "You left at noon" in student.get(page).text
    assert student.post(f"{page}answer/", {"answer": "I was in the lab"}).status_code == 303
    assert "I was in the lab" in as_("gwen").get(page).text


def test_the_university_sees_only_its_own_students(as_, ground):
    own, sent = ground.log("noor"), ground.log()
    olga = as_("olga")
    shown = olga.get("/hours-worked/").text
    assert "Lena Fischer" in shown
    assert "Noor Rahimi" not in shown
    assert olga.get(f"/time-entries/{sent.pk}/").status_code == 200
    assert olga.get(f"/time-entries/{own.pk}/").status_code == 404
    assert olga.get(f"/relationships/{ground.pair.pk}/hours/").status_code == 404
    maren = as_("maren").get("/hours-worked/").text
    assert "Lena Fischer" in maren
    assert "Noor Rahimi" in maren


def test_the_share_of_full_time_is_set_by_whoever_runs_the_program(as_, ground):
    enrollment = ground.pair.parties.get(side="learner").enrollment
    path = f"/enrollments/{enrollment.pk}/work-share/"
    assert as_("vera").post(path, {"percent": 60}).status_code == 403
    assert as_("olga").post(path, {"percent": 60}).status_code == 404
    maren = as_("maren")
    maren.post(path, {"percent": 5})
    enrollment.refresh_from_db()
    assert enrollment.work_share == 100
    maren.post(path, {"percent": 60})
    assert "of 45 h" in maren.get(f"/relationships/{ground.pair.pk}/hours/").text


def test_the_ledger_shows_what_was_taken(as_, ground):
    make_shift(ground.world.gwen, ground.world.alder, MONDAY, 7, 12.5)
    at = LATER.replace(month=11, day=30, hour=20, minute=45)
    Meeting.objects.create(
        relationship=ground.pair, state="held", starts_at=at, minutes=45, logged_at=at
    )
    gwen = as_("gwen")
    shown = gwen.get("/protected-time/").text
    assert "Taken: outside of shifts" in shown
    values = {"kind": "protected", "on": "2026-12-01", "hours": "2", "note": "Preceptor day"}
    assert gwen.post("/protected-time/", values).status_code == 303
    assert "Preceptor day" in gwen.get("/protected-time/").text
    maren = as_("maren")
    assert "Gwen Castellan" in maren.get("/protected-time/people/").text
    person = f"/protected-time/people/{ground.world.gwen.pk}/"
    assert "2 h of 8 h delivered" in maren.get(person).text
    assert as_("noor").get(person).status_code == 404


def test_lists_ask_as_many_questions_for_three_as_for_one(
    as_, ground, django_assert_max_num_queries
):
    maren = as_("maren")
    ground.log()
    maren.get("/hours-worked/")
    counts = []
    for days in (1, 2):
        with django_assert_max_num_queries(60) as asked:
            assert maren.get("/hours-worked/").status_code == 200
        counts.append(len(asked))
        ground.log(on=MONDAY + timedelta(days=days))
        ground.log("noor", on=MONDAY + timedelta(days=days))
    assert counts[0] == counts[1]

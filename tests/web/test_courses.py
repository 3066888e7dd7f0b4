"""Pages of courses: what each reader sees, what a form does, and what it refuses."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.core import clock
from guildhall.meetings.actions.logging import log_meeting
from guildhall.preceptorship.actions.learning_plan import (
    ObjectiveDraft,
    agree_to_plan,
    write_plan,
)
from guildhall.preceptorship.models import (
    Course,
    LearningPlan,
    MeetingRecord,
    NeedsSheet,
    Stretch,
)
from guildhall.preceptorship.queries.choices import next_guides
from tests.matching.factories import learner
from tests.preceptorship.course_ground import RECORD, begun, booked, days, first, fresh, held
from tests.relationships.factories import make_pair
from tests.world import NOW


@pytest.fixture
def course(world) -> Course:
    return begun(world)


@pytest.fixture
def home(course) -> str:
    return f"/courses/{course.pk}/"


def read(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pair_sees_the_next_step_and_staff_see_dates(sign_in, course, home, held_clock):
    gwen, maren = read(sign_in("gwen"), home), read(sign_in("maren"), home)
    assert "Write your charter together." in gwen
    assert "0 of 7 meetings held" in gwen
    assert "Write a hand-over note" in gwen
    assert "Another preceptor" not in gwen
    assert "Another preceptor" in maren
    assert "Write your charter together." not in maren
    assert "What they wrote stays with the pair" in maren


def test_the_way_in_is_on_the_page_of_the_pair_and_on_today(sign_in, course, home, held_clock):
    gwen = sign_in("gwen")
    assert home in read(gwen, f"/relationships/{course.relationship_id}/")
    assert "Write your charter together." in read(gwen, "/")


def test_the_charter_begins_with_what_the_program_promises(sign_in, course, held_clock):
    noor, gwen = sign_in("noor"), sign_in("gwen")
    path = f"/relationships/{course.relationship_id}/agreement/"
    draft = read(gwen, f"{path}draft/")
    promises = (
        "We meet within 7 days, then every 62 days or sooner, to the end.",
        "At first the preceptee works beyond the numbers: 75 hours.",
        "The preceptor has 12 hours of protected time a year for this.",
        "Whatever does not work between us: we turn to Maren Okafor.",
    )
    for promise in promises:
        assert promise in draft
    # what the form fills in, sent as it is
    form = gwen.get(f"{path}draft/").context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    assert gwen.post(f"{path}draft/", {**filled, "based_on": "0"}).status_code == 303
    page = read(noor, path)
    assert "Your charter" in page
    assert promises[0] in page
    assert noor.post(f"{path}1/signature/").status_code == 303
    assert "Signed by both" in read(noor, f"/courses/{course.pk}/")
    step = course.relationship.first_steps.get(key="charter")
    assert step.done_at is not None


def test_a_program_without_agreements_has_no_charter(sign_in, course, home, held_clock):
    course.program.plan["space"] = {"expectations": "none"}
    course.program.save()
    page = read(sign_in("gwen"), home)
    assert "Choose a time: First meeting." in page
    assert "charter" not in page.lower()


def test_booking_takes_a_time_that_suits_both_or_another(sign_in, course, home, held_clock):
    gwen, row = sign_in("gwen"), first(course)
    path = f"/demanded-meetings/{row.pk}/booking/"
    assert "Times that suit you both" in read(gwen, path)
    empty = {"minutes": "60", "mode": "in_person", "place": "Ward office"}
    refused = gwen.post(path, empty)
    assert refused.status_code == 422
    assert "Choose a time, or type one." in refused.content.decode()
    past = gwen.post(path, {**empty, "starts_at": "2026-11-15T10:00"})
    assert "This time has passed." in past.content.decode()
    sent = gwen.post(path, {**empty, "starts_at": "2026-11-18T10:00"})
    assert (sent.status_code, sent.headers["Location"]) == (303, home)
    assert "Booked" in read(gwen, home)
    again = gwen.post(path, {**empty, "starts_at": "2026-11-18T10:00"})
    assert again.status_code == 409


def test_a_logged_meeting_can_stand_for_it(sign_in, world, course, held_clock):
    gwen, row = sign_in("gwen"), first(course)
    meeting = log_meeting(
        relationship=course.relationship,
        on=NOW.date(),
        minutes=50,
        mode="in_person",
        by=world.actor("gwen"),
        at=NOW,
    )
    path = f"/demanded-meetings/{row.pk}/booking/"
    assert "Or one that is there" in read(gwen, path)
    assert gwen.post(path, {"meeting": "999999"}).status_code == 404
    assert gwen.post(path, {"meeting": str(meeting.pk)}).status_code == 303
    row.refresh_from_db()
    assert row.meeting == meeting


def test_a_record_is_written_read_and_signed(sign_in, world, course, home):
    row = booked(course, world, at=NOW, on=days(2))
    with clock.moved_to(days(3)):
        gwen, noor = sign_in("gwen"), sign_in("noor")
        path = f"/demanded-meetings/{row.pk}/record/"
        assert gwen.post(path, {"looked_at": "x", "agreed_next": ""}).status_code == 422
        words = {"looked_at": RECORD.looked_at, "agreed_next": RECORD.agreed_next}
        assert gwen.post(path, words).status_code == 303
        page = read(noor, path)
        assert RECORD.agreed_next in page
        assert "Read it, then sign it or change what does not fit." in page
        written = MeetingRecord.objects.get().written_at.isoformat()
        sign = f"/demanded-meetings/{row.pk}/signature/"
        assert noor.post(sign, {"written": "never"}).status_code == 409
        assert noor.post(sign, {"written": written}).status_code == 303
        assert "Signed by both" in read(noor, home)
        staff = read(sign_in("maren"), home)
        assert RECORD.agreed_next not in staff


def test_needs_and_plan(sign_in, course, home, held_clock):
    noor, gwen = sign_in("noor"), sign_in("gwen")
    words = {"general-worry": "Nights alone", "general-strength": "Calm"}
    assert noor.post(f"{home}needs/", {**words, "do": "keep"}).status_code == 303
    assert "Nights alone" not in read(gwen, home)
    assert noor.post(f"{home}needs/", {**words, "do": "share"}).status_code == 303
    assert "Nights alone" in read(gwen, f"{home}needs/")
    assert "Nights alone" not in read(sign_in("maren"), home)
    assert NeedsSheet.objects.get().shared_at is not None
    plan = {"based_on": "0", "objective0-text": "Two nights beside Gwen"}
    refused = gwen.post(f"{home}plan/", plan)
    assert (refused.status_code, "Say by when." in refused.content.decode()) == (422, True)
    plan["objective0-due_on"] = "2027-01-15"
    assert gwen.post(f"{home}plan/", plan).status_code == 303
    assert "Read it, then agree or change what does not fit." in read(noor, f"{home}plan/")
    assert noor.post(f"{home}plan/1/signature/").status_code == 303
    assert noor.post(f"{home}plan/7/signature/").status_code == 404
    assert LearningPlan.objects.get().agreed_at is not None
    assert gwen.post(f"{home}plan/", plan).status_code == 409


def test_a_coordinator_runs_the_course(sign_in, world, course, home, held_clock):
    maren = sign_in("maren")
    assert maren.post(f"{home}extension/", {"until": "2029-01-01", "why": "x"}).status_code == 422
    until = (course.relationship.ends_on + timedelta(days=30)).isoformat()
    more = {"until": until, "why": "A month of leave"}
    assert maren.post(f"{home}extension/", more).status_code == 303
    assert "More time, until" in read(sign_in("noor"), home)
    assert maren.post(f"{home}share/", {"share": "5"}).status_code == 422
    assert maren.post(f"{home}share/", {"share": "80"}).status_code == 303
    assert "80 % of full time" in read(maren, home)
    assert maren.post(f"{home}place/", {"site": "", "unit": ""}).status_code == 422


def test_a_change_of_preceptor_with_the_note_of_the_former_one(
    sign_in, world, course, home, held_clock
):
    gwen, maren, omar = sign_in("gwen"), sign_in("maren"), sign_in("omar")
    note = "Calm, exact, ready for nights"
    assert gwen.post(f"{home}handover/", {"handover": ""}).status_code == 422
    assert gwen.post(f"{home}handover/", {"handover": note}).status_code == 303
    page = read(maren, f"{home}preceptor/")
    assert "There is a hand-over note already" in page
    assert note not in page
    omars = next_guides(fresh(course), at=clock.now())[0].enrollment
    assert maren.post(f"{home}preceptor/", {"guide": "0", "handover": ""}).status_code == 422
    sent = maren.post(f"{home}preceptor/", {"guide": str(omars.pk), "handover": ""})
    assert (sent.status_code, sent.headers["Location"]) == (303, home)
    assert note in read(omar, home)
    assert gwen.get(home).status_code == 404
    assert Stretch.objects.count() == 2


def write(course, world, *, n: int, objectives: int) -> LearningPlan:
    """Gwen writes version n."""
    drafts = [ObjectiveDraft(f"Objective {m}", days(60).date()) for m in range(objectives)]
    by = world.actor("gwen")
    return write_plan(course=course, objectives=drafts, based_on=n - 1, by=by, at=NOW)


def test_the_page_costs_the_same_for_little_and_for_much(sign_in, world, course, home, held_clock):
    noor, by = sign_in("noor"), world.actor("noor")
    agree_to_plan(plan=write(course, world, n=1, objectives=1), by=by, at=NOW)
    second = write(course, world, n=2, objectives=1)
    held(course, world, on=days(-3))
    read(noor, home)
    with CaptureQueriesContext(connection) as little:
        read(noor, home)
    agree_to_plan(plan=second, by=by, at=NOW)
    write(course, world, n=3, objectives=6)
    held(course, world, kind="interim", on=days(-2))
    with CaptureQueriesContext(connection) as much:
        read(noor, home)
    assert len(much) == len(little)


def test_today_costs_the_same_for_one_course_and_for_two(sign_in, world, course, held_clock):
    gwen = sign_in("gwen")
    read(gwen, "/")
    with CaptureQueriesContext(connection) as one:
        read(gwen, "/")
    cohort = course.relationship.cohort
    again = course.relationship.parties.get(side="guide").enrollment
    make_pair(again, learner(cohort, world.tomas))
    with CaptureQueriesContext(connection) as two:
        read(gwen, "/")
    assert len(two) == len(one)

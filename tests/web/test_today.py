"""Today shows what needs somebody, in order, and nothing of other houses."""

from datetime import timedelta

import pytest

from guildhall.core import clock
from guildhall.meetings.actions.confirming import confirm_meeting
from guildhall.meetings.actions.logging import log_meeting
from guildhall.mentoring.actions.seats import take_seat
from guildhall.relationships.actions.offers import accept_offer
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.meetings.factories import booked
from tests.mentoring.circling import own_circle
from tests.programs.factories import make_cohort, make_people, make_program
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_an_empty_house_begins_with_its_people(sign_in):
    page = text(sign_in("maren").get("/"))
    assert "Welcome, Maren" in page
    assert "Bring your people in" in page
    assert "Start from a program others have run" in page


def test_nobody_is_sent_to_sign_in(client, world):
    answer = client.get("/")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/")


def test_people_who_are_ready_can_be_matched(world, sign_in):
    cohort = cohort_of(mentoring(world.alder))
    guide(cohort, world.gwen)
    learner(cohort, world.noor)
    page = text(sign_in("maren").get("/"))
    assert f"“{cohort.name}” can be matched" in page
    assert "Open studio" in page
    assert f"/cohorts/{cohort.pk}/studio/" in page
    assert cohort.name not in text(sign_in("olga").get("/"))


def test_an_offer_is_the_first_thing_for_those_who_are_asked(world, sign_in):
    cohort = cohort_of(mentoring(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    assert "Gwen Castellan and you: say yes?" in text(sign_in("noor").get("/"))
    accept_offer(relationship=pair, by=world.actor("noor"), at=NOW)
    assert "say yes?" not in text(sign_in("noor").get("/"))
    assert "Noor Rahimi and you: say yes?" in text(sign_in("gwen").get("/"))


def test_a_pair_past_its_rhythm_is_asked_whether_they_met(world, sign_in):
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    log_meeting(
        relationship=pair,
        on=NOW.date(),
        minutes=45,
        mode="video",
        by=world.actor("noor"),
        at=NOW,
    )
    every = pair.program.plan["cadence"]["every_days"]
    assert "Did you and" not in text(sign_in("noor").get("/"))
    with clock.moved_to(NOW + timedelta(days=every)):
        page = text(sign_in("noor").get("/"))
    assert f"{every} days since you met, planned every {every}" in page


def test_a_pair_is_asked_once_whether_they_met_and_only_afterward(world, sign_in):
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    every = timedelta(days=pair.program.plan["cadence"]["every_days"])
    starts = [NOW + every + timedelta(hours=hours) for hours in (1, 3)]
    for start in starts:
        booked(world, pair, start)

    def asked(at) -> int:
        with clock.moved_to(at):
            shown = sign_in("noor").get("/").context
        titles = [task.title for task in (shown["next"], *shown["tasks"]) if task]
        return titles.count("Did you and Gwen Castellan meet?")

    assert asked(starts[0] + timedelta(minutes=44)) == 0
    assert asked(starts[0] + timedelta(minutes=45)) == 1
    over = starts[1] + timedelta(hours=1)
    assert asked(over) == 1
    for meeting in pair.meetings.order_by("starts_at"):
        confirm_meeting(meeting=meeting, did_meet=False, by=world.actor("noor"), at=over)
    with clock.moved_to(over):
        assert "days since you began, planned every" in text(sign_in("noor").get("/"))


def test_the_page_asks_as_often_for_many_as_for_few(world, sign_in, django_assert_max_num_queries):
    program = make_program(world.alder)
    people = make_people(world.alder, 12)
    maren = sign_in("maren")
    cohort = make_cohort(program, "One")
    make_pair(guide(cohort, people[0]), learner(cohort, people[1]))
    maren.get("/")
    with django_assert_max_num_queries(60) as few:
        maren.get("/")
    for number in range(2, 12, 2):
        cohort = make_cohort(program, f"Cohort {number}")
        make_pair(guide(cohort, people[number]), learner(cohort, people[number + 1]))
    with django_assert_max_num_queries(len(few)):
        maren.get("/")


@pytest.mark.parametrize(
    ("words", "who", "finds"),
    [
        ("castellan", "maren", True),
        ("gwen castellan", "maren", True),
        ("castellan", "vera", True),
        ("castellan", "noor", False),
        ("castellan", "olga", False),
        ("rahimi", "milo", True),
    ],
)
def test_search_shows_only_what_one_may_see(sign_in, words, who, finds):
    page = text(sign_in(who).get("/search/", {"q": words}))
    name = "Noor Rahimi" if "rahimi" in words else "Gwen Castellan"
    assert (name in page) is finds
    assert ("Nothing found" in page) is not finds


def test_search_is_not_fooled(sign_in):
    page = text(sign_in("maren").get("/search/", {"q": "<script>alert(1)</script> %' OR 1=1"}))
    assert "<script>alert" not in page
    assert "Nothing found" in page


def test_a_question_for_a_seat_waits_for_who_leads_the_circle(world, sign_in):
    circle = own_circle(world, joining="asked")
    take_seat(circle=circle, by=world.actor("noor"), at=NOW)
    page = text(sign_in("gwen").get("/"))
    assert "Noor Rahimi asks for a seat in “Night shifts”" in page
    assert f"/circles/{circle.pk}/" in page
    for name in ("noor", "tomas", "maren"):
        assert "asks for a seat" not in text(sign_in(name).get("/"))

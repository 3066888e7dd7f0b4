"""The page of a pair and the lists of pairs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.core import clock
from guildhall.meetings.actions.logging import log_meeting
from guildhall.meetings.models import Meeting
from guildhall.relationships.actions.course import pause_relationship
from guildhall.relationships.actions.offers import accept_offer
from guildhall.relationships.models import Relationship
from guildhall.relationships.reasons import Reason
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
SECRET = "She wants to leave the ward"


@pytest.fixture
def pair(world) -> Relationship:
    cohort = cohort_of(preceptorship(world.alder))
    reasons = [Reason("Goals meet expertise", "Both: %(all)s", 20, 20, {"all": "Python"})]
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), reasons=reasons)


@pytest.fixture
def offer(world) -> Relationship:
    cohort = cohort_of(mentoring(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))


def address(row, part=""):
    return f"/relationships/{row.pk}/{part}"


def text(response):
    return " ".join(response.content.decode().split())


def meet(row, world, **values):
    return log_meeting(
        relationship=row,
        on=NOW.date(),
        minutes=50,
        mode="video",
        by=world.actor("noor"),
        at=NOW,
        **values,
    )


def test_the_page_says_who_why_and_what_first(pair, sign_in):
    page = text(sign_in("noor").get(address(pair)))
    assert "<h1>You and Gwen</h1>" in page
    assert "<b>Goals meet expertise</b> <span>Both: Python</span>" in page
    assert "A supervised space, and it is assessed." in page
    assert "Rate yourself on the competencies" in page
    assert "Week 1 of 26" in page


def test_five_reasons_stand_there_and_the_rest_behind_more(world, sign_in):
    cohort = cohort_of(mentoring(world.alder))
    reasons = [Reason(f"Reason {points}", "Words", points, 9) for points in (1, 7, 3, 0, 6, 2, 5)]
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), reasons=reasons)
    page = text(sign_in("noor").get(address(row)))
    first, _more, rest = page.partition('<details class="disclosure"')
    told = [number for number in "7653210" if f"Reason {number}<" in first]
    assert told == ["7", "6", "5", "3", "2"]
    assert first.index("Reason 7<") < first.index("Reason 2<")
    assert "1 more reason</summary>" in rest
    assert "Reason 1<" in rest
    assert "Reason 0<" not in rest


def test_an_offer_is_accepted_by_both(offer, sign_in, world):
    page = text(sign_in("noor").get(address(offer)))
    assert "A match with Gwen Castellan is offered to you." in page
    assert "A mentoring space, never assessed." in page
    answer = sign_in("noor").post(address(offer, "acceptance/"))
    assert (answer.status_code, answer["Location"]) == (303, address(offer))
    assert "Waiting for Gwen." in text(sign_in("noor").get(address(offer)))
    accept_offer(relationship=offer, by=world.actor("gwen"), at=NOW)
    page = text(sign_in("noor").get(address(offer)))
    assert "Everybody said yes, and it began" in page


def test_an_offer_is_declined_after_one_question(offer, sign_in):
    client = sign_in("noor")
    assert "Saying no is fine" in text(client.get(address(offer, "refusal/")))
    answer = client.post(address(offer, "refusal/"))
    assert (answer.status_code, answer["Location"]) == (303, "/relationships/")
    assert client.get(address(offer)).status_code == 404
    assert "Nobody is matched with you yet" in text(client.get("/relationships/?of=own"))


def test_we_met(pair, sign_in):
    given = {"on": "2026-11-16", "minutes": "50", "mode": "video", "line": SECRET}
    answer = sign_in("noor").post(address(pair, "meetings/"), given)
    assert (answer.status_code, answer["Location"]) == (303, address(pair))
    assert Meeting.objects.get().line == SECRET
    page = text(sign_in("gwen").get(address(pair)))
    assert SECRET in page
    assert "You met, 50 minutes" in page
    assert "Program sees that you met" in page


def test_a_bad_meeting_comes_back_with_its_words(pair, sign_in):
    given = {"on": "2026-11-20", "minutes": "50", "mode": "video", "line": "kept"}
    answer = sign_in("noor").post(address(pair, "meetings/"), given)
    assert answer.status_code == 422
    page = text(answer)
    assert "This day is still to come. Log the meeting once you have met." in page
    assert 'value="kept"' in page
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("name", ["maren", "ada", "vera"])
def test_staff_see_that_they_met_and_no_word_of_it(pair, sign_in, world, name):
    meet(pair, world, line=SECRET)
    page = text(sign_in(name).get(address(pair)))
    assert "They met, 50 minutes" in page
    for hidden in (SECRET, "Both: Python", "Rate yourself", "logged by"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [("tomas", 404), ("milo", 404), ("olga", 404), ("maren", 200), ("vera", 200)],
)
def test_who_finds_the_page(pair, sign_in, name, expected):
    assert sign_in(name).get(address(pair)).status_code == expected


def test_nobody_is_sent_to_sign_in(pair, client):
    answer = client.get(address(pair))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


def test_first_steps_are_ticked_off(pair, sign_in):
    step = pair.first_steps.first()
    client = sign_in("noor")
    assert client.post(address(pair, f"steps/{step.pk}/")).status_code == 303
    step.refresh_from_db()
    assert step.done_at == NOW
    assert "You did: Choose a time" in text(client.get(address(pair)))
    client.post(address(pair, f"steps/{step.pk}/"), {"done": "no"})
    step.refresh_from_db()
    assert step.done_at is None


def test_a_step_of_another_pair_is_not_there(pair, offer, sign_in):
    other = offer.first_steps.first()
    assert sign_in("noor").post(address(pair, f"steps/{other.pk}/")).status_code == 404


def test_it_ends_without_a_reason(pair, sign_in):
    client = sign_in("noor")
    page = text(client.get(address(pair, "closure/")))
    assert "A change of preceptor is ordinary and nobody" in page
    assert "A longer leave" in text(client.get(address(pair, "departure/")))
    answer = client.post(address(pair, "closure/"), {"learners_wait": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, address(pair, "departure/"))
    client.post(address(pair, "departure/"), {"wish": "somebody", "do": "leave"})
    pair.refresh_from_db()
    assert (pair.state, pair.closure.reason) == ("closed", "")
    assert "Ended on Nov 16, 2026" in text(client.get(address(pair)))


def test_a_coordinator_ends_it_in_one_step(pair, sign_in):
    answer = sign_in("maren").post(address(pair, "closure/"), {"learners_wait": "yes"})
    assert (answer.status_code, answer["Location"]) == (303, address(pair))
    pair.refresh_from_db()
    assert pair.state == "closed"


def test_words_of_an_end_are_read_by_their_author_alone(pair, sign_in):
    given = {"wish": "nothing", "reason": "leave", "words": SECRET, "do": "leave"}
    sign_in("noor").post(address(pair, "departure/"), given)
    assert SECRET in text(sign_in("noor").get(address(pair)))
    for name in ("gwen", "maren", "vera"):
        assert SECRET not in text(sign_in(name).get(address(pair)))


def test_pause_and_go_on(pair, sign_in):
    client = sign_in("noor")
    client.post(address(pair, "pause/"))
    assert "You let this rest. Nothing is asked of you." in text(client.get(address(pair)))
    refused = client.post(address(pair, "pause/"))
    assert refused.status_code == 409
    assert "stands at “Paused”" in text(refused)
    client.post(address(pair, "resumption/"))
    pair.refresh_from_db()
    assert pair.state == "active"


def test_what_is_next_changes_with_time(pair, sign_in, world):
    pair.program.plan["space"] = {"expectations": "none", "goals": "none"}
    # a program that follows no standard: what its course asks is told elsewhere
    del pair.program.plan["course"]
    pair.program.save()
    client = sign_in("gwen")
    assert "Choose a time for the first meeting" in text(client.get(address(pair)))
    for step in pair.first_steps.all():
        client.post(address(pair, f"steps/{step.pk}/"))
    meet(pair, world)
    assert "Nothing is due" in text(client.get(address(pair)))
    with clock.moved_to(NOW + timedelta(days=31)):
        page = text(client.get(address(pair)))
    assert "Find a time to meet, or log that you met." in page
    assert "the plan is every 30 days" in page


def test_lists_say_what_needs_me(pair, offer, sign_in):
    page = text(sign_in("noor").get("/relationships/"))
    assert page.index("Waits for your answer") < page.index("Preceptorship")
    staff = text(sign_in("maren").get("/relationships/"))
    assert "2 pairs in your programs" in staff
    found = text(sign_in("maren").get("/relationships/?of=program&q=noor&state=offered"))
    assert "1 pair in your programs" in found
    assert "No pair fits" in text(sign_in("vera").get("/relationships/?q=nobody"))
    assert "Nobody is matched with you yet" in text(sign_in("tomas").get("/relationships/"))


def fill(world, name, start, count):
    """A cohort in which Gwen guides this many people, each met once; the last pair rests."""
    cohort = cohort_of(preceptorship(world.alder, name))
    gwen = guide(cohort, world.gwen, places=count)
    for person in make_people(world.alder, count, start=start):
        row = make_pair(gwen, learner(cohort, person))
        log_meeting(
            relationship=row,
            on=NOW.date(),
            minutes=30,
            mode="phone",
            by=world.actor("gwen"),
            at=NOW,
        )
    pause_relationship(relationship=row, by=world.actor("gwen"), at=NOW)


def queries_for(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["maren", "gwen"])
def test_lists_ask_as_often_for_many_pairs_as_for_few(world, sign_in, name):
    client = sign_in(name)
    fill(world, "Small", 0, 1)
    fill(world, "Other", 5, 1)
    few = queries_for(client, "/relationships/")
    fill(world, "Large", 10, 6)
    assert queries_for(client, "/relationships/") == few


def test_the_page_asks_as_often_for_many_meetings_as_for_few(pair, world, sign_in):
    client = sign_in("noor")
    meet(pair, world)
    few = queries_for(client, address(pair))
    for days in range(1, 9):
        log_meeting(
            relationship=pair,
            on=NOW.date() - timedelta(days=days),
            minutes=30,
            mode="phone",
            by=world.actor("gwen"),
            at=NOW,
        )
    assert queries_for(client, address(pair)) == few


def log_days(row, world, days, *, by="gwen"):
    for number in days:
        log_meeting(
            relationship=row,
            on=NOW.date() - timedelta(days=number),
            minutes=30,
            mode="phone",
            line=f"Line {number}.",
            by=world.actor(by),
            at=NOW,
        )


def lines_of(page):
    return [int(number) for number in re.findall(r"Line (\d+)\.", page)]


def test_the_newest_lines_come_first_and_each_press_brings_older_ones(pair, world, sign_in):
    Relationship.objects.filter(pk=pair.pk).update(opened_at=NOW - timedelta(days=60))
    log_days(pair, world, range(40))
    noor = sign_in("noor")
    page = text(noor.get(address(pair)))
    assert lines_of(page) == list(range(7))
    assert f"{address(pair)}?earlier=1#story" in page
    assert "40 meetings so far" in page
    page = text(noor.get(address(pair) + "?show=meetings&earlier=1"))
    assert lines_of(page) == list(range(27))
    assert f"{address(pair)}?show=meetings&amp;earlier=2#story" in page
    last = noor.get(address(pair) + "?earlier=2", headers={"HX-Request": "true"})
    assert lines_of(text(last)) == list(range(40))
    assert "?earlier=" not in text(last)
    assert "<html" not in text(last)
    assert "Goals meet expertise" in text(last)
    assert lines_of(text(noor.get(address(pair) + "?earlier=often"))) == list(range(7))


def test_no_more_is_loaded_than_may_be_shown(pair, world, sign_in):
    Relationship.objects.filter(pk=pair.pk).update(opened_at=NOW - timedelta(days=60))
    log_days(pair, world, range(30))
    noor = sign_in("noor")
    noor.get(address(pair))
    with CaptureQueriesContext(connection) as seen:
        noor.get(address(pair))
    read = [one["sql"] for one in seen if '"meetings_meeting"."line"' in one["sql"]]
    assert read
    assert all("LIMIT 10" in sql for sql in read if "'held'" in sql)

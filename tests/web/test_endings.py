"""The pages of ending well, going on, and who learned from whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.competencies.actions import load_vocabulary
from guildhall.competencies.models import Skill
from guildhall.core import clock
from guildhall.mentoring.actions.departures import leave_relationship
from guildhall.mentoring.actions.endings import Review, write_review
from guildhall.mentoring.actions.fit import ask_fit
from guildhall.mentoring.actions.overdue import ask_overdue, close_silent
from guildhall.mentoring.actions.renewals import ask_renewals, let_sleep
from guildhall.mentoring.models import AfterEnd, ClosingReview, FitCheck, Renewal
from guildhall.people.actions.profile import set_skills
from guildhall.people.models import Profile, ProfileSkill
from guildhall.relationships.actions.course import let_relationship_sleep
from guildhall.relationships.models import Relationship
from tests.agreements.factories import begun_pair
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.mentoring.ending import acting, informal
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
SECRET = "I nearly left the ward in March"


@pytest.fixture
def row(world) -> Relationship:
    return begun_pair(world)


def url(row, part=""):
    return f"/relationships/{row.pk}/{part}"


def text(response):
    return " ".join(response.content.decode().split())


def test_near_the_end_the_next_step_is_to_look_back(row, sign_in):
    client = sign_in("noor")
    assert "Look back, then choose together" not in text(client.get(url(row)))
    row.ends_on = NOW.date() + timedelta(days=70)
    row.save()
    with clock.moved_to(NOW + timedelta(days=50)):
        assert "Look back, then choose together how to go on." in text(client.get(url(row)))
    # The coordinator is asked for nothing.
    with clock.moved_to(NOW + timedelta(days=50)):
        assert "Look back" not in text(sign_in("maren").get(url(row)))


def test_each_looks_back_alone(row, sign_in):
    noor, gwen = sign_in("noor"), sign_in("gwen")
    given = {"learned": SECRET, "thanks": "For the patience"}
    assert noor.post(url(row, "ending/"), given).status_code == 303
    assert SECRET in text(noor.get(url(row, "ending/")))
    for part in ("", "ending/"):
        page = text(gwen.get(url(row, part)))
        assert SECRET not in page
        assert "For the patience" not in page
    gwen.post(url(row, "ending/"), {"thanks": "For the questions"})
    page = text(gwen.get(url(row)))
    assert "Noor says thanks" in page
    assert "For the patience" in page
    assert SECRET not in page
    for name in ("maren", "vera"):
        page = text(sign_in(name).get(url(row)))
        assert "patience" not in page
        assert SECRET not in page


def test_an_empty_look_back_says_what_to_do(row, sign_in):
    answer = sign_in("noor").post(url(row, "ending/"), {})
    assert answer.status_code == 422
    assert "Write one line at least" in text(answer)
    assert ClosingReview.objects.count() == 0


def test_one_suggests_and_the_other_agrees_with_one_press(row, sign_in):
    noor, gwen = sign_in("noor"), sign_in("gwen")
    refused = noor.post(url(row, "ending/choice/"), {"choice": "extend", "until": "2026-01-01"})
    assert refused.status_code == 422
    assert "Choose a day after May 15, 2027." in text(refused)
    noor.post(url(row, "ending/choice/"), {"choice": "extend", "until": "2027-08-01"})
    page = text(gwen.get(url(row)))
    assert "Noor would like to go on until Aug 1, 2027." in page
    assert 'name="until" value="2027-08-01"' in page
    gwen.post(url(row, "ending/choice/"), {"choice": "extend", "until": "2027-08-01"})
    row.refresh_from_db()
    assert str(row.ends_on) == "2027-08-01"


def test_leaving_is_read_first_and_done_then(row, sign_in):
    noor = sign_in("noor")
    page = text(noor.get(url(row, "closure/")))
    assert "Leave, in two steps" in page
    given = {"wish": "somebody", "reason": "fit", "words": SECRET}
    page = text(noor.post(url(row, "departure/"), given))
    assert "This is what will happen" in page
    assert "Then, for you: Find somebody else for me." in page
    row.refresh_from_db()
    assert row.state == "active"
    done = noor.post(url(row, "departure/"), given | {"do": "leave"})
    assert done.headers["Location"] == url(row, "next/")
    assert "You come first when the next matches are made." in text(noor.get(url(row, "next/")))
    assert SECRET in text(noor.get(url(row)))
    for name in ("gwen", "maren", "vera"):
        page = text(sign_in(name).get(url(row)))
        assert SECRET not in page
        assert "Noor left" not in page
    # both pages of the other side say the same, whoever left
    assert "Thank you for the time" in text(sign_in("gwen").get(url(row)))
    again = noor.post(url(row, "departure/"), given | {"do": "leave"})
    assert again.status_code == 409


def test_leaving_needs_a_wish(row, sign_in):
    assert sign_in("noor").post(url(row, "departure/"), {"do": "leave"}).status_code == 422
    row.refresh_from_db()
    assert row.state == "active"


def test_what_comes_next_is_one_click(row, world, sign_in):
    leave_relationship(relationship=row, wish="nothing", by=world.actor("noor"), at=NOW)
    gwen = sign_in("gwen")
    page = text(gwen.get(url(row, "next/")))
    assert "I take a break" in page
    assert "Look for somebody else for me" not in page
    assert "Look back and say thanks" not in page
    gwen.post(url(row, "next/"), {"choice": "available"})
    assert AfterEnd.objects.get(person=world.gwen).choice == "available"
    assert gwen.post(url(row, "next/"), {"choice": "cake"}).status_code == 422


def test_whether_it_is_right_is_read_by_oneself_alone(row, world, sign_in):
    noor = sign_in("noor")
    assert noor.get(url(row, "fit/")).status_code == 404
    at = NOW + timedelta(days=60)
    ask_fit(at=at)
    with clock.moved_to(at):
        assert noor.post(url(row, "fit/"), {"answer": "unsure"}).status_code == 303
        page = text(noor.get(url(row, "fit/")))
        assert "Leave. It needs no reason, and nobody loses face" in page
        assert "What may help" not in text(sign_in("gwen").get(url(row, "fit/")))
        assert noor.post(url(row, "fit/"), {}).status_code == 422
    assert FitCheck.objects.get(person=world.noor).answer == "unsure"


def test_another_year_asleep_and_awake(world, sign_in):
    row = informal(world, world.gwen, world.noor)
    noor = sign_in("noor")
    assert noor.get(url(row, "renewal/")).status_code == 404
    at = NOW + timedelta(days=365)
    ask_renewals(at=at)
    with clock.moved_to(at):
        assert "Another year together?" in text(noor.get(url(row)))
        noor.post(url(row, "renewal/"), {"every_days": "182"})
        assert "You said yes." in text(noor.get(url(row, "renewal/")))
    late = at + timedelta(days=40)
    let_sleep(at=late)
    with clock.moved_to(late):
        page = text(noor.get(url(row)))
        assert "Wake it up" in page
        assert noor.post(url(row, "renewal/"), {}).status_code == 409
        noor.post(url(row, "resumption/"))
    row.refresh_from_db()
    assert (row.state, Renewal.objects.get().outcome) == ("active", "dormant")


def test_what_one_learned_becomes_what_one_offers(world, sign_in):
    load_vocabulary()
    skill = Skill.objects.order_by("key")[0]
    noor = world.actor("noor")
    set_skills(person=world.noor, direction="wanted", levels={skill: 3}, by=noor, at=NOW)
    client = sign_in("noor")
    assert skill.name in text(client.get("/passing-on/"))
    client.post("/passing-on/", {f"skill-{skill.pk}": "4"})
    offered = ProfileSkill.objects.get(profile__person=world.noor, direction="offered")
    assert (offered.skill, offered.level) == (skill, 4)
    assert f"You offer: {skill.name}." in text(client.get("/passing-on/"))
    assert client.post("/passing-on/", {f"skill-{skill.pk}": "9"}).status_code == 303


def test_coordinators_see_who_waits_and_no_reason(row, world, sign_in):
    leave_relationship(
        relationship=row, wish="call", reason="fit", words=SECRET, by=world.actor("noor"), at=NOW
    )
    maren = sign_in("maren")
    page = text(maren.get("/endings/"))
    assert "Noor Rahimi" in page
    assert "Gwen" not in page
    assert SECRET not in page
    assert "Fewer than 5 pairs have ended." in page
    assert "I called" not in text(sign_in("vera").get("/endings/"))
    assert "Noor" not in text(sign_in("olga").get("/endings/"))
    maren.post(f"/call-wishes/{AfterEnd.objects.get().pk}/")
    assert "Noor Rahimi" not in text(maren.get("/endings/"))


def test_the_list_of_ends_asks_the_same_however_many_there_are(world, sign_in):
    cohort = cohort_of(mentoring(world.alder))
    gwen = guide(cohort, world.gwen, places=20)
    client = sign_in("maren")
    client.get("/endings/")

    def end(count, start):
        for person in make_people(world.alder, count, start=start):
            pair = make_pair(gwen, learner(cohort, person), opens_at_once=True)
            leave_relationship(relationship=pair, wish="call", by=acting(person), at=NOW)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/endings/").status_code == 200
        return len(queries)

    assert end(3, 0) == end(4, 3)


def test_the_ripple_is_a_table_and_a_picture_of_it(world, sign_in):
    informal(world, world.gwen, world.omar)
    informal(world, world.omar, world.noor, at=NOW + timedelta(days=1))
    gwen = sign_in("gwen")
    page = text(gwen.get("/ripple/"))
    assert "2 people learned through you. It reaches 2 generations." in page
    assert "Omar Haddad" in page
    assert "Noor" not in page
    sign_in("noor").post("/ripple/name/", {"named": "yes"})
    assert "Noor Rahimi" in text(gwen.get("/ripple/"))
    assert "Learned from" in page


def test_thanks_may_follow_a_good_end_and_never_a_departure(row, world, sign_in):
    noor = sign_in("noor")
    write_review(relationship=row, review=Review("a"), by=world.actor("gwen"), at=NOW)
    leave_relationship(relationship=row, wish="nothing", by=world.actor("noor"), at=NOW)
    answer = noor.post(url(row, "ending/"), {"thanks": "Still, thanks"})
    assert answer.status_code == 409
    assert "Choose together" not in text(noor.get(url(row, "ending/")))


def test_past_the_planned_end_the_pair_is_asked_and_may_open_it_again(row, world, sign_in):
    Relationship.objects.filter(pk=row.pk).update(ends_on=(NOW - timedelta(days=1)).date())
    ask_overdue(at=NOW)
    page = text(sign_in("noor").get(url(row)))
    assert "Say how to go on" in page
    assert "closes by itself after Dec 16" in page
    assert "closes by itself after Dec 16" in text(sign_in("noor").get(url(row, "ending/")))
    assert "close, go on, or go on informally?" in text(sign_in("noor").get("/"))
    assert "close, go on, or go on informally?" not in text(sign_in("maren").get("/"))
    close_silent(at=NOW + timedelta(days=31))
    listed = text(sign_in("maren").get("/relationships/?of=program&state=unanswered"))
    assert "Ended by itself" in listed
    assert "Noor Rahimi" in listed
    for part in ("", "next/"):
        assert "Open it again" in text(sign_in("gwen").get(url(row, part)))
    answer = sign_in("gwen").post(url(row, "reopening/"))
    assert (answer.status_code, answer["Location"]) == (303, url(row))
    row.refresh_from_db()
    assert row.state == "active"


def test_a_pair_that_sleeps_says_so_in_the_lists(world, sign_in):
    pair = informal(world, world.gwen, world.noor)
    let_relationship_sleep(relationship=pair, at=NOW)
    assert "Asleep" in text(sign_in("noor").get("/relationships/"))
    assert "Noor Rahimi" in text(sign_in("maren").get("/relationships/?of=program&state=asleep"))
    assert "Noor Rahimi" not in text(
        sign_in("maren").get("/relationships/?of=program&state=paused")
    )
    Profile.objects.update_or_create(person=world.gwen, defaults={"capacity": 1, "changed_at": NOW})
    informal(world, world.gwen, world.tomas)
    answer = sign_in("noor").post(url(pair, "resumption/"), follow=True)
    assert "Try again once Gwen has a free place" in " ".join(answer.content.decode().split())

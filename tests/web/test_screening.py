"""The screening queue and one application, as they answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guildhall.core import clock
from guildhall.programs.actions.screening_decision import decide_application
from guildhall.programs.actions.screening_gates import note_gates
from guildhall.programs.actions.screening_steps import set_step
from guildhall.programs.models import Decision, Nomination, Rating
from guildhall.programs.screening_states import Outcome
from guildhall.programs.states import EnrollmentState, Side
from guildhall.questions.actions.responses import save_answers, start_response
from tests.programs.factories import make_people
from tests.programs.screening_scene import (
    grant,
    make_application,
    make_screened_cohort,
    open_gates,
    rate,
    scores_of,
    whole_rubric,
)
from tests.world import NOW

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _time_stands(held_clock):
    return held_clock


@pytest.fixture
def cohort(world):
    return make_screened_cohort(world)


@pytest.fixture
def omar(world, cohort):
    return grant(cohort.program, world.omar)


@pytest.fixture
def tomas(world, cohort):
    return grant(cohort.program, world.tomas)


@pytest.fixture
def gwen(world, cohort):
    return make_application(cohort, world.gwen, applied_at=NOW - 5 * DAY)


def queue(cohort, **query):
    return reverse("screening", args=[cohort.pk], query=query)


def page_of(enrollment, part=""):
    name = f"screening_{part or 'application'}"
    return reverse(name, args=[enrollment.pk])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_queue_opens_with_the_oldest_that_waits_for_the_reader(world, cohort, gwen, sign_in):
    make_application(cohort, world.milo, applied_at=NOW - 2 * DAY)
    answer = sign_in("maren").get(queue(cohort))
    said = text(answer)
    assert "Next step · 2 days left" in said
    assert "Rate Gwen Castellan" in said
    assert "has waited 5 of the 7 days that you promise. One more waits after it." in said
    assert [row.name for row in answer.context["rows"]] == ["Gwen Castellan", "Milo Santos"]
    assert [(t.key, t.count) for t in answer.context["tabs"]] == [
        ("mine", 2),
        ("open", 2),
        ("to_rate", 2),
        ("to_decide", 0),
        ("for_others", 0),
        ("decided", 0),
    ]


def test_a_broken_promise_is_said_as_it_is(world, cohort, sign_in):
    row = make_application(cohort, world.gwen, applied_at=NOW - 9 * DAY)
    late = "9 days, 2 longer than promised"
    assert f"This application has waited {late}." in text(sign_in("maren").get(queue(cohort)))
    assert f"Waiting for {late}." in text(sign_in("maren").get(page_of(row)))


def test_what_waits_for_whom(world, cohort, gwen, omar, tomas, sign_in):
    ready = make_application(cohort, world.milo, applied_at=NOW - 4 * DAY)
    waits = make_application(cohort, world.noor, applied_at=NOW - 3 * DAY)
    done = make_application(cohort, world.vera, applied_at=NOW - 6 * DAY)
    for row in (ready, waits, done):
        open_gates(row, world.actor("maren"))
        rate(row, omar, 22)
        rate(row, tomas, 23)
    set_step(enrollment=waits, step="interview", state="asked", by=world.actor("maren"), at=NOW)
    decide_application(enrollment=done, outcome=Outcome.APPROVE, by=world.actor("maren"), at=NOW)
    expected = {
        "maren": {"Gwen Castellan": "to_rate", "Milo Santos": "to_decide"},
        "omar": {"Gwen Castellan": "to_rate", "Milo Santos": "for_others"},
        "vera": {"Gwen Castellan": "for_others", "Milo Santos": "for_others"},
    }
    for name, rows in expected.items():
        answer = sign_in(name).get(queue(cohort, show="open"))
        found = {row.person.name: row.waits for row in answer.context["page"]}
        assert found == {**rows, "Noor Rahimi": "for_others"}, name
        answer = sign_in(name).get(queue(cohort, show="decided"))
        assert [row.name for row in answer.context["rows"]] == ["Vera Brandt"]
    verdict = {row.name: row.note for row in sign_in("maren").get(queue(cohort)).context["rows"]}
    assert verdict == {"Gwen Castellan": "", "Milo Santos": "Accept, 22.5 of 30"}
    assert "22.5" not in text(sign_in("omar").get(queue(cohort, show="open")))


def test_own_applications_and_nominees_wait_for_others(world, cohort, gwen, sign_in):
    make_application(cohort, world.maren)
    Nomination.objects.create(
        cohort=cohort,
        side=Side.GUIDE,
        nominee=world.gwen,
        nominated_by=world.maren,
        nominated_at=NOW,
    )
    answer = sign_in("maren").get(queue(cohort))
    assert answer.context["counts"].by == {"for_others": 2}
    assert "You have done your part." in text(answer)


def test_the_queue_filters_by_side(world, cohort, gwen, sign_in):
    make_application(cohort, world.noor, side=Side.LEARNER)
    client = sign_in("maren")
    names = {
        side: [row.name for row in client.get(queue(cohort, side=side)).context["rows"]]
        for side in ("guide", "learner", "sideways")
    }
    assert names == {
        "guide": ["Gwen Castellan"],
        "learner": ["Noor Rahimi"],
        "sideways": ["Gwen Castellan", "Noor Rahimi"],
    }


def test_an_empty_queue_says_what_will_be_here(cohort, sign_in):
    said = text(sign_in("maren").get(queue(cohort)))
    assert "No application waits" in said
    assert "as soon as they are handed in" in said


def test_the_queue_asks_as_often_for_thirty_as_for_three(
    world, cohort, omar, tomas, sign_in, django_assert_num_queries
):
    client = sign_in("maren")

    def fill(people):
        for person in people:
            row = make_application(cohort, person)
            rate(row, omar, 22)
            rate(row, tomas, 22)

    fill(make_people(world.alder, 3))
    client.get(queue(cohort))
    with django_assert_num_queries(1000, exact=False) as captured:
        client.get(queue(cohort, show="open"))
    fill(make_people(world.alder, 27, start=3))
    with django_assert_num_queries(len(captured)):
        client.get(queue(cohort, show="open"))
    assert len(client.get(queue(cohort, show="open")).context["rows"]) == 25
    assert len(client.get(queue(cohort, show="open", page=2)).context["rows"]) == 5


def test_an_application_asks_as_often_with_three_ratings_as_with_one(
    world, gwen, omar, tomas, sign_in, django_assert_num_queries
):
    client = sign_in("maren")
    maren = world.actor("maren")
    open_gates(gwen, maren)
    rate(gwen, maren, 17)
    client.get(page_of(gwen))
    with django_assert_num_queries(1000, exact=False) as captured:
        client.get(page_of(gwen))
    rate(gwen, omar, 22)
    rate(gwen, tomas, 20)
    with django_assert_num_queries(len(captured)):
        client.get(page_of(gwen))


def test_a_rater_saves_a_draft_hands_in_and_then_reads_the_other(gwen, omar, tomas, sign_in):
    rate(gwen, tomas, 23, note="She asked before advising.")
    client = sign_in("omar")
    before = text(client.get(page_of(gwen)))
    assert "One rating is in. You read it once yours is" in before
    assert "She asked before advising." not in before
    assert "Ratings side by side" not in before
    answer = client.post(page_of(gwen, "rating"), {"item-referees": "2", "act": "draft"})
    assert (answer.status_code, answer["Location"]) == (303, page_of(gwen) + "#rating")
    assert "1 of 10 items are scored in your draft." in text(client.get(page_of(gwen)))
    scores = {f"item-{key}": n for key, n in scores_of(whole_rubric(gwen), 21).items()}
    answer = client.post(page_of(gwen, "rating"), {**scores, "act": "hand_in", "note": "Calm"})
    assert (answer.status_code, answer["Location"]) == (303, page_of(gwen) + "#ratings")
    after = text(client.get(page_of(gwen)))
    assert "Ratings side by side" in after
    assert "She asked before advising." in after
    assert "Accept: 22 of 30" in after
    assert "Approve" not in after


def test_handing_in_too_early_says_which_items_and_keeps_what_was_chosen(gwen, omar, sign_in):
    answer = sign_in("omar").post(
        page_of(gwen, "rating"), {"item-referees": "3", "act": "hand_in", "note": "Good"}
    )
    assert answer.status_code == 422
    said = text(answer)
    assert "Some items have no score yet." in said
    assert "Inclusion has no score yet. Choose 0, 1, 2 or 3." in said
    assert 'name="item-referees" value="3" checked' in said
    assert ">Good</textarea>" in said
    assert not Rating.objects.exists()


def test_gates_are_noted_and_a_false_one_closes_the_approval(world, gwen, sign_in):
    client = sign_in("maren")
    client.post(page_of(gwen, "gates"), {"gate-volunteered": "no", "gate-months_in_area": "yes"})
    noted = dict(gwen.screening.gates.values_list("gate", "holds"))
    assert noted == {"volunteered": False, "months_in_area": True}
    said = text(client.get(page_of(gwen)))
    assert "A gate does not hold: The person volunteered and may say no at any time." in said
    assert 'id="decision-approve"' not in said
    answer = client.post(page_of(gwen, "decision"), {"outcome": "approve"})
    assert answer.status_code == 409


def test_deciding_leads_to_the_queue_and_says_what_happened(world, gwen, omar, tomas, sign_in):
    open_gates(gwen, world.actor("maren"))
    rate(gwen, omar, 22)
    rate(gwen, tomas, 24)
    client = sign_in("maren")
    said = text(client.get(page_of(gwen)))
    assert "Gwen gets one mail now, and can be matched as a preceptor from then on." in said
    answer = client.post(page_of(gwen, "decision"), {"outcome": "approve"})
    assert (answer.status_code, answer["Location"]) == (303, queue(gwen.cohort))
    said = text(client.get(queue(gwen.cohort)))
    assert "Gwen Castellan is approved. A mail is on its way." in said
    gwen.refresh_from_db()
    assert gwen.state == EnrollmentState.APPROVED


def test_a_decision_against_the_rubric_asks_for_words_and_keeps_them(
    world, gwen, omar, tomas, sign_in
):
    open_gates(gwen, world.actor("maren"))
    rate(gwen, omar, 22)
    rate(gwen, tomas, 24)
    client = sign_in("maren")
    given = {"outcome": "decline", "words": "See you in spring."}
    answer = client.post(page_of(gwen, "decision"), given)
    assert answer.status_code == 422
    said = text(answer)
    assert "This decision needs a reason in words." in said
    assert "Say why, in a sentence." in said
    assert "See you in spring.</textarea>" in said
    assert not Decision.objects.exists()
    client.post(page_of(gwen, "decision"), {**given, "reason": "Moves abroad."})
    said = text(client.get(page_of(gwen)))
    assert "against the rubric" in said
    assert "Moves abroad." in said
    assert "Moves abroad." not in text(sign_in("omar").get(page_of(gwen)))
    assert "Moves abroad." not in text(sign_in("gwen").get(page_of(gwen)))


def test_reopening_from_the_page(world, gwen, omar, tomas, sign_in):
    rate(gwen, omar, 12)
    rate(gwen, tomas, 12)
    maren = world.actor("maren")
    decide_application(enrollment=gwen, outcome=Outcome.DECLINE, by=maren, at=NOW)
    client = sign_in("maren")
    assert "Look at it again" in text(client.get(page_of(gwen)))
    assert "Look at it again" not in text(sign_in("omar").get(page_of(gwen)))
    answer = client.post(page_of(gwen, "reopening"), {"reason": "New referee"})
    assert (answer.status_code, answer["Location"]) == (303, page_of(gwen))
    assert "is open again. A mail tells them." in text(client.get(page_of(gwen)))


def test_a_step_with_a_bad_date_is_refused_under_its_field(gwen, sign_in):
    url = reverse("screening_step", args=[gwen.pk, "interview"])
    answer = sign_in("maren").post(url, {"state": "asked", "due_on": "soon"})
    assert answer.status_code == 422
    assert "Enter a valid date." in text(answer)
    assert sign_in("maren").post(url, {"state": "asked", "due_on": "2026-12-01"}).status_code == 303
    assert "By Dec 1." in text(sign_in("maren").get(page_of(gwen)))


@pytest.fixture
def answered(world, cohort, gwen):
    """Gwen's application with an answer, and with somebody whom she does not want to meet."""
    questions = cohort.program.guide_questions
    gwen.response = start_response(questions=questions, person=world.gwen, at=NOW)
    gwen.save()
    values = {
        question.key: [world.tomas.pk]
        for question in questions.questions.filter(type="people_never")
    }
    long_key = questions.questions.exclude(type="people_never").filter(type="number")[0].key
    save_answers(response=gwen.response, values={**values, long_key: 4711}, at=NOW)
    assert values
    return gwen


def test_who_reads_the_answers(world, answered, omar, sign_in):
    for name in ("maren", "ada", "omar", "gwen"):
        said = text(sign_in(name).get(page_of(answered)))
        assert "4711" in said, name
        assert "Tomas Weber" not in said, name
    for name, status in (("vera", 200), ("milo", 404), ("noor", 404), ("olga", 404)):
        answer = sign_in(name).get(page_of(answered))
        assert answer.status_code == status, name
        assert "4711" not in text(answer), name
    glimpse = text(sign_in("vera").get(page_of(answered)))
    assert "What is in it is for those who rate and decide." in glimpse


def test_a_late_application_says_so_to_its_applicant(answered, sign_in):
    client = sign_in("gwen")
    assert "within 7 days of applying" in text(client.get(page_of(answered)))
    with clock.moved_to(NOW + 4 * DAY):
        assert "You are not forgotten" in text(client.get(page_of(answered)))


def test_drafts_are_nobodys_and_the_way_on_is_by_neighbors(world, cohort, gwen, sign_in):
    later = make_application(cohort, world.milo, applied_at=NOW - DAY)
    client = sign_in("maren")
    answer = client.get(page_of(gwen))
    assert (answer.context["before"], answer.context["after"]) == (None, later)
    answer = client.get(page_of(later))
    assert (answer.context["before"], answer.context["after"]) == (gwen, None)
    later.state = EnrollmentState.DRAFT
    later.save()
    assert client.get(page_of(later)).status_code == 404


def test_read_only_staff_are_told_what_they_see(gwen, sign_in):
    said = text(sign_in("vera").get(queue(gwen.cohort)))
    assert "Nothing here waits for you." in said
    assert "Answers and ratings are for those who rate and decide." in said


def test_a_mended_gate_is_shown_as_noted(world, gwen, sign_in):
    note_gates(enrollment=gwen, holds={"license_verified": True}, by=world.actor("ada"), at=NOW)
    assert "Noted by Ada Lindt, Nov 16" in text(sign_in("maren").get(page_of(gwen)))

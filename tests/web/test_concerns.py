"""Pages of concerns and decisions, as people walk them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.concerns.models import Appeal, Concern, Decision
from guildhall.core import clock
from tests.concerns.conftest import pair, summative
from tests.concerns.ground import SEEN, fresh, planned, raised, reviewed, shared
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair
from tests.world import NOW

__all__ = ["pair", "summative"]
DAY_27, DAY_28 = NOW + timedelta(days=27), NOW + timedelta(days=28)
STEP = {"step0-text": "Say it aloud", "step0-due_on": "2026-11-23"}


def steps(world) -> dict[str, str]:
    """What the plan's form sends: one step, the others empty."""
    owner = str(world.noor.pk)
    return {**STEP, **{f"step{n}-owner": owner for n in range(4)}}


def test_from_raised_to_resolved(sign_in, world, pair, held_clock):
    gwen, noor = sign_in("gwen"), sign_in("noor")
    here = f"/relationships/{pair.relationship.pk}/"
    assert "Raise a concern about practice" in gwen.get(here).content.decode()
    assert "Raise a concern about practice" not in noor.get(here).content.decode()
    sent = gwen.post(f"{here}concern/", {"seen": SEEN, "seen_on": "2026-11-16"})
    row = Concern.objects.get()
    page = f"/concerns/{row.pk}/"
    assert (sent.status_code, sent.headers["Location"]) == (303, page)
    assert "to share by Thursday, Nov 19, 9:00 am" in gwen.get(page).content.decode()
    assert noor.get(page).status_code == 404
    assert SEEN not in noor.get(here).content.decode()
    assert gwen.post(f"{page}sharing/", {"how": "meeting"}).status_code == 303
    assert "There is something to read about your practice" in noor.get(here).content.decode()
    read = noor.get(page).content.decode()
    assert SEEN in read
    assert "Reading is not agreeing" in read
    assert noor.post(f"{page}reading/").status_code == 303
    plan = {"aim": "Ten safe rounds", "support": "", "based_on": "0", **steps(world)}
    assert gwen.post(f"{page}plan/", plan).status_code == 303
    assert "Say it aloud" in noor.get(page).content.decode()
    review = {"outcome": "met", "words": "Ten of ten"}
    assert gwen.post(f"{page}review/", review).status_code == 303
    assert gwen.post(f"{page}resolution/", {"words": ""}).status_code == 303
    assert "It is resolved" in noor.get(page).content.decode()


def test_bad_input_is_answered_beside_its_field(sign_in, world, pair, held_clock):
    gwen = sign_in("gwen")
    here = f"/relationships/{pair.relationship.pk}/concern/"
    answer = gwen.post(here, {"seen": "x", "seen_on": "2027-11-16"})
    assert answer.status_code == 422
    assert "Choose the day on which it was seen." in answer.content.decode()
    row = shared(pair.relationship, world)
    plan = {"aim": "Aim", "based_on": "0", **steps(world), "step0-due_on": ""}
    answer = gwen.post(f"/concerns/{row.pk}/plan/", plan)
    assert answer.status_code == 422
    assert "Say by when." in answer.content.decode()
    answer = gwen.post(f"/concerns/{row.pk}/plan/", {"aim": "Aim", "based_on": "0"})
    assert answer.status_code == 422
    assert "Write one step at least." in answer.content.decode()
    answer = gwen.post(f"/concerns/{row.pk}/review/", {"outcome": "met", "words": "x"})
    assert answer.status_code == 409


def test_day_27_is_refused_in_words_and_day_28_is_not(sign_in, world, summative):
    reviewed(summative, world)
    path, maren = f"/relationships/{summative.pk}/decision/", sign_in("maren")
    failed = {"outcome": "failed", "words": "The rounds were not safe"}
    said = "The concern was shared 27 days ago; the earliest day is Dec 14, 2026."
    with clock.moved_to(DAY_27):
        assert said in maren.get(path).content.decode()
        refused = maren.post(path, failed)
        assert refused.status_code == 409
        assert said in refused.content.decode()
    with clock.moved_to(DAY_28):
        assert said not in maren.get(path).content.decode()
        assert maren.post(path, failed).status_code == 303
        noor = sign_in("noor").get(path).content.decode()
    assert "The rounds were not safe" in noor
    assert "Appeal" in noor


def test_a_supportive_program_has_no_failed_state_anywhere(sign_in, world, pair):
    row = reviewed(pair.relationship, world)
    maren = sign_in("maren")
    path = f"/relationships/{pair.relationship.pk}/decision/"
    with clock.moved_to(DAY_28):
        pages = (path, f"/concerns/{row.pk}/", f"/relationships/{pair.relationship.pk}/")
        for page in pages:
            shown = maren.get(page).content.decode()
            assert 'value="failed"' not in shown
            assert "Failed" not in shown
        refused = maren.post(path, {"outcome": "failed", "words": "x"})
        assert refused.status_code == 409
        assert "fails nobody" in refused.content.decode()
    assert Decision.objects.count() == 0


def test_mentoring_knows_neither(sign_in, world, held_clock):
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True)
    gwen = sign_in("gwen")
    for name in ("concern", "decision"):
        assert gwen.get(f"/relationships/{row.pk}/{name}/").status_code == 404
    assert "Final decision" not in gwen.get(f"/relationships/{row.pk}/").content.decode()


def test_an_appeal_and_its_answer_stand_beside_each_other(sign_in, world, pair, held_clock):
    row = shared(pair.relationship, world)
    noor, ada = sign_in("noor"), sign_in("ada")
    assert noor.post(f"/concerns/{row.pk}/appeal/", {"words": "I had checked"}).status_code == 303
    path = f"/appeals/{Appeal.objects.get().pk}/answer/"
    shown = ada.get(path).content.decode()
    assert SEEN in shown
    assert "I had checked" in shown
    assert ada.post(path, {"words": "So it was", "changes": "failed"}).status_code == 422
    assert ada.post(path, {"words": "So it was", "changes": "withdrawn"}).status_code == 303
    assert fresh(row).state == "withdrawn"
    page = noor.get(f"/concerns/{row.pk}/").content.decode()
    assert "I had checked" in page
    assert "So it was" in page


def test_today_says_what_waits_and_nothing_of_what_it_says(sign_in, world, pair, held_clock):
    row = raised(pair.relationship, world)
    assert "Share with Noor what you wrote down" in sign_in("gwen").get("/").content.decode()
    assert "practice" not in sign_in("noor").get("/").content.decode()
    row = planned(pair.relationship, world)
    noor = sign_in("noor").get("/").content.decode()
    assert "Something to read about your practice" in noor
    assert SEEN not in noor
    sign_in("noor").post(f"/concerns/{row.pk}/escalation/", {"words": "Please look"})
    assert (
        "A concern in the pair of Noor comes to you" in sign_in("maren").get("/").content.decode()
    )


@pytest.mark.parametrize("name", ["maren", "milo"])
def test_the_list_asks_the_same_number_of_queries(
    sign_in, world, pair, held_clock, django_assert_num_queries, name
):
    client = sign_in(name)
    planned(pair.relationship, world)
    client.get("/concerns/")
    with CaptureQueriesContext(connection) as first:
        client.get("/concerns/")
    for _ in range(2):
        planned(pair.relationship, world)
    with django_assert_num_queries(len(first)):
        assert client.get("/concerns/").content.decode().count("Noor Rahimi") == 3


def test_the_clocks_stand_in_the_list(sign_in, world, pair):
    raised(pair.relationship, world)
    with clock.moved_to(NOW + timedelta(hours=80)):
        shown = sign_in("maren").get("/concerns/").content.decode()
    assert "was to be shared by Thursday, Nov 19, 9:00 am" in shown

"""The matching studio: what it shows, and to whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.matching.actions.rounds import RoundChanges, copy_round
from guildhall.matching.actions.words import say_about_pair
from guildhall.matching.models import MatchRound
from guildhall.permissions.actor import SYSTEM
from tests.matching.factories import (
    cohort_of,
    guide,
    learner,
    mentoring,
    solved,
    started,
)
from tests.matching.hall import Hall, make_hall
from tests.programs.factories import make_people
from tests.web.studio_pages import address, ids, rules_form, studio, text
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def hall(world) -> Hall:
    return make_hall(world)


@pytest.fixture
def draft(hall) -> MatchRound:
    return solved(started(hall.cohort))


@pytest.fixture
def maren(sign_in):
    return sign_in("maren")


def test_with_nobody_the_way_in_is_shown(world, maren):
    cohort = cohort_of(mentoring(world.alder))
    page = text(maren.get(studio(cohort)))
    assert "There is nobody to match yet" in page
    assert f"kind=guides&amp;cohort={cohort.pk}" in page or f"cohort={cohort.pk}" in page
    assert "Make the first draft" not in page


def test_with_one_side_the_other_is_asked_for(world, maren):
    cohort = cohort_of(mentoring(world.alder))
    guide(cohort, world.gwen)
    assert "There are no mentees yet" in text(maren.get(studio(cohort)))


def test_with_people_the_first_draft_is_one_press_away(hall, maren, sign_in):
    assert "Make the first draft" in text(maren.get(studio(hall.cohort)))
    assert "<form" not in _content(sign_in("vera").get(studio(hall.cohort)))
    response = maren.post(f"/cohorts/{hall.cohort.pk}/rounds/")
    assert (response.status_code, response["Location"]) == (
        303,
        studio(hall.cohort, "?draft=A"),
    )
    assert MatchRound.objects.get().state == "solving"


def _content(response):
    """The page without its frame."""
    return re.search(r"<main.*</main>", text(response)).group(0)


def test_the_result_stands_with_its_proof_and_its_weakest_pair(draft, maren):
    page = text(maren.get(studio(draft)))
    assert "2 <small>of 2</small>" in page
    assert "Proven best: gap 0" in page
    assert "How the proof works" in page
    # Tomas and Omar have 20 of 35, Noor and Gwen 25: the weaker pair is opened by itself
    assert "Tomas and Omar" in page
    assert "Publish 2 pairs" in page
    assert "2 mentees and 2 mentors get one message each" in page


def test_the_pair_panel_adds_up_and_hides_what_nobody_may_read(draft, hall, maren):
    page = text(maren.get(studio(draft, f"?pair={hall.noor.pk}-{hall.gwen.pk}")))
    panel = re.search(r'<section class="panel studio-panel".*?</section>\s*</section>', page)
    panel = (panel or re.search(r'<section class="panel studio-panel".*', page)).group(0)
    assert "Noor and Gwen" in panel
    assert "<b>20</b> / 20" in panel
    assert "Goals meet expertise" in panel
    assert "Gwen is Noor’s best fit; Noor is best for Gwen." in panel
    assert "Who they are" not in panel


def test_why_not_says_what_it_costs_and_who_moves(draft, hall, maren):
    page = text(maren.get(studio(draft, f"?pair={hall.noor.pk}-{hall.gwen.pk}&why={hall.omar.pk}")))
    assert "Why not Omar Haddad?" in page
    assert "Noor Rahimi moves to Omar Haddad" in page
    assert "Tomas Weber moves to Gwen Castellan" in page
    assert "−45" in page
    assert "Swap with Tomas" in page


def test_anybody_can_be_asked_about(draft, hall, maren):
    page = text(maren.get(studio(draft, f"?pair={hall.noor.pk}-{hall.gwen.pk}&ask=omar")))
    assert f"why={hall.omar.pk}" in page
    nobody = maren.get(studio(draft, f"?pair={hall.noor.pk}-{hall.gwen.pk}&ask=zzz"))
    assert "Nobody of this cohort has that name." in text(nobody)


@pytest.mark.parametrize("pair", ["", "x", "1-", "0-0", "99999-99998", "-", "1-2-3"])
def test_an_unknown_pair_is_no_error(draft, maren, pair):
    assert maren.get(studio(draft, f"?pair={pair}&why=abc&page=zz&by=nope")).status_code == 200


def test_htmx_gets_the_list_or_the_pair_alone(draft, hall, maren):
    asked = studio(draft, "?q=noor")
    pairs = maren.get(asked, headers={"HX-Request": "true", "HX-Target": "pairs"})
    assert "Noor Rahimi" in text(pairs)
    assert "Tomas Weber" not in text(pairs)
    assert "<html" not in text(pairs)
    chosen = studio(draft, f"?pair={hall.tomas.pk}-{hall.omar.pk}")
    pair = maren.get(chosen, headers={"HX-Request": "true", "HX-Target": "pair"})
    assert "Tomas and Omar" in text(pair)
    assert 'id="pairs"' not in text(pair)


def test_the_unmatched_come_with_the_smallest_fix(world, hall, maren):
    one = make_people(world.alder, 1)[0]
    learner(hall.cohort, one, team="Far", skills=["Python"])
    draft = solved(started(hall.cohort))
    page = text(maren.get(studio(draft)))
    assert "1 without a mentor" in page
    assert "one more place with Gwen Castellan would match one of the 1." in page
    listed = text(maren.get(address(draft, "unmatched")))
    assert one.name in listed


def test_small_groups_are_hidden(draft, maren):
    page = text(maren.get(studio(draft, "?by=team")))
    assert "groups under 10 are hidden" in page
    assert "Hidden, so that nobody can be made out: East, West." in page


def test_a_draft_is_held_against_the_one_it_was_copied_from(draft, hall, maren):
    copy = copy_round(round=draft, by=SYSTEM, at=NOW, changes=RoundChanges(weights={"skills": 30}))
    say_about_pair(round=copy, guide=hall.omar, learner=hall.noor, say="pin", by=SYSTEM, at=NOW)
    solved(copy)
    page = text(maren.get(studio(draft, "?draft=B")))
    assert "was 20 in draft A" in page
    assert "What changes against draft A" in page
    assert "<b>2</b> get another mentor" in page
    assert "other weights" in page
    assert "<del>Gwen Castellan, fit 25</del>" in text(maren.get(address(copy, "changes")))


def test_a_failed_draft_says_why(draft, maren):
    MatchRound.objects.filter(pk=draft.pk).update(state="failed", error="Omar has two pins.")
    page = text(maren.get(studio(draft)))
    assert "Omar has two pins." in page
    assert "What follows is the result before." in page
    assert "Publish 2 pairs</a>" not in page


def test_a_draft_being_solved_polls_and_then_loads_anew(hall, maren):
    draft = started(hall.cohort)
    page = text(maren.get(studio(draft)))
    assert f'hx-get="{address(draft, "progress")}"' in page
    waiting = maren.get(address(draft, "progress"), headers={"HX-Request": "true"})
    assert f'hx-get="{address(draft, "progress")}"' in text(waiting)
    solved(draft)
    done = maren.get(address(draft, "progress"), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == studio(draft, "?draft=A")


def test_as_many_queries_for_two_pairs_as_for_twelve(world, hall, draft, maren):
    few = _queries(maren, studio(draft))
    people = make_people(world.alder, 20)
    for number, person in enumerate(people):
        side = guide if number < 10 else learner
        side(hall.cohort, person, team=f"T{number}", skills=["Python"])
    many = solved(started(hall.cohort))
    assert many.proposals.count() == 12
    assert _queries(maren, studio(many, "?draft=B&against=Z")) <= few + 2
    assert _queries(maren, address(many, "messages")) == _queries(maren, address(draft, "messages"))


def _queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_read_only_staff_see_all_of_it_and_can_press_nothing(draft, hall, sign_in):
    vera = sign_in("vera")
    page = _content(vera.get(studio(draft)))
    assert "Tomas and Omar" in page
    assert 'method="post"' not in page
    assert "Solve again" not in page
    assert (
        vera.post(address(draft, "words"), {**ids(hall.noor, hall.omar), "say": "pin"}).status_code
        == 403
    )
    assert vera.post(address(draft, "rules"), rules_form(draft)).status_code == 403
    assert vera.post(address(draft, "publication"), {"is_sure": "on"}).status_code == 403
    assert draft.words.count() == 0


@pytest.mark.parametrize("name", ["noor", "gwen", "milo", "olga"])
def test_nobody_else_finds_it(draft, sign_in, name):
    client = sign_in(name)
    assert client.get(studio(draft)).status_code == 404
    assert client.get(address(draft, "messages")).status_code == 404
    assert client.post(address(draft, "solution")).status_code == 404


def test_people_of_another_cohort_cannot_be_said_anything_about(draft, world, maren):
    other = guide(cohort_of(draft.cohort.program, "Autumn 2027"), world.milo)
    said = {"learner": other.pk, "guide": other.pk, "say": "pin"}
    assert maren.post(address(draft, "words"), said).status_code == 404

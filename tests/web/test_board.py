"""The board and a manager's team as pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guildhall.assessment.models import Passport, PassportSummary
from tests.assessment.ground import make_framework
from tests.assessment.seeing import see
from tests.assessment.signed import sign
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def noor(world) -> Passport:
    cohort = cohort_of(preceptorship(world.alder, framework=make_framework().framework))
    make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    return Passport.objects.get(learner=world.noor)


def text_of(client, name, query="") -> str:
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_somebody_who_was_not_seen_has_a_reason_and_a_next_step(noor, sign_in):
    PassportSummary.objects.update(seen_on=NOW.date() - timedelta(days=23))
    page = text_of(sign_in("maren"), "board")
    assert "1 of 1 learner needs a person." in page
    assert "Never seen in 23 days" in page
    assert "Ask the pair" in page
    assert "Gwen Castellan, has room" in page
    assert 'aria-label="Care: 0 of 4 signed off, 4 not seen"' in page


def test_on_track_is_folded_and_found(noor, world, sign_in):
    see(noor, world.actor("gwen"))
    client = sign_in("maren")
    assert "Nobody here needs a person today" in text_of(client, "board")
    assert "Noor Rahimi" in text_of(client, "board", "?state=on_track")


@pytest.mark.parametrize("query", ["?month=x", "?cohort=x", "?unit=-1", "?state=x", "?page=x"])
def test_nonsense_narrows_nothing(noor, sign_in, query):
    assert "1 learner" in text_of(sign_in("maren"), "board", query)


def test_names_are_escaped(noor, world, sign_in):
    PassportSummary.objects.update(seen_on=NOW.date() - timedelta(days=23))
    world.noor.given_name = "<b>Noor"
    world.noor.save()
    page = text_of(sign_in("maren"), "board")
    assert "&lt;b&gt;Noor" in page
    assert "<b>Noor" not in page


def test_a_manager_reads_who_may_do_what_alone(noor, world, sign_in):
    sign(world, noor, "catheter")
    client = sign_in("milo")
    page = text_of(client, "readiness")
    assert "1 of 4" in page
    assert "Urinary catheter" in page
    page = text_of(client, "readiness", "?competency=catheter")
    assert "May do it alone today" in page
    page = text_of(client, "readiness", "?competency=iv-push")
    assert "Nobody of your team may do this alone today." in page


def test_the_ways_in(noor, sign_in):
    assert reverse("board") in text_of(sign_in("maren"), "today")
    assert reverse("readiness") in text_of(sign_in("milo"), "today")
    page = sign_in("maren").get(f"/programs/{noor.relationships.get().program_id}/")
    assert f"/board/?program={noor.relationships.get().program_id}" in page.content.decode()

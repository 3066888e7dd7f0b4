"""The matching studio: messages before they go, and the one moment when they do."""

import re

import pytest

from guildhall.flows.actions.publishing import publish_round
from guildhall.matching.actions.rounds import RoundChanges, change_round
from guildhall.matching.models import MatchRound, Publication
from guildhall.notify.models import Message, Notice
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import withdraw
from guildhall.relationships.models import Relationship
from tests.matching.factories import (
    cohort_of,
    solved,
    started,
)
from tests.matching.hall import Hall, make_hall
from tests.web.studio_pages import address, ids, studio, text, then
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


def test_every_message_is_read_before_it_goes(draft, maren, world):
    page = text(maren.get(address(draft, "messages")))
    assert "4 messages, exactly as they will go out." in page
    assert "A match for you: Gwen Castellan" in page
    assert "{{partner_names}}" in page
    assert Message.objects.count() == 0
    assert "Omar Haddad" not in _letters(maren.get(f"{address(draft, 'messages')}?q=noor"))


def _letters(response):
    return " ".join(re.findall(r'<details class="studio-letter".*?</details>', text(response)))


def test_the_wording_is_changed_for_this_cohort_alone(draft, maren, world):
    url = f"{address(draft, 'messages')}?text=relationships.match_offered"
    broken = {"subject": "A match: {{partner}}", "body": "Hello there"}
    refused = maren.post(url, broken)
    assert refused.status_code == 422
    assert "Nothing fills {{partner}} here." in text(refused)
    good = {"subject": "Meet {{partner_names}}", "body": "A word from the wards.\n\n{{partners}}"}
    assert maren.post(url, good).status_code == 303
    assert "Meet Gwen Castellan" in text(maren.get(address(draft, "messages")))
    elsewhere = solved(started(cohort_of(draft.cohort.program, "Autumn 2027")))
    assert "A word from the wards" not in text(maren.get(address(elsewhere, "messages")))
    publish_round(round=draft, by=world.actor("maren"), at=NOW)
    assert Message.objects.filter(subject="Meet Gwen Castellan").count() == 1


def test_publishing_asks_first_then_tells_everybody_once(draft, maren):
    page = text(maren.get(address(draft, "publication")))
    assert "<b>4 people</b> get one message each, at once." in page
    assert "It cannot be undone." in page
    unsure = maren.post(address(draft, "publication"))
    assert unsure.status_code == 422
    assert Publication.objects.count() == 0
    assert maren.post(address(draft, "publication"), {"is_sure": "on"}).status_code == 303
    assert Relationship.objects.count() == 2
    assert Notice.objects.count() == 4
    assert "It was published already. Nobody was told twice." in then(
        maren, maren.post(address(draft, "publication"), {"is_sure": "on"})
    )
    assert Notice.objects.count() == 4
    after = text(maren.get(address(draft, "publication")))
    assert "2 pairs are published" in after
    assert f"/relationships/{Relationship.objects.first().pk}/" in after
    assert "Draft A is published" in text(maren.get(studio(draft)))


def test_a_stale_draft_is_refused_with_names(draft, hall, maren):
    withdraw(enrollment=hall.gwen, by=SYSTEM, at=NOW)
    assert "Gwen Castellan left." in text(maren.get(studio(draft)))
    page = text(maren.get(address(draft, "publication")))
    assert "Left since it was solved" in page
    assert "Gwen Castellan" in page
    response = maren.post(address(draft, "publication"), {"is_sure": "on"})
    assert response.status_code == 409
    assert "Solve again" in text(response)
    assert Relationship.objects.count() == 0


def test_a_draft_changed_and_not_solved_is_refused(draft, hall, maren):
    change_round(round=draft, changes=RoundChanges(weights={"skills": 30}), by=SYSTEM, at=NOW)
    response = maren.post(address(draft, "publication"), {"is_sure": "on"})
    assert response.status_code == 409
    assert "This draft is being solved." in text(response)


def test_a_published_draft_cannot_be_changed_but_copied(draft, hall, maren, world):
    publish_round(round=draft, by=world.actor("maren"), at=NOW)
    said = {**ids(hall.noor, hall.omar), "say": "pin"}
    assert "Draft A is published and stays as it is." in then(
        maren, maren.post(address(draft, "words"), said)
    )
    assert maren.post(address(draft, "copies")).status_code == 303

"""Pages that mails open without signing in."""

from datetime import timedelta

import pytest
from django.test import Client

from guildhall.core import clock
from guildhall.notify.links import link_path, link_token
from guildhall.notify.models import ActionLink, Preference
from guildhall.notify.outgoing import ActButton
from guildhall.notify.unsubscribing import unsubscribe_path
from tests.notify.factories import ACCEPT, ANSWERS, send_one
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def link(world) -> ActionLink:
    ANSWERS.clear()
    send_one(world.noor, acts=(ACCEPT,))
    return ActionLink.objects.get()


@pytest.fixture
def strict():
    """A browser that must bring the form's own token."""
    return Client(enforce_csrf_checks=True)


def stop_path(world) -> str:
    return unsubscribe_path(person_id=world.noor.pk, kind="tests.paired")


def test_get_and_head_show_and_never_act(link):
    url = link_path(link.pk)
    page = Client().get(url)
    assert page.status_code == 200
    for words in ("Accept pair 7?", "Your partner is told.", "For Noor Rahimi.", "Nov 30, 2026"):
        assert words in page.text
    assert "no-store" in page["Cache-Control"]
    for method in ("head", "get", "options", "put", "delete"):
        getattr(Client(), method)(url)
    link.refresh_from_db()
    assert (ANSWERS, link.used_at) == ([], None)


def test_post_acts_once_and_says_so(link):
    url = link_path(link.pk)
    answer = Client().post(url)
    assert (answer.status_code, answer["Location"]) == (303, f"{url}outcome/")
    assert ANSWERS == [7]
    done = Client().get(answer["Location"])
    assert "You accepted." in done.text
    for method in ("get", "post"):
        again = getattr(Client(), method)(url)
        assert again.status_code == 410
        assert "This link has been used." in again.text
    assert ANSWERS == [7]


def test_post_needs_the_form_that_was_shown(link, strict):
    assert strict.post(link_path(link.pk)).status_code == 403
    assert ANSWERS == []


def test_expired_link_says_so(link):
    with clock.moved_to(NOW + timedelta(days=15)):
        for method in ("get", "post"):
            answer = getattr(Client(), method)(link_path(link.pk))
            assert answer.status_code == 410
            assert "This link has expired." in answer.text
    assert ANSWERS == []


def test_forged_link_is_not_there(link):
    forged = f"/a/{link_token(link.pk)[:-3]}abc/"
    for method in ("get", "post"):
        for url in (forged, f"{forged}outcome/", f"/a/{link.pk}/", link_path(link.pk + 1)):
            status = getattr(Client(), method)(url).status_code
            assert status == (405 if method == "post" and "outcome" in url else 404)
    assert ANSWERS == []


def test_outcome_leads_to_the_link_before_the_act(link):
    answer = Client().get(f"{link_path(link.pk)}outcome/")
    assert (answer.status_code, answer["Location"]) == (303, link_path(link.pk))


def test_refused_act_is_told_and_the_link_stays(world):
    send_one(world.noor, acts=(ActButton("tests.accept", 404, "Accept"),))
    link = ActionLink.objects.get()
    answer = Client().post(link_path(link.pk))
    assert answer.status_code == 409
    assert "This pair has been closed meanwhile." in answer.text
    assert Client().get(link_path(link.pk)).status_code == 200


def test_unsubscribing_by_hand_and_back(world, strict):
    url = stop_path(world)
    page = strict.get(url)
    assert "Stop these mails?" in page.text
    assert not Preference.objects.exists()
    answer = Client().post(url)
    assert (answer.status_code, answer["Location"]) == (303, url)
    assert Preference.objects.get().by_mail is False
    assert "These mails have stopped" in Client().get(url).text
    assert strict.post(f"{url}reversal/").status_code == 403
    assert Client().post(f"{url}reversal/").status_code == 303
    assert Preference.objects.get().by_mail is True


def test_mail_programs_unsubscribe_with_one_click(world, strict):
    answer = strict.post(stop_path(world), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert list(Preference.objects.values_list("person_id", "kind", "by_mail")) == [
        (world.noor.pk, "tests.paired", False)
    ]


def test_what_cannot_be_stopped_says_why(world):
    url = unsubscribe_path(person_id=world.noor.pk, kind="tests.summoned")
    page = Client().get(url)
    assert "These mails cannot be stopped" in page.text
    assert "it needs an answer or a step from you" in page.text
    assert Client().post(url).status_code == 422
    assert not Preference.objects.exists()


def test_forged_unsubscribe_link_is_not_there(world):
    for url in ("/unsubscribe/1-tests.paired/", stop_path(world)[:-3] + "xx/"):
        assert Client().get(url).status_code == 404
        assert Client().post(url).status_code == 404

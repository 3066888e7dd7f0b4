"""The outbox, the wording of messages, and the demo's mail."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.accounts.demo_mark import is_demo
from guildhall.accounts.models import DemoMark
from guildhall.notify.actions.delivery import deliver_due
from guildhall.notify.actions.immediate import send_now
from guildhall.notify.links import link_token
from guildhall.notify.models import ActionLink, KeptMail, Message, MessageText
from tests.notify.factories import ACCEPT, send_one
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
WORDING = {"subject": "Meet {{partner}}", "body": "Own words.", "button": "", "small_print": ""}


@pytest.fixture
def message(world) -> Message:
    return send_one(world.noor, organization=world.alder, acts=(ACCEPT,))


@pytest.fixture
def text_url(world) -> str:
    return f"/settings/messages/{world.alder.pk}/tests.paired/"


def test_list_shows_ones_own_organization(world, sign_in, message):
    send_one(world.olga, "other", organization=world.calder)
    page = sign_in("maren").get("/outbox/")
    assert [row.message for row in page.context["rows"]] == [message]
    for words in ("Noor Rahimi", "noor@alderbay.example", message.subject, "Waiting to go out"):
        assert words in page.text
    assert not sign_in("maren").get("/outbox/?state=failed").context["rows"]
    assert sign_in("maren").get("/outbox/?kind=nonsense").context["rows"]


def test_list_costs_the_same_for_one_and_three(world, sign_in, message, django_assert_num_queries):
    client = sign_in("maren")
    client.get("/outbox/")
    with CaptureQueriesContext(connection) as one:
        client.get("/outbox/")
    for key, person in (("b", world.gwen), ("c", world.omar)):
        send_one(person, key, organization=world.alder)
    with django_assert_num_queries(len(one)):
        client.get("/outbox/")


def test_message_is_shown_without_its_secret(sign_in, message):
    page = sign_in("maren").get(f"/outbox/{message.pk}/")
    assert page.status_code == 200
    assert "<li>Both speak Spanish</li>" in page.text
    assert "(personal link)" in page.text
    assert link_token(ActionLink.objects.get().pk) not in page.text
    assert "Stop this message" in page.text


def test_readers_see_that_it_went_and_not_what_it_says(sign_in, message):
    vera = sign_in("vera")
    page = vera.get(f"/outbox/{message.pk}/")
    assert page.status_code == 200
    listed = vera.get("/outbox/").text
    for shown in (page.text, listed):
        assert "Noor Rahimi" in shown
        assert "You are matched" in shown  # the kind
        assert message.subject not in shown
    assert "Spanish" not in page.text
    assert "Stop this message" not in page.text
    assert "reads the words" in page.text
    assert message.subject in sign_in("ada").get("/outbox/").text


def test_words_lie_sealed(world, message):
    send_one(world.gwen, "b", organization=world.alder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, small_print FROM notify_message")
        kept = [text for row in cursor.fetchall() for text in row]
        cursor.execute("SELECT text FROM notify_notice")
        kept += [row[0] for row in cursor.fetchall()]
    assert len(kept) == 6
    assert not [text for text in kept if "Spanish" in text or "Gwen" in text]
    assert "Both speak Spanish" in Message.objects.get(pk=message.pk).body


def test_stop_and_send_again(sign_in, message):
    client = sign_in("maren")
    assert client.post(f"/outbox/{message.pk}/cancellation/").status_code == 303
    message.refresh_from_db()
    assert message.state == "cancelled"
    refused = client.post(f"/outbox/{message.pk}/retry/")
    assert refused.status_code == 409
    assert "This message has not failed" in refused.text
    Message.objects.update(state="failed", error="550 no such mailbox")
    assert "550 no such mailbox" in client.get("/outbox/").text
    assert client.post("/outbox/retries/").status_code == 303
    message.refresh_from_db()
    assert message.state == "queued"


def test_outsiders_and_readers(sign_in, message):
    for path in (f"/outbox/{message.pk}/retry/", f"/outbox/{message.pk}/cancellation/"):
        assert sign_in("vera").post(path).status_code == 403
        assert sign_in("olga").post(path).status_code == 404
        assert sign_in("noor").post(path).status_code == 404
    message.refresh_from_db()
    assert message.state == "queued"


def test_own_wording_is_saved(world, sign_in, text_url):
    client = sign_in("maren")
    assert "You are matched with" in client.get(text_url).text
    answer = client.post(text_url, WORDING)
    assert (answer.status_code, answer["Location"]) == (303, text_url)
    text = MessageText.objects.get()
    assert (text.organization, text.subject, text.body) == (
        world.alder,
        "Meet {{partner}}",
        "Own words.",
    )
    assert "Your words" in client.get("/settings/messages/").text


def test_unknown_placeholder_is_named_under_its_field(sign_in, text_url):
    answer = sign_in("maren").post(text_url, {**WORDING, "body": "Dear {{partnr}}"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["body"] == [
        "Nothing fills {{partnr}} here. You can use {{given_name}}, {{organization}}, {{partner}},"
        " {{program}}, {{reasons}}."
    ]
    assert not MessageText.objects.exists()


def test_preview_with_and_without_javascript(sign_in, text_url):
    client = sign_in("vera")
    typed = {**WORDING, "body": "For <b>{{partner}}</b>."}
    whole = client.post(f"{text_url}preview/", typed)
    part = client.post(f"{text_url}preview/", typed, headers={"HX-Request": "true"})
    for page in (whole, part):
        assert page.status_code == 200
        assert "For &lt;b&gt;Gwen Castellan&lt;/b&gt;." in page.text
    assert "<form" in whole.text
    assert "<form" not in part.text
    wrong = client.post(
        f"{text_url}preview/", {**WORDING, "subject": ""}, headers={"HX-Request": "true"}
    )
    assert "Write a subject." in wrong.text
    assert not MessageText.objects.exists()


def test_default_and_earlier_wordings_come_back(sign_in, text_url):
    client = sign_in("ada")
    client.post(text_url, WORDING)
    earlier = MessageText.objects.get()
    assert client.post(f"{text_url}default/").status_code == 303
    page = client.get(text_url)
    assert "You are matched with" in page.text
    assert "Meet {{partner}}" in page.text
    assert client.post(f"{text_url}earlier/{earlier.pk}/").status_code == 303
    assert MessageText.objects.get(replaced_at=None).subject == "Meet {{partner}}"
    assert client.post(f"{text_url}earlier/999/").status_code == 404


def test_readers_read_texts_and_strangers_do_not(sign_in, text_url):
    assert "You may read this, not change it." in sign_in("vera").get(text_url).text
    assert sign_in("vera").post(text_url, WORDING).status_code == 403
    assert sign_in("olga").post(text_url, WORDING).status_code == 404
    assert sign_in("noor").get(text_url).status_code == 404
    assert sign_in("maren").get(text_url.replace("paired", "nothing")).status_code == 404
    assert sign_in("maren").get(f"{text_url}?scope=cohort:404").status_code == 404
    assert not MessageText.objects.exists()


@pytest.fixture
def demo(world):
    """The cast's database as if it had begun as a demo."""
    DemoMark.objects.create(marked_at=NOW)
    is_demo.cache_clear()


@pytest.mark.usefixtures("demo")
def test_demo_shows_its_mail_whole(message, sign_in):
    deliver_due(at=NOW)
    send_now("gwen@alderbay.example", subject="Sign-in code", text="A1B2", at=NOW)
    page = Client().get("/demo/mail/")
    assert page.status_code == 200
    assert "Sign-in code" in page.text
    kept = KeptMail.objects.get(address="noor@alderbay.example")
    mail = Client().get(f"/demo/mail/{kept.pk}/")
    assert f'href="http://localhost:8000/a/{link_token(ActionLink.objects.get().pk)}/"' in mail.text
    only = Client().get("/demo/mail/?to=gwen@alderbay.example")
    assert [row.address for row in only.context["page"]] == ["gwen@alderbay.example"]
    assert "nothing leaves this machine" in sign_in("maren").get("/outbox/").text


@pytest.mark.usefixtures("demo")
def test_demo_mail_is_only_on_this_machine():
    assert Client(REMOTE_ADDR="203.0.113.9").get("/demo/mail/").status_code == 404


def test_there_is_no_demo_mail_elsewhere(world):
    assert Client().get("/demo/mail/").status_code == 404

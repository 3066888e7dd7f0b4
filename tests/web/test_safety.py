"""A worry through the pages, and attacks on what must not be told."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guildhall.notify.models import Message
from guildhall.safety.models import ContactAsk, Rest, Worry
from guildhall.safety.states import WorryKind
from tests.safety.conftest import SECRET, officer, pair

__all__ = ["pair"]


@pytest.fixture
def sara(world):
    return officer(world.alder, "Sara Nyberg")


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person.account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.fixture
def worry(world, pair, sara, sign_in, held_clock) -> Worry:
    """Noor reports that she does not feel safe, in one tap and her own words."""
    path = f"/relationships/{pair.relationship.pk}/worry/"
    asked = {"kind": "unsafe", "text": SECRET, "people": [sara.pk]}
    answer = sign_in("noor").post(path, asked)
    assert answer.status_code == 303
    return Worry.objects.get()


def test_reported_seen_answered_lifted_closed(world, pair, sara, sign_in, worry):
    noor, of_sara = sign_in("noor"), signed_in(sara)
    page = f"/worries/{worry.code}/"
    own = shown(noor, page)
    assert "It is received, and contact rests." in own
    assert "Sara Nyberg" in own
    assert "waits for your eyes alone" in shown(of_sara, "/")
    assert SECRET in shown(of_sara, page)
    assert of_sara.post(f"{page}sight/").status_code == 303
    assert "waits for your eyes alone" not in shown(of_sara, "/")
    entry = {"kind": "note", "text": "Spoke to security."}
    assert of_sara.post(f"{page}entries/", entry).status_code == 303
    entry = {"kind": "answer", "text": "I call you at three."}
    assert of_sara.post(f"{page}entries/", entry).status_code == 303
    own = shown(noor, page)
    assert "I call you at three." in own
    assert "Spoke to security." not in own
    assert noor.post(f"{page}words/", {"text": "Thank you."}).status_code == 303
    assert "Thank you." in shown(of_sara, page)
    assert of_sara.post(f"{page}closure/", {}).status_code == 409
    assert of_sara.post(f"{page}rest/end/").status_code == 303
    assert of_sara.post(f"{page}closure/", {"answer": "Take care."}).status_code == 303
    assert "Take care." in shown(noor, page)


def test_one_tap_is_enough_and_none_is_not(world, pair, sara, sign_in, held_clock):
    path = f"/relationships/{pair.relationship.pk}/worry/"
    noor = sign_in("noor")
    form = shown(noor, path)
    assert "Sara Nyberg" in form
    assert noor.post(path, {}).status_code == 422
    assert noor.post(path, {"kind": "other", "people": ["999999"]}).status_code == 422
    assert noor.post(path, {"kind": "other", "people": [sara.pk]}).status_code == 303


def test_who_may_read_it_is_asked_on_the_form(world, pair, sara, sign_in, held_clock):
    path = f"/relationships/{pair.relationship.pk}/worry/"
    noor = sign_in("noor")
    form = shown(noor, path)
    assert "Who may read this?" in form
    ticked = [row for row in form.split("<label") if "checked" in row]
    assert ["Sara Nyberg, safety officer" in row for row in ticked] == [True]
    assert "Ada Lindt, administrator" in form
    assert "Gwen Castellan, " not in form
    nobody = noor.post(path, {"kind": "other"})
    assert nobody.status_code == 422
    assert "Nobody would be left to read this" in nobody.content.decode()
    assert 'href="/support/"' in nobody.content.decode()
    assert not Worry.objects.exists()
    assert noor.post(path, {"kind": "other", "people": [world.ada.pk]}).status_code == 303
    page = f"/worries/{Worry.objects.get().code}/"
    shown(signed_in(sara), page, 404)
    assert "Ada Lindt" in shown(noor, page)
    shown(sign_in("ada"), page)
    assert noor.post(f"{page}readers/", {"people": []}).status_code == 422
    assert noor.post(f"{page}readers/", {"people": [sara.pk]}).status_code == 303
    shown(sign_in("ada"), page, 404)
    shown(signed_in(sara), page)


def test_a_worry_is_handed_over_on_its_page(world, pair, sara, sign_in, worry):
    page, of_sara = f"/worries/{worry.code}/", signed_in(sara)
    assert "Hand it over" not in shown(of_sara, page)
    tess = officer(world.alder, "Tess Moreau")
    shown(signed_in(tess), page, 404)
    assert "Hand it over" in shown(of_sara, page)
    assert of_sara.post(f"{page}handover/", {"to": world.ada.pk}).status_code == 422
    assert of_sara.post(f"{page}handover/", {"to": tess.pk}).status_code == 303
    shown(signed_in(tess), page)
    assert "Tess Moreau" in shown(sign_in("noor"), page)
    assert sign_in("noor").post(f"{page}handover/", {"to": tess.pk}).status_code == 403


def test_the_reporter_reads_that_nobody_is_left(world, pair, sara, sign_in, worry):
    page, tess = f"/worries/{worry.code}/", officer(world.alder, "Tess Moreau")
    grant = sara.memberships.get().roles.get(ended_at=None)
    assert sign_in("ada").post(f"/settings/roles/{grant.pk}/end/").status_code == 303
    shown(signed_in(sara), page, 404)
    shown(signed_in(tess), page, 404)
    own = shown(sign_in("noor"), page)
    assert "Nobody who may read it is left here. Choose again who may." in own
    assert "Tess Moreau, safety officer" in own
    assert 'href="/support/"' in own


def test_outside_a_pair(world, pair, sara, sign_in, held_clock):
    milo = sign_in("milo")
    about = f"organization-{world.alder.pk}"
    assert "Alder Bay" in shown(milo, "/worries/new/")
    elsewhere = {"kind": "risk", "about": f"organization-{world.calder.pk}", "people": [sara.pk]}
    assert milo.post("/worries/new/", elsewhere).status_code == 422
    asked = {"kind": "risk", "about": about, "people": [sara.pk]}
    assert milo.post("/worries/new/", asked).status_code == 303
    assert Worry.objects.get().wish == "today"
    program = f"program-{pair.relationship.program_id}"
    asked = {"kind": "confidence", "about": program, "people": [sara.pk]}
    assert sign_in("noor").post("/worries/new/", asked).status_code == 303
    assert milo.post("/worries/new/", asked).status_code == 422


OTHERS = ("gwen", "maren", "ada", "vera", "milo", "tomas", "olga")


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_finds_a_trace(world, pair, sara, sign_in, worry, name):
    client = sign_in(name)
    missing = client.get("/worries/" + "x" * 43 + "/")
    found = client.get(f"/worries/{worry.code}/")
    assert (found.status_code, missing.status_code) == (404, 404)
    assert found.content == missing.content
    paths = [
        "/",
        "/worries/",
        "/support/",
        "/inbox/",
        "/outbox/",
        "/relationships/",
        "/people/",
        "/people/export.csv",
        "/search/?q=bicycle",
        "/search/?q=noor",
        f"/relationships/{pair.relationship.pk}/",
        f"/relationships/{pair.relationship.pk}/messages/",
        f"/people/{world.noor.pk}/",
        *[f"/outbox/{pk}/" for pk in Message.objects.values_list("pk", flat=True)],
    ]
    seen = " ".join(client.get(path).content.decode() for path in paths)
    for trace in ("waited at", worry.code, "eyes alone", "safety.", "does not feel safe"):
        assert trace not in seen
    for kind in (WorryKind.HARASSMENT, WorryKind.UNSAFE):
        assert str(kind.label) not in seen


def test_the_partner_sees_a_pause_and_the_same_as_the_reporter(world, pair, sign_in, worry):
    path = f"/relationships/{pair.relationship.pk}/"
    for name in ("gwen", "noor"):
        seen = shown(sign_in(name), path)
        assert "This pair is paused for now." in seen
        assert "You let this rest" not in seen
        assert f'action="{path}resumption/"' not in seen
        closure = shown(sign_in(name), f"{path}closure/")
        assert "resumption" not in closure


def test_no_log_and_no_address_holds_what_was_written(world, pair, sara, sign_in, caplog):
    path = f"/relationships/{pair.relationship.pk}/worry/"
    with caplog.at_level(logging.DEBUG):
        asked = {"text": SECRET, "reach": "555 0199", "people": [sara.pk]}
        sign_in("noor").post(path, {"kind": "unsafe", **asked})
        sign_in("noor").post(path, {"kind": "no such", **asked})
        signed_in(sara).get(f"/worries/{Worry.objects.get().code}/")
    # What the database was told is no log of the house; the driver's own debug lines are left out.
    said = " ".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db")
    )
    assert "bicycle" not in said
    assert "555 0199" not in said


def test_the_other_organizations_officer_and_coordinator(world, pair, sign_in, worry):
    carl = officer(world.calder, "Carl Vance")
    for client in (signed_in(carl), sign_in("olga")):
        shown(client, f"/worries/{worry.code}/", 404)
        for noun in ("sight", "words", "entries", "rest", "rest/end", "pair/end", "closure"):
            assert client.post(f"/worries/{worry.code}/{noun}/").status_code == 404
    assert Rest.objects.filter(lifted_at__isnull=True).count() == 1


def test_a_coordinator_sees_that_somebody_asked(world, pair, sign_in, held_clock):
    path = f"/relationships/{pair.relationship.pk}/"
    noor, maren = sign_in("noor"), sign_in("maren")
    assert "Maren Okafor" in shown(noor, f"{path}contact/")
    asked = {"category": "fit", "words": "We talk past each other."}
    assert noor.post(f"{path}contact/", asked).status_code == 303
    assert "Noor Rahimi asked for contact" in shown(maren, "/")
    assert "We talk past each other." in shown(maren, path)
    assert "You asked for a person" in shown(noor, path)
    for name in ("gwen", "vera", "milo", "olga"):
        client = sign_in(name)
        seen = client.get(path).content.decode() + client.get("/").content.decode()
        assert "asked for" not in seen
        assert "past each other" not in seen
    row = ContactAsk.objects.get()
    assert maren.post(f"/contact/{row.pk}/answer/").status_code == 303
    assert "asked for contact" not in shown(maren, "/")
    assert "Maren gets in touch" in shown(noor, path)


def test_an_administrator_is_told_to_name_an_officer(world, pair, sign_in, held_clock):
    ada = sign_in("ada")
    path = f"/settings/organization/{world.alder.pk}/safety/"
    assert "Name a safety officer" in shown(ada, "/")
    assert "Name a safety officer" not in shown(sign_in("maren"), "/")
    assert ada.post(path, {"email": world.olga.email}).status_code == 422
    assert ada.post(path, {"email": world.omar.email}).status_code == 303
    assert "Omar Haddad" in shown(ada, path)
    assert "Name a safety officer" not in shown(ada, "/")
    assert "Omar Haddad" in shown(sign_in("noor"), "/support/")


def test_the_page_of_support(world, sign_in, held_clock):
    maren = sign_in("maren")
    path = f"/settings/organization/{world.alder.pk}/support/"
    text = "## Counseling\n\n- Mondays <b>9 to 5</b>"
    assert maren.post(path, {"emergency": "Call 555 0100", "text": text}).status_code == 303
    seen = shown(sign_in("noor"), "/support/")
    assert "Call 555 0100" in seen
    assert "<h3>Counseling</h3>" in seen
    assert "&lt;b&gt;9 to 5" in seen
    assert "Counseling" not in shown(sign_in("olga"), "/support/")
    assert 'href="/support/"' in shown(sign_in("noor"), "/help/")


def test_lists_ask_no_more_for_more_rows(world, pair, sara, sign_in, held_clock):
    path = f"/relationships/{pair.relationship.pk}/worry/"
    noor, of_sara = sign_in("noor"), signed_in(sara)
    shown(of_sara, "/worries/")
    counts = []
    for _round in range(2):
        noor.post(path, {"kind": "other", "people": [sara.pk]})
        noor.post(path, {"kind": "other", "people": [sara.pk]})
        with CaptureQueriesContext(connection) as context:
            shown(of_sara, "/worries/")
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_nobody_words_the_mails_of_this_room(world, sign_in):
    maren = sign_in("maren")
    listed = shown(maren, "/settings/messages/")
    assert "conversations.post_waits" in listed
    assert "safety." not in listed
    for kind, status in (("conversations.post_waits", 200), ("safety.report_waits", 404)):
        shown(maren, reverse("message_text", args=[world.alder.pk, kind]), status)

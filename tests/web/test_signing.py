"""Sign-offs through the pages, and attacks on the one-time link."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.assessment.actions.ward_cards import make_ward_card
from guildhall.assessment.models import Incident, SignOff, SignOffRequest
from guildhall.assessment.queries.gate import card_path
from guildhall.assessment.sign_off_seals import link_secret
from guildhall.core import clock
from guildhall.directory.models import Person
from guildhall.web.signing.cards import cards_for
from tests.assessment.conftest import competency, passport
from tests.assessment.signed import ask, level_of, name, see, sign
from tests.relationships.conftest import pair
from tests.web.test_attacks_links import SCANNERS, changed, everything, shows_no_trace
from tests.world import NOW

__all__ = ["competency", "pair", "passport"]


@pytest.fixture
def asked(world, passport, held_clock) -> SignOffRequest:
    """Noor asks Omar, an assessor, for the catheter."""
    name(world)
    see(passport, "catheter", world.omar)
    return ask(world, passport, signer="omar")


@pytest.fixture
def path(asked) -> str:
    return f"/sign/{link_secret(asked)}/"


def send_code(path: str) -> str:
    assert Client().post(f"{path}code/").status_code == 303
    return re.findall(r"Type (\d{6}) on", mail.outbox[-1].body)[0]


def answer(passport, code: str, **values) -> dict[str, object]:
    return {"level": level_of(passport, "4").pk, "words": "", "code": code, **values}


def test_from_asking_to_the_card(world, passport, sign_in, held_clock):
    see(passport, "catheter", world.gwen)
    noor, gwen = sign_in("noor"), sign_in("gwen")
    form = noor.get(f"/passports/{passport.pk}/sign-offs/new/?competency=catheter")
    assert "Gwen Castellan, guides the learner now" in form.text
    one = passport.version.competencies.get(key="catheter")
    given = {"competency": one.pk, "level": "", "signer": world.gwen.pk}
    made = noor.post(f"/passports/{passport.pk}/sign-offs/new/", given)
    assert made.status_code == 303
    row = SignOffRequest.objects.get()
    shown = noor.get(made["Location"]).text
    assert "Show this code" in shown
    assert link_secret(row) in shown
    asked = gwen.get(made["Location"]).text
    for words in ("Noor Rahimi", "Urinary catheter", "Alone", "For good", "Once, by one person"):
        assert words in asked
    assert "Urinary catheter" in gwen.get("/sign-offs/").text
    signed = gwen.post(made["Location"], {"level": row.level_id, "words": "Calm hands"})
    assert signed.status_code == 303
    assert "Calm hands" in noor.get(signed["Location"]).text
    said = sign_in("omar").get(f"/gate/{passport.pk}/catheter/").text
    assert "Yes, alone" in said
    assert "Says Gwen Castellan." in said
    assert "Calm hands" not in said


def test_asking_says_what_is_missing(world, passport, sign_in, held_clock):
    one = passport.version.competencies.get(key="iv-push")
    given = {"competency": one.pk, "level": "", "signer": world.gwen.pk}
    refused = sign_in("noor").post(f"/passports/{passport.pk}/sign-offs/new/", given)
    assert refused.status_code == 422
    assert "3 more observations at “4 alone”; 2 more people who saw it" in refused.text


def test_signed_by_a_code_without_signing_in(world, passport, path):
    code = send_code(path)
    assert mail.outbox[-1].to == [world.omar.email]
    done = Client().post(path, answer(passport, code, answer="sign", words="Seen twice"))
    assert (done.status_code, done["Location"]) == (303, f"{path}outcome/")
    signed = SignOff.objects.get()
    assert (signed.signer, signed.proof, signed.words) == (world.omar, "mail_code", "Seen twice")
    assert "4 alone" in Client().get(done["Location"]).text


def test_declined_by_a_code(world, passport, asked, path, sign_in):
    code = send_code(path)
    wordless = Client().post(path, answer(passport, code, answer="decline"))
    assert wordless.status_code == 422
    assert "Say in a word what is missing." in wordless.text
    given = answer(passport, code, answer="decline", words="Once more")
    assert Client().post(path, given).status_code == 303
    assert "Once more" in sign_in("noor").get(f"/sign-offs/requests/{asked.pk}/").text
    assert not SignOff.objects.exists()


def test_looking_never_signs_nor_sends(path):
    before = everything()
    for headers in SCANNERS:
        browser = Client(headers=headers)
        for method in ("get", "head", "get", "head"):
            shown = getattr(browser, method)(path)
            assert shown.status_code == 200
            assert shows_no_trace(shown)
            assert getattr(browser, method)(f"{path}code/").status_code == 405
        assert browser.get(f"{path}outcome/").status_code == 303
        for method in ("put", "patch", "delete"):
            assert getattr(browser, method)(path).status_code == 405
    assert changed(before) == set()
    assert mail.outbox == []


def test_the_learner_is_refused(world, passport, path, sign_in):
    noor, before = sign_in("noor"), everything()
    for answered in (noor.get(path), noor.post(path), noor.post(f"{path}code/")):
        assert answered.status_code == 403
        assert "Nobody can sign for themselves" in answered.text
    assert changed(before) == set()


def test_other_people_find_nothing(world, path, sign_in):
    for other in ("gwen", "tomas", "maren", "ada", "vera", "olga"):
        assert sign_in(other).get(path).status_code == 404
        assert sign_in(other).post(path).status_code == 404


def test_the_learners_address_on_the_signers_record(world, path):
    Person.objects.filter(pk=world.omar.pk).update(email="Noor@alderbay.example")
    assert Client().get(path).status_code == 403
    assert Client().post(f"{path}code/").status_code == 403
    assert mail.outbox == []


def test_the_signer_goes_on_signed_in(world, asked, path, sign_in):
    there = sign_in("omar").get(path)
    assert (there.status_code, there["Location"]) == (303, f"/sign-offs/requests/{asked.pk}/")
    shown = sign_in("omar").get(there["Location"]).text
    assert "Signed as Omar Haddad" in shown
    # an assessor who was asked for one thing reads nothing else of the passport
    assert sign_in("omar").get(f"/passports/{asked.passport_id}/").status_code == 404


def test_used_and_expired_links_are_gone(world, passport, asked, path, sign_in):
    code = send_code(path)
    assert Client().post(path, answer(passport, code)).status_code == 303
    for again in (
        Client().get(path),
        Client().post(path, answer(passport, code)),
        Client().post(f"{path}code/"),
        sign_in("omar").get(path),
    ):
        assert again.status_code == 410
        assert "Each link and each code works once." in again.text
        assert shows_no_trace(again)
    assert SignOff.objects.count() == 1


def test_late(path):
    with clock.moved_to(NOW + timedelta(hours=72)):
        for method in ("get", "post"):
            gone = getattr(Client(), method)(path)
            assert gone.status_code == 410
            assert "This has expired." in gone.text


def test_forged_links_are_not_there(world, asked, path):
    secret = link_secret(asked)
    flipped = ("B" if secret[0] == "A" else "A") + secret[1:]
    for forged in (flipped, secret[:-1], secret.swapcase(), asked.digest, asked.nonce.hex, "x"):
        for there in (f"/sign/{forged}/", f"/sign/{forged}/outcome/"):
            assert Client().get(there).status_code == 404, forged
        assert Client().post(f"/sign/{forged}/").status_code == 404
        assert Client().post(f"/sign/{forged}/code/").status_code == 404


def test_wrong_codes_run_out(world, passport, path):
    code = send_code(path)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(5):
        refused = Client().post(path, answer(passport, wrong))
        assert refused.status_code == 422
    last = Client().post(path, answer(passport, code))
    assert last.status_code == 422
    assert "Too many wrong codes" in last.text
    assert not SignOff.objects.exists()


def test_it_needs_its_own_form(world, passport, path):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {}).status_code == 403
    assert strict.post(f"{path}code/", {}).status_code == 403


def test_a_ward_card_says_today_and_no_more(world, passport, held_clock, sign_in):
    sign(world, passport, words="Calm hands")
    see(passport, "iv-push", world.gwen, level="2b")
    card = make_ward_card(passport=passport, by=world.actor("noor"), at=NOW)
    shown = Client().get(card_path(card, NOW))
    assert shows_no_trace(shown)
    for words in ("Noor Rahimi", "Yes, alone", "Only with somebody in the room"):
        assert words in shown.text
    for hidden in ("Calm hands", "Gwen", "4 alone", "2b"):
        assert hidden not in shown.text
    with clock.moved_to(NOW + timedelta(hours=24)):
        assert Client().get(card_path(card, NOW)).status_code == 410
    assert sign_in("maren").post(f"/ward-cards/{card.pk}/end/").status_code == 303
    assert Client().get(card_path(card, NOW)).status_code == 410
    assert Client().get(f"/gate/card/{card.nonce.hex}.1.x/").status_code == 404


def test_two_taps_report_from_the_card(world, passport, held_clock, sign_in):
    omar = sign_in("omar")
    there = f"/gate/{passport.pk}/iv-push/incident/"
    assert there in omar.get(f"/gate/{passport.pk}/iv-push/").text
    assert "was asked to do it alone" in omar.get(there).text
    made = omar.post(there, {})
    assert made.status_code == 303
    row = Incident.objects.get()
    maren = sign_in("maren")
    assert "Reports from the ward" in maren.get("/gate/").text
    assert "IV push medication" in maren.get("/incidents/").text
    empty = maren.post(made["Location"], {"words": ""})
    assert empty.status_code == 422
    assert maren.post(made["Location"], {"words": "Two on nights"}).status_code == 303
    assert "Two on nights" in omar.get(f"/incidents/{row.pk}/").text
    assert maren.post(made["Location"], {"words": "Again"}).status_code == 409


def test_lists_cost_the_same_for_many(world, passport, held_clock, sign_in):
    def cost(client, where: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        return len(caught)

    gwen, noor = sign_in("gwen"), sign_in("noor")
    pages = [(gwen, "/sign-offs/"), (gwen, f"/gate/{passport.pk}/"), (noor, "/gate/")]
    sign(world, passport)
    ask(world, passport, "iv-push", level="3")
    # the first look of each reads more about who looks
    [cost(*one) for one in pages]
    before = [cost(*one) for one in pages]
    for key in ("handover", "catheter"):
        sign(world, passport, key)
    ask(world, passport, "transfusion", level="3")
    assert [cost(*one) for one in pages] == before


def test_the_cards_of_a_passport(world, passport, held_clock):
    passport.version.competencies.filter(key="catheter").update(valid_days=45)
    sign(world, passport)
    see(passport, "iv-push", world.gwen, level="2b")
    asked = ask(world, passport, "transfusion", level="3")
    today = NOW.date()
    cards = cards_for(passport, world.actor("noor"), today)
    lines = {one.competency.key: line for one, line in cards.said}
    assert lines == {
        "catheter": "Yes, alone. Gwen Castellan, until Dec 31, 2026",
        "iv-push": "Only with somebody in the room",
        "transfusion": "No. Not taught yet",
        "handover": "No. Not taught yet",
    }
    assert [one.words for one in cards.lapses] == ["45 days. Signed by Gwen Castellan"]
    assert (cards.request, cards.asks, cards.signs) == (asked, True, False)
    assert cards_for(passport, world.actor("gwen"), today).signs
    assert not cards_for(passport, world.actor("vera"), today).asks


def test_whoever_is_asked_finds_it_on_today_until_it_is_answered(asked, world, sign_in):
    line = "Noor Rahimi asks you to sign: Urinary catheter"
    assert line in sign_in("omar").get("/").content.decode()
    assert line not in sign_in("gwen").get("/").content.decode()
    SignOffRequest.objects.update(used_at=NOW)
    assert line not in sign_in("omar").get("/").content.decode()

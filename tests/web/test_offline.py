"""The doors of recording without network: what a device gets, and how what it sends is answered."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.assessment.models import Observation, Passport, SignOff
from guildhall.core import clock
from guildhall.web.offline.files import shell_files, version
from guildhall.web.templatetags.hall_files import STATIC
from tests.assessment.ground import make_passport
from tests.assessment.signed import competency_of, see
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.conftest import pair
from tests.relationships.factories import make_pair
from tests.world import NOW

__all__ = ["pair"]
pytestmark = pytest.mark.usefixtures("held_clock")
DEVICE = "3f0c2d5e-8a34-4d0e-9a55-5b1d0a6f9a01"
KEY, GROUND, ITEMS = "/offline/key/", "/offline/ground/", "/offline/items/"


@pytest.fixture
def passport(pair) -> Passport:
    """Noor's passport in her pair with Gwen, with a catheter that is ready to be signed."""
    found = make_passport(pair.relationship)
    see(found, "catheter", found.relationships.get().parties.get(side="guide").person)
    return found


def item(passport, kind="observation", key="iv-push", level="3", **values) -> dict[str, object]:
    return {
        "key": str(uuid4()),
        "kind": kind,
        "made_at": NOW.isoformat(),
        "passport": passport.pk,
        "competency": competency_of(passport, key).pk,
        "level": level,
        **values,
    }


def send(client, *items, owner=None, sent_at=NOW):
    """The answer to one sending, by key."""
    owner = owner or client.get(KEY, {"device": DEVICE}).json()["owner"]
    batch = {"owner": owner, "sent_at": sent_at.isoformat(), "items": items}
    return client.post(ITEMS, json.dumps(batch), content_type="application/json")


def answers(answer) -> list[tuple[str, str]]:
    assert answer.status_code == 200
    return [(one["answer"], one.get("reason", "")) for one in answer.json()["answers"]]


def test_the_page_holds_nothing_about_anybody(world, passport, sign_in):
    plain = Client().get("/offline/").content
    assert sign_in("gwen").get("/offline/").content == plain
    assert [name for name in (b"Noor", b"Gwen") if name in plain] == []


def test_the_worker_names_files_that_are_there_and_a_version(client):
    answer = client.get("/offline-worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    text = answer.content.decode()
    assert version() in text
    for name in shell_files():
        assert (STATIC / name).exists()
        assert f'"/static/{name}"' in text


def test_the_secret_is_of_one_account_and_one_device(sign_in):
    def handed_out(name, device=DEVICE):
        answer = sign_in(name).get(KEY, {"device": device})
        assert "no-store" in answer["Cache-Control"]
        return answer.json()["secret"]

    assert handed_out("gwen") == handed_out("gwen")
    assert len({handed_out("gwen"), handed_out("omar"), handed_out("gwen", str(uuid4()))}) == 3


def test_the_ground_is_of_the_people_whom_one_guides(passport, sign_in):
    answer = sign_in("gwen").get(GROUND)
    assert "no-store" in answer["Cache-Control"]
    person = answer.json()["people"][0]
    assert (person["name"], person["passport"], person["signs"]) == (
        "Noor Rahimi",
        passport.pk,
        True,
    )
    assert [one["code"] for one in person["levels"]] == ["1", "2a", "2b", "3", "4", "5"]
    ready = [one["name"] for one in person["competencies"] if one["is_ready"]]
    assert ready == ["Urinary catheter"]
    for other in ("noor", "omar", "maren", "vera", "milo", "olga"):
        assert sign_in(other).get(GROUND).json()["people"] == []


def test_the_ground_costs_the_same_for_one_and_for_three(world, sign_in):
    cohort = cohort_of(preceptorship(world.alder))
    gwen, costs = guide(cohort, world.gwen, places=3), []
    for person in (world.noor, world.tomas, world.omar):
        make_passport(make_pair(gwen, learner(cohort, person)))
        client = sign_in("gwen")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(GROUND).status_code == 200
        costs.append(len(caught))
    assert costs[0] == costs[2]


def test_each_thing_is_answered_and_taken_once(passport, sign_in):
    client = sign_in("gwen")
    sent = [item(passport), item(passport, "sign_off", "catheter", "4", words="Calm hands")]
    assert answers(send(client, *sent)) == [("accepted", ""), ("accepted", "")]
    assert answers(send(client, *sent)) == [("same", ""), ("same", "")]
    assert Observation.objects.filter(competency__key="iv-push").count() == 1
    assert SignOff.objects.get().words == "Calm hands"


def test_what_was_seen_counts_for_what_was_signed_after_it(passport, sign_in):
    seen = item(passport, key="handover", level="4")
    signed = item(passport, "sign_off", "handover", "4")
    signed["made_at"] = (NOW + timedelta(minutes=1)).isoformat()
    answer = send(sign_in("gwen"), signed, seen, sent_at=NOW + timedelta(minutes=2))
    assert answers(answer) == [("accepted", ""), ("accepted", "")]


def test_what_is_refused_says_why_and_stops_nothing_else(passport, sign_in):
    sent = [
        item(passport, "sign_off", "iv-push", "4"),
        item(passport, level="9"),
        {**item(passport), "passport": 10**9},
        {**item(passport), "competency": 10**9},
        item(passport, went_well="x" * 501),
        item(passport),
    ]
    found = answers(send(sign_in("gwen"), *sent))
    said = {reason.split(".")[0] for answer, reason in found if answer == "refused"}
    assert said == {
        "Not ready at this level",
        "This level is not in the scale any more",
        "You no longer guide them, or the passport is gone",
        "This is not in the passport any more",
        "Keep it to 500 characters",
    }
    assert [answer for answer, _reason in found].count("accepted") == 1


def test_what_belongs_to_somebody_else_is_not_taken(passport, sign_in):
    owner = sign_in("omar").get(KEY, {"device": DEVICE}).json()["owner"]
    assert send(sign_in("gwen"), item(passport), owner=owner).status_code == 403
    assert not Observation.objects.filter(competency__key="iv-push").exists()


def test_nobody_signs_for_themselves(passport, sign_in):
    signed = item(passport, "sign_off", "catheter", "4")
    assert answers(send(sign_in("noor"), signed))[0][0] == "refused"
    assert not SignOff.objects.exists()


def test_a_clock_that_is_wrong_refuses_nobody(passport, sign_in):
    ahead = timedelta(days=40)
    sent = item(passport)
    sent["made_at"] = (NOW + ahead - timedelta(hours=1)).isoformat()
    assert answers(send(sign_in("gwen"), sent, sent_at=NOW + ahead)) == [("accepted", "")]
    assert Observation.objects.get(competency__key="iv-push").seen_at == NOW - timedelta(hours=1)


def test_what_waited_too_long_is_not_taken(passport, sign_in):
    sent = item(passport, made_at=(NOW - timedelta(hours=74)).isoformat())
    with clock.moved_to(NOW):
        found = answers(send(sign_in("gwen"), sent))
    assert found == [("refused", "It waited longer than 72 hours on the device. Record it anew.")]


def test_the_day_that_was_chosen_on_the_form_counts(passport, sign_in):
    Passport.objects.update(opened_at=NOW - timedelta(days=9))
    sent = item(passport, seen_on="2026-11-14")
    assert answers(send(sign_in("gwen"), sent)) == [("accepted", "")]
    seen = Observation.objects.get(competency__key="iv-push").seen_at
    assert seen.date().isoformat() == "2026-11-14"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"owner": "x", "sent_at": "2026-11-16", "items": []}',
        b'{"owner": "x", "sent_at": "2026-11-16T09:00:00Z", "items": [1]}',
        b'{"owner": "x", "sent_at": "2026-11-16T09:00:00Z", "items": [{"kind": "other"}]}',
        b"\xff\xfe",
    ],
)
def test_what_no_page_sends_is_refused(sign_in, body):
    answer = sign_in("gwen").post(ITEMS, body, content_type="application/json")
    assert answer.status_code == 422


def test_too_much_at_once_is_refused(passport, sign_in):
    sent = [item(passport) for _turn in range(51)]
    assert send(sign_in("gwen"), *sent).status_code == 422


def test_sending_needs_the_token_and_a_session(passport, sign_in):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in("gwen").cookies
    assert send(strict, item(passport)).status_code == 403
    assert Client().post(ITEMS, b"{}", content_type="application/json").status_code == 302


def test_pages_say_whose_device_it_is(passport, sign_in):
    client = sign_in("gwen")
    owner = client.get(KEY, {"device": DEVICE}).json()["owner"]
    page = client.get("/preceptees/").content.decode()
    assert f'data-owner="{owner}" works' in page
    assert 'data-owner=""' in Client().get("/account/login/").content.decode()
    assert " works" not in sign_in("omar").get("/").content.decode().split("<offline-bar")[1][:200]

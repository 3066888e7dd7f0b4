"""The board, one standing, certificates and backups on their pages."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from guildhall.preceptorship.actions.backups import answer_backup, name_backup
from guildhall.preceptorship.actions.standings import suspend
from guildhall.preceptorship.models import Backup, Standing
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.preceptorship.standing_ground import (
    TODAY,
    applied,
    certified,
    provisional,
    standing_of,
    update,
)
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person

pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def pair(world):
    """Gwen guides Noor."""
    cohort = cohort_of(preceptorship(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))


def test_the_board_says_where_everybody_stands_and_what_is_next(sign_in, world, pair):
    certified(world)
    certified(world, "omar", until=TODAY + timedelta(days=20))
    provisional(world, "milo")
    applied(world, world.tomas)
    shown = sign_in("maren").get("/preceptors/").text
    for words in (
        "Certified",
        "Lapses soon",
        "through Dec 6, 2026, 20 days left",
        "2 h of training, then renew",
        "Co-precept one first",
        "Decide on the application",
        "1 of 50",
    ):
        assert words in shown, words


def test_the_board_narrows_by_state_and_name(sign_in, world):
    certified(world)
    provisional(world, "omar")
    maren = sign_in("maren")
    of_state = maren.get("/preceptors/?state=provisional").text
    assert "Omar Haddad" in of_state
    assert "Gwen Castellan" not in of_state
    of_name = maren.get("/preceptors/?q=gwen").text
    assert "Gwen Castellan" in of_name
    assert "Omar Haddad" not in of_name
    assert "Nobody fits" in maren.get("/preceptors/?q=nobody").text


def test_the_board_asks_as_often_for_many_as_for_one(sign_in, world, pair):
    certified(world)
    applied(world, world.tomas)
    maren = sign_in("maren")
    maren.get("/preceptors/")
    with CaptureQueriesContext(connection) as few:
        maren.get("/preceptors/")
    for number in range(8):
        person = make_person(world.alder, f"More{number} Preceptor")
        Standing.objects.create(
            person=person, organization=world.alder, state="provisional", changed_at=NOW
        )
    applied(world, world.milo, name="Midwives")
    with CaptureQueriesContext(connection) as many:
        assert "More7 Preceptor" in maren.get("/preceptors/").text
    assert len(many) == len(few)


def test_a_standing_asks_as_often_for_much_as_for_little(sign_in, world, pair):
    row = certified(world)
    page, maren = f"/preceptors/{row.pk}/", sign_in("maren")
    maren.get(page)
    with CaptureQueriesContext(connection) as few:
        maren.get(page)
    for _time in range(4):
        update(row, world)
    suspend(standing=row, words="Open", by=world.actor("maren"), at=NOW)
    with CaptureQueriesContext(connection) as many:
        assert "Reinstate Gwen" in maren.get(page).text
    assert len(many) == len(few)


def test_a_guide_without_a_standing_is_taken_up(sign_in, world, pair):
    maren = sign_in("maren")
    assert "1 guide of your preceptorships has no standing yet." in maren.get("/preceptors/").text
    enrollment = pair.parties.get(person=world.gwen).enrollment_id
    values = {"enrollment": enrollment, "trained_on": "2025-03-01", "valid_until": "2027-03-01"}
    assert maren.post("/preceptors/new/", {**values, "trained_on": ""}).status_code == 422
    made = maren.post("/preceptors/new/", values)
    row = standing_of(world.gwen)
    assert (made.status_code, made["Location"], row.state) == (
        303,
        f"/preceptors/{row.pk}/",
        "certified",
    )
    assert "Everybody has a standing" in maren.get("/preceptors/new/").text


def test_training_is_recorded_and_the_certificate_renewed(sign_in, world):
    row = certified(world, until=TODAY + timedelta(days=20))
    page, maren = f"/preceptors/{row.pk}/", sign_in("maren")
    assert "2 h of training, then it can be renewed." in maren.get(page).text
    values = {"kind": "update", "name": "Refresher", "on": TODAY, "hours": "2"}
    assert maren.post(f"{page}training/", {**values, "hours": "0"}).status_code == 422
    assert maren.post(f"{page}training/", values).status_code == 303
    assert "Renew for 24 months" in maren.get(page).text
    assert maren.post(f"{page}renewal/").status_code == 303
    shown = maren.get(page).text
    assert "Gwen is certified. Nothing is due." in shown
    assert "Renewed by a later one" in shown


def test_why_is_read_by_those_whom_it_concerns(sign_in, world):
    row = certified(world)
    maren, page = sign_in("maren"), f"/preceptors/{row.pk}/"
    assert maren.post(f"{page}suspension/", {"words": ""}).status_code == 422
    assert maren.post(f"{page}suspension/", {"words": "A review is open"}).status_code == 303
    for name, reads in (("maren", True), ("gwen", True), ("vera", False)):
        shown = sign_in(name).get(page).text
        assert ("A review is open" in shown) == reads
        assert ("Record training" in shown) == (name == "maren")
        assert ("Write a letter of recognition" in shown) == (name == "gwen")
    assert maren.post(f"{page}reinstatement/", {"words": ""}).status_code == 303
    assert standing_of(world.gwen).state == "certified"
    assert sign_in("gwen").post(f"{page}retirement/", {"words": ""}).status_code == 303
    assert standing_of(world.gwen).state == "retired"


def test_certified_with_a_reason_where_nobody_was_guided(sign_in, world):
    row = provisional(world)
    maren, page = sign_in("maren"), f"/preceptors/{row.pk}/certification/"
    assert "say why they are ready" in maren.get(page).text
    assert maren.post(page, {"words": ""}).status_code == 422
    assert maren.post(page, {"words": "Ten years at Calder"}).status_code == 303


def test_my_standing_and_a_letter(sign_in, world, pair):
    gwen = sign_in("gwen")
    assert "You are not a preceptor yet" in gwen.get("/my-standing/").text
    row = certified(world)
    shown = gwen.get("/my-standing/").text
    assert "Still asked this year: 2 h of training." in shown
    letter = f"/preceptors/{row.pk}/recognition/"
    refused = gwen.post(letter, {"start": "2024-01-01", "end": "2024-02-01"})
    assert (refused.status_code, "Nobody was with you" in refused.text) == (422, True)
    made = gwen.post(letter, {"start": "2025-11-17", "end": TODAY})
    assert made.status_code == 303
    found = world.gwen.certificates.get(kind="recognition")
    paper = gwen.get(f"/certificates/{found.pk}/paper/")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert found.number in paper["Content-Disposition"]
    said = pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "Letter of recognition" in said
    assert found.printed_code in said


def test_anybody_checks_a_certificate_and_a_forged_one_is_not_there(sign_in, world):
    row = certified(world)
    nobody, page = Client(), f"/verify/{row.certificate.printed_code}/"
    shown = nobody.get(page)
    assert shown.status_code == 200
    for words in ("In force", "Gwen Castellan", "PC-2026-0001", "Alder Bay Teaching Hospital"):
        assert words in shown.text
    assert "Revoke" not in shown.text
    assert nobody.get(page.lower()).status_code == 200
    assert nobody.get("/verify/AAAAA-BBBBB-CCCCC-DDDDD/").status_code == 404
    suspend(standing=row, words="A secret reason", by=world.actor("maren"), at=NOW)
    held = nobody.get(page).text
    assert "not in force at present" in held
    assert "secret" not in held
    maren = sign_in("maren")
    assert "Revoke" in maren.get(page).text
    revoke = f"/certificates/{row.certificate.pk}/revocation/"
    assert maren.post(revoke, {"words": "A mistake of ours"}).status_code == 303
    revoked = nobody.get(page).text
    assert "It was revoked" in revoked
    assert "mistake" not in revoked


def test_a_backup_is_named_on_the_page_of_the_pair_and_answers(sign_in, world, pair):
    provisional(world, "omar")
    gwen, page = sign_in("gwen"), f"/relationships/{pair.pk}/"
    assert "Nobody stands in yet" in gwen.get(page).text
    assert gwen.post(f"{page}backup/", {"person": world.noor.pk}).status_code == 422
    assert gwen.post(f"{page}backup/", {"person": world.omar.pk}).status_code == 303
    assert "asked, no answer yet" in gwen.get(page).text
    found = Backup.objects.get()
    omar = sign_in("omar")
    assert "You are asked to be a backup preceptor" in omar.get("/").text
    assert "I stand in" in omar.get(f"/backups/{found.pk}/").text
    assert omar.post(f"/backups/{found.pk}/", {"answer": "yes"})["Location"] == "/preceptees/"
    seen = sign_in("noor").get(page).text
    assert "stands in when needed" in seen
    assert "Name one" not in seen
    assert "You stand in, in Preceptorship" in omar.get("/my-standing/").text
    assert gwen.post(f"/backups/{found.pk}/end/").status_code == 303
    assert "Nobody stands in yet" in gwen.get(page).text


def test_a_backup_finds_what_to_watch_in_the_navigation(sign_in, world, pair):
    provisional(world, "omar")
    omar = sign_in("omar")
    assert "To watch" not in omar.get("/my-standing/").text
    named = name_backup(relationship=pair, person=world.omar, by=world.actor("gwen"), at=NOW)
    answer_backup(backup=named, is_yes=True, by=world.actor("omar"), at=NOW)
    assert "To watch" in omar.get("/my-standing/").text


def test_today_tells_of_a_certificate_that_ends(sign_in, world):
    certified(world, until=TODAY + timedelta(days=20))
    assert "Your preceptor certificate ends soon" in sign_in("gwen").get("/").text


def test_today_tells_whoever_looks_after_preceptors_of_a_lapse(sign_in, world):
    words = "1 preceptor has no certificate in force"
    assert words not in sign_in("maren").get("/").text
    certified(world)
    Standing.objects.update(state="lapsed")
    assert words in sign_in("maren").get("/").text
    assert words not in sign_in("vera").get("/").text

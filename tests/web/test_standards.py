"""Pages of standards, as Maren walks them; the dossier, and the signed copy of a passport."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from guildhall.core import clock
from guildhall.directory.models import Person
from guildhall.standards.actions.daily import keep_snapshot
from guildhall.standards.models import Attestation
from guildhall.standards.queries.dossier import dossier_of
from guildhall.standards.queries.standing import standing_of
from guildhall.web.standards.dossier import dossier_data
from tests.assessment.ground import make_passport
from tests.assessment.signed import sign
from tests.matching.factories import guide, learner
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.standards.ground import CORE, day, fresh, met, nursing
from tests.world import NOW


@pytest.fixture
def pair(world):
    """Gwen guides Noor; the program is held against the core level."""
    return nursing(world)


def text_of(body: bytes) -> str:
    """What a reader of PDF sees, without breaks."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return " ".join(" ".join(pages).split())


def test_the_page_says_what_is_not_met_what_is_coming_and_why(sign_in, world, pair):
    here = f"/programs/{pair.program.pk}/standards/"
    maren = sign_in("maren")
    with clock.moved_to(day(10)):
        page = maren.get(here).content.decode()
    assert "The first meeting is held within two weeks." in page
    assert "Dec 1" in page  # day 15, on which it would break
    assert "Noor Rahimi and Gwen Castellan" in page
    assert "National preceptorship model for nursing" in page
    with clock.moved_to(day(15)):
        keep_snapshot(fresh(pair.program), at=day(15))
        page = maren.get(here).content.decode()
        one = maren.get(f"{here}{CORE}/N4a/").content.decode()
    assert "1 of 1 pairs" in page
    assert "since Dec 1" in page
    assert "Due by Nov 30, 2026" in one
    assert "Found in the source" in one


def test_a_rule_that_was_not_verified_says_so(sign_in, pair, held_clock):
    here = f"/programs/{pair.program.pk}/standards/"
    one = sign_in("vera").get(f"{here}{CORE}/N7a/").content.decode()
    assert "Not verified against the primary text." in one
    assert "It becomes measurable once" in one


def test_the_way_in_is_on_the_page_of_the_program(sign_in, pair):
    page = sign_in("maren").get(f"/programs/{pair.program.pk}/").content.decode()
    assert f"/programs/{pair.program.pk}/standards/" in page
    settings = sign_in("maren").get(f"/programs/{pair.program.pk}/settings/").content.decode()
    assert f"/programs/{pair.program.pk}/standards/packs/" in settings


def test_choosing_packs(sign_in, pair, held_clock):
    maren, here = sign_in("maren"), f"/programs/{pair.program.pk}/standards/"
    assert maren.post(f"{here}packs/", {"packs": ["us-np-school"]}).status_code == 303
    page = maren.get(here).content.decode()
    assert "Nurse practitioner placements of one school" in page
    assert "NHS England nursing, core" not in page
    assert maren.post(f"{here}packs/", {"packs": ["made-up"]}).status_code == 422
    assert maren.post(f"{here}packs/", {}).status_code == 303
    assert "No standard is chosen" in maren.get(here).content.decode()


def test_recording_a_fact_with_its_file(sign_in, pair, held_clock):
    maren, here = sign_in("maren"), f"/programs/{pair.program.pk}/standards/"
    sent = {"holds": "yes", "on": "2026-11-01", "until": "2027-11-01", "words": "Version 3"}
    sent["enclosed"] = SimpleUploadedFile("policy.pdf", b"%PDF")
    assert maren.post(f"{here}facts/policy/", sent).status_code == 303
    row = Attestation.objects.get()
    page = maren.get(f"{here}{CORE}/N9/").content.decode()
    assert "Version 3" in page
    assert "policy.pdf" in page
    file = sign_in("vera").get(f"/attestations/{row.pk}/file/")
    assert file.content == b"%PDF"
    refused = maren.post(f"{here}facts/policy/", {"holds": "yes", "on": "2027-11-01"})
    assert refused.status_code == 422
    assert "Choose the day on which it was so." in refused.content.decode()
    assert maren.get(f"{here}facts/leads/").status_code == 404


@pytest.mark.parametrize(
    ("green", "red", "words"),
    [("69", "21", "158 of 200 points (79 %)"), ("70", "20", "160 of 200 points (80 %)")],
)
def test_the_score_of_a_mark(sign_in, world, green, red, words, held_clock):
    pair = nursing(world, standards=["nhs-interim-quality-mark"])
    maren, here = sign_in("maren"), f"/programs/{pair.program.pk}/standards/"
    sent = {"on": "2026-11-01", "mandatory_green": "10", "mandatory_amber": "0"}
    sent |= {"other_green": green, "other_amber": "0", "other_red": red}
    assert "The list of criteria is not here." in (
        maren.get(f"{here}facts/mark_scores/").content.decode()
    )
    assert maren.post(f"{here}facts/mark_scores/", sent).status_code == 303
    page = maren.get(f"{here}nhs-interim-quality-mark/Q1/").content.decode()
    assert words in page
    assert ("Not met" in page) == (green == "69")


def crowd(world, pair, count: int) -> None:
    """More pairs in the same program."""
    people = make_people(world.alder, count * 2)
    for first, second in zip(people[::2], people[1::2], strict=True):
        make_pair(guide(pair.cohort, first), learner(pair.cohort, second))


def test_the_dossier_holds_nobodys_name(sign_in, world, pair):
    maren, here = sign_in("maren"), f"/programs/{pair.program.pk}/standards/"
    crowd(world, pair, 6)
    Person.objects.filter(pk=world.noor.pk).update(given_name="Zebediah")
    with clock.moved_to(day(20)):
        sent = {"holds": "yes", "on": "2026-11-20", "words": "Signed by Quentin Nowhere"}
        sent["enclosed"] = SimpleUploadedFile("nowhere.pdf", b"%PDF")
        assert maren.post(f"{here}facts/policy/", sent).status_code == 303
        answer = maren.get(f"{here}dossier.pdf")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    assert "NHS England nursing, core" in said
    assert "7 pairs: 7 not met" in said
    for person in Person.objects.all():
        assert person.given_name not in said, person
        assert person.family_name not in said, person
        assert person.email not in said, person
    for word in ("Quentin", "Nowhere", "nowhere.pdf"):
        assert word not in said


def data_of(pair, *, at):
    found = standing_of(fresh(pair.program), at=at)
    return dossier_data(dossier_of(found))


def rule_in(data, rule_id: str):
    return next(rule for pack in data["packs"] for rule in pack["rules"] if rule["id"] == rule_id)


def test_small_groups_are_hidden_in_the_dossier(world, pair):
    at = day(20)
    few = rule_in(data_of(pair, at=at), "N4a")
    assert (few["counted"], few["rows"]) == ("fewer than 5 pairs", [])
    crowd(world, pair, 6)
    all_alike = rule_in(data_of(pair, at=at), "N4a")
    assert all_alike["counted"] == "7 pairs: 7 not met"
    assert [row[0] for row in all_alike["rows"]] == list("ABCDEFG")
    met(pair, world, on=day(3))
    # One of seven would stand out: neither it nor the six are counted.
    one_apart = rule_in(data_of(pair, at=at), "N4a")
    assert one_apart["counted"] == "7 pairs; how many of each is not shown"
    assert one_apart["rows"] == []


def test_the_same_facts_give_the_same_dossier_and_others_another(world, pair):
    first, again = data_of(pair, at=day(3)), data_of(pair, at=day(3))
    assert first["digest"] == again["digest"]
    assert data_of(pair, at=day(4))["digest"] != first["digest"]


def test_as_many_queries_for_one_pair_as_for_seven(sign_in, world, pair):
    maren, here = sign_in("maren"), f"/programs/{pair.program.pk}/standards/"

    def asked(path: str) -> int:
        with clock.moved_to(day(20)), CaptureQueriesContext(connection) as queries:
            assert maren.get(path).status_code == 200
        return len(queries)

    paths = (here, f"{here}{CORE}/N4a/", f"{here}dossier.pdf")
    asked(here)  # the first one asks what the process then knows
    before = [asked(path) for path in paths]
    crowd(world, pair, 6)
    assert [asked(path) for path in paths] == before


def test_a_signed_copy_of_the_passport_is_checked_by_anybody(sign_in, world, pair, held_clock):
    passport = make_passport(pair)
    sign(world, passport)
    noor = sign_in("noor")
    assert "Signed PDF" in noor.get(f"/passports/{passport.pk}/").content.decode()
    answer = noor.post(f"/passports/{passport.pk}/copy/")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    for word in ("Noor Rahimi", "Gwen Castellan", "Competency passport", "not signed off"):
        assert word in said
    code = next(word for word in said.split() if word.count("-") == 2 and len(word) > 34)
    there = f"/passport-copies/{code}/"
    page = Client().get(there).content.decode()
    assert "This copy is genuine" in page
    assert "Nothing has changed since" in page
    assert "Gwen Castellan" in page
    sign(world, passport, at=NOW + timedelta(minutes=5))
    later = Client().get(there).content.decode()
    assert "The passport has changed since" in later
    assert "Gwen Castellan" not in later
    assert Client().get(f"{there[:-2]}/").status_code == 404

"""Pages of passports: what each shows, and that no page shows a sheet before both are locked."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guildhall.assessment.actions.asks import ask_for_observation
from guildhall.assessment.actions.rounds import open_round
from guildhall.assessment.models import Evidence, Observation, Passport, Rating
from tests.assessment.ground import make_framework, make_passport
from tests.assessment.seeing import see
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.conftest import pair
from tests.relationships.factories import make_pair
from tests.world import NOW

__all__ = ["pair"]
pytestmark = pytest.mark.usefixtures("held_clock")
READERS = ("noor", "gwen", "maren", "vera", "milo")


@pytest.fixture
def passport(pair) -> Passport:
    """Noor's passport in her pair with Gwen."""
    return make_passport(pair.relationship)


def one(passport, key="iv-push"):
    return passport.version.competencies.get(key=key)


def text_of(client, name, *args) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_matrix_says_where_each_competency_stands(passport, world, sign_in):
    see(passport, world.actor("gwen"), level="4")
    page = text_of(sign_in("noor"), "passport", passport.pk)
    assert "1 of 3 seen" in page
    assert page.count("Not begun") == 3
    assert "0 of 4 signed off" in page
    assert "Gwen Castellan" in page


def test_the_one_minute_form_saves_and_offers_the_next(passport, sign_in):
    client = sign_in("gwen")
    address = reverse("passport_observations", args=[passport.pk])
    form = {
        "competency": one(passport).pk,
        "level": "2b",
        "went_well": "Asked for the allergies",
        "device_key": uuid4(),
    }
    answer = client.post(address, form)
    assert (answer.status_code, answer.headers["Location"]) == (303, address)
    assert client.post(address, form).status_code == 303
    assert Observation.objects.get().went_well == "Asked for the allergies"
    page = text_of(sign_in("noor"), "passport_competency", passport.pk, one(passport).pk)
    assert "Asked for the allergies" in page


def test_what_is_missing_is_said_beside_its_field(passport, sign_in):
    address = reverse("passport_observations", args=[passport.pk])
    answer = sign_in("gwen").post(address, {"device_key": uuid4(), "seen_on": "2026-12-24"})
    assert answer.status_code == 422
    form = {"competency": one(passport).pk, "level": "3", "device_key": uuid4()}
    later = sign_in("gwen").post(address, {**form, "seen_on": "2026-12-24"})
    assert later.status_code == 422
    assert "still to come" in later.content.decode()


def test_no_page_shows_a_sheet_before_both_are_locked(passport, world, sign_in):
    row = open_round(passport=passport, title="Week 1", by=world.actor("gwen"), at=NOW)
    address = reverse("rating_round", args=[row.pk])
    field = f"level-{one(passport).pk}"
    assert sign_in("noor").post(address, {field: "5", "do": "lock"}).status_code == 303
    pages = (
        ("rating_round", row.pk),
        ("passport", passport.pk),
        ("passport_competency", passport.pk, one(passport).pk),
        ("relationship", passport.relationships.get().pk),
        ("passports",),
        ("today",),
    )

    def telling(name) -> list[str]:
        """Pages on which a chosen level or a gap of Noor's sheet stands."""
        client = sign_in(name)
        shown = {page[0]: client.get(reverse(page[0], args=page[1:])) for page in pages}
        marks = re.compile(r'value="5" checked|class="gap-own"|self \d|>agree<')
        return [
            key
            for key, answer in shown.items()
            if answer.status_code == 200 and marks.search(answer.content.decode())
        ]

    for name in READERS:
        assert telling(name) == [], name
    assert sign_in("gwen").post(address, {field: "3", "do": "lock"}).status_code == 303
    for name in ("noor", "gwen", "maren"):
        assert telling(name) == ["rating_round", "passport"], name
    assert Rating.objects.filter(locked_at=NOW).count() == 2


def test_ones_own_draft_is_shown_to_oneself_alone(passport, world, sign_in):
    row = open_round(passport=passport, title="Week 1", by=world.actor("gwen"), at=NOW)
    address = reverse("rating_round", args=[row.pk])
    sign_in("gwen").post(address, {f"level-{one(passport).pk}": "2b", "do": "save"})
    assert 'value="2b" checked' in text_of(sign_in("gwen"), "rating_round", row.pk)
    for name in ("noor", "maren", "milo"):
        assert 'value="2b" checked' not in text_of(sign_in(name), "rating_round", row.pk)


def test_a_level_of_elsewhere_is_refused(passport, world, sign_in):
    row = open_round(passport=passport, title="Week 1", by=world.actor("gwen"), at=NOW)
    address = reverse("rating_round", args=[row.pk])
    answer = sign_in("noor").post(address, {f"level-{one(passport).pk}": "99", "do": "save"})
    assert answer.status_code == 422
    assert sign_in("maren").post(address, {"do": "save"}).status_code == 403


def test_somebody_is_asked_and_answers_on_a_page_of_their_own(passport, world, sign_in):
    address = reverse("passport_asks", args=[passport.pk])
    found = sign_in("noor").get(address, {"q": "omar"})
    assert "Omar Haddad" in found.content.decode()
    form = {"competency": one(passport).pk, "person": world.omar.pk}
    assert sign_in("noor").post(f"{address}?q=omar", form).status_code == 303
    ask = passport.asks.get()
    omar = sign_in("omar")
    assert "Noor Rahimi asks you to watch: IV push medication" in text_of(omar, "today")
    assert omar.get(reverse("passport", args=[passport.pk])).status_code == 404
    here = reverse("observation_ask", args=[ask.pk])
    answer = omar.post(here, {"level": "3", "device_key": uuid4()})
    assert answer.status_code == 303
    assert Observation.objects.get().observer == world.omar
    assert sign_in("noor").post(here, {"do": "decline"}).status_code == 403


def test_a_no_takes_one_press(passport, world, sign_in):
    ask = ask_for_observation(
        passport=passport,
        competency=one(passport),
        person=world.omar,
        by=world.actor("noor"),
        at=NOW,
    )
    here = reverse("observation_ask", args=[ask.pk])
    assert sign_in("omar").post(here, {"do": "decline"}).status_code == 303
    assert "Asking again" in text_of(sign_in("omar"), "observation_ask", ask.pk)
    assert sign_in("omar").post(here, {"do": "decline"}).status_code == 409


def test_an_observation_is_taken_back_on_its_page(passport, world, sign_in):
    row = see(passport, world.actor("gwen"))
    here = reverse("observation", args=[row.pk])
    assert sign_in("noor").post(here).status_code == 403
    assert sign_in("gwen").post(here).status_code == 303
    assert "Taken back on" in text_of(sign_in("noor"), "observation", row.pk)


def test_a_file_is_added_and_downloaded(passport, world, sign_in):
    address = reverse("passport_evidence", args=[passport.pk])
    form = {"competency": one(passport).pk, "shows": "2"}
    file = SimpleUploadedFile("card.pdf", b"%PDF")
    assert sign_in("noor").post(address, {**form, "enclosed": file}).status_code == 303
    row = Evidence.objects.get()
    got = sign_in("milo").get(reverse("evidence_file", args=[row.pk]))
    assert (got.content, got.headers["Content-Disposition"]) == (
        b"%PDF",
        'attachment; filename="card.pdf"',
    )
    program = SimpleUploadedFile("run.exe", b"MZ")
    assert sign_in("noor").post(address, {**form, "enclosed": program}).status_code == 422
    assert sign_in("maren").post(address, form).status_code == 403


def test_ways_in_from_the_navigation(passport, sign_in):
    assert reverse("passport", args=[passport.pk]) in text_of(sign_in("noor"), "today")
    assert reverse("preceptees") in text_of(sign_in("gwen"), "today")
    # The list of all stands behind the board, and behind a manager's team.
    for name, door in (("maren", "board"), ("milo", "readiness")):
        assert reverse(door) in text_of(sign_in(name), "today")
        assert reverse("passports") in text_of(sign_in(name), door)
    assert "IV push medication" in text_of(sign_in("gwen"), "preceptees")


def test_the_page_of_the_pair_leads_to_the_passport(passport, sign_in):
    pair = passport.relationships.get()
    pair.program.framework = passport.framework
    pair.program.save()
    for name in ("noor", "gwen", "maren"):
        page = text_of(sign_in(name), "relationship", pair.pk)
        assert reverse("passport", args=[passport.pk]) in page


def test_a_pair_from_before_has_the_button(pair, sign_in):
    program = pair.relationship.program
    program.framework = make_framework().framework
    program.save()
    here = reverse("relationship_passport", args=[pair.relationship.pk])
    assert here in text_of(sign_in("gwen"), "relationship", pair.relationship.pk)
    assert sign_in("gwen").post(here).status_code == 303
    assert Passport.objects.get().learner.given_name == "Noor"


def test_lists_cost_the_same_for_one_and_for_three(world, sign_in):
    cohort = cohort_of(preceptorship(world.alder, framework=make_framework().framework))
    gwen = guide(cohort, world.gwen, places=5)
    clients = {"maren": sign_in("maren"), "gwen": sign_in("gwen")}

    def counts() -> dict[str, int]:
        found = {}
        for name, page in (("maren", "passports"), ("gwen", "preceptees")):
            with CaptureQueriesContext(connection) as queries:
                text_of(clients[name], page)
            found[page] = len(queries)
        return found

    make_pair(gwen, learner(cohort, world.noor))
    see(Passport.objects.get(), world.actor("gwen"))
    counts()
    before = counts()
    for person in (world.tomas, world.omar):
        see(Passport.objects.get(learner=make_learner(gwen, cohort, person)), world.actor("gwen"))
    assert counts() == before
    row = Passport.objects.first()
    with CaptureQueriesContext(connection) as queries:
        text_of(clients["maren"], "passport", row.pk)
    few = len(queries)
    for key in ("transfusion", "catheter", "handover"):
        see(row, world.actor("gwen"), key, went_well="Well")
    with CaptureQueriesContext(connection) as queries:
        text_of(clients["maren"], "passport", row.pk)
    assert len(queries) == few


def make_learner(gwen, cohort, person):
    make_pair(gwen, learner(cohort, person))
    return person

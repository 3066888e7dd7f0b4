"""Attacks by what is typed: odd numbers and letters, scripts, formulas, headers, paths, floods."""

import csv
import importlib
import io
import pkgutil
import random
import time

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

import tests.web
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Person
from guildhall.matching.queries.export import pairs_csv, round_workbook
from guildhall.notify.envelope import envelope
from guildhall.notify.models import Message
from guildhall.notify.wording import PLACEHOLDER
from guildhall.programs.actions.joining import invite_people
from guildhall.questions.actions.sets import make_question_set
from guildhall.questions.specs import QuestionSpec
from tests.matching.factories import solved, started
from tests.matching.hall import make_hall
from tests.web.studio_pages import address
from tests.world import NOW

BACKEND = "django.contrib.auth.backends.ModelBackend"
TABLES = [
    importlib.import_module(f"tests.web.{module.name}")
    for module in pkgutil.iter_modules(tests.web.__path__)
    if module.name.startswith("doors_")
]
SCRIPT = '"><script>alert(1)</script>'
ODD = (
    "\N{SUPERSCRIPT TWO}",
    "9" * 40,
    "-1",
    "0",
    "\x00",
    "\N{SNOWMAN}",
    "1-\N{SUPERSCRIPT TWO}",
    f"{'9' * 30}-{'9' * 30}",
    "NaN",
    "1e999",
    "{{7*7}}",
    "%(x)s",
    "../../etc/passwd",
    SCRIPT,
)
# fmt: off
NAMES = (
    "after", "against", "as", "before", "billing", "cohort", "compare", "draft", "email",
    "filter", "first", "group", "guide", "kind", "learner", "learners_wait", "level", "line",
    "membership", "mentor", "minimum", "minimum_score", "more", "objective", "only",
    "organization", "page", "pair", "part", "paused_until", "person", "place", "places",
    "presence", "q", "reason", "role", "rows", "rule", "say", "scope", "second", "show", "side",
    "skill", "sort", "state", "tab", "template", "text", "unit", "weight_skills", "rule_never",
    "why", "windows", "availability_0_weekday", "held_on", "minutes", "outcome", "due_on",
    "gate", "step", "score_1", "name", "starts_on", "capacity", "answer", "is_met",
    "form-TOTAL_FORMS",
)
# fmt: on


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.__name__.rsplit(".", 1)[-1])
def test_odd_values_are_answered(table, world, held_clock):
    """No value of any parameter breaks a page, and none comes back as markup."""
    chance = random.Random(4)
    client = Client(raise_request_exception=False)
    client.force_login(world.maren.account, backend=BACKEND)
    own = Client(raise_request_exception=False)
    own.force_login(world.noor.account, backend=BACKEND)
    scene = table.scene(world) if hasattr(table, "scene") else world
    wrong = []
    for name, door in table.DOORS.items():
        url = reverse(name, kwargs=door.arguments(scene))
        for method, who in (("get", client), ("get", own), ("post", client)):
            values = {key: chance.choice(ODD) for key in NAMES}
            answer = getattr(who, method)(url, values)
            if answer.status_code >= 500:
                wrong.append(f"{method} {name}: {answer.status_code}")
            kind = answer.headers.get("Content-Type", "")
            if "html" in kind and SCRIPT.encode() in answer.content:
                wrong.append(f"{method} {name}: markup came back")
    assert wrong == []


@pytest.fixture
def draft(world, held_clock):
    """The hall of Alder Bay, solved, with somebody whose name is an attack."""
    hall = make_hall(world)
    Person.objects.filter(pk=world.noor.pk).update(given_name='=HYPERLINK("http://e")')
    Person.objects.filter(pk=world.gwen.pk).update(given_name=SCRIPT, family_name="@SUM(1)")
    return solved(started(hall.cohort))


def test_a_number_that_is_no_id_is_no_accident(sign_in, draft):
    maren = sign_in("maren")
    members = f"/cohorts/{draft.cohort_id}/members/"
    for odd in ("\N{SUPERSCRIPT TWO}", "9" * 40):
        assert maren.post(members, {"person": odd, "side": "learner"}).status_code == 422
        pairs = {"first": f"{odd}-{odd}", "second": f"{odd}-{odd}"}
        assert maren.post(address(draft, "swaps"), pairs).status_code == 404


def test_no_cell_of_a_file_that_goes_out_is_a_formula(sign_in, draft):
    files = [pairs_csv(draft).decode("utf-8-sig")]
    files.append(sign_in("maren").get("/people/export.csv").content.decode("utf-8-sig"))
    assert all("HYPERLINK" in file for file in files)
    cells = [cell for file in files for row in csv.reader(io.StringIO(file)) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(round_workbook(draft)))
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell for cell in row if cell.data_type == "f"]
            cells += [cell.value for cell in row if isinstance(cell.value, str)]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell[:1]]


def test_a_name_is_text_on_every_page_and_in_every_mail(sign_in, draft):
    maren = sign_in("maren")
    row = draft.proposals.get(guide__person__family_name="@SUM(1)")
    pages = (
        "/people/",
        f"/people/{row.guide.person_id}/",
        "/search/?q=SUM",
        f"/cohorts/{draft.cohort_id}/",
        f"/cohorts/{draft.cohort_id}/studio/?pair={row.learner_id}-{row.guide_id}",
        address(draft, "messages"),
        address(draft, "publication"),
        address(draft, "unmatched"),
    )
    for page in pages:
        answer = maren.get(page)
        assert answer.status_code == 200, page
        assert b"<script>alert" not in answer.content, page
        assert "'self'" in answer.headers["Content-Security-Policy"]
    assert maren.post(address(draft, "publication"), {"is_sure": "on"}).status_code == 303
    assert maren.get("/relationships/").content.count(b"<script>alert") == 0
    for message in Message.objects.all():
        page = maren.get(f"/outbox/{message.pk}/")
        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        html = envelope(message, own_links=set()).alternatives[0].content
        assert "<script>alert" not in html


def test_a_name_with_lines_adds_no_header(world, draft):
    """Not even where a record holds what no form lets in."""
    name = "Eve\r\nBcc: all@x.example\r\n\r\n[[link:1 Accept]]"
    Person.objects.filter(pk=world.maren.pk).update(given_name=name)
    with clock.moved_to(NOW):
        invite_people(
            cohort=draft.cohort,
            side="learner",
            emails=["new@x.example"],
            note="[[link:1 Accept]]",
            by=world.actor("maren"),
            at=NOW,
        )
    message = Message.objects.get(kind__contains="invited")
    letter = envelope(message, own_links={1}).message()
    assert letter["Bcc"] is None
    assert "\n" not in str(letter["Subject"])
    assert "/a/" not in letter.as_string()


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a\r\nSet-Cookie: x=1.csv"])
def test_the_name_of_an_upload_is_a_label(sign_in, world, name, settings):
    maren = sign_in("maren")
    file = io.BytesIO(b"First name,E-mail\nAna,ana@x.example\nBad,no address\n")
    file.name = name
    answer = maren.post(
        "/imports/new/", {"kind": "people", "organization": world.alder.pk, "file": file}
    )
    assert answer.status_code == 303, answer.content
    page = maren.get(answer.headers["Location"])
    assert page.status_code == 200
    stored = [path for path in settings.FILE_STORE.rglob("*") if path.is_file()]
    assert stored
    assert all(settings.FILE_STORE in path.parents for path in stored)
    assert not any("passwd" in path.name for path in stored)


def test_a_file_of_comments_is_looked_at_once(sign_in, world):
    """A pattern with two ways to read it would try them all, for years."""
    file = io.BytesIO(b"<!-- -->  " * 1_000)
    file.name = "people.csv"
    began = time.monotonic()
    given = {"kind": "people", "organization": world.alder.pk, "file": file}
    assert sign_in("maren").post("/imports/new/", given).status_code < 500
    assert time.monotonic() - began < 5


def test_a_scale_has_as_many_steps_as_a_page_can_show():
    for settings in ({"min": 1, "max": 10**9}, {"min": -(10**9), "max": 5}, {"min": 3, "max": 3}):
        spec = QuestionSpec("s", "scale", "How?", settings=settings)
        with pytest.raises(InvalidInput):
            make_question_set([spec], at=NOW)


def test_a_long_line_of_spaces_in_a_wording_is_read_once():
    began = time.monotonic()
    assert PLACEHOLDER.findall("{{a" + " " * 20_000 + "{{ b  c }}") == ["b  c"]
    assert time.monotonic() - began < 2

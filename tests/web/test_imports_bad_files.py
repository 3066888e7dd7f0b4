"""Bad spreadsheets: each gets a clear answer, and nothing changes."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guildhall.directory.models import Membership, Person, Unit
from guildhall.files.models import StoredFile
from guildhall.flows.models import Import, ImportRow
from guildhall.programs.models import Enrollment
from tests.flows.importing import problems, run_jobs
from tests.programs.factories import make_cohort, make_program
from tests.web.bad_spreadsheets import AT_UPLOAD, CAPACITIES, IN_ROWS, ON_READING


def counts() -> tuple[int, ...]:
    """Everything that an import could have changed."""
    models = (Person, Membership, Unit, Enrollment)
    return tuple(model.objects.count() for model in models)


@pytest.fixture
def maren(sign_in):
    return sign_in("maren")


def send(client, world, content: bytes, **fields):
    """Upload, whatever the content."""
    return client.post(
        reverse("import_new"),
        {
            "kind": "people",
            "organization": world.alder.pk,
            "file": SimpleUploadedFile("people.csv", content),
            **fields,
        },
    )


def confirm(client, imported: Import) -> str:
    """Take the columns as they were guessed; the page after the reading."""
    chosen = {heading: field for field, heading in imported.mapping.items()}
    headings = imported.reading["headings"]
    data = {f"column_{n}": chosen.get(heading, "") for n, heading in enumerate(headings)}
    answer = client.post(reverse("import_mapping", args=[imported.pk]), data)
    assert answer.status_code == 303
    run_jobs()
    return html.unescape(client.get(reverse("import", args=[imported.pk])).content.decode())


@pytest.mark.parametrize("case", AT_UPLOAD)
def test_what_is_no_spreadsheet_is_refused_at_the_door(world, maren, case):
    content, words = AT_UPLOAD[case]
    before = counts()
    answer = send(maren, world, content)
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "people.csv" in text
    assert words in text
    assert (Import.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert counts() == before


@pytest.mark.parametrize("case", ON_READING)
def test_what_stops_the_reading_is_named_with_its_place(world, maren, case):
    content, words = ON_READING[case]
    before = counts()
    assert send(maren, world, content).status_code == 303
    imported = Import.objects.get()
    page = confirm(maren, imported)
    imported.refresh_from_db()
    assert (imported.state, ImportRow.objects.count()) == ("refused", 0)
    assert words in page
    assert maren.post(reverse("import_application", args=[imported.pk])).status_code == 409
    assert counts() == before


@pytest.mark.parametrize("case", IN_ROWS)
def test_a_bad_row_is_refused_with_its_column(world, maren, case):
    content, column, code = IN_ROWS[case]
    before = counts()
    assert send(maren, world, content.encode()).status_code == 303
    imported = Import.objects.get()
    page = confirm(maren, imported)
    assert [found[1:] for found in problems(imported)] == [(column, code)]
    message = ImportRow.objects.get(outcome="refused").problems[0]["message"]
    assert message in page
    assert counts() == before


@pytest.mark.parametrize("capacity", CAPACITIES)
def test_a_guide_without_places_is_refused(world, maren, capacity):
    cohort = make_cohort(make_program(world.alder))
    before = counts()
    content = f"First name,E-mail,How many mentees\nAna,a@x.example,{capacity}\n"
    assert send(maren, world, content.encode(), kind="guides", cohort=cohort.pk).status_code == 303
    imported = Import.objects.get()
    confirm(maren, imported)
    assert problems(imported) == [(2, "How many mentees", CAPACITIES[capacity])]
    assert maren.post(reverse("import_application", args=[imported.pk])).status_code == 422
    assert counts() == before


def test_a_file_beyond_the_limit_is_refused_by_its_size(world, maren, settings):
    settings.GUILDHALL_UPLOAD_MB = 1
    answer = send(maren, world, b"Name,E-mail\n" + b"x" * (1024 * 1024))
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.content.decode()
    assert not StoredFile.objects.exists()

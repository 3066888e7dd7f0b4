"""Imports in the browser: upload, columns, progress, preview, saving, refused rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guildhall.directory.models import Membership, Person
from guildhall.flows.models import Import
from guildhall.programs.models import Enrollment
from tests.flows.importing import run_jobs, upload
from tests.programs.factories import make_cohort, make_program

PEOPLE = (
    "Name,E-mail,Badge\n"
    "Ana Lima,ana@alderbay.example,blue\n"
    "Ben Roy,not an address,red\n"
    "Gwen Castellan,gwen@alderbay.example,green\n"
)


def send(client, world, content, *, kind="people", name="people.csv", **fields):
    """Upload a file as the form does."""
    content = content.encode() if isinstance(content, str) else content
    return client.post(
        reverse("import_new"),
        {
            "kind": kind,
            "organization": world.alder.pk,
            "file": SimpleUploadedFile(name, content),
            **fields,
        },
    )


def columns(import_of: Import) -> dict[str, str]:
    """The form of the columns as it was filled beforehand."""
    chosen = {heading: field for field, heading in import_of.mapping.items()}
    return {
        f"column_{place}": chosen.get(heading, "")
        for place, heading in enumerate(import_of.reading["headings"])
    }


@pytest.fixture
def maren(sign_in):
    return sign_in("maren")


def test_from_a_file_to_people_who_are_here(world, maren):
    answer = send(maren, world, PEOPLE)
    imported = Import.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("import_mapping", args=[imported.pk]),
    )
    page = maren.get(answer["Location"])
    assert page.status_code == 200
    assert "ana@alderbay.example" in page.content.decode()
    here = reverse("import", args=[imported.pk])
    answer = maren.post(reverse("import_mapping", args=[imported.pk]), columns(imported))
    assert (answer.status_code, answer["Location"]) == (303, here)
    assert "It is being read" in maren.get(here).content.decode()
    progress = maren.get(reverse("import_progress", args=[imported.pk]))
    assert "work-progress" in progress.content.decode()
    run_jobs()
    assert maren.get(reverse("import_progress", args=[imported.pk]))["HX-Redirect"] == here
    page = maren.get(here).content.decode()
    assert "has no @" in page
    assert "Save 1 new and 1 changed people" in page
    answer = maren.post(reverse("import_application", args=[imported.pk]))
    assert answer.status_code == 303
    run_jobs()
    assert "1 new and 1 changed" in maren.get(here).content.decode()
    assert Membership.objects.get(person__email="ana@alderbay.example").details == {"Badge": "blue"}
    refused = maren.get(reverse("import_refused", args=[imported.pk]))
    lines = refused.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Refused: row,Refused: column,Refused: reason,Name,E-mail,Badge"
    assert lines[1].startswith("3,E-mail,")
    assert len(lines) == 2


def test_columns_are_remembered_for_the_next_file(world, maren):
    send(maren, world, "Wer,Adresse\nAna Lima,ana@alderbay.example\n")
    first = Import.objects.get()
    assert first.mapping == {}
    url = reverse("import_mapping", args=[first.pk])
    answer = maren.post(url, {"column_0": "full_name", "column_1": ""})
    assert answer.status_code == 422
    assert "e-mail address, or one with a number" in answer.content.decode()
    assert maren.post(url, {"column_0": "email", "column_1": "email"}).status_code == 422
    assert maren.post(url, {"column_0": "full_name", "column_1": "email"}).status_code == 303
    send(maren, world, "Wer,Adresse\nBen Roy,ben@alderbay.example\n")
    again = Import.objects.order_by("-pk").first()
    assert again.mapping == {"full_name": "Wer", "email": "Adresse"}
    page = maren.get(reverse("import_mapping", args=[again.pk]))
    assert "as last time" in page.content.decode()


def test_a_cohort_is_needed_for_guides_and_none_of_another_house_is_offered(world, maren):
    answer = send(maren, world, PEOPLE, kind="guides")
    assert answer.status_code == 422
    assert "Choose the cohort" in answer.content.decode()
    foreign = make_cohort(make_program(world.calder))
    assert send(maren, world, PEOPLE, kind="guides", cohort=foreign.pk).status_code == 422
    own = make_cohort(make_program(world.alder))
    assert send(maren, world, PEOPLE, kind="guides", cohort=own.pk).status_code == 303
    assert (Import.objects.count(), Enrollment.objects.count()) == (1, 0)


def test_discarding_leaves_nothing(world, maren):
    send(maren, world, PEOPLE)
    imported = Import.objects.get()
    answer = maren.post(reverse("import_disposal", args=[imported.pk]))
    assert (answer.status_code, answer["Location"]) == (303, reverse("imports"))
    assert PEOPLE.split(",")[0] not in maren.get(reverse("imports")).content.decode()
    assert Person.objects.filter(email="ana@alderbay.example").count() == 0


def test_read_only_staff_look_but_do_not_import(world, sign_in):
    imported = upload(world.alder, PEOPLE, by=world.actor("maren"))
    vera = sign_in("vera")
    assert vera.get(reverse("imports")).status_code == 200
    assert vera.get(reverse("import", args=[imported.pk])).status_code == 200
    assert vera.get(reverse("import_new")).status_code == 403
    assert send(vera, world, PEOPLE).status_code == 403
    for name in ("import_mapping", "import_application", "import_disposal"):
        assert vera.post(reverse(name, args=[imported.pk])).status_code == 403


def test_outsiders_get_the_answer_of_a_missing_import(world, sign_in):
    imported = upload(world.alder, PEOPLE, by=world.actor("maren"))
    olga, noor = sign_in("olga"), sign_in("noor")
    for name in ("import", "import_mapping", "import_progress", "import_refused"):
        for client in (olga, noor):
            assert client.get(reverse(name, args=[imported.pk])).status_code == 404
            assert client.get(reverse(name, args=[999_999])).status_code == 404


def test_the_list_asks_as_often_for_three_as_for_one(
    world, maren, django_assert_max_num_queries, django_assert_num_queries
):
    upload(world.alder, PEOPLE, by=world.actor("maren"))
    maren.get(reverse("imports"))
    with django_assert_max_num_queries(30) as one:
        maren.get(reverse("imports"))
    for _ in range(2):
        upload(world.alder, PEOPLE, by=world.actor("maren"))
    with django_assert_num_queries(len(one)):
        maren.get(reverse("imports"))

"""Frameworks in the browser: reading, importing with a look first, drafting, choosing one."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guildhall.competencies.actions import load_frameworks
from guildhall.competencies.actions.framework_versions import start_draft
from guildhall.competencies.actions.frameworks import retire_framework
from guildhall.competencies.models import Framework, FrameworkUpload, FrameworkVersion
from tests.competencies.frameworks import ONE_SHEET, own_framework
from tests.programs.factories import make_program
from tests.world import NOW

DIRECT = Path(__file__).parents[1] / "competencies" / "direct-framework"


@pytest.fixture
def maren(sign_in):
    return sign_in("maren")


@pytest.fixture
def framework(world) -> Framework:
    return own_framework(world.alder)


def send(client, files, **others):
    """Upload as the form does."""
    given = {
        "name": "Ward skills",
        "source": "Written by the ward",
        "license": "",
        "scale": "",
        "sheets": [SimpleUploadedFile(name, content) for name, content in files],
        **others,
    }
    url = reverse("framework_new") + (f"?framework={given.pop('of')}" if "of" in given else "")
    return client.post(url, given)


def scale_pk() -> int:
    load_frameworks(at=NOW)
    return FrameworkVersion.objects.get(framework__key="ward-nurse").scale_id


def test_everybody_in_the_house_reads_what_is_published(world, sign_in, framework):
    noor = sign_in("noor")
    page = noor.get(reverse("frameworks")).content.decode()
    assert "Ward skills" in page
    assert "Newly registered nurse on a ward" in page
    assert "Import a framework" not in page
    page = noor.get(reverse("framework", args=[framework.pk])).content.decode()
    assert "3 observations by 2 people at 4 or above, the last within 60 days" in page
    assert "holds 1 year" in page
    assert "First: IV push." in page
    assert "<li>Check.</li>" in page
    assert "Start a new draft" not in page


def test_the_way_in_is_on_the_pages_of_programs(world, sign_in, maren):
    link = f'href="{reverse("frameworks")}"'
    assert link in maren.get(reverse("programs")).content.decode()
    assert link in sign_in("noor").get(reverse("offers")).content.decode()


def test_from_public_files_to_a_published_version(world, maren):
    files = [(path.name, path.read_bytes()) for path in sorted(DIRECT.glob("*.csv"))]
    answer = send(
        maren, files, scale=scale_pk(), source="DIRECT Framework", license="CC Attribution 4.0"
    )
    upload = FrameworkUpload.objects.get()
    assert answer["Location"] == reverse("framework_upload", args=[upload.pk])
    page = maren.get(answer["Location"]).content.decode()
    assert "Make 164 competencies a draft" in page
    assert "In skill.csv these columns are left out: tools_languages_methodologies" in page
    answer = maren.post(reverse("framework_upload_draft", args=[upload.pk]))
    draft = FrameworkVersion.objects.get(framework__organization=world.alder)
    assert answer["Location"] == reverse("framework_version", args=[draft.pk])
    page = maren.get(answer["Location"]).content.decode()
    assert "Publish version 1" in page
    assert "CC Attribution 4.0" in page
    answer = maren.post(reverse("framework_publication", args=[draft.pk]), {"note": "The first."})
    assert answer["Location"] == reverse("framework", args=[draft.framework_id])
    assert "Publish version 1" not in maren.get(answer["Location"]).content.decode()


def test_what_is_wrong_stands_on_the_page_by_file_row_and_column(world, maren):
    broken = ONE_SHEET.replace("yes,4,3,2", "yes,44,3,2")
    answer = send(maren, [("own.csv", broken.encode())], scale=scale_pk())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "1 thing to put right" in page
    assert "“44” is no level of the scale" in page
    assert ">2</td>" in page
    assert not FrameworkUpload.objects.exists()


def test_a_file_and_a_source_are_asked_for(world, maren):
    answer = send(maren, [], scale=scale_pk(), source="")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose the file or files to import." in page


def test_a_new_version_by_import_shows_what_changes(world, maren, framework):
    sheet = ONE_SHEET.replace("Handover,no,3c", "Handover,no,4")
    answer = send(maren, [("own.csv", sheet.encode())], scale=scale_pk(), of=framework.pk)
    page = maren.get(answer["Location"]).content.decode()
    assert "Against version 1" in page
    assert "<del>3c</del>" in page
    upload = FrameworkUpload.objects.get()
    assert maren.post(reverse("framework_upload_disposal", args=[upload.pk])).status_code == 303
    assert not FrameworkUpload.objects.exists()
    assert framework.versions.count() == 1


def test_a_draft_is_changed_compared_and_published(world, maren, framework):
    answer = maren.post(reverse("framework_draft", args=[framework.pk]))
    draft = framework.versions.get(number=2)
    assert answer["Location"] == reverse("framework_version", args=[draft.pk])
    push = draft.competencies.get(key="iv-push")
    url = reverse("framework_competency", args=[push.pk])
    assert maren.get(url).status_code == 200
    form = {
        "name": "IV push",
        "target": "4",
        "floor": "3a",
        "observations": "2",
        "people": "3",
        "last_count": "3",
        "guide": "1. Check.",
    }
    answer = maren.post(url, form)
    assert answer.status_code == 422
    assert "Ask for fewer people." in answer.content.decode()
    assert maren.post(url, {**form, "people": "2"}).status_code == 303
    page = maren.get(reverse("framework_changes", args=[draft.pk])).content.decode()
    assert "0 new, 1 changed, 0 gone" in page
    assert "<del>1 year</del>" in page
    assert maren.post(reverse("framework_publication", args=[draft.pk])).status_code == 303
    answer = maren.get(url)
    assert answer.status_code == 409
    assert "Version 2 is published and stays as it is" in answer.content.decode()


def test_a_copy_of_what_came_with_the_product(world, maren):
    load_frameworks(at=NOW)
    shared = Framework.objects.get(organization=None, key="ward-nurse")
    page = maren.get(reverse("framework", args=[shared.pk])).content.decode()
    assert "Make it yours." in page
    answer = maren.post(reverse("framework_copy", args=[shared.pk]))
    own = Framework.objects.get(organization=world.alder)
    assert answer["Location"] == reverse("framework", args=[own.pk])
    assert (
        "Make it yours." not in maren.get(reverse("framework", args=[shared.pk])).content.decode()
    )
    assert maren.post(reverse("framework_copy", args=[shared.pk])).status_code == 409


def test_a_retired_one_is_put_away(world, maren, framework):
    retire_framework(framework=framework, by=world.actor("maren"), at=NOW)
    assert "Ward skills" not in maren.get(reverse("frameworks")).content.decode()
    page = maren.get(f"{reverse('frameworks')}?show=retired").content.decode()
    assert "Ward skills" in page


def test_another_house_finds_nothing(world, sign_in, framework):
    olga = sign_in("olga")
    version = framework.versions.get()
    draft = start_draft(framework=framework, by=world.actor("maren"), at=NOW)
    for name, pk in (
        ("framework", framework.pk),
        ("framework_version", version.pk),
        ("framework_changes", version.pk),
        ("framework_file", version.pk),
        ("framework_competency", draft.competencies.first().pk),
    ):
        assert olga.get(reverse(name, args=[pk])).status_code == 404, name
        assert olga.get(reverse(name, args=[999_999])).status_code == 404, name
    assert olga.get(f"{reverse('framework_new')}?framework={framework.pk}").status_code == 404
    assert "Ward skills" not in olga.get(reverse("frameworks")).content.decode()


def test_a_draft_is_hidden_from_the_house_until_it_is_published(world, sign_in, framework):
    draft = start_draft(framework=framework, by=world.actor("maren"), at=NOW)
    url = reverse("framework_version", args=[draft.pk])
    assert sign_in("noor").get(url).status_code == 404
    assert sign_in("vera").get(url).status_code == 200
    assert "in draft" not in sign_in("noor").get(reverse("frameworks")).content.decode()
    assert "2 in draft" in sign_in("vera").get(reverse("frameworks")).content.decode()


def test_the_list_and_a_page_ask_as_often_for_three_as_for_one(
    world, maren, framework, django_assert_max_num_queries, django_assert_num_queries
):
    for url in (reverse("frameworks"), reverse("framework", args=[framework.pk])):
        maren.get(url)
        with django_assert_max_num_queries(40) as one:
            maren.get(url)
        for number in range(2):
            own_framework(world.alder, f"More {url} {number}")
            competency = framework.versions.get().competencies.first()
            competency.pk, competency.key = None, f"more-{url.count('/')}-{number}"
            competency.save()
        with django_assert_num_queries(len(one)):
            maren.get(url)


@pytest.mark.parametrize(
    ("template", "key"),
    [
        ("nurse-preceptorship-core", "ward-nurse"),
        ("nurse-preceptorship-gold", "ward-nurse"),
        ("student-placement", "pharmacy-placement"),
        ("company-onboarding", "software-onboarding"),
        ("formal-mentoring-6", None),
    ],
)
def test_a_program_begins_with_the_framework_of_its_template(world, template, key):
    load_frameworks(at=NOW)
    program = make_program(world.alder, template=template)
    assert (program.framework and program.framework.key) == key


def test_a_coordinator_chooses_the_framework_of_a_program(world, maren, framework):
    program = make_program(world.alder, template="nurse-preceptorship-core")
    foreign = own_framework(world.calder, "Foreign skills")
    url = reverse("program_settings", args=[program.pk])
    page = maren.get(url).content.decode()
    assert "Ward skills (Alder Bay Teaching Hospital)" in page
    assert "Foreign skills" not in page
    form = maren.get(url).context["forms"]
    data = {}
    for part in form.values():
        for field in part:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    data["framework"] = foreign.pk
    assert maren.post(url, data).status_code == 422
    data["framework"] = framework.pk
    assert maren.post(url, data).status_code == 303
    program.refresh_from_db()
    assert program.framework == framework
    link = reverse("framework", args=[framework.pk])
    assert link in maren.get(reverse("program", args=[program.pk])).content.decode()


def test_mentoring_has_no_framework_to_choose(world, maren):
    program = make_program(world.alder, template="formal-mentoring-6")
    assert (
        "What is assessed"
        not in maren.get(reverse("program_settings", args=[program.pk])).content.decode()
    )

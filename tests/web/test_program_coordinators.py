"""What somebody who runs one program, and no organization, can do: import, and see the outbox."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guildhall.notify.models import Message
from guildhall.programs.models import ProgramGrant
from tests.flows.importing import run_jobs, upload
from tests.notify.factories import send_one
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.relationships.factories import make_pair
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
CONTENT = "First name,E-mail\nAna,ana@x.example\n"


@pytest.fixture
def cohort(world):
    cohort = make_cohort(make_program(world.alder))
    for person, role in ((world.omar, "coordinator"), (world.tomas, "viewer")):
        ProgramGrant.objects.create(
            program=cohort.program, person=person, role=role, granted_at=NOW
        )
    return cohort


@pytest.fixture
def omar(cohort, sign_in):
    return sign_in("omar")


def told(person, key, about, **values):
    message = send_one(person, key, **values)
    Message.objects.filter(pk=message.pk).update(about=about)
    return Message.objects.get(pk=message.pk)


def test_a_file_is_brought_in_from_the_cohort_page(world, cohort, omar):
    assert f"/imports/new/?cohort={cohort.pk}" in omar.get(f"/cohorts/{cohort.pk}/").text
    page = omar.get(f"/imports/new/?cohort={cohort.pk}")
    kinds = [key for key, _label in page.context["form"].fields["kind"].choices]
    assert kinds == ["guides", "learners", "pairs"]
    assert "Whoever has a record here keeps it as it is" in page.text
    file = SimpleUploadedFile("people.csv", CONTENT.encode())
    answer = omar.post("/imports/new/", {"kind": "learners", "cohort": cohort.pk, "file": file})
    assert answer.status_code == 303
    columns = omar.get(answer["Location"])
    assert "Line manager" not in columns.text
    answer = omar.post(answer["Location"], {"column_0": "given_name", "column_1": "email"})
    run_jobs()
    url = answer["Location"]
    assert "Save 1 new person" in omar.get(url).text
    assert omar.post(f"{url}application/").status_code == 303
    run_jobs()
    assert "Saved." in omar.get(url).text
    assert "people.csv" in omar.get("/imports/").text
    assert cohort.enrollments.get().person.email == "ana@x.example"


def test_people_of_the_organization_are_not_theirs_to_import(world, cohort, omar):
    file = SimpleUploadedFile("people.csv", CONTENT.encode())
    answer = omar.post(
        "/imports/new/", {"kind": "people", "organization": world.alder.pk, "file": file}
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"kind", "organization", "cohort"}


def test_imports_of_staff_are_not_there_for_them(world, cohort, omar, sign_in):
    full = upload(world.alder, CONTENT, by=world.actor("maren"), kind="learners", cohort=cohort)
    own = upload(world.alder, CONTENT, by=world.actor("omar"), kind="learners", cohort=cohort)
    assert omar.get(f"/imports/{full.pk}/").status_code == 404
    assert omar.get(f"/imports/{own.pk}/mapping/").status_code == 200
    for name in ("tomas", "olga"):
        assert sign_in(name).get(f"/imports/{own.pk}/").status_code == 404
    assert sign_in("tomas").get("/imports/new/").status_code == 403


def test_the_outbox_holds_what_their_program_says(world, cohort, omar, sign_in):
    pair = make_pair(
        make_enrollment(cohort, world.gwen, "guide"), make_enrollment(cohort, world.noor)
    )
    other = make_cohort(make_program(world.alder, name="Another"))
    own = told(world.noor, "a", f"cohort:{cohort.pk}", organization=world.alder)
    paired = told(world.noor, "b", f"relationship:{pair.pk}", organization=world.alder)
    elsewhere = told(world.noor, "c", f"cohort:{other.pk}", organization=world.alder)
    general = told(world.noor, "d", "", organization=world.alder)
    assert "/outbox/" in omar.get("/settings/").text
    shown = {row.message for row in omar.get("/outbox/").context["rows"]}
    assert {own, paired} <= shown
    assert not {elsewhere, general} & shown
    for message in (elsewhere, general):
        assert omar.get(f"/outbox/{message.pk}/").status_code == 404
        assert omar.post(f"/outbox/{message.pk}/cancellation/").status_code == 404
    assert omar.post(f"/outbox/{own.pk}/cancellation/").status_code == 303
    own.refresh_from_db()
    assert own.state == "cancelled"
    assert not sign_in("tomas").get("/outbox/").context["rows"]
    assert sign_in("tomas").get(f"/outbox/{own.pk}/").status_code == 404
    assert sign_in("olga").get(f"/outbox/{own.pk}/").status_code == 404


def test_only_their_own_failed_messages_go_out_again(world, cohort, omar, sign_in):
    own = told(world.noor, "a", f"cohort:{cohort.pk}", organization=world.alder)
    general = told(world.noor, "b", "", organization=world.alder)
    Message.objects.update(state="failed")
    page = omar.get("/outbox/").text
    assert "Send all failed again" in page
    assert "Send me a test mail" not in page
    assert omar.post("/outbox/retries/").status_code == 303
    own.refresh_from_db()
    general.refresh_from_db()
    assert (own.state, general.state) == ("queued", "failed")
    assert sign_in("tomas").post("/outbox/retries/").status_code == 403

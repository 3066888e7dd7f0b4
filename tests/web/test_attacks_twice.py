"""Pressing twice: what was done once is done once."""

import io

from guildhall.directory.models import Membership
from guildhall.flows.models import Import
from guildhall.matching.models import Publication
from guildhall.notify.models import Notice
from guildhall.programs.actions.joining import open_join_link
from guildhall.programs.models import Enrollment
from guildhall.relationships.models import Closure, Relationship
from guildhall.work.models import Job
from guildhall.work.running import run_job
from tests.matching.factories import cohort_of, guide, learner, mentoring, solved, started
from tests.matching.hall import make_hall
from tests.programs.factories import make_cohort, make_program
from tests.relationships.factories import make_pair
from tests.web.studio_pages import address
from tests.world import NOW


def run_newest() -> None:
    run_job(Job.objects.latest("pk").pk)


def test_an_import_is_saved_once(sign_in, world, held_clock):
    maren = sign_in("maren")
    file = io.BytesIO(b"First name,E-mail\nAna,ana@x.example\nBo,bo@x.example\n")
    file.name = "people.csv"
    given = {"kind": "people", "organization": world.alder.pk, "file": file}
    page = maren.post("/imports/new/", given).headers["Location"]
    row = Import.objects.get()
    mapping = {f"column_{n}": field for n, field in enumerate(("given_name", "email"))}
    assert maren.post(f"/imports/{row.pk}/mapping/", mapping).status_code == 303, page
    run_newest()
    before = Membership.objects.count()
    answers = [maren.post(f"/imports/{row.pk}/application/").status_code for _ in range(3)]
    assert answers[0] == 303
    run_newest()
    answers.append(maren.post(f"/imports/{row.pk}/application/").status_code)
    assert Membership.objects.count() == before + 2
    assert set(answers[1:]) <= {303, 409}
    assert Job.objects.filter(kind="flows.apply_import").count() == 1


def test_a_round_is_published_once(sign_in, world, held_clock):
    draft = solved(started(make_hall(world).cohort))
    maren, ada = sign_in("maren"), sign_in("ada")
    for client in (maren, ada, maren):
        assert client.post(address(draft, "publication"), {"is_sure": "on"}).status_code == 303
    assert Publication.objects.count() == 1
    assert Relationship.objects.count() == 2
    told = Notice.objects.filter(person=world.noor).values_list("key", flat=True)
    assert len(told) == len(set(told)) == 1


def test_an_offer_is_answered_once(sign_in, world, held_clock):
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(
        guide(cohort, world.gwen, team="North"), learner(cohort, world.noor, team="East")
    )
    noor = sign_in("noor")
    for _ in range(2):
        assert noor.post(f"/relationships/{row.pk}/refusal/").status_code in (303, 404, 409)
    assert noor.post(f"/relationships/{row.pk}/acceptance/").status_code in (404, 409)
    assert Closure.objects.count() == 1
    row.refresh_from_db()
    assert row.state == "closed"


def test_an_application_is_begun_once(sign_in, world, held_clock):
    program = make_program(world.alder, eligibility={"organizations": [world.alder.pk]})
    cohort = make_cohort(program)
    link = open_join_link(cohort=cohort, side="learner", by=world.actor("maren"), at=NOW)
    noor = sign_in("noor")
    for path in (f"/join/{link.token}/application/", f"/offers/{cohort.pk}/learner/application/"):
        for _ in range(2):
            assert noor.post(path).status_code in (303, 404, 409)
    assert Enrollment.objects.filter(person=world.noor).count() == 1

"""Ready-made pairs of a cohort."""

import pytest

from guildhall.directory.models import Membership
from guildhall.notify.models import Message
from guildhall.people.models import Profile
from guildhall.programs.models import Enrollment
from guildhall.relationships.models import Party, Relationship
from tests.flows.importing import preview, problems, row, run_jobs, save
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW

HEAD = "Mentor,Mentee\n"


@pytest.fixture
def maren(world):
    return world.actor("maren")


@pytest.fixture
def cohort(world):
    cohort = make_cohort(make_program(world.alder, template="nurse-preceptorship-core"))
    make_enrollment(cohort, world.gwen, "guide", places=1)
    make_enrollment(cohort, world.omar, "guide", places=2)
    make_enrollment(cohort, world.noor)
    make_enrollment(cohort, world.tomas)
    return cohort


def pairs(content, world, cohort, maren):
    return preview(HEAD + content, world.alder, by=maren, kind="pairs", cohort=cohort)


def test_pairs_open_as_the_program_says_and_both_are_told(world, cohort, maren):
    Membership.objects.filter(person=world.noor).update(external_id="N1")
    content = "gwen@alderbay.example,N1\nomar@alderbay.example,tomas@alderbay.example\n"
    imported = pairs(content, world, cohort, maren)
    assert (imported.counts["new"], imported.counts["refused"]) == (2, 0)
    assert not Relationship.objects.exists()
    save(imported, by=maren)
    assert list(Relationship.objects.values_list("state", flat=True)) == ["active", "active"]
    parties = Party.objects.filter(relationship__parties__person=world.noor)
    assert set(parties.values_list("person__given_name", "side")) == {
        ("Gwen", "guide"),
        ("Noor", "learner"),
    }
    assert set(Enrollment.objects.filter(cohort=cohort).values_list("state", flat=True)) == {
        "matched"
    }
    told = Message.objects.filter(kind="relationships.relationship_opened")
    assert sorted(told.values_list("person__given_name", flat=True)) == [
        "Gwen",
        "Noor",
        "Omar",
        "Tomas",
    ]
    again = pairs(content, world, cohort, maren)
    assert (again.counts["unchanged"], again.counts["new"]) == (2, 0)


def test_mentoring_pairs_wait_for_both_to_accept(world, maren):
    cohort = make_cohort(make_program(world.alder))
    make_enrollment(cohort, world.gwen, "guide")
    make_enrollment(cohort, world.noor)
    save(pairs("gwen@alderbay.example,noor@alderbay.example\n", world, cohort, maren), by=maren)
    assert Relationship.objects.get().state == "offered"
    assert Message.objects.filter(kind="relationships.match_offered").count() == 2


def test_what_cannot_be_a_pair_is_refused_with_its_column(world, cohort, maren):
    make_enrollment(cohort, world.gwen, "learner")
    content = (
        "gwen@alderbay.example,noor@alderbay.example\n"
        "gwen@alderbay.example,tomas@alderbay.example\n"
        "gwen@alderbay.example,noor@alderbay.example\n"
        "gwen@alderbay.example,gwen@alderbay.example\n"
        "nobody@x.example,tomas@alderbay.example\n"
        "olga@calder.example,tomas@alderbay.example\n"
        "milo@alderbay.example,tomas@alderbay.example\n"
        "omar@alderbay.example,\n"
    )
    imported = pairs(content, world, cohort, maren)
    assert imported.counts["new"] == 1
    assert problems(imported) == [
        (3, "Mentor", "no_room"),
        (4, "", "double"),
        (5, "", "same_person"),
        (6, "Mentor", "unknown_person"),
        (7, "Mentor", "unknown_person"),
        (8, "Mentor", "not_enrolled"),
        (9, "Mentee", "empty"),
    ]
    assert "not among the preceptors" in row(imported, 8).problems[0]["message"]


def test_room_that_was_taken_meanwhile_sends_the_file_back_to_the_preview(world, cohort, maren):
    imported = pairs("gwen@alderbay.example,noor@alderbay.example\n", world, cohort, maren)
    Profile.objects.update_or_create(person=world.gwen, defaults={"capacity": 0, "changed_at": NOW})
    save(imported, by=maren)
    run_jobs()
    imported.refresh_from_db()
    assert (imported.state, Relationship.objects.count()) == ("preview", 0)
    assert problems(imported) == [(2, "Mentor", "no_room")]

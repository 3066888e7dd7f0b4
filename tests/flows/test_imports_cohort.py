"""Guides and learners of a cohort, with the columns that only their coordinator knows."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership, Person
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import Enrollment
from guildhall.programs.queries.facts import facts_of
from guildhall.relationships.queries.places import free_places
from tests.flows.importing import SAMPLE, preview, problems, row, save, upload
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW


@pytest.fixture
def cohort(world):
    return make_cohort(make_program(world.alder))


@pytest.fixture
def maren(world):
    return world.actor("maren")


def test_the_sample_becomes_guides_and_learners_with_facts_by_heading(world, cohort, maren):
    for kind, name in (("guides", "mentors.csv"), ("learners", "mentees.csv")):
        content = (SAMPLE / name).read_bytes()
        imported = preview(content, world.alder, by=maren, kind=kind, cohort=cohort, name=name)
        assert imported.counts == {
            "new": 50,
            "changed": 0,
            "unchanged": 0,
            "refused": 0,
            "noted": 0,
        }
        assert save(imported, by=maren).state == "applied"
    guides = Enrollment.objects.filter(cohort=cohort, side="guide", state="approved")
    learners = Enrollment.objects.filter(cohort=cohort, side="learner", state="approved")
    assert (guides.count(), learners.count()) == (50, 50)
    first = learners.select_related("person").get(person__email="mentee.00@gov.uk")
    assert first.person.name == "mentee 00"
    assert first.details == {
        "both mentor and mentee": "yes",
        "grade": "HEO",
        "organisation": "Department of Virtue",
        "profession": "Security",
        "match with similar identity": "yes",
        "identity to match": "Bisexual or pansexual",
    }
    facts = facts_of([first], ["detail:organisation", "detail:grade"])
    assert facts[first.pk] == {"detail:organisation": "Department of Virtue", "detail:grade": "HEO"}
    assert Membership.objects.get(person=first.person).job_title == "Some role"
    assert Event.objects.filter(kind="person_enrolled").count() == 100


def test_places_leave_open_what_nobody_said_over_all_programs(world, cohort, maren):
    content = (
        "Name,E-mail,Capacity\n"
        "Ana Lima,ana@x.example,3\n"
        ",gwen@alderbay.example,2\n"
        ",omar@alderbay.example,4\n"
        "Lu,lu@alderbay.example,3\n"
    )
    Profile.objects.create(person=world.omar, capacity=2, changed_at=NOW)
    lu = add_member(
        organization=world.alder,
        given_name="Lu",
        email="lu@alderbay.example",
        by=SYSTEM,
        at=NOW,
    ).person
    Profile.objects.create(person=lu, capacity=1, changed_at=NOW)
    imported = preview(content, world.alder, by=maren, kind="guides", cohort=cohort)
    assert imported.counts["new"] == 4
    assert [note["code"] for note in row(imported, 4).notes] == ["less_room"]
    save(imported, by=maren)
    places = Enrollment.objects.filter(cohort=cohort).order_by("person__given_name")
    assert list(places.values_list("person__given_name", "places")) == [
        ("Ana", 3),
        ("Gwen", 2),
        ("Lu", 3),
        ("Omar", 4),
    ]
    rooms = Profile.objects.order_by("person__given_name")
    assert list(rooms.values_list("person__given_name", "capacity")) == [
        ("Lu", 3),
        ("Omar", 2),
    ]
    enrollments = {row.person.given_name: row for row in places.select_related("person")}
    free = free_places(list(enrollments.values()), at=NOW)
    assert {name: free[row.pk] for name, row in enrollments.items()} == {
        "Ana": 3,
        "Gwen": 2,
        "Lu": 3,
        "Omar": 2,
    }


def test_a_second_run_changes_nothing_and_a_changed_one_changes_that(world, cohort, maren):
    content = "Name,E-mail,How many mentors,Grade\nAna Lima,ana@x.example,1,HEO\n"
    options = {"kind": "learners", "cohort": cohort}
    save(preview(content, world.alder, by=maren, **options), by=maren)
    again = preview(content, world.alder, by=maren, **options)
    assert again.counts["unchanged"] == 1
    changed = preview(content.replace("1,HEO", "2,SEO"), world.alder, by=maren, **options)
    assert row(changed, 2).changes == {"places": ["1", "2"], "detail:Grade": ["HEO", "SEO"]}
    save(changed, by=maren)
    ana = Enrollment.objects.get(person__email="ana@x.example")
    assert (ana.places, ana.details, ana.state) == (2, {"Grade": "SEO"}, "approved")


def test_a_decision_is_never_taken_by_a_file(world, cohort, maren):
    people = {"noor": "applied", "tomas": "declined", "gwen": "withdrawn", "omar": "finished"}
    for name, state in people.items():
        enrollment = make_enrollment(cohort, getattr(world, name))
        Enrollment.objects.filter(pk=enrollment.pk).update(state=state)
    content = "E-mail\n" + "".join(f"{name}@alderbay.example\n" for name in people)
    imported = preview(content, world.alder, by=maren, kind="learners", cohort=cohort)
    assert [code for _, _, code in problems(imported)] == [f"is_{s}" for s in people.values()]


def test_one_person_is_guide_and_learner_at_once(world, cohort, maren):
    for kind in ("guides", "learners"):
        content = "Name,E-mail\nAna Lima,ana@x.example\n"
        save(preview(content, world.alder, by=maren, kind=kind, cohort=cohort), by=maren)
    assert Person.objects.filter(email="ana@x.example").count() == 1
    sides = Enrollment.objects.filter(person__email="ana@x.example").values_list("side", flat=True)
    assert sorted(sides) == ["guide", "learner"]


def test_a_cohort_of_another_house_is_out_of_reach(world, maren):
    foreign = make_cohort(make_program(world.calder))
    with pytest.raises(NotVisible):
        upload(world.alder, "E-mail\na@x.example\n", by=maren, kind="guides", cohort=foreign)
    with pytest.raises(InvalidInput):
        upload(world.alder, "E-mail\na@x.example\n", by=SYSTEM, kind="guides", cohort=foreign)
    with pytest.raises(InvalidInput):
        upload(world.alder, "E-mail\na@x.example\n", by=maren, kind="guides")

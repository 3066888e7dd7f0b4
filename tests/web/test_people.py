"""The list of people, one person's page, and changing a record."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.competencies.actions import load_vocabulary
from guildhall.competencies.models import Skill
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.notify.models import Message
from guildhall.people.actions.profile import change_profile, pause_profile, set_skills
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import Enrollment
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person

pytestmark = pytest.mark.usefixtures("held_clock")


def names(page) -> list[str]:
    return [row.name for row in page.context["rows"]]


def add(house, given: str, family: str = "", **values: object) -> Membership:
    return add_member(
        organization=house, given_name=given, family_name=family, by=SYSTEM, at=NOW, **values
    )


def offer(person: Person, *keys: str) -> None:
    levels = {Skill.objects.get(key=key): 4 for key in keys}
    set_skills(person=person, direction="offered", levels=levels, by=SYSTEM, at=NOW)


# The list


def test_staff_list_their_house_by_last_name_and_nobody_elses(world, sign_in):
    page = sign_in("maren").get("/people/")
    assert names(page) == [
        "Vera Brandt",
        "Gwen Castellan",
        "Omar Haddad",
        "Ada Lindt",
        "Maren Okafor",
        "Noor Rahimi",
        "Milo Santos",
        "Tomas Weber",
    ]
    assert "8 people at Alder Bay Teaching Hospital." in page.text
    assert names(sign_in("olga").get("/people/")) == ["Olga Berg"]


def test_a_manager_lists_their_own_reports_only(world, sign_in):
    page = sign_in("milo").get("/people/")
    assert names(page) == ["Noor Rahimi"]
    assert "1 person who reports to you." in page.text
    assert "Add a person" not in page.text


def test_read_only_staff_are_offered_no_change(world, sign_in):
    page = sign_in("vera").get("/people/")
    assert len(names(page)) == 8
    assert "Add a person" not in page.text
    assert "Edit record" not in sign_in("vera").get(f"/people/{world.noor.pk}/").text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=noor", ["Noor Rahimi"]),
        ("q=RAHIMI+noor", ["Noor Rahimi"]),
        ("q=tomas@alderbay", ["Tomas Weber"]),
        ("q=noor+tomas", []),
        ("role=viewer", ["Vera Brandt"]),
        ("part=guide", ["Gwen Castellan"]),
        ("part=unmatched&q=noor", ["Noor Rahimi"]),
        ("part=matched", []),
        ("part=none&q=noor", []),
        ("skill=triage", ["Gwen Castellan"]),
        ("presence=paused", ["Gwen Castellan"]),
        ("presence=left", ["Zora Young"]),
        ("role=nonsense&q=noor", ["Noor Rahimi"]),
        ("after=999999&q=noor", ["Noor Rahimi"]),
    ],
)
def test_the_list_narrows(world, sign_in, query, expected):
    load_vocabulary()
    cohort = make_cohort(make_program(world.alder))
    make_enrollment(cohort, world.gwen, "guide")
    make_enrollment(cohort, world.noor)
    offer(world.gwen, "triage")
    pause_profile(person=world.gwen, by=SYSTEM, at=NOW)
    add(world.alder, "Zora", "Young")
    Membership.objects.filter(person__given_name="Zora").update(ended_at=NOW)
    assert names(sign_in("maren").get(f"/people/?{query}")) == expected


def test_units_narrow_and_rows_say_what_people_do(world, sign_in):
    load_vocabulary()
    unit = world.alder.units.create(name="4 West")
    Membership.objects.filter(person=world.gwen).update(unit=unit, job_title="Charge nurse")
    offer(world.gwen, "triage", "wound_care", "clinical_judgment", "sepsis_care")
    make_enrollment(make_cohort(make_program(world.alder)), world.gwen, "guide")
    page = sign_in("maren").get(f"/people/?unit={unit.pk}")
    (row,) = page.context["rows"]
    assert (row.listed.place, row.kind, len(row.offers)) == ("Charge nurse, 4 West", "guide", 4)
    assert "and 1 more" in page.text
    assert "Mentor, Mentoring" in page.text


def test_an_unknown_skill_is_said_and_near_ones_are_named(world, sign_in):
    load_vocabulary()
    page = sign_in("maren").get("/people/?skill=wound+caer")
    assert "Did you mean Wound care?" in page.context["form"].errors["skill"][0]
    assert len(names(page)) == 8


def test_who_belongs_to_two_houses_shows_each_only_its_own(world, sign_in):
    Membership.objects.create(
        organization=world.calder,
        person=world.noor,
        job_title="Secret lecturer",
        started_at=NOW,
    )
    other = make_cohort(make_program(world.calder, "Calder only"))
    make_enrollment(other, world.noor)
    for address in ("/people/", f"/people/{world.noor.pk}/", "/people/export.csv"):
        text = sign_in("maren").get(address).content.decode()
        assert "Noor" in text
        for secret in ("Secret lecturer", "Calder"):
            assert secret not in text
    assert "Secret lecturer" in sign_in("olga").get("/people/").text
    own = sign_in("noor").get(f"/people/{world.noor.pk}/").text
    assert "Secret lecturer" in own
    assert "Alder Bay" in own


def test_pages_turn_forth_and_back_over_twins(world, sign_in):
    Person.objects.bulk_create(
        Person(given_name="Same", family_name="Name", created_at=NOW) for _ in range(120)
    )
    twins = Person.objects.filter(given_name="Same").order_by("pk")
    Membership.objects.bulk_create(
        Membership(organization=world.alder, person=row, started_at=NOW) for row in twins
    )
    client = sign_in("maren")
    page, seen, starts = client.get("/people/"), [], []
    while True:
        ids = [row.id for row in page.context["rows"]]
        seen += ids
        starts.append(ids[0])
        further = page.context["found"].further
        if further is None:
            break
        page = client.get(f"/people/?after={further}")
    assert len(seen) == len(set(seen)) == 128
    assert page.context["found"].count == 128
    for start in reversed(starts[:-1]):
        page = client.get(f"/people/?before={page.context['found'].earlier}")
        assert page.context["rows"][0].id == start
    assert page.context["found"].earlier is None or starts[0] == page.context["rows"][0].id


def test_list_costs_the_same_for_one_and_three(world, sign_in, django_assert_num_queries):
    load_vocabulary()
    cohort = make_cohort(make_program(world.alder))
    people = [make_person(world.alder, f"Query{n} Person{n}") for n in range(3)]
    client = sign_in("maren")

    def prepare(person: Person) -> None:
        offer(person, "triage")
        make_enrollment(cohort, person)

    prepare(people[0])
    client.get("/people/?q=person0")
    with CaptureQueriesContext(connection) as one:
        assert len(names(client.get("/people/?q=person0"))) == 1
    for person in people[1:]:
        prepare(person)
    with django_assert_num_queries(len(one)):
        assert len(names(client.get("/people/?q=person"))) == 3


def test_an_empty_house_teaches_the_next_step(world, sign_in):
    Membership.objects.filter(organization=world.alder).exclude(person=world.maren).delete()
    page = sign_in("maren").get("/people/?q=nobody")
    assert "Nobody fits" in page.text
    Person.objects.filter(pk=world.maren.pk).update(merged_into=world.ada)
    assert "Nobody is here yet" in sign_in("maren").get("/people/").text


def test_export_holds_the_narrowed_list_and_no_formula(world, sign_in):
    add(world.alder, "=cmd|calc", "Evil", email="e@x.example", external_id="+1")
    answer = sign_in("maren").get("/people/export.csv?q=evil")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("First name,Last name,E-mail,Number")
    assert lines[1].startswith("\"'=cmd|calc\",Evil,e@x.example,'+1")
    assert 'filename="people-2026-11-16.csv"' in answer["Content-Disposition"]
    assert "Tomas" not in sign_in("milo").get("/people/export.csv").content.decode()


# One person


def test_staff_see_record_places_and_pairs(world, sign_in):
    cohort = make_cohort(make_program(world.alder))
    guide = make_enrollment(cohort, world.gwen, "guide")
    make_pair(guide, make_enrollment(cohort, world.noor))
    page = sign_in("maren").get(f"/people/{world.noor.pk}/")
    for words in ("noor@alderbay.example", "Mentee, Mentoring", "With Gwen Castellan", "Offered"):
        assert words in page.text
    assert "Milo Santos" in page.text


def test_a_manager_reads_no_hopes_and_nobody_elses_team(world, sign_in):
    load_vocabulary()
    change_profile(
        person=world.noor, by=SYSTEM, at=NOW, hopes="To move elsewhere", headline="Night owl"
    )
    skill = Skill.objects.get(key="triage")
    set_skills(person=world.noor, direction="wanted", levels={skill: 3}, by=SYSTEM, at=NOW)
    milo = sign_in("milo").get(f"/people/{world.noor.pk}/").text
    assert "Night owl" in milo
    assert "To move elsewhere" not in milo
    assert skill.name not in milo
    assert "To move elsewhere" in sign_in("vera").get(f"/people/{world.noor.pk}/").text
    assert sign_in("milo").get(f"/people/{world.tomas.pk}/").status_code == 404


@pytest.mark.parametrize("part", ["", "record/", "merge/"])
def test_outsiders_get_the_answer_of_a_missing_person(world, sign_in, part):
    for name in ("olga", "gwen"):
        there = sign_in(name).get(f"/people/{world.noor.pk}/{part}")
        missing = sign_in(name).get(f"/people/999999/{part}")
        assert (there.status_code, missing.status_code) == (404, 404)
    assert sign_in("olga").post(f"/people/{world.noor.pk}/record/").status_code == 404


# Changing a record


RECORD = {
    "given_name": "Noor",
    "family_name": "Rahimi-Lund",
    "email": "Noor.L@alderbay.example",
    "job_title": "Staff nurse",
    "external_id": "N-7",
    "unit": "",
    "manager": "gwen castellan",
    "time_zone": "Europe/Oslo",
}


def test_a_coordinator_changes_a_record(world, sign_in):
    url = f"/people/{world.noor.pk}/record/"
    assert "milo@alderbay.example" in sign_in("maren").get(url).text
    answer = sign_in("maren").post(url, RECORD)
    assert (answer.status_code, answer["Location"]) == (303, f"/people/{world.noor.pk}/")
    row = Membership.objects.select_related("person", "manager").get(person=world.noor)
    assert (row.person.name, row.person.email) == ("Noor Rahimi-Lund", "noor@alderbay.example")
    assert (row.job_title, row.external_id, row.manager) == ("Staff nurse", "N-7", world.gwen)
    assert row.person.time_zone == "Europe/Oslo"
    assert Event.objects.filter(kind="member_changed", subject_id=world.noor.pk).count() == 1


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"given_name": ""}, "given_name", "required"),
        ({"email": "not an address"}, "email", "valid email"),
        ({"email": "tomas@alderbay.example"}, "email", "already has this address"),
        ({"external_id": "T-1"}, "external_id", "already has this number"),
        ({"manager": "Nobody Here"}, "manager", "Nobody at Alder Bay"),
        ({"manager": "olga@calder.example"}, "manager", "Nobody at Alder Bay"),
        ({"manager": "Twin Name"}, "manager", "Several people here"),
        ({"manager": "noor@alderbay.example"}, "manager", "their own manager"),
        ({"time_zone": "Mars/Base"}, "time_zone", "valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_under_its_field(world, sign_in, change, field, words):
    Membership.objects.filter(person=world.tomas).update(external_id="T-1")
    add(world.alder, "Twin", "Name")
    add(world.alder, "Twin", "Name")
    answer = sign_in("maren").post(f"/people/{world.noor.pk}/record/", RECORD | change)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    assert Person.objects.get(pk=world.noor.pk).family_name == "Rahimi"


def test_readers_managers_and_the_person_cannot_post_a_record(world, sign_in):
    for name in ("vera", "milo", "noor"):
        answer = sign_in(name).post(f"/people/{world.noor.pk}/record/", RECORD)
        assert answer.status_code == 403
    assert Person.objects.get(pk=world.noor.pk).family_name == "Rahimi"


# Adding somebody


def test_adding_by_hand_and_inviting(world, sign_in):
    new = {"given_name": "Ilse", "family_name": "Dorn", "email": "ilse@x.example"}
    answer = sign_in("maren").post("/people/new/", new | {"is_invited": "on"})
    row = Membership.objects.get(person__email="ilse@x.example")
    assert (answer.status_code, answer["Location"]) == (303, f"/people/{row.person_id}/")
    assert (row.organization, row.person.name) == (world.alder, "Ilse Dorn")
    assert Message.objects.filter(person=row.person).count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_name": ""}, "given_name"),
        ({"given_name": "A", "is_invited": "on"}, "email"),
        ({"given_name": "A", "email": "NOOR@alderbay.example"}, "email"),
    ],
)
def test_a_new_person_is_refused_in_words(world, sign_in, values, field):
    before = Person.objects.count()
    answer = sign_in("maren").post("/people/new/", values)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Person.objects.count() == before
    assert sign_in("vera").post("/people/new/", {"given_name": "A"}).status_code == 403
    assert sign_in("noor").post("/people/new/", {"given_name": "A"}).status_code == 404


def test_the_house_is_chosen_where_one_staffs_two(world, sign_in):
    membership = Membership.objects.create(
        organization=world.calder, person=world.maren, started_at=NOW
    )
    RoleGrant.objects.create(membership=membership, role="coordinator", granted_at=NOW)
    unit = world.alder.units.create(name="4 West")
    client = sign_in("maren")
    wrong = {"given_name": "A", "house": world.calder.pk, "unit": unit.pk}
    answer = client.post("/people/new/", wrong)
    assert "another organization" in answer.context["form"].errors["unit"][0]
    client.post("/people/new/", {"given_name": "Anna", "house": world.calder.pk})
    assert Membership.objects.get(person__given_name="Anna").organization == world.calder
    assert "Calder University" in client.get("/people/").text


# Leaving, and roles


def test_ending_a_membership_asks_first(world, sign_in):
    membership = Membership.objects.get(person=world.noor)
    url = f"/people/{world.noor.pk}/memberships/{membership.pk}/end/"
    make_enrollment(make_cohort(make_program(world.alder)), world.noor)
    page = sign_in("maren").get(url)
    assert "One place in a program stays as it is" in page.text
    assert Membership.objects.get(pk=membership.pk).ended_at is None
    for name, status in {"vera": 403, "milo": 403, "noor": 403, "olga": 404}.items():
        assert sign_in(name).post(url).status_code == status
    assert sign_in("maren").post(url).status_code == 303
    assert Membership.objects.get(pk=membership.pk).ended_at == NOW
    assert Enrollment.objects.get(person=world.noor).state == "approved"
    assert sign_in("maren").post(url).status_code == 409
    assert "Left Nov 16, 2026" in sign_in("maren").get("/people/?presence=left").text


def test_a_membership_of_somebody_else_is_not_there(world, sign_in):
    other = Membership.objects.get(person=world.tomas)
    url = f"/people/{world.noor.pk}/memberships/{other.pk}/end/"
    assert sign_in("ada").post(url).status_code == 404


def test_administrators_give_and_take_roles_and_others_read(world, sign_in):
    membership = Membership.objects.get(person=world.gwen)
    page, url = f"/people/{world.gwen.pk}/", f"/people/{world.gwen.pk}/memberships/{membership.pk}/"
    assert "Give role" in sign_in("ada").get(page).text
    assert "Give role" not in sign_in("maren").get(page).text
    assert sign_in("maren").post(f"{url}roles/", {"role": "viewer"}).status_code == 403
    assert sign_in("ada").post(f"{url}roles/", {"role": "king"}).status_code == 422
    assert sign_in("ada").post(f"{url}roles/", {"role": "viewer"}).status_code == 303
    grant = RoleGrant.objects.get(membership=membership)
    assert (grant.role, grant.ended_at) == ("viewer", None)
    assert "Read-only" in sign_in("maren").get(page).text
    end = f"{page}roles/{grant.pk}/end/"
    assert sign_in("maren").post(end).status_code == 403
    assert sign_in("ada").post(end).status_code == 303
    grant.refresh_from_db()
    assert grant.ended_at == NOW
    assert sign_in("ada").post(end).status_code == 404

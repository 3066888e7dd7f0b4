"""Imports of somebody who runs a program, and not the organization."""

import pytest

from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.directory.actions.members import add_member, end_membership
from guildhall.directory.models import Membership, Person, Unit
from guildhall.flows.access import CHANGE_IMPORT, SEE_IMPORT
from guildhall.flows.actions.imports.applying import apply_import
from guildhall.flows.actions.imports.mapping import choose_mapping
from guildhall.flows.models import Import, RememberedHeading
from guildhall.people.models import Profile
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import Enrollment, ProgramGrant
from guildhall.relationships.models import Relationship
from tests.flows.importing import preview, problems, row, run_jobs, save, upload
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW


@pytest.fixture
def cohort(world):
    return make_cohort(make_program(world.alder))


@pytest.fixture
def omar(world, cohort):
    """Omar runs this program, and nothing else of Alder Bay."""
    ProgramGrant.objects.create(
        program=cohort.program, person=world.omar, role="coordinator", granted_at=NOW
    )
    return world.actor("omar")


def learners(content, world, cohort, by):
    return preview(content, world.alder, by=by, kind="learners", cohort=cohort)


def add(world, given, email="", **values):
    return add_member(
        organization=world.alder, given_name=given, email=email, by=SYSTEM, at=NOW, **values
    )


def test_new_people_get_a_record_and_known_ones_keep_theirs(world, cohort, omar):
    Unit.objects.create(organization=world.alder, name="Ward 7")
    add(world, "Ines", "ines@x.example", job_title="Midwife", family_name="Prado")
    content = (
        "First name,Last name,E-mail,Job title,Unit,Grade\n"
        "Ana,Lima,ana@x.example,Nurse,ward 7,HEO\n"
        "I.,P.,ines@x.example,Queen,ward 7,SEO\n"
    )
    imported = learners(content, world, cohort, omar)
    assert imported.is_limited
    assert (imported.counts["new"], imported.counts["noted"]) == (2, 0)
    # What stands on the page tells nothing that was not typed.
    assert [row(imported, n).label for n in (2, 3)] == ["Ana Lima", "I. P."]
    assert row(imported, 3).changes == {}
    save(imported, by=omar)
    assert imported.state == "applied"
    people = Person.objects.filter(email__in=("ana@x.example", "ines@x.example"))
    assert list(people.order_by("email").values_list("given_name", "family_name")) == [
        ("Ana", "Lima"),
        ("Ines", "Prado"),
    ]
    records = Membership.objects.filter(person__in=people).order_by("person__email")
    assert list(records.values_list("job_title", "unit__name")) == [
        ("Nurse", "Ward 7"),
        ("Midwife", None),
    ]
    enrolled = Enrollment.objects.filter(cohort=cohort).order_by("person__email")
    assert list(enrolled.values_list("person__email", "state", "details")) == [
        ("ana@x.example", "approved", {"Grade": "HEO"}),
        ("ines@x.example", "approved", {"Grade": "SEO"}),
    ]


def test_the_preview_is_the_same_for_who_is_here_and_who_is_not(world, cohort, omar):
    add(world, "Ines", "ines@x.example", external_id="N-77")
    content = "First name,E-mail,Unit\n{0}\n"
    shown = []
    for line in ("Sam,ines@x.example,Ward 99", "Sam,nobody@x.example,Ward 99"):
        one = row(learners(content.format(line), world, cohort, omar), 2)
        shown.append((one.outcome, one.label, one.problems, one.notes, one.changes))
    assert shown[0] == shown[1]
    assert shown[0][0] == "new"
    assert [note["code"] for note in shown[0][3]] == ["unknown_unit"]
    for lines in (("ines@x.example,", "nobody@x.example,"), (",N-77", ",N-78")):
        refused = []
        for line in lines:
            one = row(learners(f"E-mail,Staff number\n{line}\n", world, cohort, omar), 2)
            refused.append((one.outcome, one.problems, one.notes, one.person_id))
        assert refused[0] == refused[1]
        assert refused[0][0] == "refused"


def test_what_takes_more_than_joining_is_refused_kindly(world, cohort, omar):
    add(world, "Ines", "ines@x.example", external_id="N-77")
    gone = add(world, "Gone", "gone@x.example")
    end_membership(membership=gone, by=SYSTEM, at=NOW)
    for given in ("Twin", "Twain"):
        twin = add(world, given).person
        Person.objects.filter(pk=twin.pk).update(email="twin@x.example")
    content = (
        "First name,E-mail,Staff number\n"
        "Ana,ana@x.example,N-77\n"
        "Gone,gone@x.example,\n"
        "Twin,twin@x.example,\n"
    )
    imported = learners(content, world, cohort, omar)
    assert problems(imported) == [(2, "", "ask_staff"), (3, "", "ask_staff"), (4, "", "ask_staff")]
    words = row(imported, 2).problems[0]["message"]
    assert words == (
        "This person cannot be added by a file. Ask a coordinator of Alder Bay Teaching Hospital."
    )


def test_who_is_in_the_program_is_found_by_number_and_only_their_part_changes(world, cohort, omar):
    ines = add(world, "Ines", "ines@x.example", external_id="N-77").person
    Profile.objects.create(person=ines, hopes="Rest", changed_at=NOW)
    make_enrollment(cohort, ines)
    content = "Staff number,First name,Hopes,How many mentors\nN-77,Queen,To rule,2\n"
    imported = learners(content, world, cohort, omar)
    assert row(imported, 2).changes == {"places": ["1", "2"]}
    assert row(imported, 2).label == "Ines"
    save(imported, by=omar)
    ines.refresh_from_db()
    assert (ines.given_name, ines.profile.hopes) == ("Ines", "Rest")
    assert Enrollment.objects.get(person=ines).places == 2


def test_managers_and_new_units_are_for_the_organization(world, cohort, omar):
    RememberedHeading.objects.create(
        organization=world.alder, kind="learners", field="manager", heading="Boss", used_at=NOW
    )
    content = "First name,E-mail,Unit,Boss\nAna,ana@x.example,Ward 9,milo@alderbay.example\n"
    imported = learners(content, world, cohort, omar)
    assert "manager" not in imported.mapping
    save(imported, by=omar)
    record = Membership.objects.get(person__email="ana@x.example")
    assert (record.unit, record.manager) == (None, None)
    assert not Unit.objects.exists()
    remembered = RememberedHeading.objects.get(organization=world.alder, field="manager")
    assert remembered.heading == "Boss"
    with pytest.raises(ValueError, match="has no manager"):
        preview_again(world, cohort, omar)


def preview_again(world, cohort, by):
    uploaded = upload(
        world.alder, "E-mail,Boss\na@x.example,b\n", by=by, kind="learners", cohort=cohort
    )
    choose_mapping(
        import_of=uploaded, mapping={"email": "E-mail", "manager": "Boss"}, by=by, at=NOW
    )


def test_pairs_are_found_among_the_people_of_the_cohort_only(world, cohort, omar):
    make_enrollment(cohort, world.gwen, "guide", places=2)
    make_enrollment(cohort, world.noor)
    content = (
        "Mentor,Mentee\n"
        "gwen@alderbay.example,noor@alderbay.example\n"
        "gwen@alderbay.example,tomas@alderbay.example\n"
        "gwen@alderbay.example,nobody@x.example\n"
    )
    imported = preview(content, world.alder, by=omar, kind="pairs", cohort=cohort)
    assert problems(imported) == [(3, "Mentee", "not_enrolled"), (4, "Mentee", "not_enrolled")]
    save(imported, by=omar)
    assert Relationship.objects.count() == 1


def test_who_may_begin_one(world, cohort, omar):
    content = "First name,E-mail\nAna,ana@x.example\n"
    with pytest.raises(NotAllowed):
        upload(world.alder, content, by=omar)
    with pytest.raises(NotAllowed):
        upload(world.alder, content, by=omar, kind="learners")
    elsewhere = make_cohort(make_program(world.alder, name="Another"))
    with pytest.raises(NotVisible):
        upload(world.alder, content, by=omar, kind="learners", cohort=elsewhere)
    with pytest.raises(NotVisible):
        upload(world.alder, content, by=world.actor("gwen"), kind="learners", cohort=cohort)
    with pytest.raises(InvalidInput, match="for a cohort"):
        upload(world.calder, content, by=world.actor("olga"), kind="learners")


def test_only_limited_imports_of_their_own_program_are_seen(world, cohort, omar):
    content = "First name,E-mail\nAna,ana@x.example\n"
    full = upload(world.alder, content, by=world.actor("maren"), kind="learners", cohort=cohort)
    own = upload(world.alder, content, by=omar, kind="learners", cohort=cohort)
    assert not full.is_limited
    assert set(visible_to(SEE_IMPORT, omar)) == {own}
    assert set(visible_to(CHANGE_IMPORT, omar)) == {own}
    assert set(visible_to(CHANGE_IMPORT, world.actor("maren"))) == {full, own}
    assert may(SEE_IMPORT, world.actor("vera"), own)
    assert not may(CHANGE_IMPORT, world.actor("vera"), own)
    assert not may(SEE_IMPORT, world.actor("olga"), own)
    ProgramGrant.objects.filter(person=world.omar).update(role="viewer")
    assert not may(SEE_IMPORT, world.actor("omar"), own)


def test_it_stays_limited_when_staff_saves_it(world, cohort, omar):
    ines = add(world, "Ines", "ines@x.example").person
    imported = learners("First name,E-mail\nQueen,ines@x.example\n", world, cohort, omar)
    save(imported, by=world.actor("maren"))
    ines.refresh_from_db()
    assert (imported.state, ines.given_name) == ("applied", "Ines")


def test_who_lost_the_role_meanwhile_saves_nothing(world, cohort, omar):
    imported = learners("First name,E-mail\nAna,ana@x.example\n", world, cohort, omar)
    apply_import(import_of=imported, by=omar, at=NOW)
    ProgramGrant.objects.filter(person=world.omar).update(ended_at=NOW)
    run_jobs()
    imported = Import.objects.get(pk=imported.pk)
    assert (imported.state, Person.objects.filter(email="ana@x.example").count()) == ("preview", 0)

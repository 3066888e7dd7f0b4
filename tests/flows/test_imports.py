"""People from a spreadsheet: who is found, what changes, what stays out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.competencies.actions import load_vocabulary
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import add_member, change_member, end_membership
from guildhall.directory.models import Membership, Person, Site, Unit
from guildhall.flows.actions.imports.applying import apply_import, write_import
from guildhall.flows.actions.imports.mapping import choose_mapping
from guildhall.flows.models import Import, ImportRow
from guildhall.flows.queries.imports import refused_csv
from guildhall.people.models import Profile, ProfileSkill
from guildhall.permissions.actor import SYSTEM
from guildhall.work.models import Job
from tests.flows.importing import preview, problems, row, run_jobs, save, stage, upload
from tests.world import NOW

FULL = (
    "Number,First name,Surname,E-mail,Job title,Ward,Site,Manager,Languages,Time zone,"
    "Skills offered,Skills wanted,Interests,Career stage,Years of experience,Capacity,Badge\n"
    'E1,Ana,Lima,Ana.Lima@alderbay.example,Nurse,Ward 7,North,,"Portuguese, English",'
    'Europe/Lisbon,"Wound care 4, Triage (3)",Python,"Reading, Chess",mid,7,2,blue\n'
    "E2,Ben,Roy,ben@alderbay.example,Nurse,Ward 7,North,E1,English,,,,,,,,\n"
)


@pytest.fixture
def maren(world):
    return world.actor("maren")


@pytest.fixture
def vocabulary(db):
    load_vocabulary()


def test_a_row_becomes_a_member_with_a_profile(world, maren, vocabulary):
    imported = preview(FULL, world.alder, by=maren)
    assert imported.counts == {
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "refused": 0,
        "noted": 0,
    }
    assert imported.summary == {"units": ["Ward 7"], "sites": ["North"]}
    assert not Unit.objects.exists()
    save(imported, by=maren)
    ana = Membership.objects.select_related("person__profile", "unit__site").get(external_id="E1")
    person, profile = ana.person, ana.person.profile
    assert (person.name, person.email) == ("Ana Lima", "ana.lima@alderbay.example")
    assert (person.time_zone, person.account_id) == ("Europe/Lisbon", None)
    assert (ana.unit.name, ana.unit.site.name, ana.job_title) == ("Ward 7", "North", "Nurse")
    assert ana.details == {"Badge": "blue"}
    assert (profile.languages, profile.career_stage) == (["pt", "en"], "mid")
    assert (profile.years_of_experience, profile.capacity) == (7, 2)
    assert sorted(profile.interests.values_list("key", flat=True)) == ["chess", "reading"]
    skills = ProfileSkill.objects.filter(profile=profile).order_by("direction", "skill__key")
    assert list(skills.values_list("direction", "skill__key", "level")) == [
        ("offered", "triage", 3),
        ("offered", "wound_care", 4),
        ("wanted", "python", 3),
    ]
    ben = Membership.objects.select_related("person").get(external_id="E2")
    assert (ben.manager_id, ben.person.time_zone) == (person.pk, "UTC")
    assert not Profile.objects.get(person=ben.person).skills.exists()
    events = Event.objects.filter(kind="member_added", ids={"import": imported.pk})
    assert {event.subject_id for event in events} == {person.pk, ben.person_id}
    assert {(event.subject_type, event.organization_id) for event in events} == {
        ("person", world.alder.pk)
    }
    applied = Event.objects.get(kind="import_applied")
    assert applied.ids == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert not ImportRow.objects.exists()


def test_a_second_run_changes_nothing(world, maren, vocabulary):
    save(preview(FULL, world.alder, by=maren), by=maren)
    again = preview(FULL, world.alder, by=maren)
    assert (again.counts["unchanged"], again.counts["changed"], again.counts["new"]) == (2, 0, 0)
    with pytest.raises(InvalidInput, match="nothing to save"):
        apply_import(import_of=again, by=maren, at=NOW)


def test_changes_are_shown_and_then_made(world, maren, vocabulary):
    save(preview(FULL, world.alder, by=maren), by=maren)
    changed = (
        "Number,Surname,Ward,Manager,Languages,Skills offered,Badge\n"
        "E1,Lima Costa,ward 8,E2,Spanish,Wound care,red\n"
        "E2,Roy,WARD 7,,,,\n"
    )
    # E2 reports to E1, so E1 cannot report to E2.
    circular = preview(changed, world.alder, by=maren)
    assert problems(circular) == [(2, "Manager", "manager_circle")]
    changed = changed.replace("E2,Spanish", ",Spanish")
    imported = preview(changed, world.alder, by=maren)
    assert imported.counts["unchanged"] == 1
    assert row(imported, 2).changes == {
        "family_name": ["Lima", "Lima Costa"],
        "unit": ["Ward 7", "ward 8"],
        "detail:Badge": ["blue", "red"],
        "languages": ["Portuguese, English", "Spanish"],
        "skills_offered": ["Triage 3, Wound care 4", "Wound care 4"],
    }
    save(imported, by=maren)
    ana = Membership.objects.select_related("person__profile", "unit").get(external_id="E1")
    assert (ana.person.family_name, ana.unit.name) == ("Lima Costa", "ward 8")
    assert ana.details == {"Badge": "red"}
    assert list(ana.person.profile.skills.values_list("skill__key", "level", "direction")) == [
        ("wound_care", 4, "offered"),
        ("python", 3, "wanted"),
    ]
    kinds = Event.objects.filter(ids={"import": imported.pk}).values_list("kind", "subject_id")
    assert list(kinds) == [("member_changed", ana.person_id)]


def test_unknown_words_stay_out_with_a_note(world, maren, vocabulary):
    content = (
        "Name,E-mail,Skills,Languages\nAna Lima,a@x.example,Pyton 3; Triage,Klingon; Spanish\n"
    )
    imported = preview(content, world.alder, by=maren)
    assert (imported.counts["new"], imported.counts["noted"]) == (1, 1)
    notes = row(imported, 2).notes
    assert {note["column"]: note["code"] for note in notes} == {
        "Languages": "unknown_language",
        "Skills": "unknown_skill",
    }
    assert any("Did you mean Python?" in note["message"] for note in notes)
    save(imported, by=maren)
    profile = Profile.objects.get(person__email="a@x.example")
    assert profile.languages == ["es"]
    assert list(profile.skills.values_list("skill__key", flat=True)) == ["triage"]


def test_people_of_another_organization_are_neither_found_nor_touched(world, maren):
    content = "Name,E-mail,Job title\nSomebody Else,olga@calder.example,Dean\n"
    imported = preview(content, world.alder, by=maren)
    assert imported.counts["new"] == 1
    assert "Berg" not in str(list(ImportRow.objects.values()))
    save(imported, by=maren)
    olga = Person.objects.get(pk=world.olga.pk)
    assert (olga.name, olga.email) == ("Olga Berg", "olga@calder.example")
    new = Person.objects.exclude(pk=olga.pk).get(email="olga@calder.example")
    assert (new.name, new.account_id) == ("Somebody Else", None)


def test_who_signs_in_looks_after_their_own_record(world, maren):
    number = Membership.objects.get(person=world.gwen)
    change_member(membership=number, by=maren, at=NOW, external_id="G1")
    content = "ID,Name,E-mail,Job title,Languages\nG1,Wendy Other,w@x.example,Sister,Spanish\n"
    imported = preview(content, world.alder, by=maren)
    staged = row(imported, 2)
    assert staged.changes == {"job_title": ["", "Sister"], "languages": ["", "Spanish"]}
    assert [note["code"] for note in staged.notes] == ["their_own"]
    account = world.gwen.account_id
    save(imported, by=maren)
    gwen = Person.objects.get(pk=world.gwen.pk)
    assert (gwen.name, gwen.email) == ("Gwen Castellan", "gwen@alderbay.example")
    assert gwen.account_id == account
    assert gwen.profile.languages == ["es"]
    assert Membership.objects.get(person=gwen).job_title == "Sister"
    again = preview(content.replace("Spanish", "German"), world.alder, by=maren)
    assert again.counts["unchanged"] == 1


def test_doubles_and_mixed_up_people_are_refused_by_row(world, maren):
    for number, name in (("E1", "Ana"), ("E2", "Ben")):
        add_member(
            organization=world.alder,
            given_name=name,
            email=f"{name}@x.example",
            external_id=number,
            by=maren,
            at=NOW,
        )
    content = (
        "Number,First name,E-mail\n"
        "E1,Ana,ben@x.example\n"
        "E9,Ben,BEN@x.example\n"
        "E3,Cleo,cleo@x.example\n"
        "E3,Dora,dora@x.example\n"
        "E4,Cleo,cleo@x.example\n"
        "E2,Ben,\n"
        ",,\n"
        ",Nobody,\n"
        ",,new@x.example\n"
    )
    imported = preview(content, world.alder, by=maren)
    assert problems(imported) == [
        (2, "", "two_people"),
        (3, "E-mail", "double"),
        (5, "Number", "double"),
        (6, "E-mail", "double"),
        (9, "E-mail", "nobody"),
        (10, "", "no_name"),
    ]
    other = preview("Number,First name,E-mail\nE9,Ben,ben@x.example\n", world.alder, by=maren)
    assert problems(other) == [(2, "", "other_number")]


def test_managers_are_found_here_and_in_the_file(world, maren):
    content = (
        "First name,E-mail,Line manager\n"
        "Ana,ana@x.example,cleo@x.example\n"
        "Ben,ben@x.example,milo@alderbay.example\n"
        "Cleo,cleo@x.example,\n"
        "Dora,dora@x.example,stranger@x.example\n"
        "Edda,edda@x.example,dora@x.example\n"
        "Femi,femi@x.example,edda@x.example\n"
        "Gus,gus@x.example,gus@x.example\n"
        "Hal,hal@x.example,ida@x.example\n"
        "Ida,ida@x.example,hal@x.example\n"
        "Jo,jo@x.example,ida@x.example\n"
        "Kim,kim@x.example,Milo Santos\n"
        "Lou,lou@x.example,olga@calder.example\n"
    )
    imported = preview(content, world.alder, by=maren)
    column = "Line manager"
    assert problems(imported) == [
        (5, column, "unknown_manager"),
        (6, column, "manager_refused"),
        (7, column, "manager_refused"),
        (8, column, "own_manager"),
        (9, column, "manager_circle"),
        (10, column, "manager_circle"),
        (11, column, "manager_refused"),
        (12, column, "unknown_manager"),
        (13, column, "unknown_manager"),
    ]
    save(imported, by=maren)
    managers = Membership.objects.filter(person__email__endswith="x.example").values_list(
        "person__given_name", "manager__given_name"
    )
    assert sorted(managers, key=str) == [("Ana", "Cleo"), ("Ben", "Milo"), ("Cleo", None)]


def test_somebody_who_left_comes_back(world, maren):
    tomas = Membership.objects.get(person=world.tomas)
    end_membership(membership=tomas, by=maren, at=NOW)
    imported = preview("Name,E-mail\n,tomas@alderbay.example\n", world.alder, by=maren)
    assert row(imported, 2).changes == {"membership": ["left", "is back"]}
    save(imported, by=maren)
    assert Membership.objects.get(person=world.tomas).ended_at is None


def test_a_preview_that_no_longer_holds_is_read_again(world, maren):
    content = "Name,E-mail,Job title\nAna Lima,ana@x.example,Nurse\n,noor@alderbay.example,Lead\n"
    imported = preview(content, world.alder, by=maren)
    assert imported.counts["new"] == 1
    add_member(
        organization=world.alder,
        given_name="Ana",
        family_name="Lima",
        email="ana@x.example",
        by=maren,
        at=NOW,
    )
    apply_import(import_of=imported, by=maren, at=NOW)
    run_jobs()
    run_jobs()
    imported.refresh_from_db()
    assert (imported.state, imported.summary["restaged"]) == ("preview", True)
    assert (imported.counts["new"], imported.counts["changed"]) == (0, 2)
    assert Membership.objects.get(person=world.noor).job_title == ""
    assert save(imported, by=maren).state == "applied"
    assert Person.objects.filter(email="ana@x.example").count() == 1


def test_saving_is_done_once_whoever_runs_it_again(world, maren):
    imported = preview("Name,E-mail\nAna Lima,ana@x.example\n", world.alder, by=maren)
    apply_import(import_of=imported, by=maren, at=NOW)
    revision = imported.revision
    write_import(import_of=imported, revision=revision, by=maren, at=NOW)
    # The worker died before it could say so: the job is taken back and runs again.
    run_jobs()
    write_import(import_of=imported, revision=revision, by=maren, at=NOW)
    assert Person.objects.filter(email="ana@x.example").count() == 1
    assert Event.objects.filter(kind="import_applied").count() == 1
    assert Job.objects.get(kind="flows.apply_import").state == "done"


def test_a_saving_that_breaks_leaves_everything_as_it_was(world, maren, monkeypatch):
    imported = preview(FULL.replace("Ward 7", "Ward 9"), world.alder, by=maren)
    apply_import(import_of=imported, by=maren, at=NOW)
    # The disk is full when the memberships are to be written.
    monkeypatch.setattr(
        "guildhall.flows.actions.imports.people_writing.MEMBERSHIP", ("organization",)
    )
    before = Person.objects.count(), Unit.objects.count(), Site.objects.count()
    run_jobs()
    assert (Person.objects.count(), Unit.objects.count(), Site.objects.count()) == before
    imported.refresh_from_db()
    assert imported.state == "applying"
    monkeypatch.undo()
    Job.objects.filter(kind="flows.apply_import").update(run_after=NOW)
    run_jobs()
    imported.refresh_from_db()
    assert (imported.state, Person.objects.count()) == ("applied", before[0] + 2)


def test_who_lost_the_right_meanwhile_saves_nothing(world, maren):
    imported = preview("Name,E-mail\nAna Lima,ana@x.example\n", world.alder, by=maren)
    apply_import(import_of=imported, by=maren, at=NOW)
    membership = Membership.objects.get(person=world.maren)
    membership.roles.update(ended_at=NOW)
    run_jobs()
    imported.refresh_from_db()
    assert (imported.state, bool(imported.error)) == ("preview", True)
    assert not Person.objects.filter(email="ana@x.example").exists()


def test_refused_rows_come_back_and_are_imported_once_corrected(world, maren):
    content = (
        "Name,E-mail,Capacity,Note\nAna Lima,ana@x.example,many,=1+1\nBen Roy,b@x.example,2,\n"
    )
    imported = preview(content, world.alder, by=maren)
    assert problems(imported) == [(2, "Capacity", "not_a_number"), (2, "Note", "formula")]
    file = refused_csv(imported)
    assert b"'=1+1" in file
    save(imported, by=maren)
    corrected = file.replace(b"many", b"3").replace(b"'=1+1", b"none")
    again = preview(corrected, world.alder, by=maren)
    assert again.counts == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0, "noted": 0}
    save(again, by=maren)
    ana = Membership.objects.get(person__email="ana@x.example")
    assert (ana.person.profile.capacity, ana.details) == (3, {"Note": "none"})


def test_rights(world, maren):
    for name, error in (("vera", NotAllowed), ("noor", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            upload(world.alder, FULL, by=world.actor(name))
    imported = upload(world.alder, FULL, by=maren)
    for name, error in (("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)):
        with pytest.raises(error):
            choose_mapping(
                import_of=imported, mapping=imported.mapping, by=world.actor(name), at=NOW
            )
    with pytest.raises(WrongState, match="cannot be saved now"):
        apply_import(import_of=imported, by=maren, at=NOW)


def test_statements_grow_with_steps_not_with_rows(world, maren):
    counts = []
    for rows in (3, 300):
        lines = "".join(f"Ana{n} Lima,a{rows}-{n}@x.example,Ward {rows}\n" for n in range(rows))
        imported = upload(world.alder, f"Name,E-mail,Ward\n{lines}", by=maren)
        with CaptureQueriesContext(connection) as asked:
            stage(imported, by=maren)
            save(imported, by=maren)
        assert imported.counts["new"] == rows
        counts.append(len([q for q in asked if not q["sql"].startswith("INSERT")]))
    assert counts[0] == counts[1]


def test_an_import_is_staged_anew_when_its_columns_change(world, maren):
    imported = preview(FULL, world.alder, by=maren)
    again = stage(imported, by=maren, job_title="")
    assert (again.revision, again.state) == (2, "preview")
    assert row(again, 2).values["details"] == {"Badge": "blue", "Job title": "Nurse"}
    assert Import.objects.count() == 1


def test_the_system_may_import_too(world):
    assert preview("Name,E-mail\nAna Lima,a@x.example\n", world.alder, by=SYSTEM).counts["new"] == 1

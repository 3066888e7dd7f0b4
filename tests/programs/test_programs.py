"""Making, changing, duplicating and archiving programs."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.permissions.access import may, visible_to
from guildhall.programs.access import CHANGE_PROGRAM, SEE_PROGRAM, VISIT_PROGRAM
from guildhall.programs.actions.programs import (
    archive_program,
    change_program,
    create_program,
    duplicate_program,
    restore_program,
)
from guildhall.programs.models import Program, ProgramGrant
from guildhall.programs.plan import read_plan
from guildhall.programs.template_files import load_template, load_templates
from tests.programs.factories import make_cohort
from tests.world import NOW

SPREADSHEET_CRITERIA = {
    "fields": {"grade": {"label": "Grade", "kind": "number", "guide": "Grade", "learner": "Grade"}},
    "rules": [{"id": "above", "label": "Above", "kind": "gap", "field": "grade", "minimum": 1}],
    "preferences": [
        {"id": "near", "label": "Near", "kind": "gap", "field": "grade", "points": {"1": 9}}
    ],
}


def create(world, who="maren", **more):
    values = {"template_key": "formal-mentoring-6", "name": "Spring mentoring", **more}
    return create_program(organization=world.alder, by=world.actor(who), at=NOW, **values)


def test_a_program_copies_its_template(world):
    program = create(world)
    template = load_template("formal-mentoring-6")
    plan = read_plan(program.plan)
    assert (program.kind, program.template_key) == ("formal_mentoring", "formal-mentoring-6")
    assert program.criteria == template.match
    assert (plan.words, plan.duration, plan.cadence) == (
        template.words,
        template.duration,
        template.cadence,
    )
    assert (plan.phases, plan.first_steps, plan.exits) == (
        template.phases,
        template.first_steps,
        template.exits,
    )
    assert plan.guide_screening == template.guide_screening
    assert [row.key for row in program.learner_questions.questions.all()] == [
        question.key for question in template.questions_for("learner")
    ]
    assert [row.settings["asked_of"] for row in program.baseline_questions.questions.all()] == [
        item.asked_of for item in template.baseline
    ]
    assert program.word("guide") == "mentor"
    assert program.word("learner", plural=True) == "mentees"
    event = Event.objects.get(kind="program_created")
    assert (event.subject_id, event.organization_id) == (program.pk, world.alder.pk)


@pytest.mark.parametrize("key", sorted(load_templates()))
def test_every_template_makes_a_program(world, key):
    program = create(world, template_key=key)
    assert read_plan(program.plan).words == load_template(key).words


def test_a_program_from_spreadsheets(world):
    program = create(world, changes={"criteria": SPREADSHEET_CRITERIA, "summary": "From files."})
    assert program.criteria == SPREADSHEET_CRITERIA
    assert program.summary == "From files."


def test_criteria_that_the_engine_cannot_read_are_refused(world):
    wrong = {"fields": {}, "preferences": [{"id": "x", "label": "X", "kind": "guess", "weight": 5}]}
    with pytest.raises(InvalidInput, match="guess"):
        create(world, changes={"criteria": wrong})
    assert not Program.objects.exists()


def test_a_plan_that_its_schema_refuses_names_the_place(world):
    with pytest.raises(InvalidInput) as refused:
        create(world, changes={"cadence": {"every_days": 0, "minutes": 60}})
    assert set(refused.value.problems) == {"cadence", "cadence.every_days"}


def test_unknown_parts_are_refused(world):
    with pytest.raises(ValueError, match="color"):
        create(world, changes={"color": "red"})
    with pytest.raises(InvalidInput) as refused:
        create(world, changes={"eligibility": {"shoe_size": [44]}})
    assert list(refused.value.problems) == ["eligibility.shoe_size"]


def test_a_name_is_used_once_while_it_runs(world):
    first = create(world)
    with pytest.raises(InvalidInput) as refused:
        create(world, name="spring MENTORING")
    assert list(refused.value.problems) == ["name"]
    archive_program(program=first, by=world.actor("maren"), at=NOW)
    second = create(world)
    with pytest.raises(InvalidInput):
        restore_program(program=first, by=world.actor("maren"), at=NOW)
    assert second.archived_at is None


def test_a_program_needs_a_name(world):
    with pytest.raises(InvalidInput):
        create(world, name="  ")


@pytest.mark.parametrize(
    ("who", "error"),
    [("noor", NotAllowed), ("vera", NotAllowed), ("milo", NotAllowed), ("olga", NotVisible)],
)
def test_only_staff_create(world, who, error):
    with pytest.raises(error):
        create(world, who)


def test_changing_keeps_the_rest(world, program):
    words = {**program.plan["words"], "guide": "guide", "guides": "guides"}
    change_program(
        program=program, by=world.actor("maren"), at=NOW, words=words, acceptance_days=10
    )
    program.refresh_from_db()
    plan = read_plan(program.plan)
    assert (plan.words.guides, plan.acceptance_days) == ("guides", 10)
    assert plan.words.learners == "mentees"
    assert Event.objects.filter(kind="program_changed", subject_id=program.pk).count() == 1


def test_a_duplicate_has_everything_but_people(world, program):
    make_cohort(program)
    program.partners.add(world.calder)
    twin = duplicate_program(program=program, name="Again", by=world.actor("maren"), at=NOW)
    assert (twin.plan, twin.criteria) == (program.plan, program.criteria)
    assert twin.cohorts.count() == 0
    assert list(twin.partners.all()) == [world.calder]
    assert twin.guide_questions_id != program.guide_questions_id
    assert list(twin.guide_questions.questions.values_list("key", "label")) == list(
        program.guide_questions.questions.values_list("key", "label")
    )


def test_archiving_can_be_undone_and_says_so_when_repeated(world, program):
    by = world.actor("maren")
    archive_program(program=program, by=by, at=NOW)
    with pytest.raises(WrongState, match="in the archive already"):
        archive_program(program=program, by=by, at=NOW)
    restore_program(program=program, by=by, at=NOW)
    with pytest.raises(WrongState, match="not in the archive"):
        restore_program(program=program, by=by, at=NOW)
    assert list(
        Event.objects.filter(kind__startswith="program_").values_list("kind", flat=True)
    ) == ["program_created", "program_archived", "program_restored"]


def test_who_reaches_a_program(world, program):
    program.partners.add(world.calder)
    for person, role in (("gwen", "coordinator"), ("omar", "screener"), ("tomas", "viewer")):
        ProgramGrant.objects.create(
            program=program, person=getattr(world, person), role=role, granted_at=NOW
        )
    reach = {
        who: [
            access.name.partition(".")[2]
            for access in (VISIT_PROGRAM, SEE_PROGRAM, CHANGE_PROGRAM)
            if may(access, world.actor(who), program)
        ]
        for who in ("maren", "ada", "vera", "milo", "gwen", "omar", "tomas", "noor", "olga")
    }
    everything = ["visit", "see", "change"]
    assert reach == {
        "maren": everything,
        "ada": everything,
        "vera": ["visit", "see"],
        "milo": [],
        "gwen": everything,
        "omar": ["visit"],
        "tomas": ["visit", "see"],
        "noor": [],
        "olga": ["visit"],
    }
    assert list(visible_to(VISIT_PROGRAM, world.actor("olga"))) == [program]

"""Words for the values of criteria, from what questions and facts know."""

import copy

import pytest

from guildhall.engine.matching import load_criteria
from guildhall.programs.queries.field_words import with_words
from guildhall.programs.template_files import load_templates
from guildhall.questions.actions.responses import save_answers, start_response
from guildhall.questions.actions.sets import add_question, make_question_set, retire_question
from guildhall.questions.specs import QuestionSpec
from tests.programs.factories import make_program
from tests.world import NOW


def fields_of(program, **more):
    criteria = {"fields": {**copy.deepcopy(program.criteria["fields"]), **more}}
    return with_words(criteria, program=program)["fields"]


def test_a_template_needs_no_words_of_its_own(program):
    fields = fields_of(program, stage={"label": "S", "kind": "text", "guide": "career_stage"})
    modes = fields["answer_meeting_mode"]["labels"]
    assert (modes["in_person"], modes["video"]) == ("In person", "By video")
    assert fields["languages"]["labels"]["fa"] == "Persian"
    assert fields["languages"]["meaning"] == "language"
    assert fields["years_of_experience"]["unit"] == {"one": "year", "many": "years"}
    assert fields["time_zone_offset"]["meaning"] == "time_zone"
    assert fields["stage"]["labels"]["mid"] == "Mid career"
    assert fields["answer_structure"]["scale"] == {
        "minimum": 1,
        "maximum": 5,
        "low": "We see where it goes",
        "high": "An agenda, sent before",
    }
    assert fields["answer_structure"]["labels"]["3"] == "A few points, loosely kept"
    assert "labels" not in fields["hours"]


def test_what_criteria_say_themselves_stays(program):
    own = {
        "label": "Ways",
        "kind": "list",
        "guide": "answer:meeting_mode",
        "labels": {"video": "On screen"},
    }
    years = {"label": "Years", "kind": "number", "unit": {"one": "winter", "many": "winters"}}
    fields = fields_of(program, ways=own, years_of_experience=years)
    assert fields["ways"]["labels"]["video"] == "On screen"
    assert fields["ways"]["labels"]["in_person"] == "In person"
    assert fields["years_of_experience"]["unit"]["one"] == "winter"
    assert "labels" not in program.criteria["fields"]["answer_meeting_mode"]


def test_a_field_of_another_kind_takes_only_what_fits(program):
    text = {"label": "Years", "kind": "text", "guide": "years_of_experience"}
    zone = {"label": "Zone", "kind": "text", "guide": "time_zone_offset"}
    fields = fields_of(program, years=text, zone=zone)
    assert (fields["years"], fields["zone"]) == (text, zone)


def test_options_that_were_retired_keep_their_words(world, program):
    def spec(*options):
        pairs = [{"key": key, "label": label} for key, label in options]
        return QuestionSpec("mode", "choice", "How?", settings={"options": pairs})

    program.guide_questions = make_question_set([spec(("a", "Old A"), ("b", "B"))], at=NOW)
    program.save()
    response = start_response(questions=program.guide_questions, person=world.gwen, at=NOW)
    save_answers(response=response, values={"mode": "b"}, at=NOW)
    retire_question(program.guide_questions.questions.get(), at=NOW)
    add_question(program.guide_questions, spec(("a", "New A"), ("c", "C")))
    field = {"label": "Mode", "kind": "text", "guide": "answer:mode", "learner": "answer:mode"}
    assert fields_of(program, mode=field)["mode"]["labels"] == {
        "a": "New A",
        "b": "B",
        "c": "C",
    }


@pytest.mark.parametrize("template", load_templates().values(), ids=lambda one: one.key)
def test_every_shipped_template_loads_with_its_words(world, template):
    program = make_program(world.alder, template=template.key)
    worded = with_words(program.criteria, program=program)
    loaded = load_criteria({k: v for k, v in worded.items() if k != "objective"}, source="x")
    chosen = [field for field in loaded.fields.values() if (field.guide or "").startswith("answer")]
    assert all(field.labels or field.unit or field.scale for field in chosen)

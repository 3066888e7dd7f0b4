"""Keeping answers, and reading many at once."""

import json

import pytest
from django.db import connection

from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.files.models import StoredFile
from guildhall.files.queries import file_bytes
from guildhall.questions.actions.responses import save_answers, start_response
from guildhall.questions.actions.sets import change_question
from guildhall.questions.answers import Upload
from guildhall.questions.models import Answer, Response
from guildhall.questions.queries.answers import answers_mapped_to, answers_of, stored_answers
from guildhall.questions.queries.shown import shown_answers
from guildhall.questions.specs import QuestionSpec
from tests.questions.factories import make_set, spec
from tests.world import NOW

pytestmark = pytest.mark.django_db


def respond(world, questions, who="noor", **values):
    response = start_response(questions=questions, person=getattr(world, who), at=NOW)
    save_answers(response=response, values=values, at=NOW)
    return response


def test_answers_are_encrypted_in_the_table(world):
    respond(world, make_set(spec("long_text", "hope")), hope="to lead")
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM questions_answer")
        (stored,) = cursor.fetchone()
    assert "to lead" not in stored
    assert json.loads(Answer.objects.get().value) == "to lead"


def test_saving_again_replaces_and_none_takes_back(world):
    questions = make_set(spec("number", "years"), spec("short_text", "town"))
    response = respond(world, questions, years=3, town="Leeds")
    save_answers(response=response, values={"years": 4, "town": None}, at=NOW)
    assert stored_answers(response) == {"years": 4}
    with pytest.raises(ValueError, match="shoe"):
        save_answers(response=response, values={"shoe": 44}, at=NOW)


def test_a_file_hangs_on_its_answer_and_goes_with_it(world):
    questions = make_set(spec("file", "proof"))
    response = respond(world, questions, proof=Upload("cv.pdf", b"one", "application/pdf"))
    answer = Answer.objects.get()
    assert json.loads(answer.value) == {"name": "cv.pdf", "size": 3}
    assert file_bytes(answer.file) == b"one"
    save_answers(response=response, values={"proof": Upload("new.pdf", b"two")}, at=NOW)
    assert [row.name for row in StoredFile.objects.all()] == ["new.pdf"]
    save_answers(response=response, values={"proof": None}, at=NOW)
    assert not StoredFile.objects.exists()


def test_reading_many_costs_as_much_as_few(world, django_assert_num_queries):
    load_vocabulary()
    questions = make_set(spec("skills", "goals"), spec("number", "years"))
    people = ("noor", "tomas", "gwen", "omar")
    responses = [respond(world, questions, who, goals={"triage": 3}, years=1) for who in people]
    with django_assert_num_queries(2):
        answers_of(responses[:1])
    with django_assert_num_queries(2):
        found = answers_of(responses)
    assert found[responses[3].pk] == {"goals": {"Triage": 3}, "years": 1}
    with django_assert_num_queries(1):
        assert answers_of(responses, keys=["years"])[responses[0].pk] == {"years": 1}
    whole = Response.objects.filter(set=questions)
    assert answers_of(whole) == found


def test_the_newest_wording_that_was_answered_counts(world):
    questions = make_set(spec("number", "years"))
    response = respond(world, questions, years=3)
    change_question(questions.questions.get(), QuestionSpec("", "number", "Whole years?"), at=NOW)
    assert answers_of([response]) == {response.pk: {"years": 3}}
    assert stored_answers(response) == {}
    save_answers(response=response, values={"years": 4}, at=NOW)
    assert answers_of([response]) == {response.pk: {"years": 4}}


def test_answers_are_found_by_the_field_that_they_map_to(world):
    questions = make_set(spec("several_choices", "when", maps_to="shifts"), spec("number", "n"))
    response = respond(world, questions, when=["day"], n=1)
    assert answers_mapped_to("shifts", [response]) == {response.pk: ["day"]}


def test_answers_are_shown_in_words(world):
    load_vocabulary()
    questions = make_set(
        spec("long_text", "hope"),
        spec("choice", "shift"),
        spec("several_choices", "speaks", options_from="languages"),
        spec("scale", "sure"),
        spec("date", "since"),
        spec("skills", "goals"),
        spec("people_never", "never"),
        spec("availability", "when"),
        spec("file", "proof"),
        spec("number", "open"),
    )
    response = respond(
        world,
        questions,
        hope="to lead",
        shift="night",
        speaks=["fr", "en"],
        sure=5,
        since="2026-11-16",
        goals={"triage": 3, "wound_care": 5},
        never=[world.gwen.pk],
        when=[[0, 540, 600], [0, 780, 840], [4, 0, 1440]],
        proof=Upload("cv.pdf", b"one"),
    )
    shown = {item.question.key: item.lines for item in shown_answers(response, for_author=True)}
    assert shown == {
        "hope": ("to lead",),
        "shift": ("Night shift",),
        "speaks": ("French", "English"),
        "sure": ("5 of 5, Yes",),
        "since": ("Nov 16, 2026",),
        "goals": ("Wound care, level 5", "Triage, level 3"),
        "never": ("Gwen Castellan",),
        "when": ("Mondays 9–10 am", "Mondays 1–2 pm", "Fridays all day"),
        "proof": ("cv.pdf",),
        "open": (),
    }
    assert [item.file is not None for item in shown_answers(response)].count(True) == 1


def test_whom_somebody_avoids_is_shown_only_to_them(world):
    response = respond(world, make_set(spec("people_never", "never")), never=[world.gwen.pk])
    (others,) = shown_answers(response)
    (own,) = shown_answers(response, for_author=True)
    assert others.lines == ("Kept for the matcher. Nobody else reads it.",)
    assert own.lines == ("Gwen Castellan",)

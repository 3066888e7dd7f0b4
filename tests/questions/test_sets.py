"""Question sets: made, changed, retired, reordered."""

import pytest

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.questions.actions.responses import save_answers, start_response
from guildhall.questions.actions.sets import (
    add_question,
    change_question,
    copy_question_set,
    move_question,
    retire_question,
)
from guildhall.questions.models import Question
from guildhall.questions.specs import QuestionSpec
from tests.questions.factories import OPTIONS, make_set, spec
from tests.world import NOW

pytestmark = pytest.mark.django_db


def keys(questions):
    live = questions.questions.filter(retired_at__isnull=True)
    return list(live.values_list("key", flat=True))


def answer(world, questions, **values):
    response = start_response(questions=questions, person=world.noor, at=NOW)
    save_answers(response=response, values=values, at=NOW)
    return response


def test_questions_keep_their_order():
    questions = make_set(spec("number", "b"), spec("short_text", "a"))
    assert keys(questions) == ["b", "a"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (QuestionSpec("q", "choice", "Which?"), "options"),
        (QuestionSpec("q", "choice", "Which?", settings={"options": OPTIONS[:1]}), "options"),
        (QuestionSpec("q", "scale", "How?", settings={"min": 5, "max": 5}), "max"),
        (QuestionSpec("q", "guess", "What?"), "type"),
        (QuestionSpec("q", "number", " "), "label"),
    ],
)
def test_what_cannot_be_asked_is_refused(wrong, field):
    with pytest.raises(InvalidInput) as refused:
        make_set(wrong)
    assert list(refused.value.problems) == [field]


def test_a_new_question_gets_a_key_of_its_own():
    questions = make_set(spec("number", "which_town"))
    made = add_question(questions, QuestionSpec("", "short_text", "Which town?"))
    assert (made.key, made.position) == ("which_town_2", 2)


def test_changing_an_unanswered_question_changes_it(world):
    question = make_set(spec("number", "years")).questions.get()
    changed = change_question(question, QuestionSpec("", "short_text", "When?"), at=NOW)
    assert (changed.pk, changed.key, changed.type) == (question.pk, "years", "short_text")


def test_changing_an_answered_question_retires_it(world):
    questions = make_set(spec("number", "years"), spec("short_text", "town"))
    answer(world, questions, years=3)
    question = questions.questions.get(key="years")
    changed = change_question(question, QuestionSpec("", "number", "How many whole years?"), at=NOW)
    question.refresh_from_db()
    assert (question.retired_at, changed.key, changed.position) == (NOW, "years", 1)
    assert keys(questions) == ["years", "town"]
    with pytest.raises(WrongState, match="no longer asked"):
        change_question(question, QuestionSpec("", "number", "Again?"), at=NOW)


def test_help_and_need_change_in_place(world):
    questions = make_set(spec("number", "years"))
    answer(world, questions, years=3)
    question = questions.questions.get()
    changed = change_question(
        question, QuestionSpec("", "number", question.label, "Round down.", True), at=NOW
    )
    assert (changed.pk, changed.help, changed.is_required) == (question.pk, "Round down.", True)


def test_retiring_keeps_what_was_answered_and_removes_what_was_not(world):
    questions = make_set(spec("number", "years"), spec("short_text", "town"))
    response = answer(world, questions, years=3)
    for question in questions.questions.all():
        retire_question(question, at=NOW)
    assert list(questions.questions.values_list("key", flat=True)) == ["years"]
    assert response.answers.count() == 1


def test_moving_stops_at_the_ends():
    questions = make_set(*(spec("number", key) for key in "abc"))
    first = questions.questions.get(key="a")
    move_question(first, by=1)
    assert keys(questions) == ["b", "a", "c"]
    move_question(first, by=5)
    assert keys(questions) == ["b", "c", "a"]
    move_question(Question.objects.get(key="b"), by=-1)
    assert keys(questions) == ["b", "c", "a"]


def test_a_copy_asks_the_same_without_answers(world):
    questions = make_set(spec("number", "years"), spec("short_text", "town"))
    answer(world, questions, years=3)
    retire_question(questions.questions.get(key="years"), at=NOW)
    twin = copy_question_set(questions, at=NOW)
    assert keys(twin) == ["town"]
    assert not twin.responses.exists()

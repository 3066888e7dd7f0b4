"""Checking answers of each type: what is kept, and the sentence for what is not."""

from datetime import date

import pytest

from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.core.errors import InvalidInput
from guildhall.questions.answers import Upload, check_answer, check_answers
from guildhall.questions.finding import Finder
from tests.questions.factories import make_question, make_set, spec
from tests.world import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("type", "settings", "raw", "value"),
    [
        ("short_text", {}, "  two\n words ", "two words"),
        ("long_text", {}, " a\r\nb ", "a\nb"),
        ("choice", {}, "night", "night"),
        ("choice", {}, "NIGHT SHIFT", "night"),
        ("choice", {"options_from": "career_stages"}, "Early career", "early"),
        ("choice", {"options_from": "time_zones"}, "Europe/Paris", "Europe/Paris"),
        ("several_choices", {}, ["night", "", "Day shift", "night"], ["night", "day"]),
        ("several_choices", {"options_from": "languages"}, ["French", "en"], ["fr", "en"]),
        ("scale", {}, "4", 4),
        ("number", {"min": 0, "max": 60}, " 12 ", 12),
        ("date", {}, "2026-11-16", "2026-11-16"),
        ("date", {}, date(2026, 11, 16), "2026-11-16"),
        ("availability", {}, [[1, 600, 660], [0, 540, 600]], [[0, 540, 600], [1, 600, 660]]),
        ("file", {}, {"name": "cv.pdf", "size": 3}, {"name": "cv.pdf", "size": 3}),
    ],
)
def test_what_is_kept(type, settings, raw, value):
    assert check_answer(make_question(type, **settings), raw) == value


@pytest.mark.parametrize("raw", [None, "", [], {}, ()])
def test_nothing_is_none(raw):
    assert check_answer(make_question("short_text"), raw) is None


@pytest.mark.parametrize(
    ("type", "settings", "raw", "sentence"),
    [
        ("short_text", {}, "x" * 251, "This has 251 characters; there is room for 250."),
        ("long_text", {"max": 5}, "abcdef", "This has 6 characters; there is room for 5."),
        ("long_text", {"min": 5}, "abc", "Write at least 5 characters."),
        ("choice", {}, "evening", "“evening” is not on the list. Choose one of the suggestions."),
        ("choice", {}, "day shft", "“day shft” is not on the list. Did you mean “Day shift”?"),
        ("several_choices", {"max": 1}, ["day", "night"], "Choose one at most."),
        ("several_choices", {"min": 2}, ["day"], "Choose at least 2."),
        ("scale", {}, "6", "Give a number from 1 to 5."),
        ("number", {}, "many", "“many” is not a whole number. Write one, such as 3."),
        ("number", {"min": 0}, "-1", "Give a number of 0 or more."),
        ("number", {"max": 3}, "4", "Give a number of 3 or less."),
        ("date", {}, "16/11/2026", "“16/11/2026” is not a date. Write it as 2026-11-16."),
        (
            "availability",
            {},
            [[0, 600, 540]],
            "Each time must start before it ends, within one day.",
        ),
        ("file", {}, Upload("cv.pdf", b""), "The file is empty. Choose another one."),
        (
            "file",
            {},
            Upload("cv.exe", b"MZ"),
            "This kind of file cannot be taken. Hand in one of these:"
            " pdf, docx, odt, txt, jpg, jpeg, png.",
        ),
    ],
)
def test_what_is_refused(type, settings, raw, sentence):
    with pytest.raises(InvalidInput) as refused:
        check_answer(make_question(type, **settings), raw)
    assert refused.value.message == sentence


def test_skills_are_found_by_any_spelling():
    load_vocabulary()
    question = make_question("skills", max=2)
    pairs = [("ESI", "3"), ("wound care", 5), ("", "")]
    assert check_answer(question, pairs) == {"triage": 3, "wound_care": 5}
    assert check_answer(question, {"triage": 3}) == {"triage": 3}


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([("triag", "3")], "“triag” is not on the list. Did you mean “Triage”?"),
        ([("triage", "")], "Choose a level from 1 to 5 for “triage”."),
        ([("triage", "6")], "Choose a level from 1 to 5 for “triage”."),
        ([("triage", 1), ("wound care", 2), ("sepsis", 3)], "Choose at most 2."),
    ],
)
def test_skills_that_cannot_be_kept(pairs, sentence):
    load_vocabulary()
    with pytest.raises(InvalidInput) as refused:
        check_answer(make_question("skills", max=2), pairs)
    assert refused.value.message.startswith(sentence)


def test_colleagues_are_found_by_whole_name_or_address(world):
    question, finder = make_question("people_never"), Finder(world.noor)
    raw = ["gwen  castellan", "omar@alderbay.example", "", world.gwen.pk]
    assert check_answer(question, raw, finder=finder) == [world.gwen.pk, world.omar.pk]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Gwen", "Nobody here is called “Gwen”."),
        ("Olga Berg", "Nobody here is called “Olga Berg”."),
        ("Noor Rahimi", "This is you."),
        ("Twin Name", "More than one person is called “Twin Name”."),
    ],
)
def test_colleagues_in_doubt_are_refused(world, text, start):
    make_person(world.alder, "Twin Name")
    make_person_with_address(world, "Twin Name")
    with pytest.raises(InvalidInput) as refused:
        check_answer(make_question("people_never"), [text], finder=Finder(world.noor))
    assert refused.value.message.startswith(start)


def make_person_with_address(world, name):
    person = make_person(world.alder, f"Other {name}")
    person.given_name, person.family_name = name.split()
    person.save()


def test_a_whole_set_names_open_required_questions():
    questions = make_set(
        spec("number", "years", is_required=True),
        spec("short_text", "town", is_required=True),
        spec("short_text", "note"),
    )
    asked = list(questions.questions.all())
    checked = check_answers(asked, {"years": "x", "note": ""})
    assert set(checked.problems) == {"years", "town"}
    assert checked.values == {"town": None, "note": None}
    draft = check_answers(asked, {"years": "3"}, whole=False)
    assert draft.problems == {}
    assert draft.values == {"years": 3, "town": None, "note": None}

"""Reasons in people's words: labels, units, scales, languages, time zones."""

import copy

import pytest

from guildhall.engine.matching import CriteriaError, Field, Person, Words, load_criteria, match
from guildhall.engine.matching import worded as in_words
from tests.engine.matching.matching_people import CRITERIA

MODES = {
    "kind": "list",
    "labels": {"in_person": "In person", "phone": "By phone", "video": "By video"},
}
WALKS = {"kind": "list", "labels": {"phone": "By phone, or on a walk", "video": "By video"}}
TONGUES = {
    "kind": "list",
    "meaning": "language",
    "labels": {"en": "English", "es": "Spanish", "fr": "French"},
}
YEARS = {"kind": "number", "unit": {"one": "year", "many": "years"}}
ZONE = {"kind": "number", "unit": {"one": "hour", "many": "hours"}, "meaning": "time_zone"}
STYLE = {
    "kind": "number",
    "scale": {"low": "We see where it goes", "high": "An agenda"},
    "labels": {"3": "A few points"},
}
BARE = {"kind": "number", "scale": {}}
STAGE = {"kind": "ordinal", "order": ["mid", "top"], "labels": {"mid": "Mid career", "top": "Top"}}


def told(field, guide, learner, **preference):
    wish = {"id": "p", "label": "P", "weight": 10, "field": "f", **preference}
    mapping = {"fields": {"f": {"label": "F", **field}}, "preferences": [wish]}
    mapping["words"] = {"learner": "mentee"}
    result = match(
        [Person("g", "G", {"f": guide}, capacity=2)],
        [Person("l", "L", {"f": learner})],
        load_criteria(mapping, source="x"),
    )
    return result.explain("l", "g").contributions[0].reason


@pytest.mark.parametrize(
    ("field", "guide", "learner", "words"),
    [
        (MODES, ("phone", "in_person"), ("in_person", "Phone"), "Both: In person, By phone"),
        (WALKS, ("phone", "video"), ("video", "phone"), "Both: By video; By phone, or on a walk"),
        (MODES, ("phone",), ("video",), "Nothing in common here"),
        (MODES, (), ("video",), "Not stated"),
        (TONGUES, ("en",), ("es", "en"), "Both speak English"),
        (TONGUES, ("es", "en"), ("en", "es"), "Both speak English and Spanish"),
        (
            TONGUES,
            ("es", "en", "fr"),
            ("en", "es", "fr"),
            "Both speak English, Spanish, and French",
        ),
        ({"kind": "list"}, tuple("abcdefg"), tuple("abcdefg"), "Both: a, b, c, d, e and 2 more"),
        ({"kind": "ids"}, ("17", "18"), ("17",), "1 person in common"),
        ({"kind": "hours"}, frozenset({4, 5}), frozenset({4, 5}), "1 hour a week in common"),
        ({"kind": "hours"}, frozenset({4}), frozenset({4, 5}), "30 minutes a week in common"),
        ({"kind": "hours"}, frozenset({4}), frozenset({5}), "No free hour in common"),
    ],
)
def test_what_is_shared(field, guide, learner, words):
    assert told(field, guide, learner, kind="shares").text() == words


@pytest.mark.parametrize(
    ("field", "guide", "learner", "words"),
    [
        (ZONE, 1, -4, "5 hours apart"),
        (ZONE, 5.5, 4.5, "1 hour apart"),
        (ZONE, 5.5, 4.0, "1.5 hours apart"),
        (ZONE, 2.0, 2, "Same time zone"),
        (YEARS, 3, 5, "2 years apart"),
        (YEARS, 3, 3, "Both: 3 years"),
        (STYLE, 5, 5, "Both: An agenda"),
        (STYLE, 3, 3, "Both: A few points"),
        (STYLE, 4, 4, "Both lean toward “An agenda”"),
        (STYLE, 1, 2, "Both lean toward “We see where it goes”"),
        (STYLE, 4, 3, "One step apart"),
        (STYLE, 1, 5, "4 steps apart"),
        ({**STYLE, "labels": {}}, 3, 3, "Both in the middle"),
        (BARE, 4, 3, "4 and 3 of 5"),
        (BARE, 4, 4, "Both: 4 of 5"),
        ({"kind": "number"}, 12, 2, "12 and 2"),
        (STAGE, "top", "mid", "One step apart"),
    ],
)
def test_how_close(field, guide, learner, words):
    assert told(field, guide, learner, kind="closeness", range=8).text() == words


@pytest.mark.parametrize(
    ("field", "guide", "learner", "words"),
    [
        (YEARS, 17, 3, "14 years ahead"),
        (YEARS, 4, 3, "1 year ahead"),
        (YEARS, 3, 4, "The mentee is 1 year ahead"),
        (STAGE, "top", "mid", "1 step above: Top for Mid career"),
        (STAGE, "mid", "mid", "Both: Mid career"),
    ],
)
def test_who_is_ahead(field, guide, learner, words):
    assert told(field, guide, learner, kind="gap", preferred=8, tolerance=9).text() == words


def test_skills_met_best_come_first_and_few_are_told():
    offered = {"Data visualization": 5, "Writing": 1, "Triage": 3, "Python": 2}
    wanted = {"Writing": 4, "Triage": 3, "Python": 3, "Data visualization": 4}
    assert told({"kind": "skills"}, offered, wanted, kind="skills").text() == (
        "Data visualization: level 5 offered, 4 wanted; Triage: level 3 offered, 3 wanted;"
        " Python: level 2 offered, 3 wanted; 1 more"
    )
    assert told({"kind": "skills"}, {"x": 1}, wanted, kind="skills").text() == (
        "Nothing in common here"
    )


def test_words_are_message_ids_with_values():
    reason = told(YEARS, 17, 3, kind="gap", preferred=8)
    assert reason.template == "%(amount)s ahead"
    assert reason.params["amount"] == Words(
        "%(number)s year", {"number": "14"}, plural="%(number)s years", count=14
    )
    odd = {**YEARS, "unit": {"one": "% point", "many": "% points"}}
    assert told(odd, 17, 3, kind="gap", preferred=8).text() == "14 % points ahead"


def test_a_rule_speaks_in_labels_too():
    mapping = {
        "fields": {
            "stage": {"label": "Career stage", **STAGE},
            "boss": {"label": "B", "kind": "ids"},
        },
        "rules": [
            {
                "id": "a",
                "label": "A",
                "kind": "equals",
                "side": "guide",
                "field": "stage",
                "is": "x",
            },
            {
                "id": "b",
                "label": "B",
                "kind": "equals",
                "side": "guide",
                "field": "boss",
                "is": "x",
            },
        ],
    }
    guide = Person("g", "Ruth", {"stage": "top", "boss": ("17",)})
    result = match([guide], [Person("l", "L")], load_criteria(mapping, source="x"))
    assert [one.reason.text() for one in result.explain("l", "g").failures] == [
        "Ruth: Career stage is Top",
        "Ruth: B is something else",
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (MODES, "video", "By video"),
        (YEARS, 12.0, "12 years"),
        (ZONE, 1.0, "UTC+1"),
        (ZONE, -3.5, "UTC−3:30"),
        (ZONE, 0, "UTC"),
        (STYLE, 5, "An agenda"),
        (STYLE, 4, "4 of 5, toward “An agenda”"),
        (STYLE, 3, "A few points"),
        (BARE, 3, "3 of 5"),
    ],
)
def test_one_value_in_words(field, value, words):
    loaded = load_criteria({"fields": {"f": {"label": "F", **field}}}, source="x").fields["f"]
    assert str(in_words(loaded, value)) == words


def test_words_change_no_point():
    plain = {"fields": {"f": {"label": "F", "kind": "number"}}}
    wish = {"id": "p", "label": "P", "kind": "closeness", "field": "f", "weight": 8, "range": 4}
    scores = [
        match(
            [Person("g", "G", {"f": 4})],
            [Person("l", "L", {"f": 3})],
            load_criteria({"fields": fields, "preferences": [wish]}, source="x"),
        )
        .pairs[0]
        .score
        for fields in (plain["fields"], {"f": {"label": "F", **STYLE}})
    ]
    assert scores == [6, 6]


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("ward", {"unit": {"one": "a", "many": "b"}}, "ward has a unit or a scale, which only"),
        ("years", {"unit": {"one": "year"}}, "years → unit needs 'many'"),
        ("years", {"scale": {"minimum": 5}}, "years has a scale that does not go up"),
        ("years", {"scale": {"lowest": 1}}, "has no key 'lowest' (did you mean 'low'?)"),
        ("hours", {"labels": {"1": "one"}}, "hours has labels, which only fields of kind"),
        ("ward", {"labels": {"a": 1}}, "labels → a is 1; it must be text"),
        ("ward", {"meaning": "time_zone"}, "ward has the meaning 'time_zone', which only"),
        ("years", {"meaning": "language"}, "years has the meaning 'language', which a number"),
        ("ward", {"meaning": "lang"}, "meaning is 'lang'; it can be 'language', 'time_zone'"),
    ],
)
def test_mistakes_are_named(name, change, words):
    mapping = copy.deepcopy(CRITERIA)
    mapping["fields"][name].update(change)
    with pytest.raises(CriteriaError) as caught:
        load_criteria(mapping, source="rules.toml")
    assert any(words in problem for problem in caught.value.problems), caught.value.problems


def test_criteria_without_words_load_as_before():
    assert load_criteria(CRITERIA, source="x").fields["years"] == Field("years", "Years", "number")

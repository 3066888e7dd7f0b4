"""Criteria: every mistake is named with its key path, every kind of rule holds what it says."""

import copy

import numpy as np
import pytest

from guildhall.engine.matching import CriteriaError, Person, criteria_schema, load_criteria, match
from guildhall.engine.matching.columns import Columns
from guildhall.engine.matching.eligibility import fails
from tests.engine.matching.matching_people import CRITERIA


def changed(path, value):
    mapping = copy.deepcopy(CRITERIA)
    node = mapping
    for step in path[:-1]:
        node = node[step]
    if value is None:
        del node[path[-1]]
    else:
        node[path[-1]] = value
    return mapping


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (["fields"], None, "the file needs 'fields'"),
        (["field"], {}, "the file has no key 'field' (did you mean 'fields'?)"),
        (["rules", 0, "minimum"], None, 'rule 1 ("band") needs a minimum, a maximum or both'),
        (
            ["rules", 0, "minimum"],
            "two",
            "rule 1 (\"band\") → minimum is 'two'; it must be a number",
        ),
        (["rules", 0, "kind"], "gapp", "'gap', 'shares'"),
        (["rules", 0, "field"], "bnd", "field 'bnd' that is not in fields (did you mean 'band'?)"),
        (["rules", 0, "field"], "ward", "compares a field of kind 'text'; 'gap' works on"),
        (["rules", 0, "field"], None, "needs 'field', or both 'guide_field' and 'learner_field'"),
        (["rules", 1, "id"], "band", "the id 'band' is used twice"),
        (["rules", 0, "maximum"], 0, "has a minimum (1) above its maximum (0)"),
        (["rules", 0, "id"], "Band 1", "'Band 1' is not a usable name"),
        (["preferences", 0, "weight"], 1.005, "has 1.005 points; use two decimals at most"),
        (["preferences", 0, "weight"], -1, "-1 is less than the minimum of 0"),
        (["preferences", 0, "weight"], None, "preference 1 (\"skills\") needs 'weight'"),
        (["preferences", 0, "points"], [1], 'preference 1 ("skills") has points; only'),
        (["preferences", 3, "target"], None, "needs 'target'"),
        (["preferences", 5, "side"], None, "needs 'side'"),
        (["preferences", 5, "points"], [0, 0], "gives no points at all"),
        (["fields", "band", "order"], None, "fields → band needs 'order'"),
        (["fields", "ward", "order"], ["a", "b"], "fields → ward has an order, which only"),
        (["fields", "ward", "kind"], "words", "fields → ward → kind is 'words'; it can be"),
        (["fields", "ward", "readable_by"], "all", "it can be 'everyone', 'pair'"),
        (["rules"], {}, "rules is {}; it must be a list"),
    ],
)
def test_mistakes_are_named(path, value, words):
    with pytest.raises(CriteriaError) as caught:
        load_criteria(changed(path, value), source="rules.toml")
    assert any(words in problem for problem in caught.value.problems), caught.value.problems
    assert all(problem.startswith("rules.toml: ") for problem in caught.value.problems)


def test_all_mistakes_come_at_once():
    mapping = changed(["rules", 0, "field"], "bnd")
    mapping["preferences"][1]["field"] = "wrd"
    with pytest.raises(CriteriaError) as caught:
        load_criteria(mapping, source="x")
    assert len(caught.value.problems) == 2


def test_the_schema_is_a_fresh_copy():
    criteria_schema()["properties"].clear()
    assert "fields" in criteria_schema()["properties"]


def test_what_is_switched_off_does_not_count():
    off = changed(["rules", 0, "enabled"], False)
    off["preferences"][0]["enabled"] = False
    loaded = load_criteria(off, source="x")
    assert [rule.id for rule in loaded.rules] == ["never"]
    assert "skills" not in [preference.id for preference in loaded.preferences]


def failing(rule, guide, learner, fields):
    table = {name: {"label": name, **entry} for name, entry in fields.items()}
    entry = {"id": "r", "label": "R", **rule}
    loaded = load_criteria({"fields": table, "rules": [entry]}, source="x")
    columns = Columns([Person("g", "G", guide)], [Person("l", "L", learner)], loaded)
    return bool(fails(loaded.rules[0], columns)[0, 0])


TEXT, LIST, NUMBER = {"kind": "text"}, {"kind": "list"}, {"kind": "number"}
IDS, HOURS = {"kind": "ids"}, {"kind": "hours"}


@pytest.mark.parametrize(
    ("rule", "field", "guide", "learner", "breaks"),
    [
        ({"kind": "same"}, TEXT, "North", " north", False),
        ({"kind": "same"}, TEXT, "North", "South", True),
        ({"kind": "same"}, TEXT, "North", None, True),
        ({"kind": "same", "when_missing": "allow"}, TEXT, "North", "", False),
        ({"kind": "different"}, TEXT, "North", "NORTH", True),
        ({"kind": "different"}, TEXT, "North", "South", False),
        ({"kind": "different"}, TEXT, None, None, True),
        ({"kind": "gap", "minimum": 1, "maximum": 2}, NUMBER, 5, 3, False),
        ({"kind": "gap", "minimum": 1, "maximum": 2}, NUMBER, 6, 3, True),
        ({"kind": "gap", "maximum": 0}, NUMBER, 6, 3, True),
        ({"kind": "gap", "maximum": 0, "when_missing": "allow"}, NUMBER, None, 3, False),
        ({"kind": "shares"}, LIST, ("A", "B"), ("b",), False),
        ({"kind": "shares", "minimum": 2}, LIST, ("A", "B"), ("b", "C"), True),
        ({"kind": "shares", "minimum": 60}, HOURS, frozenset({1, 2}), frozenset({2, 3}), True),
        ({"kind": "shares", "minimum": 60}, HOURS, frozenset({1, 2}), frozenset({1, 2}), False),
        ({"kind": "not_in"}, IDS, ("x",), ("y",), False),
        ({"kind": "not_in"}, IDS, ("l",), (), True),
        ({"kind": "not_in"}, IDS, (), ("g",), True),
        ({"kind": "not_in"}, IDS, None, None, False),
        ({"kind": "equals", "side": "guide", "is": ["yes", "maybe"]}, TEXT, "Yes", None, False),
        ({"kind": "equals", "side": "guide", "is": "yes"}, TEXT, "no", "yes", True),
        ({"kind": "equals", "side": "guide", "is": "yes"}, TEXT, None, None, True),
        ({"kind": "present", "side": "learner"}, LIST, ("a",), (), True),
        ({"kind": "present", "side": "learner"}, LIST, (), ("a",), False),
    ],
)
def test_rules(rule, field, guide, learner, breaks):
    entry = {"field": "f", **rule}
    assert failing(entry, {"f": guide}, {"f": learner}, {"f": field}) is breaks


@pytest.mark.parametrize(
    ("side", "guide", "learner", "breaks"),
    [
        ("guide", {"has": ("Gay", "Deaf")}, {"wants": "deaf"}, False),
        ("guide", {"has": ("Gay",)}, {"wants": "Deaf"}, True),
        ("learner", {"wants": "deaf"}, {"has": ("Deaf",)}, False),
    ],
)
def test_includes(side, guide, learner, breaks):
    names = ("has", "wants") if side == "guide" else ("wants", "has")
    rule = {"kind": "includes", "list": side, "guide_field": names[0], "learner_field": names[1]}
    assert failing(rule, guide, learner, {"has": LIST, "wants": TEXT}) is breaks


def test_a_preferred_gap_fades_with_distance():
    mapping = {
        "fields": {"years": {"label": "Years", "kind": "number"}},
        "preferences": [
            {
                "id": "gap",
                "label": "Four years ahead",
                "kind": "gap",
                "field": "years",
                "preferred": 4,
                "tolerance": 1,
                "weight": 10,
            }
        ],
    }
    guides = [Person(f"g{gap}", "G", {"years": 10 + gap}) for gap in range(2, 8)]
    result = match(guides, [Person("l", "L", {"years": 10})], load_criteria(mapping, source="x"))
    points = [int(result.explain("l", guide.id).score) for guide in guides]
    assert points == [0, 5, 10, 5, 0, 0]


def test_points_are_the_same_alone_and_in_a_crowd():
    rng = np.random.default_rng(1)
    loaded = load_criteria(CRITERIA, source="x")

    def person(at):
        skills = {f"s{n}": int(rng.integers(1, 6)) for n in rng.choice(9, 3, replace=False)}
        return Person(f"p{at}", "P", {"band": "Six", "skills": skills, "years": float(at % 7)})

    guides, learners = [person(n) for n in range(20)], [person(n) for n in range(20)]
    crowd = match(guides, learners, loaded)
    for guide, learner in zip(guides, learners, strict=True):
        alone = match([guide], [learner], loaded).explain(learner.id, guide.id)
        assert alone.score == crowd.explain(learner.id, guide.id).score

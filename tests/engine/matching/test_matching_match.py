"""`match`: points, reasons, pins, the people without, and what a change would cost."""

import random
from decimal import Decimal

import pytest

from guildhall.engine.matching import MatchError, Person, match, visible_to
from tests.engine.matching.matching_people import criteria, preceptee, preceptor

RUTH = preceptor(
    "Ruth",
    places=2,
    ward="North",
    skills={"Wound care": 5, "Triage": 2},
    languages=("English", "Spanish"),
    hours=frozenset(range(36, 40)),
    years=12,
    faith="Quaker",
)
OMAR = preceptor("Omar", ward="South", skills={"Triage": 4}, languages=("English",), years=3)
LUCIA = preceptee(
    "Lucia",
    ward="north ",
    skills={"wound care": 3, "Triage": 4},
    languages=("Spanish", "english", "Catalan"),
    hours=frozenset(range(37, 40)),
    years=2,
    wishes=("omar", "ruth"),
    faith="quaker",
)


def points_of(contributions):
    return {one.preference_id: one.points for one in contributions}


def test_points_of_each_kind():
    explained = match([RUTH, OMAR], [LUCIA], criteria()).explain("lucia", "ruth")
    assert points_of(explained.contributions) == {
        "skills": Decimal("18.75"),  # 3 of 3 and 2 of 4 wanted levels
        "ward": Decimal("10.25"),
        "languages": Decimal(5),
        "hours": Decimal("7.5"),  # 90 of 120 minutes
        "years": Decimal(2),  # 10 years apart in a range of 20
        "wishes": Decimal(12),
        "faith": Decimal(1),
        "room": Decimal(5),
    }
    assert explained.score == Decimal("61.5")
    assert explained.maximum == Decimal("80.25")
    assert (explained.learner_rank, explained.learner_choices) == (1, 2)


def test_reasons_say_what_counts():
    explained = match([RUTH, OMAR], [LUCIA], criteria()).explain("lucia", "ruth")
    told = {one.preference_id: one.reason.text() for one in explained.contributions}
    assert told == {
        "skills": ("wound care: level 5 offered, 3 wanted; Triage: level 2 offered, 4 wanted"),
        "ward": "Both: North",
        "languages": "Both: Spanish, english",
        "hours": "1.5 hours a week in common",
        "years": "12 and 2",
        "wishes": "Second wish of the preceptee",
        "faith": "Counted, not shown",
        "room": "Has 2 free places",
    }


def test_a_reader_sees_no_more_than_the_fields_allow():
    pair = match([RUTH], [LUCIA], criteria()).pairs[0]
    read = {who: visible_to(pair.contributions, reader=who) for who in ("everyone", "pair")}
    assert {one.preference_id for one in read["everyone"]} == {"ward", "room"}
    assert "faith" not in {one.preference_id for one in read["pair"]}
    assert len(visible_to(pair.contributions, reader="coordinator")) == 8
    assert not any("quaker" in one.reason.text().lower() for one in pair.contributions)


def crowd(seed, size=24):
    rng = random.Random(seed)
    wards, bands = ("North", "South", "East", None), ("Five", "Six", "Seven", "Eight")

    def values():
        return {
            "ward": rng.choice(wards),
            "skills": {s: rng.randint(1, 5) for s in rng.sample(["a", "b", "c", "d"], 2)},
            "languages": tuple(rng.sample(["en", "es", "de"], rng.randint(0, 2))),
            "hours": frozenset(rng.sample(range(40), 8)),
            "years": rng.choice([None, 1, 5, 20]),
        }

    guides = [
        preceptor(f"G{n:02}", places=rng.randint(0, 2), **{**values(), "band": rng.choice(bands)})
        for n in range(size)
    ]
    learners = [
        preceptee(f"L{n:02}", need=rng.randint(1, 2), **{**values(), "band": rng.choice(bands[:3])})
        for n in range(size)
    ]
    return guides, learners


@pytest.mark.parametrize("seed", range(3))
def test_contributions_add_up_to_every_score(seed):
    guides, learners = crowd(seed)
    result = match(guides, learners, criteria())
    assert result.pairs
    for pair in result.pairs:
        assert sum(one.points for one in pair.contributions) == pair.score
        explained = result.explain(pair.learner_id, pair.guide_id)
        assert (explained.score, explained.contributions) == (pair.score, pair.contributions)
    assert sum(pair.score for pair in result.pairs) == result.figures.total
    assert result.is_proven


@pytest.mark.parametrize("objective", ["fair", "best", "stable"])
def test_pairs_do_not_depend_on_the_order_of_people(objective):
    guides, learners = crowd(5)
    first = match(guides, learners, criteria(), objective=objective)
    random.Random(1).shuffle(guides)
    random.Random(2).shuffle(learners)
    again = match(guides, learners, criteria(), objective=objective)
    assert [(p.learner_id, p.guide_id) for p in first.pairs] == [
        (p.learner_id, p.guide_id) for p in again.pairs
    ]
    assert first.figures == again.figures


@pytest.mark.parametrize("seed", range(3))
def test_why_not_costs_exactly_what_it_said(seed):
    guides, learners = crowd(seed)
    result = match(guides, learners, criteria())
    made = {(p.learner_id, p.guide_id) for p in result.pairs}
    tried = 0
    for learner in learners:
        other = result.best_alternative(learner.id)
        if other is None:
            continue
        answer = result.why_not(learner.id, other.guide_id)
        if not answer.is_possible:
            continue
        tried += 1
        forced = match(guides, learners, criteria(), pins=[(learner.id, other.guide_id)])
        assert result.figures.total - forced.figures.total == answer.total_cost
        assert result.figures.matched - forced.figures.matched == answer.matched_cost
        assert forced.figures.worst == answer.worst_after
        after = made
        for change in answer.changes:
            after = {pair for pair in after if pair[0] != change.learner_id}
            after |= {(change.learner_id, guide) for guide in change.after}
        assert (learner.id, other.guide_id) in after
        assert -sum(change.points for change in answer.changes) == answer.total_cost
    assert tried > 3


def test_why_not_says_which_rule_fails():
    result = match([RUTH, preceptor("Low", band="Five")], [LUCIA], criteria())
    answer = result.why_not("lucia", "low")
    assert not answer.is_possible
    assert [one.rule_id for one in answer.failures] == ["band"]
    assert answer.summary[0].text() == "This pair cannot be made: A higher band (Both: Five)"
    assert answer.total_cost == 0


def test_pins_are_fixed_first_and_flagged():
    result = match([RUTH, OMAR], [LUCIA], criteria(), pins=[("lucia", "omar")])
    assert [(p.guide_id, p.pinned, p.breaks_rule) for p in result.pairs] == [("omar", True, False)]
    low = preceptor("Low", band="Five")
    broken = match([RUTH, low], [LUCIA], criteria(), pins=[("lucia", "low")]).pairs[0]
    assert (broken.guide_id, broken.breaks_rule) == ("low", True)
    assert [one.rule_id for one in broken.broken_rules] == ["band"]


def test_a_pinned_learner_leaves_first_places_to_others():
    other = preceptee("Mia")
    pair = preceptee("Lucia", need=2)
    result = match([RUTH, preceptor("Tom")], [pair, other], criteria(), pins=[("lucia", "tom")])
    assert {(p.learner_id, p.guide_id) for p in result.pairs} >= {("mia", "ruth"), ("lucia", "tom")}


def test_forbidden_pairs_are_never_made():
    result = match([RUTH], [LUCIA], criteria(), forbidden=[("lucia", "ruth")])
    assert result.pairs == ()
    assert [one.rule_id for one in result.explain("lucia", "ruth").failures] == ["forbidden"]


def test_people_are_never_paired_with_themselves():
    guide = Person("g1", "Ana", {"band": "Seven"}, same_as="ana@example.org")
    learner = Person("l1", "Ana", {"band": "Five"}, same_as="ana@example.org")
    result = match([guide], [learner], criteria())
    assert result.pairs == ()
    assert result.explain("l1", "g1").failures[0].rule_id == "same_person"


def test_lists_of_people_to_avoid_work_from_both_sides():
    first = preceptor("Ann", never=("lucia",))
    second = preceptor("Ben")
    result = match([first, second], [preceptee("Lucia", never=("ben",))], criteria())
    assert result.pairs == ()
    reason = result.explain("lucia", "ben").failures[0]
    assert (reason.rule_id, reason.readable_by) == ("never", "coordinator")


def test_reasons_for_those_without_a_guide():
    paused = preceptor("Paused", places=0)
    top = preceptee("Top", band="Eight")
    assert match([], [LUCIA], criteria()).unmatched[0].code == "no_guides"
    none = match([RUTH, OMAR], [top], criteria()).unmatched[0]
    assert none.code == "no_eligible_guide"
    assert none.reason.text() == ("No preceptor fits: A higher band (not met by 2 of 2 preceptors)")
    assert match([paused], [LUCIA], criteria()).unmatched[0].code == "only_paused"
    low = match([OMAR], [LUCIA], criteria(), minimum_score=79)
    assert low.unmatched[0].code == "below_minimum"
    assert (low.minimum_cost.matched_with, low.minimum_cost.matched_without) == (0, 1)
    full = match([OMAR], [LUCIA, preceptee("Mia")], criteria()).unmatched[0]
    assert (full.learner_id, full.code) == ("mia", "list_too_short")
    assert full.reason.text() == "Only 1 preceptor fits, and every place there is taken: Omar"
    many = [preceptor(f"G{n}") for n in range(4)]
    crowd_of_five = [preceptee(f"L{n}") for n in range(5)]
    assert match(many, crowd_of_five, criteria()).unmatched[0].code == "no_capacity"


def test_somebody_with_one_of_two_guides_is_short_not_unmatched():
    result = match([OMAR], [preceptee("Lucia", need=2)], criteria())
    assert result.unmatched == ()
    assert [(one.learner_id, one.missing) for one in result.short] == [("lucia", 1)]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"pins": [("lucia", "omar"), ("mia", "omar")]}, "'omar' has room for 1, but 2 precep"),
        ({"pins": [("lucia", "omar"), ("lucia", "ruth")]}, "'lucia' wants 1 preceptors"),
        (
            {"pins": [("lucia", "omr")]},
            "no preceptor has the id 'omr' \\(did you mean 'omar'\\?\\)",
        ),
        ({"pins": [("lucia", "omar")], "forbidden": [("lucia", "omar")]}, "pinned and forbidden"),
    ],
)
def test_pins_that_cannot_be(arguments, words):
    with pytest.raises(MatchError, match=words):
        match([RUTH, OMAR], [LUCIA, preceptee("Mia")], criteria(), **arguments)


def test_people_that_cannot_be():
    people = [preceptor("Ruth"), preceptor("Ruth"), preceptor("Bo", band="Nine", years="old")]
    with pytest.raises(MatchError) as caught:
        match(people, [LUCIA], criteria())
    assert list(caught.value.problems) == [
        "two preceptors have the id 'ruth'; ids must be unique",
        "preceptor 'bo', Band: 'Nine' is not one of Five, Six, Seven, Eight",
        "preceptor 'bo', Years: 'old' is not a number",
    ]


def test_the_summary_is_plain():
    result = match([RUTH, OMAR], [LUCIA], criteria())
    assert [one.text() for one in result.summary] == [
        "No set of pairs under these rules gives a preceptor to more than 1 preceptees",
        "None of those lifts the weakest pair above 61.5 points",
        "None of those has a total above 61.5",
        "Checked again from your lists, apart from the search",
    ]

"""Comparing expectations: the four worked examples, and what must hold for any answers."""

from __future__ import annotations

import doctest
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.alignment import (
    Alignment,
    AlignmentError,
    Answer,
    Band,
    Topic,
    align,
)

CRITICAL = {"conf", "exit", "topics", "reply"}
VALUES = st.decimals(min_value=0, max_value=1, places=2)
ANSWERS = st.builds(Answer, VALUES, st.sampled_from([None, 1, 2, 3]))
KEYS = ("goals", "freq", "length", "reply", "conf", "feedback", "review", "exit", "topics")
SHEETS = st.dictionaries(st.sampled_from(KEYS), ANSWERS)


def topics(*keys: str) -> list[Topic]:
    return [Topic(key, key in CRITICAL) for key in keys]


def sheet(importance: dict[str, int] | None = None, /, **values: str) -> dict[str, Answer]:
    weights = importance or {}
    return {key: Answer(Decimal(value), weights.get(key)) for key, value in values.items()}


EXAMPLE_1 = topics(
    *("freq", "length", "who_books", "agenda", "channel", "reply"),
    *("feedback", "topics", "conf", "sponsor", "review", "exit"),
)
A1 = {
    **{"freq": "0.5", "length": "0.5", "who_books": "1", "agenda": "1", "channel": "0.3"},
    **{"reply": "0.5", "feedback": "1", "topics": "0.5", "conf": "1", "sponsor": "1"},
    **{"review": "0.5", "exit": "0.5"},
}
B1 = {
    **{"freq": "0.25", "length": "0.5", "who_books": "1", "agenda": "0.75", "channel": "0.3"},
    **{"reply": "0.25", "feedback": "0.5", "topics": "0.5", "conf": "1", "sponsor": "0"},
    **{"review": "0.5", "exit": "0.75"},
}


def test_the_first_example() -> None:
    twos = dict.fromkeys(A1, 2)
    found = align(EXAMPLE_1, [sheet({**twos, "sponsor": 3}, **A1)], [sheet(twos, **B1)])
    assert found.index == 76
    assert found.conversations == ("reply", "exit", "sponsor")
    assert found.keys(Band.EASY) == ("freq", "agenda", "reply", "exit")
    assert found.keys(Band.TALK) == ("feedback", "sponsor")
    assert len(found.keys(Band.AGREED)) == 6
    assert sum(one.weight for one in found.compared) == 25
    assert sum(one.weighted_gap for one in found.compared) == Decimal("6.0")


def test_the_second_example_is_of_one_mind() -> None:
    found = align(EXAMPLE_1, [sheet(None, **A1)], [sheet(None, **A1)])
    assert (found.index, found.conversations) == (100, ())
    assert found.keys(Band.AGREED) == tuple(topic.key for topic in EXAMPLE_1)


def test_the_third_example_leaves_out_what_one_side_left_open() -> None:
    asked = topics("goals", "freq", "place", "reply", "conf", "exit", "topics")
    a = {"goals": "0.5", "freq": "0.25", "place": "0", "reply": "0.75", "conf": "1", "exit": "0.5"}
    b = {"goals": "0.5", "freq": "0.75", "place": "0", "reply": "0.5", "conf": "0.5", "exit": "0.5"}
    found = align(
        asked,
        [sheet({"freq": 1, "conf": 3}, **a)],
        [sheet({"freq": 1, "goals": 3}, **b, topics="1")],
    )
    assert [one.weight for one in found.compared] == [3, 1, 2, 2, 3, 2]
    assert found.index == 81
    assert found.keys(Band.TALK) == ("freq", "conf")
    assert found.keys(Band.EASY) == ("reply",)
    assert found.conversations == ("conf", "reply", "freq")


def test_the_fourth_example_has_too_few_topics_for_an_index() -> None:
    asked = topics("a", "b", "c", "d", "e")
    one = sheet(a="0", b="0.5", c="1", d="0.25", e="0.5")
    other = sheet(a="0", b="0.5", c="1", d="0.5", e="1")
    found = align(asked, [one], [other])
    assert found.index is None
    assert found.keys(Band.AGREED) == ("a", "b", "c")
    assert found.keys(Band.EASY) == ("d",)
    assert found.keys(Band.TALK) == found.conversations == ("e",)


@pytest.mark.parametrize(
    ("low", "high", "band"),
    [
        ("0.1", "0.3", Band.EASY),
        ("0.1", "0.29", Band.AGREED),
        ("0.2", "0.7", Band.TALK),
        ("0.2", "0.69", Band.EASY),
    ],
)
def test_a_gap_on_the_border_falls_in_the_upper_band(low: str, high: str, band: Band) -> None:
    found = align(topics("a"), [sheet(a=low)], [sheet(a=high)])
    assert found.keys(band) == ("a",)


@pytest.mark.parametrize(
    ("asked", "answers", "words"),
    [
        (["a", "a"], {}, "named twice"),
        (["a"], {"b": Answer(Decimal(0))}, "not a topic"),
        (["a"], {"a": Answer(Decimal("1.01"))}, "not from 0 to 1"),
        (["a"], {"a": Answer(Decimal("NaN"))}, "not from 0 to 1"),
        (["a"], {"a": Answer(Decimal(1), 4)}, "not 1, 2 or 3"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    asked: list[str], answers: dict[str, Answer], words: str
) -> None:
    with pytest.raises(AlignmentError, match=words):
        align(topics(*asked), [answers], [])


def test_a_circle_counts_the_farthest_two() -> None:
    found = align(topics("a"), [sheet(a="0.5")], [sheet(a="0.25"), sheet(a="0.9"), {}])
    assert (found.compared[0].low, found.compared[0].high) == (Decimal("0.25"), Decimal("0.9"))
    assert align(topics("a"), [{}], [sheet(a="0"), sheet(a="1")]).compared == ()


@given(SHEETS, SHEETS)
def test_it_does_not_matter_who_is_who(a: dict[str, Answer], b: dict[str, Answer]) -> None:
    assert align(topics(*KEYS), [a], [b]) == align(topics(*KEYS), [b], [a])


@given(SHEETS)
def test_the_same_answers_agree(a: dict[str, Answer]) -> None:
    found = align(topics(*KEYS), [a], [a])
    assert found.conversations == ()
    assert set(found.keys(Band.AGREED)) == set(a)
    assert found.index == (100 if len(a) >= 6 else None)


@given(SHEETS, SHEETS)
def test_against_the_words_of_the_definition(a: dict[str, Answer], b: dict[str, Answer]) -> None:
    found: Alignment = align(topics(*KEYS), [a], [b])
    shared = [key for key in KEYS if key in a and key in b]
    assert [one.key for one in found.compared] == shared
    gap = {key: abs(Fraction(a[key].value) - Fraction(b[key].value)) for key in shared}
    weight = {key: max(a[key].importance or 2, b[key].importance or 2) for key in shared}
    if len(shared) >= 6:
        total = sum(weight.values())
        exact = 100 - Fraction(100) * sum(weight[k] * gap[k] for k in shared) / total
        assert found.index is not None
        assert 0 <= found.index <= 100
        assert abs(found.index - exact) <= Fraction(1, 2)
    worth = [
        key
        for key in shared
        if gap[key] >= Fraction(1, 2) or (key in CRITICAL and gap[key] >= Fraction(1, 4))
    ]
    ranked = sorted(worth, key=lambda k: (k not in CRITICAL, -gap[k] * weight[k], KEYS.index(k)))
    assert list(found.conversations) == ranked[:3]


def test_the_examples_in_the_documentation() -> None:
    module = import_module("guildhall.engine.alignment.comparing")
    assert doctest.testmod(module).failed == 0

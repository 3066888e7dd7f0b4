"""The topics as data: sound as shipped, and every fault of a file is named with its place."""

from decimal import Decimal
from itertools import combinations

import pytest

from guildhall.agreements.topics import FILE, read_topics, topics
from guildhall.core.errors import InvalidInput
from guildhall.engine.alignment import Answer, align
from guildhall.engine.alignment import Topic as Compared

GOOD = FILE.read_text(encoding="utf-8")


def test_the_fourteen_topics_and_the_four_critical_ones():
    assert len(topics()) == 14
    critical = {topic.key for topic in topics() if topic.is_critical}
    assert critical == {"replies", "subjects", "confidence", "ending"}


def test_whatever_is_worth_a_conversation_has_a_middle_between_the_two():
    for topic in topics():
        for one, other in combinations(topic.options, 2):
            found = align(
                [Compared(topic.key, topic.is_critical)],
                [{topic.key: Answer(one.at)}],
                [{topic.key: Answer(other.at)}],
            )
            middle = topic.middle(one.at, other.at)
            if found.conversations:
                assert middle is not None, (topic.key, one.at, other.at)
                assert one.at < middle.at < other.at


def test_the_same_answer_is_its_own_proposal():
    for topic in topics():
        for option in topic.options:
            assert topic.nearest(option.at, option.at) == option


def test_names_are_filled_in():
    booking = next(topic for topic in topics() if topic.key == "booking")
    names = {"guide": "Gwen", "learner": "Noor"}
    assert [one.said(names) for one in booking.options] == ["Gwen", "Each of us in turn", "Noor"]
    assert booking.nearest(Decimal(0), Decimal("0.5")).said(names) == (
        "Each of us in turn, Gwen first"
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('key = "ending"', 'key = "reviews"', "The key “reviews” is used twice"),
        ('at = "0.35", text = "Within a week"', 'at = "0.9", text = "Weekly"', "must rise"),
        ('usual = "talk"', 'usual = "tlak"', "“tlak” is no answer; choose one of message, talk"),
        (
            '  { at = "0.5", text = "Half a year first',
            '  { at = "0.7", text = "Half',
            "between 0 and",
        ),
        ('question = "How often should we meet?"\n', "", "'question' is a required property"),
        ("[[topics]]", "[[topics", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path, old, new, words):
    assert old in GOOD
    path = tmp_path / "own.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"own\.toml") as refused:
        read_topics(path)
    assert words in refused.value.message

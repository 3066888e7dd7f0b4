"""Blind answers, the reveal, and what is written down after a talk."""

import pytest
from django.db import connection

from guildhall.agreements.actions.expectations import Given, save_answers, settle_topic
from guildhall.agreements.actions.reviews import repeat_expectations
from guildhall.agreements.models import ExpectationRound, ExpectationSheet, Settlement
from guildhall.agreements.queries.comparison import comparison
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Message
from guildhall.relationships.actions.course import close_relationship, pause_relationship
from tests.agreements.factories import (
    answer,
    answers,
    begun_pair,
    both_answer,
    circle,
    party,
)
from tests.world import NOW


def told(kind):
    rows = Message.objects.filter(kind=f"agreements.{kind}").order_by("pk")
    return [message.person.given_name for message in rows]


def read(row, world, name):
    parties = list(row.parties.select_related("person"))
    current = row.expectation_rounds.last()
    return comparison(current, reader=party(row, getattr(world, name)), parties=parties)


def test_a_draft_is_kept_and_tells_nobody(pair, world):
    sheet = answer(world, pair, "noor", is_done=False)
    assert (sheet.done_at, sheet.saved_at) == (None, NOW)
    again = answer(world, pair, "noor", is_done=False, replies="week")
    assert again.pk == sheet.pk
    assert again.chosen["replies"] == {"option": "week", "importance": None}
    assert not Message.objects.filter(kind__startswith="agreements.").exists()
    assert not Event.objects.filter(kind__startswith="expectation").exists()


def test_the_first_answer_is_read_by_nobody_and_the_other_side_is_told(pair, world):
    answer(world, pair, "gwen")
    assert told("your_turn") == ["Noor"]
    for name in ("gwen", "noor"):
        with pytest.raises(NotVisible):
            read(pair, world, name)
    message = Message.objects.get(kind="agreements.your_turn")
    assert message.path == f"/relationships/{pair.pk}/expectations/"


def test_with_the_second_both_read_and_the_step_is_ticked_off(pair, world):
    both_answer(world, pair)
    current = ExpectationRound.objects.get()
    assert (current.number, current.revealed_at) == (1, NOW)
    assert told("both_answered") == ["Gwen"]
    step = pair.first_steps.get(key="expectations")
    assert (step.done_at, step.done_by) == (NOW, world.noor)
    kinds = Event.objects.filter(kind__startswith="expectation").order_by("pk")
    assert [event.kind for event in kinds] == [
        "expectations_answered",
        "expectations_answered",
        "expectations_revealed",
    ]
    assert all(event.ids == {"relationship": pair.pk} for event in kinds)


def test_agreements_first_then_at_most_three_with_a_middle(pair, world):
    both_answer(world, pair)
    found = read(pair, world, "noor")
    assert [talk.topic.key for talk in found.conversations] == ["replies", "feedback"]
    replies = found.conversations[0]
    assert [(one.option.key, [p.person for p in one.people]) for one in replies.said] == [
        ("week", [world.gwen]),
        ("same_day", [world.noor]),
    ]
    assert replies.middle_text == "By the next workday"
    assert [line.topic.key for line in found.nearly] == ["introductions"]
    assert len(found.agreed) == 11
    assert found.unsettled == 2


def test_answers_are_sealed_and_never_in_an_event_or_a_mail(pair, world):
    both_answer(world, pair)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM agreements_expectationsheet")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert "same_day" not in stored
    assert "same_day" not in str(list(Event.objects.values_list("ids", flat=True)))
    for message in Message.objects.all():
        assert "same day" not in message.body.lower()


def test_before_anybody_has_read_an_answer_may_change_and_after_it_may_not(pair, world):
    answer(world, pair, "gwen")
    answer(world, pair, "gwen", replies="same_day")
    sheet = ExpectationSheet.objects.get()
    assert (sheet.chosen["replies"]["option"], sheet.done_at) == ("same_day", NOW)
    assert told("your_turn") == ["Noor"]
    answer(world, pair, "noor")
    with pytest.raises(WrongState, match="Both of you have read these answers"):
        answer(world, pair, "gwen", replies="week")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"replies": Given("never")}, "replies"),
        ({"weather": Given("week")}, "weather"),
        ({"replies": Given("week", 4)}, "replies"),
    ],
)
def test_unknown_answers_are_refused(pair, world, given, field):
    with pytest.raises(InvalidInput) as refused:
        save_answers(
            relationship=pair, answers=given, is_done=False, by=world.actor("noor"), at=NOW
        )
    assert list(refused.value.problems) == [field]
    assert not ExpectationSheet.objects.exists()


def test_done_without_an_answer_is_refused(pair, world):
    with pytest.raises(InvalidInput, match="at least one answer"):
        save_answers(relationship=pair, answers={}, is_done=True, by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize(
    ("name", "error"),
    [("maren", NotAllowed), ("vera", NotAllowed), ("omar", NotVisible), ("olga", NotVisible)],
)
def test_only_the_pair_answers(pair, world, name, error):
    with pytest.raises(error):
        answer(world, pair, name)


def test_a_pair_that_rests_or_has_ended_or_does_without_is_not_asked(pair, world):
    pause_relationship(relationship=pair, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="This one is: Paused"):
        answer(world, pair, "noor")
    close_relationship(relationship=pair, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="This one is: Closed"):
        answer(world, pair, "noor")


def test_a_program_may_do_without(world):
    row = begun_pair(world, space={"expectations": "none"})
    with pytest.raises(WrongState, match="does without"):
        answer(world, row, "noor")


def test_a_circle_reads_what_those_said_who_answered(world):
    row = circle(world)
    answer(world, row, "noor")
    assert told("your_turn") == ["Gwen"]
    answer(world, row, "gwen", replies="same_day")
    assert told("both_answered") == ["Noor"]
    assert row.first_steps.get(key="expectations").done_at is None
    with pytest.raises(NotVisible):
        read(row, world, "tomas")
    answer(world, row, "tomas", replies="next_meeting")
    assert row.first_steps.get(key="expectations").done_at == NOW
    replies = read(row, world, "tomas").conversations[0]
    assert [len(one.people) for one in replies.said] == [1, 1, 1]


def settle(row, world, choice, **values):
    return settle_topic(
        **{
            "round": row.expectation_rounds.last(),
            "topic": "replies",
            "choice": choice,
            "by": world.actor("noor"),
            "at": NOW,
            **values,
        }
    )


@pytest.mark.parametrize(
    ("choice", "words", "outcome", "text"),
    [
        ("middle", "", "agreed", "By the next workday"),
        ("option:week", "", "agreed", "Within a week"),
        ("own", " Fridays, always. ", "agreed", "Fridays, always."),
        ("differ", "", "differ", ""),
    ],
)
def test_a_difference_is_settled(pair, world, choice, words, outcome, text):
    both_answer(world, pair)
    settle(pair, world, "differ")
    row = settle(pair, world, choice, words=words)
    assert (row.outcome, row.text, row.settled_by) == (outcome, text, world.noor)
    assert Settlement.objects.count() == 1
    assert Event.objects.filter(kind="expectation_settled").count() == 2
    assert read(pair, world, "gwen").unsettled == 1


@pytest.mark.parametrize(
    ("choice", "words", "field"),
    [
        ("own", "", "words"),
        ("own", "x" * 301, "words"),
        ("", "", "choice"),
        ("option:no", "", "choice"),
    ],
)
def test_an_empty_settlement_is_refused(pair, world, choice, words, field):
    both_answer(world, pair)
    with pytest.raises(InvalidInput) as refused:
        settle(pair, world, choice, words=words)
    assert list(refused.value.problems) == [field]


def test_what_they_agree_on_needs_no_settling(pair, world):
    both_answer(world, pair)
    with pytest.raises(WrongState, match="close enough"):
        settle(pair, world, "differ", topic="purpose")


def test_after_ninety_days_they_are_asked_once_more(pair, world, later):
    both_answer(world, pair)
    assert repeat_expectations(at=later(89)) == 0
    assert repeat_expectations(at=later(90)) == 1
    assert repeat_expectations(at=later(91)) == 0
    assert sorted(told("asked_again")) == ["Gwen", "Noor"]
    assert Event.objects.filter(kind="expectations_repeated").count() == 1
    both_answer(world, pair, at=later(92))
    assert [one.revealed_at for one in pair.expectation_rounds.all()] == [NOW, later(92)]


def test_nobody_is_asked_again_who_was_never_asked_or_rests(world):
    row = begun_pair(world, space={"expectations": "offered"})
    both_answer(world, row)
    assert repeat_expectations(at=row.opened_at.replace(year=2027)) == 0


def test_all_topics_may_be_answered():
    assert len(answers()) == 14

"""No surprises: an adverse decision stands on a concern shared in time, with a reviewed plan."""

from datetime import timedelta

import pytest

from guildhall.concerns.actions.appealing import (
    answer_appeal,
    appeal_concern,
    appeal_decision,
)
from guildhall.concerns.actions.clock import keep_clocks
from guildhall.concerns.actions.deciding import DecisionDraft, decide
from guildhall.concerns.actions.raising import take_concern_back
from guildhall.concerns.models import Decision
from guildhall.concerns.queries.decisions import options
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Notice
from guildhall.programs.plan import semantics_of
from guildhall.relationships.models import Relationship
from tests.concerns.ground import fresh, planned, raised, reviewed, shared
from tests.world import NOW

DAY_27, DAY_28 = NOW + timedelta(days=27), NOW + timedelta(days=28)
FAILED = DecisionDraft("failed", "The rounds were not safe")
OUT = DecisionDraft("referred_out", "Handled by the house")


def decided(row, world, draft, *, by="maren", at=DAY_28) -> Decision:
    return decide(relationship=row, draft=draft, by=world.actor(by), at=at)


def test_day_27_is_refused_and_day_28_is_not(world, summative):
    row = reviewed(summative, world)
    with pytest.raises(WrongState) as refused:
        decided(summative, world, FAILED, at=DAY_27)
    assert refused.value.message == (
        "The concern was shared 27 days ago; the earliest day is Dec 14, 2026."
    )
    assert Decision.objects.count() == 0
    found = decided(summative, world, FAILED)
    assert (found.outcome, found.ground, found.learner) == ("failed", row, world.noor)
    assert Relationship.objects.get(pk=summative.pk).state == "closed"
    told = Notice.objects.filter(kind="concerns.decided")
    assert {one.person.given_name for one in told} == {"Noor", "Gwen"}


def test_day_28_without_a_review_is_refused(world, summative):
    planned(summative, world)
    with pytest.raises(WrongState) as refused:
        decided(summative, world, FAILED)
    assert refused.value.message == "The plan has not been reviewed yet."


def test_each_missing_thing_is_named(world, summative):
    with pytest.raises(WrongState, match="No concern was shared"):
        decided(summative, world, FAILED)
    row = raised(summative, world)
    with pytest.raises(WrongState, match="has not been shared with the learner"):
        decided(summative, world, FAILED)
    take_concern_back(concern=row, words="Not so", by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState, match="No concern was shared"):
        decided(summative, world, FAILED)
    shared(summative, world, at=NOW + timedelta(days=20))
    with pytest.raises(WrongState, match=r"8 days ago; the earliest day is .* no action plan yet"):
        decided(summative, world, FAILED)


def test_a_new_concern_does_not_hide_the_one_that_stands(world, summative):
    row = reviewed(summative, world)
    raised(summative, world, at=DAY_27)
    assert decided(summative, world, FAILED).ground == row


def test_a_review_that_the_clock_missed_is_no_review(world, summative):
    planned(summative, world)
    keep_clocks(at=NOW + timedelta(days=15))
    with pytest.raises(WrongState, match="not been reviewed"):
        decided(summative, world, FAILED)


def test_a_supportive_program_fails_nobody(world, pair):
    row = pair.relationship
    reviewed(row, world)
    assert semantics_of(row.program.plan) == "supportive"
    for outcome in ("failed", "passed", "incomplete"):
        with pytest.raises(WrongState):
            decided(row, world, DecisionDraft(outcome, "x"))
    with pytest.raises(WrongState, match="fails nobody"):
        decided(row, world, FAILED)
    assert [one.outcome.value for one in options(row, at=DAY_28)] == [
        "completed",
        "extended",
        "referred_out",
    ]


def test_capability_leaves_a_supportive_program_by_the_route_outside(world, pair):
    row = reviewed(pair.relationship, world)
    with pytest.raises(WrongState, match="shared 27 days ago"):
        decided(pair.relationship, world, OUT, at=DAY_27)
    decided(pair.relationship, world, OUT)
    assert fresh(row).state == "referred_out"


def test_completed_needs_nothing_and_closes_the_pair(world, pair):
    concern = shared(pair.relationship, world)
    found = decided(pair.relationship, world, DecisionDraft("completed"))
    row = Relationship.objects.get(pk=pair.relationship.pk)
    assert (found.outcome, row.state, row.closure.reason) == ("completed", "closed", "")
    assert fresh(concern).state == "ended"
    with pytest.raises(WrongState):
        decided(row, world, DecisionDraft("completed"))


def test_more_time_is_no_end(world, pair):
    row = pair.relationship
    for until in (None, NOW.date(), NOW.date() + timedelta(days=900)):
        with pytest.raises(InvalidInput):
            decided(row, world, DecisionDraft("extended", "More nights", until), at=NOW)
    until = NOW.date() + timedelta(days=300)
    with pytest.raises(InvalidInput):
        decided(row, world, DecisionDraft("extended", "", until), at=NOW)
    decided(row, world, DecisionDraft("extended", "More nights", until), at=NOW)
    row.refresh_from_db()
    assert (row.state, row.ends_on) == ("active", until)
    assert decided(row, world, DecisionDraft("completed")).outcome == "completed"


@pytest.mark.parametrize(
    ("name", "error"),
    [("noor", NotAllowed), ("gwen", NotAllowed), ("vera", NotAllowed), ("olga", NotVisible)],
)
def test_who_does_not_decide(world, pair, name, error):
    with pytest.raises(error):
        decided(pair.relationship, world, DecisionDraft("completed"), by=name)


def test_an_appeal_keeps_both_versions(world, summative):
    reviewed(summative, world)
    first = decided(summative, world, FAILED)
    noor, ada = world.actor("noor"), world.actor("ada")
    appeal = appeal_decision(decision=first, words="Nights were short", by=noor, at=DAY_28)
    told = Notice.objects.filter(kind="concerns.appeal_made")
    assert {one.person.given_name for one in told} == {"Ada"}
    with pytest.raises(WrongState, match="appealed already"):
        appeal_decision(decision=first, words="Again", by=noor, at=DAY_28)
    with pytest.raises(NotAllowed, match="somebody else answers"):
        answer_appeal(appeal=appeal, words="No", by=world.actor("maren"), at=DAY_28)
    passed = DecisionDraft("passed")
    answer_appeal(appeal=appeal, words="So it was", changes=True, draft=passed, by=ada, at=DAY_28)
    second = Decision.objects.get(replaces=first)
    assert (second.outcome, second.decided_by) == ("passed", world.ada)
    assert Decision.objects.get(pk=first.pk).words == "The rounds were not safe"
    with pytest.raises(WrongState, match="answered already"):
        answer_appeal(appeal=appeal, words="Twice", by=ada, at=DAY_28)


def test_an_appeal_makes_nothing_worse(world, summative):
    reviewed(summative, world)
    first = decided(summative, world, DecisionDraft("incomplete", "Hours are missing"))
    noor, ada = world.actor("noor"), world.actor("ada")
    appeal = appeal_decision(decision=first, words="They are not", by=noor, at=DAY_28)
    with pytest.raises(WrongState, match="No concern was shared"):
        answer_appeal(appeal=appeal, words="x", changes=True, draft=FAILED, by=ada, at=DAY_28)


def test_only_the_learner_appeals(world, summative):
    reviewed(summative, world)
    first = decided(summative, world, FAILED)
    for name in ("gwen", "milo", "maren"):
        with pytest.raises(NotAllowed):
            appeal_decision(decision=first, words="x", by=world.actor(name), at=DAY_28)


def test_a_concern_that_is_seen_otherwise_is_answered_or_taken_back(world, pair):
    row = shared(pair.relationship, world)
    noor, maren = world.actor("noor"), world.actor("maren")
    first = appeal_concern(concern=row, words="I had checked", by=noor, at=NOW)
    with pytest.raises(WrongState, match="answer comes first"):
        appeal_concern(concern=row, words="And more", by=noor, at=NOW)
    with pytest.raises(NotAllowed):
        answer_appeal(appeal=first, words="x", by=world.actor("gwen"), at=NOW)
    answer_appeal(appeal=first, words="It stands", by=maren, at=NOW)
    assert fresh(row).state == "shared"
    again = appeal_concern(concern=row, words="The log shows it", by=noor, at=NOW)
    answer_appeal(appeal=again, words="It does", changes=True, by=maren, at=NOW)
    assert fresh(row).state == "withdrawn"
    assert row.appeals.count() == 2

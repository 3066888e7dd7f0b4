"""A concern from raised to settled: who may, what it leaves, who is told, what is refused."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.concerns.actions.planning import PlanDraft, StepDraft, make_plan
from guildhall.concerns.actions.raising import (
    ConcernDraft,
    note_read,
    raise_concern,
    share_concern,
    take_concern_back,
)
from guildhall.concerns.actions.reviewing import (
    escalate_concern,
    refer_out,
    resolve_concern,
    review_concern,
    take_up_escalation,
)
from guildhall.concerns.models import ConcernMove
from guildhall.concerns.states import CONCERN_TRANSITIONS, ConcernState
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Notice
from guildhall.relationships.actions.course import close_relationship, pause_relationship
from tests.concerns.ground import fresh, plan_for, planned, raised, reviewed, shared
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair
from tests.world import NOW

LATER = NOW + timedelta(hours=20)


def kinds(of="concern_") -> list[str]:
    return list(
        Event.objects.filter(kind__contains=of).order_by("pk").values_list("kind", flat=True)
    )


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=f"concerns.{kind}")
    return set(rows.values_list("person__given_name", flat=True))


def test_it_is_raised_without_telling_anybody(world, pair):
    row = raised(pair.relationship, world)
    assert (row.learner, row.raised_by, row.state) == (world.noor, world.gwen, "raised")
    assert row.due_at == NOW + timedelta(hours=72)
    assert kinds() == ["concern_raised"]
    assert Notice.objects.filter(kind__startswith="concerns").count() == 0


@pytest.mark.parametrize(
    ("name", "error"),
    [("noor", NotAllowed), ("vera", NotAllowed), ("milo", NotVisible), ("olga", NotVisible)],
)
def test_who_does_not_raise(world, pair, name, error):
    with pytest.raises(error):
        raised(pair.relationship, world, by=name)


def test_a_coordinator_raises(world, pair):
    assert raised(pair.relationship, world, by="maren").raised_by == world.maren


def test_mentoring_has_no_concerns(world):
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True)
    with pytest.raises(WrongState, match="Nobody is assessed here"):
        raised(row, world)


def test_what_cannot_be_raised(world, pair):
    gwen = world.actor("gwen")
    for draft, name in (
        (ConcernDraft("  ", NOW.date()), "seen"),
        (ConcernDraft("Something", NOW.date() + timedelta(days=2)), "seen_on"),
        (ConcernDraft("x" * 2001, NOW.date()), "seen"),
    ):
        with pytest.raises(InvalidInput) as refused:
            raise_concern(relationship=pair.relationship, draft=draft, by=gwen, at=NOW)
        assert list(refused.value.problems) == [name]


def test_the_learner_reads_it_from_the_moment_it_is_shared(world, pair):
    row = raised(pair.relationship, world)
    noor = world.actor("noor")
    with pytest.raises(NotVisible):
        note_read(concern=row, by=noor, at=NOW)
    row = share_concern(concern=row, how="writing", by=world.actor("gwen"), at=LATER)
    assert (row.state, row.shared_at, row.due_at) == ("shared", LATER, LATER + timedelta(days=7))
    assert told("concern_shared") == {"Noor"}
    assert note_read(concern=row, by=noor, at=LATER).read_at == LATER
    again = note_read(concern=row, by=noor, at=LATER + timedelta(days=1))
    assert again.read_at == LATER
    with pytest.raises(WrongState, match="stands at “Shared”"):
        share_concern(concern=row, how="writing", by=world.actor("gwen"), at=LATER)


def test_the_learner_works_on_nothing_about_themselves(world, pair):
    row, noor = planned(pair.relationship, world), world.actor("noor")
    with pytest.raises(NotAllowed):
        review_concern(concern=row, outcome="met", words="Fine", by=noor, at=LATER)
    with pytest.raises(NotAllowed):
        plan_for(row, _as_noor(world), based_on=1)
    with pytest.raises(NotAllowed):
        take_concern_back(concern=row, words="No", by=noor, at=LATER)


def _as_noor(world):
    class Hers:
        noor = world.noor

        def actor(self, name):
            return world.actor("noor")

    return Hers()


def test_the_managers_read_and_do_nothing(world, pair):
    row, milo = planned(pair.relationship, world), world.actor("milo")
    for refused in (
        lambda: review_concern(concern=row, outcome="met", words="x", by=milo, at=LATER),
        lambda: escalate_concern(concern=row, words="x", by=milo, at=LATER),
        lambda: refer_out(concern=row, words="x", by=milo, at=LATER),
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_a_plan_has_versions(world, pair):
    row = shared(pair.relationship, world)
    first = plan_for(row, world)
    assert told("plan_made") == {"Noor"}
    row = fresh(row)
    assert (row.state, row.due_at) == ("planned", NOW + timedelta(days=14))
    second = plan_for(row, world, at=LATER, based_on=1)
    assert [first.number, second.number] == [1, 2]
    assert fresh(row).due_at == NOW + timedelta(days=14)
    assert first.steps.get().text == "Say the check aloud"
    with pytest.raises(WrongState, match="changed the plan meanwhile"):
        plan_for(row, world, at=LATER, based_on=1)


def test_what_is_no_plan(world, pair):
    row, gwen = shared(pair.relationship, world), world.actor("gwen")
    day = NOW.date() + timedelta(days=3)
    step = StepDraft("Watch", world.noor, day)
    for steps, words in (
        ([], "one step at least"),
        ([StepDraft("Watch", world.omar, day)], "one of the pair"),
        ([StepDraft("Watch", world.noor, NOW.date() - timedelta(days=1))], "still to come"),
        ([step] * 9, "Keep it to 8"),
    ):
        draft = PlanDraft("Aim", "", steps)
        with pytest.raises(InvalidInput) as refused:
            make_plan(concern=row, draft=draft, based_on=0, by=gwen, at=NOW)
        assert words in refused.value.problems["steps"]
    unshared = raised(pair.relationship, world)
    with pytest.raises(WrongState, match="Not shared yet"):
        plan_for(unshared, world)


def test_it_is_resolved_by_a_review_that_finds_the_aim_met(world, pair):
    row, gwen = planned(pair.relationship, world), world.actor("gwen")
    with pytest.raises(WrongState, match="finds the aim met"):
        resolve_concern(concern=row, words="", by=gwen, at=LATER)
    review_concern(concern=row, outcome="not_yet", words="Half way", by=gwen, at=LATER)
    assert fresh(row).due_at == LATER + timedelta(days=14)
    with pytest.raises(WrongState, match="finds the aim met"):
        resolve_concern(concern=row, words="", by=gwen, at=LATER)
    review_concern(concern=row, outcome="met", words="Ten of ten", by=gwen, at=LATER)
    assert fresh(row).due_at is None
    row = resolve_concern(concern=row, words="Well done", by=gwen, at=LATER)
    assert row.state == "resolved"
    states = ConcernMove.objects.filter(concern=row).values_list("state", flat=True)
    assert list(states) == ["raised", "shared", "planned", "reviewing", "resolved"]
    assert told("concern_settled") == {"Noor"}
    with pytest.raises(WrongState):
        review_concern(concern=row, outcome="met", words="Again", by=gwen, at=LATER)


def test_nobody_writes_a_missed_review(world, pair):
    row = planned(pair.relationship, world)
    with pytest.raises(InvalidInput):
        review_concern(concern=row, outcome="missed", words="x", by=world.actor("gwen"), at=LATER)


def test_the_learner_asks_whoever_leads_and_they_take_it_up(world, pair):
    row = reviewed(pair.relationship, world)
    escalate_concern(concern=row, words="We do not agree", by=world.actor("noor"), at=LATER)
    assert (fresh(row).state, fresh(row).due_at) == ("escalated", None)
    assert told("concern_escalated") == {"Maren"}
    with pytest.raises(NotAllowed):
        take_up_escalation(concern=row, words="Mine", by=world.actor("gwen"), at=LATER)
    maren = world.actor("maren")
    row = take_up_escalation(concern=row, words="We meet", by=maren, at=LATER)
    assert (row.state, row.due_at) == ("reviewing", LATER + timedelta(days=14))
    assert told("concern_taken_up") == {"Noor", "Gwen"}
    with pytest.raises(WrongState, match="taken up already"):
        take_up_escalation(concern=row, words="Again", by=maren, at=LATER)


def test_what_is_with_the_lead_waits_for_them(world, pair):
    row = shared(pair.relationship, world)
    gwen = world.actor("gwen")
    escalate_concern(concern=row, words="Please look", by=gwen, at=LATER)
    plan_for(row, world, at=LATER)
    assert (fresh(row).state, fresh(row).due_at) == ("escalated", None)
    row = take_up_escalation(concern=row, words="Go on", by=world.actor("ada"), at=LATER)
    assert row.state == "planned"


def test_only_those_who_lead_pass_it_on_outside(world, pair):
    row = shared(pair.relationship, world)
    with pytest.raises(NotAllowed):
        refer_out(concern=row, words="Elsewhere", by=world.actor("gwen"), at=LATER)
    row = refer_out(concern=row, words="Elsewhere", by=world.actor("maren"), at=LATER)
    assert row.state == "referred_out"
    assert told("concern_settled") == {"Noor", "Gwen"}
    unshared = raised(pair.relationship, world)
    with pytest.raises(WrongState):
        refer_out(concern=unshared, words="Elsewhere", by=world.actor("maren"), at=LATER)


def test_what_was_never_shared_is_taken_back_without_a_word_to_the_learner(world, pair):
    row, gwen = raised(pair.relationship, world), world.actor("gwen")
    with pytest.raises(InvalidInput):
        take_concern_back(concern=row, words=" ", by=gwen, at=LATER)
    assert take_concern_back(concern=row, words="It was another", by=gwen, at=LATER).state == (
        "withdrawn"
    )
    assert told("concern_settled") == set()


def test_it_ends_with_the_pair(world, pair):
    row = planned(pair.relationship, world)
    close_relationship(relationship=pair.relationship, by=world.actor("maren"), at=LATER)
    assert (fresh(row).state, fresh(row).due_at) == ("ended", None)
    with pytest.raises(WrongState, match="A coordinator can help"):
        plan_for(row, world, based_on=1)


def test_while_a_pair_rests_only_others_go_on(world, pair):
    row = planned(pair.relationship, world)
    pause_relationship(relationship=pair.relationship, by=world.actor("maren"), at=LATER)
    with pytest.raises(WrongState, match="stands at “Paused”"):
        review_concern(concern=row, outcome="met", words="x", by=world.actor("gwen"), at=LATER)
    maren = world.actor("maren")
    assert review_concern(concern=row, outcome="met", words="x", by=maren, at=LATER).pk


def test_every_state_is_in_the_table_and_what_is_settled_stays():
    assert set(CONCERN_TRANSITIONS) == set(ConcernState)
    for state in ("resolved", "referred_out", "withdrawn", "ended"):
        assert CONCERN_TRANSITIONS[state] == frozenset()
    assert "resolved" not in CONCERN_TRANSITIONS["raised"]
    assert "referred_out" not in CONCERN_TRANSITIONS["raised"]

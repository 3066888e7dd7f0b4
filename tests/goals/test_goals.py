"""Goals move, and every change is kept; nobody but the pair reads a word."""

from datetime import date, timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.goals.access import KEEP_PROMISE, READ_FEEDBACK, WORK_ON_GOAL
from guildhall.goals.actions.feedback import ask_feedback, give_feedback, let_feedback_be
from guildhall.goals.actions.goals import (
    GoalDraft,
    check_in,
    reword_goal,
    set_goal,
    settle_goal,
    tick_goal_step,
)
from guildhall.goals.actions.promises import drop_promise, keep_promise, make_promise
from guildhall.goals.models import Goal, Promise
from guildhall.goals.queries.work import goals_of, promises_of
from guildhall.goals.states import GoalState, Pace
from guildhall.notify.models import Message
from guildhall.permissions.access import may, visible_to
from guildhall.relationships.actions.course import close_relationship
from tests.world import NOW

CAST = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")
STEPS = ("Watch one", "Lead one with Gwen", "Lead one alone")


def set_one(pair, world, *, by="noor", owner="noor", **values):
    draft = GoalDraft(**{"text": "Lead a design review", "steps": STEPS, **values})
    return set_goal(
        relationship=pair.relationship,
        owner=getattr(world, owner),
        draft=draft,
        by=world.actor(by),
        at=NOW,
    )


def promise(pair, world, **values):
    return make_promise(
        **{
            "relationship": pair.relationship,
            "text": "Send the slides",
            "owner": world.noor,
            "due_on": date(2026, 11, 18),
            "by": world.actor("gwen"),
            "at": NOW,
            **values,
        }
    )


def moves(goal) -> list[str]:
    return list(goal.moves.order_by("pk").values_list("move", flat=True))


def test_a_goal_is_sealed_and_its_events_hold_ids_only(pair, world):
    goal = set_one(pair, world, measure="Nobody is surprised")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, measure FROM goals_goal")
        assert not any("review" in cell or "surprised" in cell for cell in cursor.fetchone())
    assert Event.objects.get(kind="goal_set").ids == {"relationship": pair.relationship.pk}
    assert goal.steps.count() == 3


def test_every_change_is_kept(pair, world):
    goal = set_one(pair, world)
    noor, gwen = world.actor("noor"), world.actor("gwen")
    tick_goal_step(step=goal.steps.get(position=0), done=True, by=gwen, at=NOW)
    check_in(goal=goal, pace=Pace.STUCK, line="No time", by=noor, at=NOW)
    draft = GoalDraft(text="Lead two reviews", steps=("Watch one", "Lead two"))
    reword_goal(goal=goal, draft=draft, by=noor, at=NOW)
    settle_goal(goal=goal, state=GoalState.REACHED, by=noor, at=NOW)
    settle_goal(goal=goal, state=GoalState.OPEN, by=gwen, at=NOW)
    assert moves(goal) == ["set", "step_done", "checked_in", "reworded", "reached", "reopened"]
    assert goal.moves.get(move="reworded").words == "Lead a design review"
    (shown,) = goals_of(pair.relationship, actor=noor)
    assert (shown.done, shown.total, shown.next_step) == (1, 2, "Lead two")


def test_the_guide_has_an_aim_too(pair, world):
    goal = set_one(pair, world, by="gwen", owner="gwen", text="Ask before I advise", steps=())
    assert goal.owner == world.gwen


def test_nobody_outside_owns_a_goal(pair, world):
    with pytest.raises(InvalidInput) as refused:
        set_one(pair, world, owner="tomas")
    assert "owner" in refused.value.problems
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"measure": "x" * 501}, "measure"),
        ({"steps": tuple(f"Step {n}" for n in range(13))}, "steps"),
    ],
)
def test_bad_goals_are_named(pair, world, values, name):
    with pytest.raises(InvalidInput) as refused:
        set_one(pair, world, **values)
    assert name in refused.value.problems
    assert not Goal.objects.exists()


def test_a_settled_goal_takes_no_check_in_and_no_second_end(pair, world):
    goal, noor = set_one(pair, world), world.actor("noor")
    settle_goal(goal=goal, state=GoalState.LET_GO, by=noor, at=NOW)
    with pytest.raises(WrongState, match="settled"):
        check_in(goal=goal, pace=Pace.SAME, by=noor, at=NOW)
    with pytest.raises(WrongState, match="Let go"):
        settle_goal(goal=goal, state=GoalState.REACHED, by=noor, at=NOW)


def test_the_first_goal_ticks_the_first_step_off(offer, world):
    from guildhall.relationships.actions.offers import accept_offer

    for name in ("noor", "gwen"):
        accept_offer(relationship=offer.relationship, by=world.actor(name), at=NOW)
    set_one(offer, world)
    assert offer.relationship.first_steps.get(key="goals").done_at == NOW


def test_who_reads_is_answered_alike_for_one_and_for_many(pair, world):
    goal, kept = set_one(pair, world), promise(pair, world)
    ask = ask_feedback(
        relationship=pair.relationship, about="My review", by=world.actor("noor"), at=NOW
    )
    for access, row in ((WORK_ON_GOAL, goal), (KEEP_PROMISE, kept), (READ_FEEDBACK, ask)):
        seen = {name for name in CAST if may(access, world.actor(name), row)}
        listed = {name for name in CAST if visible_to(access, world.actor(name)).exists()}
        assert seen == listed == {"noor", "gwen"}


@pytest.mark.parametrize(("name", "error"), [("maren", NotAllowed), ("olga", NotVisible)])
def test_nobody_else_sets_a_goal(pair, world, name, error):
    with pytest.raises(error):
        set_one(pair, world, by=name)


def test_promises_are_kept_opened_again_and_dropped(pair, world):
    one, noor = promise(pair, world), world.actor("noor")
    kept = keep_promise(promise=one, done=True, by=noor, at=NOW)
    assert (kept.done_at, kept.done_by_id) == (NOW, world.noor.pk)
    assert keep_promise(promise=one, done=False, by=noor, at=NOW).done_at is None
    drop_promise(promise=one, by=noor, at=NOW)
    assert promises_of(pair.relationship, actor=noor) == []


def test_an_end_closes_what_was_promised(pair, world):
    promise(pair, world)
    later = NOW + timedelta(days=1)
    close_relationship(relationship=pair.relationship, by=world.actor("gwen"), at=later)
    assert Promise.objects.get().dropped_at == later
    with pytest.raises(WrongState):
        promise(pair, world)
    with pytest.raises(WrongState):
        set_one(pair, world)


def test_feedback_stays_in_the_pair(pair, world):
    noor, gwen = world.actor("noor"), world.actor("gwen")
    ask = ask_feedback(relationship=pair.relationship, about="The cache review", by=noor, at=NOW)
    mail = Message.objects.get(kind="goals.feedback_wanted")
    assert mail.person == world.gwen
    assert "cache" not in mail.subject + mail.body
    with pytest.raises(NotAllowed):
        give_feedback(ask=ask, saw="x", did="", next="", by=noor, at=NOW)
    with pytest.raises(InvalidInput):
        give_feedback(ask=ask, saw=" ", did="", next="", by=gwen, at=NOW)
    given = give_feedback(ask=ask, saw="You waited.", did="They spoke.", next="", by=gwen, at=NOW)
    assert (given.saw, given.giver_id) == ("You waited.", world.gwen.pk)
    with pytest.raises(WrongState, match="answered already"):
        let_feedback_be(ask=ask, by=gwen, at=NOW)

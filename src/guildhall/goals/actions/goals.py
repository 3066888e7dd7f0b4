"""Goals: set, reworded, checked in, settled. Either of the pair may; every change is kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.competencies.models import Skill
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Person
from guildhall.goals.access import WORK_ON_GOAL
from guildhall.goals.actions.events import GOAL_MOVED, GOAL_SET
from guildhall.goals.actions.rows import require_lines, require_open
from guildhall.goals.models import Goal, GoalMove, GoalStep
from guildhall.goals.states import GOAL_TRANSITIONS, GoalState, Move, Pace
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, present_parties, record_in_pair
from guildhall.relationships.actions.steps import complete_planned
from guildhall.relationships.models import Relationship

MOST_STEPS = 12
SETTLED = {
    GoalState.REACHED: Move.REACHED,
    GoalState.LET_GO: Move.LET_GO,
    GoalState.OPEN: Move.REOPENED,
}


@dataclass(frozen=True)
class GoalDraft:
    """A goal as it is handed in. `steps`: milestones in order; for intent all but text is empty."""

    text: str
    measure: str = ""
    serves: str = ""
    due_on: date | None = None
    steps: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()


def set_goal(
    *, relationship: Relationship, owner: Person, draft: GoalDraft, by: Actor, at: datetime
) -> Goal:
    """Set a goal of the learner's, or an aim of the guide's own. Refuses an owner outside."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_open(row)
        if owner.pk not in {party.person_id for party in present_parties(row)}:
            raise InvalidInput(
                _("This is not saved yet."), {"owner": _("Choose one of you as its owner.")}
            )
        lines = _lines(draft)
        goal = Goal.objects.create(
            relationship=row, owner=owner, due_on=draft.due_on, set_at=at, moved_at=at, **lines
        )
        goal.skills.set(draft.skills)
        _write_steps(goal, draft.steps)
        _keep(goal, Move.SET, by=by, at=at)
        record_in_pair(GOAL_SET, goal, row, by=by, at=at)
        complete_planned(row, "goals", by=by, at=at)
    return goal


def reword_goal(*, goal: Goal, draft: GoalDraft, by: Actor, at: datetime) -> Goal:
    """Change a goal; what it said before stays in its history. Steps keep their ticks by text."""
    with _changing(goal, by) as (row, goal):
        lines = _lines(draft)
        before = goal.text
        for name, line in lines.items():
            setattr(goal, name, line)
        goal.due_on = draft.due_on
        goal.save(update_fields=[*lines, "due_on"])
        goal.skills.set(draft.skills)
        _write_steps(goal, draft.steps)
        _move(goal, row, Move.REWORDED, words=before, by=by, at=at)
    return goal


def check_in(*, goal: Goal, pace: Pace, line: str = "", by: Actor, at: datetime) -> Goal:
    """Say in one tap how it goes, with a line where one likes. Refuses a settled goal."""
    with _changing(goal, by) as (row, goal):
        if goal.state != GoalState.OPEN:
            raise WrongState(_("This goal is settled. Open it again to go on with it."))
        words = require_lines({"line": line}, needed=())["line"]
        _move(goal, row, Move.CHECKED_IN, pace=pace, words=words, by=by, at=at)
    return goal


def tick_goal_step(*, step: GoalStep, done: bool, by: Actor, at: datetime) -> GoalStep:
    """Tick a milestone off, or take the tick back. Twice changes nothing."""
    with _changing(step.goal, by) as (row, goal):
        step = GoalStep.objects.select_for_update().get(pk=step.pk)
        if (step.done_at is not None) != done:
            step.done_at = at if done else None
            step.save(update_fields=["done_at"])
            move = Move.STEP_DONE if done else Move.STEP_REOPENED
            _move(goal, row, move, words=step.text, by=by, at=at)
    return step


def settle_goal(*, goal: Goal, state: GoalState, by: Actor, at: datetime) -> Goal:
    """Reached, let go, or open again."""
    with _changing(goal, by) as (row, goal):
        refusal = _("This goal stands at “%(state)s” already.") % {
            "state": goal.get_state_display()
        }
        require_transition(GOAL_TRANSITIONS, goal.state, state, refusal)
        goal.state = state
        goal.save(update_fields=["state"])
        _move(goal, row, SETTLED[state], by=by, at=at)
    return goal


@contextmanager
def _changing(goal: Goal, by: Actor) -> Iterator[tuple[Relationship, Goal]]:
    """The pair and the goal, locked, for whoever may change them."""
    require(WORK_ON_GOAL, by, goal)
    with transaction.atomic():
        row = locked(goal.relationship)
        require_open(row)
        yield row, Goal.objects.select_for_update().get(pk=goal.pk)


def _lines(draft: GoalDraft) -> dict[str, str]:
    values = {"text": draft.text, "measure": draft.measure, "serves": draft.serves}
    return require_lines(values, needed=("text",))


def _write_steps(goal: Goal, texts: Sequence[str]) -> None:
    """The milestones as they stand now; one with the same words keeps its tick."""
    lines = [line for line in (text.strip() for text in texts) if line]
    if len(lines) > MOST_STEPS:
        problem = _("Keep it to %(most)d steps.") % {"most": MOST_STEPS}
        raise InvalidInput(_("This is not saved yet."), {"steps": problem})
    done = {step.text: step.done_at for step in goal.steps.all()}
    goal.steps.all().delete()
    GoalStep.objects.bulk_create(
        GoalStep(goal=goal, position=position, text=line, done_at=done.get(line))
        for position, line in enumerate(lines)
    )


def _move(
    goal: Goal,
    row: Relationship,
    move: Move,
    *,
    by: Actor,
    at: datetime,
    pace: str = "",
    words: str = "",
) -> None:
    goal.moved_at = at
    goal.save(update_fields=["moved_at"])
    _keep(goal, move, by=by, at=at, pace=pace, words=words)
    record_in_pair(GOAL_MOVED, goal, row, by=by, at=at)


def _keep(
    goal: Goal, move: Move, *, by: Actor, at: datetime, pace: str = "", words: str = ""
) -> None:
    GoalMove.objects.create(goal=goal, move=move, by_id=by.person_id, at=at, pace=pace, words=words)

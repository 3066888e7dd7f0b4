"""What goals, promises and feedback add to the page of a pair."""

from datetime import date, timedelta
from operator import attrgetter

from guildhall.goals.models import FeedbackAsk, GoalMove, Promise
from guildhall.goals.queries.work import GoalShown, feedback_of, goals_of, moves_of, promises_of
from guildhall.goals.states import Move
from guildhall.programs.plan import space_of
from guildhall.relationships.plans import plan_of
from guildhall.relationships.states import RelationshipState
from guildhall.web.goals.forms import PromiseForm
from guildhall.web.relationships.parts import DUE, GOOD, Line, Part, PartContext, Piece, Prompt

# Moves that are worth a line of the timeline; the rest stands on the goal's own page.
TOLD = (Move.SET, Move.CHECKED_IN, Move.STEP_DONE, Move.REACHED, Move.LET_GO)
# So many of the promises that were kept stay on the card; the timeline holds all.
KEPT = 5
FIRST_GOAL_BY = timedelta(days=45)


def goals_part(context: PartContext) -> Part:
    """For the pair alone; where the plan asks for no goals, promises remain."""
    row = context.relationship
    if context.you is None or row.state == RelationshipState.OFFERED:
        return Part()
    goals = goals_of(row, actor=context.actor)
    most = context.most_lines
    promises = promises_of(row, actor=context.actor, most_kept=most)
    asks = feedback_of(row, actor=context.actor, most_settled=most)
    lines = [
        *_moves(moves_of(row, TOLD, actor=context.actor, most=most), goals),
        *(_kept(promise, context) for promise in promises if promise.done_at),
        *(_feedback(ask, context) for ask in asks),
    ]
    return Part(
        prompts=_prompts(context, goals, promises, asks),
        lines=tuple(lines),
        tools=_tools(context),
        cards=_cards(context, promises),
    )


def _moves(moves: list[GoalMove], goals: list[GoalShown]) -> list[Line]:
    shown = {goal.goal.pk: goal for goal in goals}
    # How far a goal is stands at its newest line only: an older one knew less.
    newest = {move.goal_id: move.pk for move in sorted(moves, key=attrgetter("at", "pk"))}
    return [
        Line(
            move.at,
            "goals/_move.html",
            tab="goals",
            context={
                "move": move,
                "shown": shown[move.goal_id],
                "is_newest": newest[move.goal_id] == move.pk,
            },
            tells="goals" if move.move == Move.SET else "",
        )
        for move in moves
    ]


def _kept(promise: Promise, context: PartContext) -> Line:
    assert promise.done_at is not None
    who = promise.owner.given_name if promise.owner else ""
    by_you = context.you is not None and promise.owner_id == context.you.person_id
    shown = {"promise": promise, "who": who, "by_you": by_you}
    return Line(promise.done_at, "goals/_kept.html", tab="goals", context=shown)


def _feedback(ask: FeedbackAsk, context: PartContext) -> Line:
    by_you = context.you is not None and ask.asker_id == context.you.person_id
    at = ask.given_at or ask.let_be_at or ask.asked_at
    return Line(at, "goals/_feedback.html", "goals", context={"ask": ask, "by_you": by_you})


def _prompts(
    context: PartContext,
    goals: list[GoalShown],
    promises: list[Promise],
    asks: list[FeedbackAsk],
) -> tuple[Prompt, ...]:
    if not context.is_open or context.you is None:
        return ()
    me = context.you.person_id
    found: list[Prompt] = []
    for ask in asks:
        if ask.asker_id != me and not ask.given_at and not ask.let_be_at:
            by = ask.asked_at.date()
            found.append(Prompt(DUE, "goals/_feedback_wanted.html", by, {"ask": ask}))
    due = [one for one in promises if _is_mine_and_due(one, me, context.today)]
    if due:
        found.append(Prompt(DUE, "goals/_promised.html", due[0].due_on, {"promise": due[0]}))
    opened = context.relationship.opened_at
    if _goals(context) == "measured" and opened and not goals:
        by = opened.date() + FIRST_GOAL_BY
        # The plan's own first step says it already while it is open.
        if not any(
            line.step.key == "goals" and not line.step.done_at for line in context.found.steps
        ):
            found.append(Prompt(GOOD, "goals/_first_goal.html", by))
    return tuple(found)


def _is_mine_and_due(promise: Promise, me: int, today: date) -> bool:
    is_mine = promise.owner_id in (None, me)
    return bool(is_mine and not promise.done_at and promise.due_on and promise.due_on <= today)


def _tools(context: PartContext) -> tuple[Piece, ...]:
    if not context.is_open:
        return ()
    has_goals = _goals(context) != "none"
    return (Piece(30, "goals/_tools.html", {"has_goals": has_goals}),)


def _cards(context: PartContext, promises: list[Promise]) -> tuple[Piece, ...]:
    if not context.is_open and not promises:
        return ()
    form = context.refused.get("promise") or PromiseForm(
        members=context.found.members, auto_id="promise-%s"
    )
    open_ones = [one for one in promises if not one.done_at]
    kept = [one for one in promises if one.done_at]
    shown = {"promises": [*open_ones, *kept[:KEPT]], "form": form, "today": context.today}
    return (Piece(50, "goals/_promises.html", shown),)


def _goals(context: PartContext) -> str:
    return space_of(plan_of(context.relationship)).goals

"""Doors of what a pair works on. The scene: Noor has a goal, a promise, and asked for feedback."""

from guildhall.goals.actions.feedback import ask_feedback
from guildhall.goals.actions.goals import GoalDraft, set_goal
from guildhall.goals.actions.promises import make_promise
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """The pair, a goal with a step, a promise, an ask."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    noor = world.actor("noor")
    draft = GoalDraft(text="Lead a review", steps=("Watch one",))
    goal = set_goal(relationship=pair, owner=world.noor, draft=draft, by=noor, at=NOW)
    promise = make_promise(
        relationship=pair, text="Send slides", owner=None, due_on=None, by=noor, at=NOW
    )
    ask = ask_feedback(relationship=pair, about="My review", by=noor, at=NOW)
    return {
        "pair": pair.pk,
        "goal": goal.pk,
        "step": goal.steps.get().pk,
        "promise": promise.pk,
        "ask": ask.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


PAIR = everyone(404) | {"noor": 200, "gwen": 200}
REFUSED = {"maren": 403, "ada": 403, "vera": 403}

DOORS = {
    "relationship_goals": Door(PAIR | REFUSED, _of("pair")),
    "relationship_promises": Door(
        PAIR | REFUSED | {"noor": 422, "gwen": 422}, _of("pair"), method="post"
    ),
    "relationship_feedback": Door(PAIR | REFUSED, _of("pair")),
    "goal": Door(PAIR, _of("goal")),
    "goal_check_in": Door(PAIR | {"noor": 303, "gwen": 303}, _of("goal"), method="post"),
    "goal_step": Door(
        PAIR | {"noor": 303, "gwen": 303},
        lambda scene: {"pk": scene["goal"], "step_pk": scene["step"]},
        method="post",
    ),
    # an empty state is no state of a goal
    "goal_state": Door(everyone(404), _of("goal"), method="post"),
    "promise": Door(everyone(404), _of("promise"), method="post"),
    "feedback_ask": Door(PAIR, _of("ask")),
}

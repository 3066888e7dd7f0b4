"""What the chain proves of concerns: what was seen and when it was shared, plans, reviews,
decisions and appeals."""

from collections.abc import Sequence

from guildhall.audit.proven import Content, Proven, Step, day, moment
from guildhall.concerns.models import ActionPlan, Appeal, Concern, Decision, Review


def _concern(row: Concern) -> Content:
    return {
        "pair": row.relationship_id,
        "raised_at": moment(row.raised_at),
        "seen_on": day(row.seen_on),
        "seen": row.seen,
        "competency": row.competency.key if row.competency else None,
    }


def _shared(row: Concern) -> Sequence[Step]:
    if row.shared_at is None:
        return ()
    by = next((move.by_id for move in row.moves.all() if move.state == "shared"), None)
    content = {"at": moment(row.shared_at), "how": row.shared_how}
    return [Step("shared", by, content)]


CONCERNS = Proven(
    noun="Concern",
    said="raised",
    model=Concern,
    born=("concern_raised",),
    states={"concern_raised": "raised", "concern_shared": "shared"},
    rows=lambda: Concern.objects.select_related("competency").prefetch_related("moves"),
    content=_concern,
    people=lambda row: {"learner": row.learner_id, "raiser": row.raised_by_id},
    state=lambda row: "shared" if row.shared_at else "raised",
    steps=_shared,
)


def _plan(row: ActionPlan) -> Content:
    steps = [
        (step.position, step.text, day(step.due_on))
        for step in sorted(row.steps.all(), key=lambda one: one.position)
    ]
    return {
        "concern": row.concern_id,
        "number": row.number,
        "aim": row.aim,
        "support": row.support,
        "made_at": moment(row.made_at),
        "steps": steps,
    }


PLANS = Proven(
    noun="Action plan",
    said="made",
    model=ActionPlan,
    born=("action_plan_made",),
    states={"action_plan_made": "made"},
    rows=lambda: ActionPlan.objects.prefetch_related("steps"),
    content=_plan,
    people=lambda row: {"maker": row.made_by_id},
    state=lambda _row: "made",
)


def _review(row: Review) -> Content:
    return {
        "concern": row.concern_id,
        "plan": row.plan_id,
        "due_at": moment(row.due_at),
        "at": moment(row.at),
        "outcome": row.outcome,
        "words": row.words,
    }


REVIEWS = Proven(
    noun="Review",
    said="held",
    model=Review,
    born=("review_held", "review_missed"),
    states={"review_held": "held", "review_missed": "missed"},
    rows=lambda: Review.objects.all(),
    content=_review,
    people=lambda row: {"reviewer": row.by_id},
    state=lambda row: "missed" if row.outcome == "missed" else "held",
)


def _decision(row: Decision) -> Content:
    return {
        "pair": row.relationship_id,
        "outcome": row.outcome,
        "until": day(row.until),
        "words": row.words,
        "ground": row.ground_id,
        "replaces": row.replaces_id,
        "decided_at": moment(row.decided_at),
    }


DECISIONS = Proven(
    noun="Decision",
    said="decided",
    model=Decision,
    born=("decision_made",),
    states={"decision_made": "made"},
    rows=lambda: Decision.objects.all(),
    content=_decision,
    people=lambda row: {"learner": row.learner_id, "decider": row.decided_by_id},
    state=lambda _row: "made",
)


def _appeal(row: Appeal) -> Content:
    return {
        "concern": row.concern_id,
        "decision": row.decision_id,
        "at": moment(row.at),
        "words": row.words,
    }


def _answered(row: Appeal) -> Sequence[Step]:
    if row.answered_at is None:
        return ()
    content = {"at": moment(row.answered_at), "answer": row.answer, "changed": row.changed}
    return [Step("answered", row.answered_by_id, content)]


APPEALS = Proven(
    noun="Appeal",
    said="made",
    model=Appeal,
    born=("appeal_made",),
    states={"appeal_made": "made", "appeal_answered": "answered"},
    rows=lambda: Appeal.objects.all(),
    content=_appeal,
    people=lambda row: {"appealer": row.by_id},
    state=lambda row: "answered" if row.answered_at else "made",
    steps=_answered,
)
PROVEN = (CONCERNS, PLANS, REVIEWS, DECISIONS, APPEALS)

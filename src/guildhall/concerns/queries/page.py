"""One concern as its readers see it: what was seen, the plan, what happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from guildhall.concerns.access import (
    ANSWER_APPEAL,
    LEAD_CONCERN,
    READ_CONCERN,
    TAKE_BACK_CONCERN,
    WORK_ON_CONCERN,
)
from guildhall.concerns.models import ActionPlan, Appeal, Concern, Escalation, Review
from guildhall.concerns.queries.lists import RELATED
from guildhall.concerns.queries.people import guides_of, leads_of
from guildhall.concerns.states import HELD, OPEN, ConcernState
from guildhall.directory.models import Person
from guildhall.permissions.access import get_visible_or_404, may, visible_to
from guildhall.permissions.actor import Actor

# Moves that no plan, review or escalation tells of.
TOLD_BY_MOVES = (
    ConcernState.RAISED,
    ConcernState.SHARED,
    ConcernState.RESOLVED,
    ConcernState.REFERRED_OUT,
    ConcernState.WITHDRAWN,
    ConcernState.ENDED,
)


@dataclass(frozen=True)
class Entry:
    """One line of what happened. `kind` is a state, read, plan, review, escalated, taken_up,
    appeal or answer."""

    kind: str
    at: datetime
    who: Person | None = None
    words: str = ""
    review: Review | None = None
    plan: ActionPlan | None = None
    appeal: Appeal | None = None
    because: str = ""


@dataclass(frozen=True)
class ConcernPage:
    """Everything on the page of a concern, for its reader."""

    concern: Concern
    plans: tuple[ActionPlan, ...]
    entries: tuple[Entry, ...]
    last_review: Review | None
    escalation: Escalation | None
    appeals: tuple[Appeal, ...]
    guides: tuple[Person, ...]
    leads: tuple[Person, ...]
    is_learner: bool
    can_work: bool
    can_lead: bool
    can_take_back: bool
    can_answer: bool

    @property
    def plan(self) -> ActionPlan | None:
        """The version that holds."""
        return self.plans[-1] if self.plans else None

    @property
    def earlier_plans(self) -> tuple[ActionPlan, ...]:
        """Versions before it, the newest first."""
        return self.plans[-2::-1]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.concern.state in OPEN

    @property
    def open_appeal(self) -> Appeal | None:
        """The appeal that waits for an answer."""
        return next((one for one in self.appeals if one.answered_at is None), None)

    @property
    def is_met(self) -> bool:
        """Whether the last review found the aim met, so that it can be settled."""
        return self.last_review is not None and self.last_review.outcome == "met"


def concern_for(actor: Actor, pk: int) -> Concern:
    """The concern, or the answer of a missing id."""
    return get_visible_or_404(READ_CONCERN, actor, pk, Concern.objects.select_related(*RELATED))


def concern_page(row: Concern, *, actor: Actor) -> ConcernPage:
    """All of it; a fixed number of queries."""
    plans = tuple(row.plans.select_related("made_by").prefetch_related("steps__owner"))
    reviews = list(row.reviews.select_related("by", "plan"))
    escalations = list(row.escalations.select_related("by", "taken_up_by"))
    appeals = tuple(row.appeals.select_related("by", "answered_by"))
    entries = [
        *_moves(row),
        *(Entry("plan", one.made_at, one.made_by, plan=one) for one in plans),
        *(Entry("review", one.at, one.by, one.words, review=one) for one in reviews),
        *_escalations(escalations),
        *_appeals(appeals),
    ]
    if row.read_at:
        entries.append(Entry("read", row.read_at, row.learner))
    held = [one for one in reviews if one.outcome in HELD]
    answerable = visible_to(ANSWER_APPEAL, actor, row.appeals.all())
    return ConcernPage(
        concern=row,
        plans=plans,
        entries=tuple(sorted(entries, key=lambda one: one.at, reverse=True)),
        last_review=held[-1] if held else None,
        escalation=next((one for one in escalations if one.taken_up_at is None), None),
        appeals=appeals,
        guides=tuple(guides_of(row.relationship)),
        leads=tuple(leads_of(row.relationship, row.learner)),
        is_learner=row.learner_id == actor.person_id,
        can_work=may(WORK_ON_CONCERN, actor, row),
        can_lead=may(LEAD_CONCERN, actor, row),
        can_take_back=may(TAKE_BACK_CONCERN, actor, row),
        can_answer=answerable.exists(),
    )


def _moves(row: Concern) -> Iterator[Entry]:
    for move in row.moves.filter(state__in=TOLD_BY_MOVES).select_related("by"):
        # A concern that went to the lead unplanned comes back to the state of being shared.
        if move.state != ConcernState.SHARED or move.at == row.shared_at:
            yield Entry(move.state, move.at, move.by, move.words)


def _escalations(rows: list[Escalation]) -> Iterator[Entry]:
    for one in rows:
        yield Entry("escalated", one.at, one.by, one.words, because=one.because)
        if one.taken_up_at is not None:
            yield Entry("taken_up", one.taken_up_at, one.taken_up_by, one.answer)


def _appeals(rows: tuple[Appeal, ...]) -> Iterator[Entry]:
    for one in rows:
        yield Entry("appeal", one.at, one.by, one.words, appeal=one)
        if one.answered_at is not None:
            yield Entry("answer", one.answered_at, one.answered_by, one.answer, appeal=one)

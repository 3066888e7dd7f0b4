"""Reviews: held by people, missed by the clock; and what goes to whoever leads."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.proven import proof, seal_row
from guildhall.concerns.access import LEAD_CONCERN, READ_CONCERN, WORK_ON_CONCERN
from guildhall.concerns.actions.events import (
    CONCERN_ESCALATED,
    CONCERN_SETTLED,
    CONCERN_TAKEN_UP,
    REVIEW_HELD,
)
from guildhall.concerns.actions.rows import go_on, held, move, name_of, require_words, tell_of
from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.messages import CONCERN_ESCALATED as TOLD_ESCALATED
from guildhall.concerns.messages import CONCERN_SETTLED as TOLD_SETTLED
from guildhall.concerns.messages import CONCERN_TAKEN_UP as TOLD_TAKEN_UP
from guildhall.concerns.messages import REVIEW_HELD as TOLD_REVIEW
from guildhall.concerns.models import Concern, Escalation, Review
from guildhall.concerns.proven import REVIEWS
from guildhall.concerns.queries.people import everybody, leads_of
from guildhall.concerns.states import HELD, Because, ConcernState, ReviewOutcome
from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.permissions.access import may, require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import record_in_pair


def review_concern(
    *, concern: Concern, outcome: str, words: str, by: Actor, at: datetime
) -> Review:
    """Say how it goes with the plan; the learner is told. The next review is due two weeks later,
    unless the aim is met. Refuses a concern without a plan, and a review without words."""
    require(WORK_ON_CONCERN, by, concern)
    said = require_words({"words": words}, needed=("words",))["words"]
    if outcome not in HELD:
        raise InvalidInput(_("This is not saved yet."), {"outcome": _("Choose how it goes.")})
    with transaction.atomic():
        concern = held(concern, by=by)
        plan = concern.plans.last()
        if plan is None:
            raise WrongState(_("There is no plan yet, so there is nothing to review."))
        row, due = concern.relationship, concern.due_at
        is_met = outcome == ReviewOutcome.MET
        next_one = None if is_met else at + clocks_of(row).review
        go_on(concern, ConcernState.REVIEWING, next_one, by=by, at=at)
        review = Review(
            concern=concern,
            plan=plan,
            due_at=due,
            at=at,
            by_id=by.person_id,
            outcome=outcome,
            words=said,
        )
        seal_row(REVIEWS, review)
        review.save(force_insert=True)
        record_in_pair(
            REVIEW_HELD, review, row, by=by, at=at, **proof(REVIEWS, REVIEW_HELD, review)
        )
        who = name_of(by, row)
        tell_of(TOLD_REVIEW, concern, [concern.learner], at=at, event=review.pk, who=who)
    return review


def resolve_concern(*, concern: Concern, words: str, by: Actor, at: datetime) -> Concern:
    """It is settled well; both are told. Refuses unless the last review found the aim met."""
    require(WORK_ON_CONCERN, by, concern)
    said = require_words({"words": words})["words"]
    with transaction.atomic():
        concern = held(concern, by=by)
        last = concern.reviews.filter(outcome__in=HELD).last()
        if last is None or last.outcome != ReviewOutcome.MET:
            raise WrongState(_("Hold a review that finds the aim met; then it can be settled."))
        settle(concern, ConcernState.RESOLVED, words=said, by=by, at=at)
    return concern


def refer_out(*, concern: Concern, words: str, by: Actor, at: datetime) -> Concern:
    """It goes on outside of the program, by the route that the house has for it. Recorded without
    a judgment; both are told. Refuses what was never shared."""
    require(LEAD_CONCERN, by, concern)
    said = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        concern = held(concern, by=by)
        settle(concern, ConcernState.REFERRED_OUT, words=said, by=by, at=at)
    return concern


def settle(concern: Concern, state: ConcernState, *, words: str, by: Actor, at: datetime) -> None:
    """The held concern is settled; who may was asked before."""
    row = concern.relationship
    concern.due_at = None
    move(concern, state, by=by, at=at, words=words)
    record_in_pair(CONCERN_SETTLED, concern, row, by=by, at=at)
    people = everybody(row, concern.learner, by.person_id)
    tell_of(TOLD_SETTLED, concern, people, at=at, who=name_of(by, row))


def escalate_concern(*, concern: Concern, words: str, by: Actor, at: datetime) -> Escalation:
    """One of the pair asks whoever leads the program to look at it. Refuses without a reason, the
    learner's manager, and what is not shared or with them already."""
    require(READ_CONCERN, by, concern)
    is_learner = concern.shared_at is not None and concern.learner_id == by.person_id
    if not is_learner and not may(WORK_ON_CONCERN, by, concern):
        raise NotAllowed(_("Only the pair and those who coordinate it can ask for that."))
    said = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        concern = held(concern, by=by)
        return escalate(concern, Because.ASKED, words=said, by=by, at=at)


def escalate(
    concern: Concern, because: Because, *, by: Actor, at: datetime, words: str = ""
) -> Escalation:
    """The held concern goes to whoever leads; its clock stands until it is taken up."""
    row = concern.relationship
    concern.due_at = None
    move(concern, ConcernState.ESCALATED, by=by, at=at)
    escalation = Escalation.objects.create(
        concern=concern, because=because, by_id=by.person_id, at=at, words=words
    )
    record_in_pair(CONCERN_ESCALATED, escalation, row, by=by, at=at)
    people = [one for one in leads_of(row, concern.learner) if one.pk != by.person_id]
    tell_of(TOLD_ESCALATED, concern, people, at=at, event=escalation.pk)
    return escalation


def take_up_escalation(*, concern: Concern, words: str, by: Actor, at: datetime) -> Concern:
    """Somebody who leads takes it up and says how it goes on; both are told, and the clock runs
    again. Refuses without words, and what was not escalated."""
    require(LEAD_CONCERN, by, concern)
    said = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        concern = held(concern, by=by)
        escalation = concern.escalations.filter(taken_up_at__isnull=True).last()
        if concern.state != ConcernState.ESCALATED or escalation is None:
            raise WrongState(_("This is taken up already. There is nothing to answer."))
        escalation.taken_up_by_id, escalation.taken_up_at = by.person_id, at
        escalation.answer = said
        escalation.save()
        row, clocks = concern.relationship, clocks_of(concern.relationship)
        has_plan = concern.plans.exists()
        concern.due_at = at + (clocks.review if has_plan else clocks.plan)
        move(concern, _where_it_was(concern, has_plan=has_plan), by=by, at=at)
        record_in_pair(CONCERN_TAKEN_UP, escalation, row, by=by, at=at)
        people = everybody(row, concern.learner, by.person_id)
        who = name_of(by, row)
        tell_of(TOLD_TAKEN_UP, concern, people, at=at, event=escalation.pk, who=who)
    return concern


def _where_it_was(concern: Concern, *, has_plan: bool) -> ConcernState:
    if not has_plan:
        return ConcernState.SHARED
    was_reviewed = concern.reviews.filter(outcome__in=HELD).exists()
    return ConcernState.REVIEWING if was_reviewed else ConcernState.PLANNED

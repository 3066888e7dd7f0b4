"""The clocks of concerns: they remind, count a review that nobody held, and pass on to the lead."""

from datetime import datetime, timedelta

from django.db import transaction

from guildhall.audit.proven import proof, seal_row
from guildhall.concerns.actions.events import REVIEW_MISSED
from guildhall.concerns.actions.reviewing import escalate
from guildhall.concerns.actions.rows import name_of, tell_of
from guildhall.concerns.clocks import Clocks, clocks_of
from guildhall.concerns.messages import (
    CONCERN_UNSHARED,
    CONCERN_UNSHARED_LEAD,
    PLAN_WANTED,
    PLAN_WANTED_LEAD,
    REVIEW_DUE,
)
from guildhall.concerns.messages import REVIEW_MISSED as TOLD_MISSED
from guildhall.concerns.models import Concern, Review
from guildhall.concerns.notice import local_day
from guildhall.concerns.proven import REVIEWS
from guildhall.concerns.queries.people import everybody, guides_of, leads_of
from guildhall.concerns.states import CLOCKED, Because, ConcernState, ReviewOutcome
from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.states import BEGUN, UNDER_WAY

# No program reminds earlier than this; see clocks.toml.
AHEAD = timedelta(days=14)
REVIEWED = (ConcernState.PLANNED, ConcernState.REVIEWING)


def keep_clocks(*, at: datetime) -> int:
    """Turn the clock of every open concern that is due or nearly so; returns how many people were
    told. Safe to repeat: what was told is told once, and a review is missed once.

    While a pair rests nobody is told, and a review that falls into the rest moves on.
    """
    due = Concern.objects.filter(
        state__in=CLOCKED, due_at__lte=at + AHEAD, relationship__state__in=BEGUN
    )
    return sum(_turn(pk, at=at) for pk in due.order_by("due_at", "pk").values_list("pk", flat=True))


def _turn(pk: int, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(Concern.objects.select_related("relationship").get(pk=pk).relationship)
        concern = Concern.objects.select_for_update(of=("self",)).get(pk=pk)
        concern.relationship = row
        if concern.state not in CLOCKED or concern.due_at is None or row.state not in BEGUN:
            return 0
        clocks = clocks_of(row)
        if row.state not in UNDER_WAY:
            _rest(concern, concern.due_at, clocks, at=at)
            return 0
        if concern.state in REVIEWED:
            return _review(concern, concern.due_at, clocks, at=at)
        return _late(concern, concern.due_at, clocks, at=at)


def _rest(concern: Concern, due: datetime, clocks: Clocks, *, at: datetime) -> None:
    if concern.state in REVIEWED and due <= at:
        concern.due_at = at + clocks.review
        concern.save(update_fields=["due_at"])


def _late(concern: Concern, due: datetime, clocks: Clocks, *, at: datetime) -> int:
    """Not shared, or without a plan: those who do it are reminded, then those who lead."""
    if at < due:
        return 0
    is_raised = concern.state == ConcernState.RAISED
    event = due.isoformat()
    row = concern.relationship
    raiser = concern.raised_by
    doers = [raiser] if is_raised and raiser else _doers(concern)
    kind = CONCERN_UNSHARED if is_raised else PLAN_WANTED
    told = tell_of(kind, concern, doers, at=at, event=event)
    if at < due + clocks.lead_after:
        return told
    leads = leads_of(row, concern.learner)
    if not is_raised:
        return told + tell_of(PLAN_WANTED_LEAD, concern, leads, at=at, event=event)
    who = name_of(Actor(person_id=raiser.pk if raiser else None), row)
    return told + tell_of(CONCERN_UNSHARED_LEAD, concern, leads, at=at, event=event, who=who)


def _review(concern: Concern, due: datetime, clocks: Clocks, *, at: datetime) -> int:
    row = concern.relationship
    if at < due:
        if at < due - clocks.remind:
            return 0
        day = full_day(local_day(row, due))
        people = everybody(row, concern.learner)
        return tell_of(REVIEW_DUE, concern, people, at=at, event=due.isoformat(), by=day)
    plan = concern.plans.last()
    if plan is None:
        return 0
    review = Review(concern=concern, plan=plan, due_at=due, at=at, outcome=ReviewOutcome.MISSED)
    seal_row(REVIEWS, review)
    review.save(force_insert=True)
    told_of = proof(REVIEWS, REVIEW_MISSED, review)
    record_in_pair(REVIEW_MISSED, review, row, by=SYSTEM, at=at, **told_of)
    if _missed(concern) >= clocks.missed_reviews:
        escalate(concern, Because.MISSED, by=SYSTEM, at=at)
    else:
        concern.due_at = max(due, at - clocks.review) + clocks.review
        concern.save(update_fields=["due_at"])
    return tell_of(TOLD_MISSED, concern, _doers(concern), at=at, event=review.pk)


def _missed(concern: Concern) -> int:
    """Reviews missed since somebody who leads last took it up."""
    rows = concern.reviews.filter(outcome=ReviewOutcome.MISSED)
    last = concern.escalations.filter(taken_up_at__isnull=False).last()
    return rows.filter(at__gt=last.taken_up_at).count() if last else rows.count()


def _doers(concern: Concern) -> list[Person]:
    """Those who guide, and whoever raised it."""
    raiser = [concern.raised_by] if concern.raised_by else []
    return list({one.pk: one for one in (*guides_of(concern.relationship), *raiser)}.values())

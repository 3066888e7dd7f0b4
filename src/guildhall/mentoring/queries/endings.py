"""The end of a pair as one of them sees it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from guildhall.goals.models import Goal
from guildhall.goals.queries.work import goals_of
from guildhall.goals.states import GoalState
from guildhall.mentoring.ending_access import CHOOSE_NEXT, READ_CLOSING_REVIEW
from guildhall.mentoring.models import (
    AfterEnd,
    ClosingReview,
    Departure,
    Ending,
    EndingChoice,
    FitCheck,
)
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState

SHORT = timedelta(days=56)
NEAR = timedelta(days=28)


@dataclass(frozen=True)
class Thanks:
    """What somebody says to the others; `by_you` where the reader wrote it."""

    who: str
    words: str
    at: datetime
    by_you: bool


@dataclass(frozen=True)
class EndingShown:
    """One end: what the reader wrote, what the others would like, thanks that are handed over."""

    ending: Ending | None
    own: ClosingReview | None
    own_choice: EndingChoice | None
    others_choices: tuple[EndingChoice, ...]
    thanks: tuple[Thanks, ...]
    is_handed_over: bool


def ending_of(relationship: Relationship, *, actor: Actor, parties: int) -> EndingShown:
    """The newest end; four queries at most. `parties` is how many are in the pair. Of what the
    others wrote only their thanks are read from the database at all."""
    me = actor.person_id
    ending = Ending.objects.filter(relationship=relationship).first()
    if ending is None:
        return EndingShown(None, None, None, (), (), False)
    rows = ending.reviews.select_related("person").order_by("written_at", "pk")
    reviews = list(rows.defer("reached", "learned"))
    choices = list(ending.choices.select_related("person").order_by("chosen_at", "pk"))
    is_over = relationship.state == RelationshipState.CLOSED
    is_handed_over = is_over or len(reviews) >= parties
    thanks = tuple(
        Thanks(
            review.person.given_name,
            review.thanks,
            review.written_at,
            review.person_id == me,
        )
        for review in reviews
        if review.thanks and (is_handed_over or review.person_id == me)
    )
    return EndingShown(
        ending=ending,
        own=visible_to(READ_CLOSING_REVIEW, actor, ending.reviews.all()).first(),
        own_choice=next((one for one in choices if one.person_id == me), None),
        others_choices=tuple(one for one in choices if one.person_id != me),
        thanks=thanks,
        is_handed_over=is_handed_over,
    )


def reached_goals(relationship: Relationship, *, actor: Actor) -> list[Goal]:
    """Goals that were reached, to remember them by."""
    found = goals_of(relationship, actor=actor)
    return [shown.goal for shown in found if shown.goal.state == GoalState.REACHED]


def was_left(relationship: Relationship) -> bool:
    """Whether somebody left early; never says who."""
    return Departure.objects.filter(relationship=relationship).exists()


def next_of(relationship: Relationship, *, actor: Actor) -> AfterEnd | None:
    """What the reader wished for after the end."""
    rows = AfterEnd.objects.filter(relationship=relationship)
    return visible_to(CHOOSE_NEXT, actor, rows).first()


def fit_check_of(relationship: Relationship, *, you: Party) -> FitCheck | None:
    """The reader's own question, whether it is right for them."""
    return FitCheck.objects.filter(relationship=relationship, person_id=you.person_id).first()


def is_looked_back_on(relationship: Relationship) -> bool:
    """Whether a look back is asked for when the planned end comes: not of a pair of a few weeks,
    and not in assessed programs, which have an end of their own."""
    program = relationship.program
    if relationship.is_circle or relationship.ends_on is None or relationship.opened_at is None:
        return False
    is_long = relationship.ends_on - relationship.opened_at.date() >= SHORT
    return is_long and not (program is not None and program.is_evaluative)


def endings_to_choose(pair_ids: Collection[int], *, person_id: int, on: date) -> list[Ending]:
    """Ends that ask something of the person: one that is near or has passed, or one for which
    somebody else has said how to go on. Two queries, however many."""
    rows = Ending.objects.filter(relationship__in=pair_ids, settled_at__isnull=True)
    rows = rows.filter(Q(ends_on__lte=on + NEAR) | Q(choices__isnull=False))
    rows = rows.exclude(choices__person=person_id).distinct()
    found = rows.select_related("relationship__program").prefetch_related("choices")
    return list(found.order_by("ends_on", "pk"))

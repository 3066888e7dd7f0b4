"""The end of a pair as one of them sees it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from guildhall.goals.models import Goal
from guildhall.goals.queries.work import goals_of
from guildhall.goals.states import GoalState
from guildhall.mentoring.models import (
    AfterEnd,
    ClosingReview,
    Departure,
    Ending,
    EndingChoice,
    FitCheck,
)
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState

SHORT = timedelta(days=56)


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


def ending_of(relationship: Relationship, *, you: Party, parties: int) -> EndingShown:
    """The newest end; four queries at most. `parties` is how many are in the pair."""
    ending = Ending.objects.filter(relationship=relationship).first()
    if ending is None:
        return EndingShown(None, None, None, (), (), False)
    reviews = list(ending.reviews.select_related("person").order_by("written_at", "pk"))
    choices = list(ending.choices.select_related("person").order_by("chosen_at", "pk"))
    is_over = relationship.state == RelationshipState.CLOSED
    is_handed_over = is_over or len(reviews) >= parties
    thanks = tuple(
        Thanks(
            review.person.given_name,
            review.thanks,
            review.written_at,
            review.person_id == you.person_id,
        )
        for review in reviews
        if review.thanks and (is_handed_over or review.person_id == you.person_id)
    )
    return EndingShown(
        ending=ending,
        own=next((one for one in reviews if one.person_id == you.person_id), None),
        own_choice=next((one for one in choices if one.person_id == you.person_id), None),
        others_choices=tuple(one for one in choices if one.person_id != you.person_id),
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


def next_of(relationship: Relationship, *, you: Party) -> AfterEnd | None:
    """What the reader wished for after the end."""
    return AfterEnd.objects.filter(relationship=relationship, person_id=you.person_id).first()


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

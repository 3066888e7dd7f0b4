"""Pairs past their planned end: which are asked, until when they may answer, who may go on."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from guildhall.mentoring.models import Ending
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of, silence_before_close
from guildhall.relationships.states import RelationshipState, Takes

# A paused pair waits, whoever paused it: it is asked once it goes on.
GOING_ON = (RelationshipState.ACTIVE, RelationshipState.CLOSING)


def overdue_pairs(*, at: datetime) -> QuerySet[Relationship]:
    """Pairs that go on after their planned end; those of assessed programs are among them."""
    rows = Relationship.objects.filter(state__in=GOING_ON, is_circle=False, ends_on__lt=at.date())
    return rows.exclude(takes=Takes.NOTHING).select_related("program").order_by("pk")


def overdue_and_not_asked(*, at: datetime) -> list[Relationship]:
    """Those that were not asked yet."""
    asked = Ending.objects.filter(
        relationship=OuterRef("pk"), settled_at__isnull=True, asked_at__isnull=False
    )
    return [row for row in overdue_pairs(at=at).filter(~Exists(asked)) if closes_by_itself(row)]


def overdue_and_silent(*, at: datetime) -> list[Ending]:
    """Ends of which both were asked, and nobody has said anything for as long as the program
    gives them."""
    rows = Ending.objects.filter(
        settled_at__isnull=True, asked_at__isnull=False, relationship__in=overdue_pairs(at=at)
    )
    rows = rows.select_related("relationship__program").prefetch_related("choices")
    return [row for row in rows.order_by("pk") if is_silent(row, at=at)]


def is_silent(ending: Ending, *, at: datetime) -> bool:
    """Whether the time to answer is over."""
    until = answers_until(ending)
    return until is not None and until < at.date()


def answers_until(ending: Ending) -> date | None:
    """The last day before it closes by itself, counted from the newest answer; None where nobody
    was asked."""
    if ending.asked_at is None or ending.settled_at is not None:
        return None
    newest = max([ending.asked_at, *(one.chosen_at for one in ending.choices.all())])
    return (newest + silence_before_close(plan_of(ending.relationship))).date()


def closes_by_itself(row: Relationship) -> bool:
    """Whether a pair past its planned end closes without an answer: not a circle, not a single
    conversation, and not where one person assesses the other."""
    is_assessed = row.program is not None and row.program.is_evaluative
    return not (row.is_circle or row.takes == Takes.NOTHING or is_assessed)

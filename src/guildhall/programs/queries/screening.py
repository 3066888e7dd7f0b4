"""The screening queue of a cohort: what waits for this reader, for others, and what is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT, PROGRAM, SEE_ENROLLMENT
from guildhall.programs.models import Cohort, Decision, Enrollment, Nomination, Rating
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.screening_standing import OPEN_STATES
from guildhall.programs.screening_states import ScreeningStage
from guildhall.programs.states import EnrollmentState, ProgramRole, Side

# Enrollments with the columns that `screening_queue` adds to them.
Queue = QuerySet[Any]
# An application is decided within a week.
PROMISED_DAYS = 7
DECIDED_STATES = (
    EnrollmentState.APPROVED,
    EnrollmentState.WAITING,
    EnrollmentState.MATCHED,
    EnrollmentState.FINISHED,
    EnrollmentState.DECLINED,
)


class Waits(TextChoices):
    """What an application waits for, as its reader sees it."""

    TO_RATE = "to_rate", _("To rate")
    TO_DECIDE = "to_decide", _("To decide")
    FOR_OTHERS = "for_others", _("Waiting for others")
    DECIDED = "decided", _("Decided")


MINE = (Waits.TO_RATE, Waits.TO_DECIDE)


@dataclass(frozen=True, slots=True)
class Part:
    """What a reader may do in a cohort's screening. Viewers may do neither."""

    may_rate: bool
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait for what, and since when the oldest of the reader's own waits."""

    by: Mapping[str, int]
    oldest_open: datetime | None

    @property
    def open(self) -> int:
        """Everything without a decision."""
        return sum(count for waits, count in self.by.items() if waits != Waits.DECIDED)

    @property
    def mine(self) -> int:
        """What waits for the reader."""
        return sum(self.by.get(waits, 0) for waits in MINE)


def part_in(cohort: Cohort, actor: Actor) -> Part:
    """What the actor may do in this cohort, their own application left out."""
    decides = may(CHANGE_COHORT, actor, cohort)
    screens = actor.holds(PROGRAM, cohort.program_id, ProgramRole.SCREENER)
    return Part(may_rate=decides or screens, may_decide=decides)


def screening_queue(cohort: Cohort, actor: Actor, part: Part) -> Queue:
    """Applications of the cohort that the actor may see, oldest first.

    Each carries `waits` (what it waits for, for this reader), `waiting_from`, `handed_in`
    (ratings that count) and `has_draft` (whether the reader has begun to rate).
    """
    decided = Q(state__in=DECIDED_STATES) & Exists(
        Decision.objects.filter(enrollment=OuterRef("pk"))
    )
    seen = visible_to(SEE_ENROLLMENT, actor, Enrollment.objects.filter(cohort=cohort))
    mine = Rating.objects.filter(
        screening__enrollment=OuterRef("pk"), rater_id=actor.person_id or 0
    )
    return (
        seen.filter(Q(state__in=OPEN_STATES) | decided)
        .annotate(
            waiting_from=Coalesce("applied_at", "created_at", output_field=DateTimeField()),
            stage=_stage(cohort),
            has_rated=Exists(mine.filter(handed_in_at__isnull=False)),
            has_draft=Exists(mine.filter(handed_in_at__isnull=True)),
            handed_in=_handed_in(),
        )
        .annotate(waits=_waits(actor, part))
        .order_by("waiting_from", "pk")
    )


def counts_of(queue: Queue) -> Counts:
    """Counts over the whole queue, in one query."""
    rows = queue.order_by().values("waits").annotate(n=Count("pk"), oldest=Min("waiting_from"))
    found = {row["waits"]: row for row in rows}
    oldest = [row["oldest"] for waits, row in found.items() if waits != Waits.DECIDED]
    return Counts(
        by={waits: row["n"] for waits, row in found.items()},
        oldest_open=min(oldest, default=None),
    )


def next_of_mine(queue: Queue) -> Any:
    """The oldest application that waits for the reader, with its columns, or None."""
    return queue.filter(waits__in=MINE).select_related("person").first()


def neighbors(queue: Queue, enrollment: Enrollment) -> tuple[Enrollment | None, Enrollment | None]:
    """The open applications before and after this one, by the time that they have waited."""
    since = enrollment.applied_at or enrollment.created_at
    others = queue.filter(state__in=OPEN_STATES).select_related("person")
    before = others.filter(Q(waiting_from__lt=since) | Q(waiting_from=since, pk__lt=enrollment.pk))
    after = others.filter(Q(waiting_from__gt=since) | Q(waiting_from=since, pk__gt=enrollment.pk))
    return before.order_by("-waiting_from", "-pk").first(), after.first()


def _stage(cohort: Cohort) -> Case:
    """The stage that is noted; an application whose screening has not begun waits for ratings,
    or straight for a decision where its side has no rubric."""
    plan = read_plan(cohort.program.plan)
    rated = [side for side in Side.values if plan.screening_of(side)]
    return Case(
        When(screening__isnull=False, then=F("screening__stage")),
        When(side__in=rated, then=Value(ScreeningStage.RATING.value)),
        default=Value(ScreeningStage.READY.value),
        output_field=CharField(),
    )


def _handed_in() -> Coalesce:
    """Ratings that count. A subquery, because a join would count the applications with it."""
    rows = Rating.objects.filter(
        screening__enrollment=OuterRef("pk"), handed_in_at__isnull=False
    ).order_by()
    counted = rows.values("screening__enrollment").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def _waits(actor: Actor, part: Part) -> Case:
    nominated = Nomination.objects.filter(
        cohort_id=OuterRef("cohort_id"),
        nominee_id=OuterRef("person_id"),
        nominated_by_id=actor.person_id or 0,
    )
    is_other = ~Q(person_id=actor.person_id or 0)
    whens = [When(~Q(state__in=OPEN_STATES), then=Value(Waits.DECIDED.value))]
    if part.may_rate:
        to_rate = Q(stage=ScreeningStage.RATING, has_rated=False) & is_other & ~Exists(nominated)
        whens.append(When(to_rate, then=Value(Waits.TO_RATE.value)))
    if part.may_decide:
        ready = Q(stage=ScreeningStage.READY) & is_other
        whens.append(When(ready, then=Value(Waits.TO_DECIDE.value)))
    return Case(*whens, default=Value(Waits.FOR_OTHERS.value), output_field=CharField())

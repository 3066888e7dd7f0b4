"""What waits for somebody in programs: applications, people to match, one's own drafts."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, QuerySet

from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_COHORT
from guildhall.programs.models import Cohort, Enrollment, Nomination
from guildhall.programs.states import EnrollmentState, Side

S = EnrollmentState
UNDECIDED = (S.APPLIED, S.SCREENING)
UNMATCHED = (S.APPROVED, S.WAITING)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits in one cohort: applications since `oldest`, and people without a match."""

    applications: int = 0
    oldest: datetime | None = None
    guides: int = 0
    learners: int = 0


@dataclass(frozen=True, slots=True)
class Unsent:
    """An application that its author has not handed in."""

    enrollment_id: int
    program: str
    closes_on: date | None


def cohorts_in_sight(actor: Actor) -> QuerySet[Cohort]:
    """Cohorts that the actor sees whole and that are not put away, without what is long."""
    rows = visible_to(SEE_COHORT, actor, Cohort.objects.filter(archived_at__isnull=True))
    return (
        rows.select_related("program")
        .only(
            "name",
            "applications_close_on",
            "matches_promised_on",
            "starts_on",
            "ends_on",
            "archived_at",
            "program__name",
            "program__organization_id",
            "program__archived_at",
        )
        .order_by("pk")
    )


def waiting_in(cohort_ids: Collection[int]) -> Mapping[int, Waiting]:
    """Who waits in each of these cohorts; one query.

    Both sides are named, so that the database goes straight to the states asked for.
    """
    rows = Enrollment.objects.filter(
        cohort_id__in=cohort_ids, side__in=Side.values, state__in=(*UNDECIDED, *UNMATCHED)
    )
    grouped = rows.order_by().values_list("cohort_id", "side", "state")
    counts: dict[int, dict[str, int]] = {}
    oldest: dict[int, datetime] = {}
    for pk, side, state, n, first in grouped.annotate(n=Count("*"), first=Min("applied_at")):
        key = "applications" if state in UNDECIDED else f"{side}s"
        of = counts.setdefault(pk, {})
        of[key] = of.get(key, 0) + n
        if state in UNDECIDED and first is not None:
            oldest[pk] = min(first, oldest.get(pk, first))
    return {pk: Waiting(oldest=oldest.get(pk), **of) for pk, of in counts.items()}


def open_nominations(person_id: int) -> QuerySet[Nomination]:
    """Those that this person has not answered."""
    rows = Nomination.objects.filter(nominee_id=person_id, answered_at__isnull=True)
    return rows.prefetch_related("cohort__program")  # most people have none


def unsent_applications(person_id: int) -> list[Unsent]:
    """What this person began and has not handed in."""
    rows = Enrollment.objects.filter(person_id=person_id, state=S.DRAFT)
    columns = ("pk", "cohort__program__name", "cohort__applications_close_on")
    return [Unsent(*row) for row in rows.values_list(*columns)]

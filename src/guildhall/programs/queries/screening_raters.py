"""Who may still rate an application."""

from django.db.models import Q, QuerySet

from guildhall.directory.models import Person, RoleGrant
from guildhall.directory.states import STAFF
from guildhall.programs.models import Enrollment, Nomination, ProgramGrant, Screening
from guildhall.programs.queries.screening_standing import nominations_of
from guildhall.programs.states import ProgramRole

RATERS = (ProgramRole.COORDINATOR, ProgramRole.SCREENER)


def further_raters(enrollment: Enrollment, screening: Screening) -> QuerySet[Person]:
    """Whoever RATE_ENROLLMENT lets rate it, but for those who have and those who nominated."""
    program = enrollment.cohort.program
    staff = RoleGrant.objects.filter(
        membership__organization_id=program.organization_id,
        membership__ended_at__isnull=True,
        ended_at__isnull=True,
        role__in=STAFF,
    )
    held = ProgramGrant.objects.filter(program=program, role__in=RATERS, ended_at__isnull=True)
    nominated = Nomination.objects.filter(nominations_of(enrollment), nominated_by__isnull=False)
    rated = screening.ratings.filter(handed_in_at__isnull=False)
    return (
        Person.objects.filter(
            Q(pk__in=staff.values("membership__person_id")) | Q(pk__in=held.values("person_id")),
            merged_into__isnull=True,
        )
        .exclude(pk=enrollment.person_id)
        .exclude(pk__in=rated.values("rater_id"))
        .exclude(pk__in=nominated.values("nominated_by_id"))
        .select_related("account")
        .order_by("pk")
    )

"""What an enrollment needs before it counts."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_ENROLLMENT
from guildhall.programs.actions.events import PREREQUISITE_MET, PREREQUISITE_REOPENED
from guildhall.programs.models import Enrollment, Prerequisite
from guildhall.programs.moves import tell_prerequisite
from guildhall.programs.plan import Plan


def list_prerequisites(enrollments: Sequence[Enrollment], *, plan: Plan) -> None:
    """Note on each enrollment what the plan asks of its side. What is listed already stays."""
    needed = [
        Prerequisite(enrollment=enrollment, key=item.key, name=item.name[:160], before=item.before)
        for enrollment in enrollments
        for item in plan.prerequisites_for(enrollment.side)
    ]
    Prerequisite.objects.bulk_create(needed, batch_size=1000, ignore_conflicts=True)


def set_prerequisite(
    *, prerequisite: Prerequisite, is_met: bool, by: Actor, at: datetime
) -> Prerequisite:
    """Mark it as met, or open it again. Setting it to what it is changes nothing."""
    enrollment = prerequisite.enrollment
    require(CHANGE_ENROLLMENT, by, enrollment)
    if is_met == (prerequisite.met_at is not None):
        return prerequisite
    with transaction.atomic():
        prerequisite.met_at = at if is_met else None
        prerequisite.met_by_id = by.person_id if is_met else None
        prerequisite.save(update_fields=["met_at", "met_by"])
        record(
            PREREQUISITE_MET if is_met else PREREQUISITE_REOPENED,
            by=by,
            subject=enrollment,
            at=at,
            organization_id=enrollment.cohort.program.organization_id,
            prerequisite=prerequisite.pk,
        )
        tell_prerequisite(prerequisite, by=by, at=at)
    return prerequisite

"""Whether somebody was on shift, as far as the house knows when they work."""

from datetime import datetime

from guildhall.assessment.signing_limits import LIMITS
from guildhall.people.models import Shift


def was_off_shift(person_id: int, organization_id: int, *, at: datetime) -> bool:
    """Whether none of somebody's shifts covers the moment, with some grace on both ends.

    False where no shift of theirs is known around it: then nobody can say.
    """
    around = Shift.objects.filter(
        person=person_id,
        organization=organization_id,
        starts_at__lte=at + LIMITS.roster_known,
        ends_at__gte=at - LIMITS.roster_known,
    )
    if not around.exists():
        return False
    grace = LIMITS.shift_grace
    return not around.filter(starts_at__lte=at + grace, ends_at__gte=at - grace).exists()

"""Who may open a cohort's screening queue. What they may do there is in `access`."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM, VISIT_COHORT
from guildhall.programs.models import Cohort
from guildhall.programs.states import ProgramRole


def _queue(actor: Actor) -> Q:
    organizations = actor.scopes(ORGANIZATION, *READERS)
    programs = actor.scopes(PROGRAM, *ProgramRole.values)
    return Q(program__organization_id__in=organizations) | Q(program_id__in=programs)


SEE_SCREENING = declare(
    Access(
        "screening.see",
        "Staff and read-only staff of the organization, and whoever holds a role in the program,"
        " see which applications wait; only those who rate read what is in them.",
        Cohort,
        _queue,
        read=VISIT_COHORT,
    )
)

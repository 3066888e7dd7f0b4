"""Who may see and change match rounds: whoever may see and change the cohort."""

from collections.abc import Iterable

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.matching.models import MatchRound
from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole


def _within(actor: Actor, organization_roles: Iterable[str], program_roles: Iterable[str]) -> Q:
    organizations = actor.scopes(ORGANIZATION, *organization_roles)
    programs = actor.scopes(PROGRAM, *program_roles)
    return Q(cohort__program__organization_id__in=organizations) | Q(
        cohort__program_id__in=programs
    )


SEE_ROUND = declare(
    Access(
        "round.see",
        "Staff and read-only staff of the organization and the program's coordinators and viewers"
        " see its match rounds; participants never do.",
        MatchRound,
        lambda actor: _within(actor, READERS, (ProgramRole.COORDINATOR, ProgramRole.VIEWER)),
    )
)
CHANGE_ROUND = declare(
    Access(
        "round.change",
        "Coordinators and administrators of the organization and the program's coordinators"
        " change, solve and publish its match rounds.",
        MatchRound,
        lambda actor: _within(actor, STAFF, (ProgramRole.COORDINATOR,)),
        read=SEE_ROUND,
    )
)

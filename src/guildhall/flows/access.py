"""Who may see and work on imports."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.flows.models import Import
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole


def _of_own_programs(actor: Actor) -> Q:
    """Limited imports into the programs that the actor coordinates."""
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    return Q(is_limited=True, cohort__program_id__in=programs) if programs else NOTHING


SEE_IMPORT = declare(
    Access(
        "import.see",
        "Coordinators, administrators and read-only staff see the imports of their organization;"
        " coordinators of a program see those that only bring people into it.",
        Import,
        lambda actor: (
            Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS)) | _of_own_programs(actor)
        ),
    )
)
CHANGE_IMPORT = declare(
    Access(
        "import.change",
        "Coordinators and administrators map, save and discard imports of their organization;"
        " coordinators of a program those that only bring people into it.",
        Import,
        lambda actor: (
            Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)) | _of_own_programs(actor)
        ),
        read=SEE_IMPORT,
    )
)

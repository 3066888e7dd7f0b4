"""Who may see and work on imports."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.flows.models import Import
from guildhall.permissions.access import Access, declare

SEE_IMPORT = declare(
    Access(
        "import.see",
        "Coordinators, administrators and read-only staff see the imports of their organization.",
        Import,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS)),
    )
)
CHANGE_IMPORT = declare(
    Access(
        "import.change",
        "Coordinators and administrators map, save and discard imports of their organization.",
        Import,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)),
        read=SEE_IMPORT,
    )
)

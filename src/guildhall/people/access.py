"""Who may see and change shifts."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Person
from guildhall.directory.states import READERS
from guildhall.people.models import Shift
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor


def _own(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(person_id=actor.person_id)


OWN_SHIFTS = declare(
    Access(
        "person.own_shifts",
        "People type in their own shifts and connect their own roster; nobody else does.",
        Person,
        lambda actor: NOTHING if actor.person_id is None else Q(pk=actor.person_id),
    )
)
READ_SHIFT = declare(
    Access(
        "shift.read",
        "People see their own shifts; coordinators, administrators and read-only staff those in"
        " their organization. Whoever they are paired with sees how much is shared, not when.",
        Shift,
        lambda actor: _own(actor) | Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS)),
    )
)

"""Who reads and revokes certificates. Whoever has a code reads its public page."""

from django.db.models import Q

from guildhall.certificates.models import Certificate
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor


def _own(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(person_id=actor.person_id)


def _of_house(actor: Actor, *roles: str) -> Q:
    houses = actor.scopes(ORGANIZATION, *roles)
    return Q(organization_id__in=houses) if houses else NOTHING


READ_CERTIFICATE = declare(
    Access(
        "certificate.read",
        "People read their own certificates; coordinators, administrators and read-only staff those"
        " that their organization issued.",
        Certificate,
        lambda actor: _own(actor) | _of_house(actor, *READERS),
    )
)
REVOKE_CERTIFICATE = declare(
    Access(
        "certificate.revoke",
        "Coordinators and administrators revoke what their organization issued; never their own.",
        Certificate,
        lambda actor: _of_house(actor, *STAFF) & ~_own(actor),
        read=READ_CERTIFICATE,
    )
)

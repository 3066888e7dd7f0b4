"""Who names senior guides, and who reads a consult."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.mentoring.models import Consult, SeniorGuide
from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor


def _of_own_houses(actor: Actor) -> Q:
    return Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS))


def _asked(actor: Actor) -> Q:
    return Q(asker_id=actor.person_id or 0)


def _answered(actor: Actor) -> Q:
    return Q(senior_id=actor.person_id or 0)


SEE_SENIOR = declare(
    Access(
        "senior_guide.see",
        "Staff and read-only staff see who is named as a senior guide; so does whoever is.",
        SeniorGuide,
        lambda actor: _of_own_houses(actor) | Q(person_id=actor.person_id or 0),
    )
)
END_SENIOR = declare(
    Access(
        "senior_guide.end",
        "Coordinators and administrators end it; so does the senior guide.",
        SeniorGuide,
        lambda actor: (
            Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF))
            | Q(person_id=actor.person_id or 0)
        ),
        read=SEE_SENIOR,
    )
)
READ_CONSULT = declare(
    Access(
        "consult.read",
        "A consult is read by the guide who asked and the senior guide, and by nobody else.",
        Consult,
        lambda actor: _asked(actor) | _answered(actor),
    )
)
CLOSE_CONSULT = declare(
    Access(
        "consult.close",
        "The guide who asked ends a consult, and takes all its words away.",
        Consult,
        _asked,
        read=READ_CONSULT,
    )
)

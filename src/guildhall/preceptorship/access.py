"""Who reads a ledger of protected time."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Person
from guildhall.directory.states import READERS
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import Kind, ProgramRole, Side
from guildhall.relationships.models import Party


def overseen_guiding(actor: Actor) -> Q:
    """Of parties: guides in the preceptorships that the actor runs or reads."""
    houses = actor.scopes(ORGANIZATION, *READERS)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    if not houses and not programs:
        return NOTHING
    within = Q(relationship__organization_id__in=houses) | Q(relationship__program_id__in=programs)
    return within & Q(side=Side.GUIDE, relationship__program__kind=Kind.PRECEPTORSHIP)


def _overseen(actor: Actor) -> Q:
    guiding = Party.objects.filter(overseen_guiding(actor))
    return Q(pk__in=guiding.order_by().values("person_id"))


def _own(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(pk=actor.person_id)


READ_PROTECTED_TIME = declare(
    Access(
        "person.read_protected_time",
        "People read their own ledger of protected time; those who run or read a preceptorship that"
        " of its guides, with the meetings of their own programs only.",
        Person,
        lambda actor: _own(actor) | _overseen(actor),
    )
)
OVERSEE_PROTECTED_TIME = declare(
    Access(
        "person.oversee_protected_time",
        "Those who run or read a preceptorship list the protected time of its guides.",
        Person,
        _overseen,
        read=READ_PROTECTED_TIME,
    )
)

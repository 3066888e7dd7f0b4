"""Who may read, log and verify hours.

Hours have two houses: the one whose program it is, and the host where they are worked. Each sees
what is its own: the program's house the hours of its programs, the host those at its sites, a
partner that sends people those of its own.
"""

from django.db.models import Exists, OuterRef, Q

from guildhall.directory.access import ORGANIZATION, SEE_ORGANIZATION
from guildhall.directory.models import Membership, Organization, Person
from guildhall.directory.states import READERS, STAFF
from guildhall.hours.models import TimeEntry, Verifier
from guildhall.hours.states import EntryKind
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole, Side
from guildhall.relationships.access import SEE_RELATIONSHIP, of_own_pairs, own_pairs
from guildhall.relationships.models import Relationship


def _own(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(person_id=actor.person_id)


def _guided(actor: Actor) -> Q:
    """Hours of the learners whom the actor guides now; never one's own."""
    if actor.person_id is None:
        return NOTHING
    return of_own_pairs(actor, side=Side.GUIDE) & ~Q(person_id=actor.person_id)


def _named(actor: Actor) -> Q:
    """Hours of learners where the actor was named a verifier: all of a house, a site or a unit."""
    if actor.person_id is None:
        return NOTHING
    named = Verifier.objects.filter(
        person_id=actor.person_id, organization=OuterRef("organization"), ended_at__isnull=True
    )
    named = named.filter(
        Q(site__isnull=True) | Q(site=OuterRef("site")) | Q(site=OuterRef("unit__site")),
        Q(unit__isnull=True) | Q(unit=OuterRef("unit")),
    )
    here = Membership.objects.filter(
        person_id=actor.person_id, organization=OuterRef("organization"), ended_at__isnull=True
    )
    learners = Q(relationship__isnull=False) & ~Q(kind=EntryKind.PROTECTED)
    return learners & ~Q(person_id=actor.person_id) & Q(Exists(named)) & Q(Exists(here))


def _overseen(actor: Actor) -> Q:
    houses = actor.scopes(ORGANIZATION, *READERS)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    reach = NOTHING
    if houses:
        reach |= Q(relationship__organization_id__in=houses) | Q(organization_id__in=houses)
    if programs:
        reach |= Q(relationship__program_id__in=programs)
    # Asked beforehand, as for lists of pairs.
    partners = Organization.objects.filter(pk__in=houses, partner_programs__isnull=False)
    for house in sorted(set(partners.values_list("pk", flat=True))):
        sent = Membership.objects.filter(organization_id=house, ended_at__isnull=True)
        reach |= Q(relationship__program__partners=house, person_id__in=sent.values("person_id"))
    return reach


READ_ENTRY = declare(
    Access(
        "time_entry.read",
        "Whoever worked the hours, whoever guides them now and the verifiers of the place read an"
        " entry. Staff of the program's house read those of its programs, staff of the host those"
        " worked there, a partner's staff those of its own people; nobody else's.",
        TimeEntry,
        lambda actor: _own(actor) | _guided(actor) | _named(actor) | _overseen(actor),
    )
)
KEEP_ENTRY = declare(
    Access(
        "time_entry.keep",
        "Only whoever works the hours logs, answers for and cancels them.",
        TimeEntry,
        _own,
        read=READ_ENTRY,
    )
)
VERIFY_ENTRY = declare(
    Access(
        "time_entry.verify",
        "The guide of the pair, or somebody whom the host named for the place, verifies hours or"
        " disputes them; never their own.",
        TimeEntry,
        lambda actor: _guided(actor) | _named(actor),
        read=READ_ENTRY,
    )
)
OVERSEE_HOURS = declare(
    Access(
        "time_entry.oversee",
        "Staff and read-only staff list the hours of their programs and those worked in their"
        " house.",
        TimeEntry,
        _overseen,
        read=READ_ENTRY,
    )
)
LOG_HOURS = declare(
    Access(
        "relationship.log_hours",
        "Only the learner logs hours in a pair.",
        Relationship,
        lambda actor: own_pairs(actor, side=Side.LEARNER),
        read=SEE_RELATIONSHIP,
    )
)
VERIFY_HOURS = declare(
    Access(
        "relationship.verify_hours",
        "The guide verifies all of a week's hours of the pair at once.",
        Relationship,
        lambda actor: own_pairs(actor, side=Side.GUIDE),
        read=SEE_RELATIONSHIP,
    )
)
OWN_PROTECTED_TIME = declare(
    Access(
        "person.own_protected_time",
        "People plan and enter their own protected time.",
        Person,
        lambda actor: NOTHING if actor.person_id is None else Q(pk=actor.person_id),
    )
)
NAME_VERIFIERS = declare(
    Access(
        "organization.name_verifiers",
        "Coordinators and administrators name who verifies hours worked in their house.",
        Organization,
        lambda actor: Q(pk__in=actor.scopes(ORGANIZATION, *STAFF)),
        read=SEE_ORGANIZATION,
    )
)
CHANGE_VERIFIER = declare(
    Access(
        "verifier.change",
        "Coordinators and administrators see and end the verifiers of their house.",
        Verifier,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)),
    )
)

"""Who reads reports, who handles them, and who hears that somebody asks for a person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.directory.access import MEMBER, ORGANIZATION, SEE_ORGANIZATION
from guildhall.directory.models import Organization, RoleGrant
from guildhall.directory.states import STAFF, Role
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.models import Enrollment
from guildhall.programs.states import ProgramRole
from guildhall.relationships.models import Party
from guildhall.safety.models import ContactAsk, LeftOut, Reader, Worry

# Who can be asked to read a worry; administrators by themselves only where there is no officer.
HANDLING = (Role.SAFETY, Role.ADMINISTRATOR)


def held_roles(role: str) -> QuerySet[RoleGrant]:
    """Who holds a role now, in any organization."""
    return RoleGrant.objects.filter(
        role=role, ended_at__isnull=True, membership__ended_at__isnull=True
    )


def present_readers() -> QuerySet[Reader]:
    """Readers of any worry whose role has not ended and who are not left out of it."""
    out = LeftOut.objects.filter(
        worry=OuterRef("worry"), person=OuterRef("grant__membership__person")
    )
    return Reader.objects.filter(
        ~Exists(out), grant__ended_at__isnull=True, grant__membership__ended_at__isnull=True
    )


def _handled(actor: Actor) -> Q:
    """What was given to the actor to read. Never one's own part."""
    if actor.person_id is None or not actor.holds_any(ORGANIZATION, *HANDLING):
        return NOTHING
    own = present_readers().filter(worry=OuterRef("pk"), grant__membership__person=actor.person_id)
    return Q(Exists(own))


def _reported(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(reporter=actor.person_id)


def _asks_led(actor: Actor) -> Q:
    """Where the actor coordinates, and is not one of the pair."""
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    if actor.person_id is None or not (houses or programs):
        return NOTHING
    own = Party.objects.filter(relationship=OuterRef("relationship"), person_id=actor.person_id)
    led = Q(relationship__organization_id__in=houses) | Q(relationship__program_id__in=programs)
    return led & ~Q(Exists(own))


def _turned_to(actor: Actor) -> Q:
    """Where the actor belongs, takes part in a program, or is in a pair."""
    if actor.person_id is None:
        return NOTHING
    enrollments = Enrollment.objects.filter(person_id=actor.person_id)
    pairs = Party.objects.filter(person_id=actor.person_id)
    return (
        Q(pk__in=actor.scopes(ORGANIZATION, MEMBER))
        | Q(pk__in=enrollments.values("cohort__program__organization_id"))
        | Q(pk__in=pairs.values("relationship__organization_id"))
    )


TURN_TO_ORGANIZATION = declare(
    Access(
        "organization.turn_to",
        "Members of an organization, and whoever takes part in its programs or pairs, read its page"
        " of support and report a worry to it.",
        Organization,
        _turned_to,
    )
)
READ_WORRY = declare(
    Access(
        "worry.read",
        "Whoever reported a worry, and those who may read it: the safety officers whom it went to"
        " or was handed to, and administrators where there was no officer or the reporter chose.",
        Worry,
        lambda actor: _reported(actor) | _handled(actor),
    )
)
CHOOSE_READERS = declare(
    Access(
        "worry.choose_readers",
        "Whoever reported a worry says who may read it.",
        Worry,
        _reported,
        read=READ_WORRY,
    )
)
ADD_TO_WORRY = declare(
    Access(
        "worry.add",
        "Whoever reported a worry adds words to it.",
        Worry,
        _reported,
        read=READ_WORRY,
    )
)
HANDLE_WORRY = declare(
    Access(
        "worry.handle",
        "Those who may read a worry, and are no part of it, note, take steps, answer, lift a rest,"
        " end the pair, hand it over and close it, as long as they hold the role by which they"
        " came to read it.",
        Worry,
        _handled,
        read=READ_WORRY,
    )
)
READ_ASK = declare(
    Access(
        "contact_ask.read",
        "Whoever asked for a person, and the coordinators who are not of that pair.",
        ContactAsk,
        lambda actor: _asks_led(actor) | Q(asked_by=actor.person_id or 0),
    )
)
TAKE_UP_ASK = declare(
    Access(
        "contact_ask.take_up",
        "Coordinators who are not of the pair take up that somebody asked for them.",
        ContactAsk,
        _asks_led,
        read=READ_ASK,
    )
)
CHANGE_SUPPORT_PAGE = declare(
    Access(
        "organization.change_support",
        "Coordinators and administrators write the page of support of their organization.",
        Organization,
        lambda actor: Q(pk__in=actor.scopes(ORGANIZATION, *STAFF)),
        read=SEE_ORGANIZATION,
    )
)

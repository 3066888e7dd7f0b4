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
from guildhall.safety.models import ContactAsk, LeftOut, Worry


def held_roles(role: str) -> QuerySet[RoleGrant]:
    """Who holds a role now, in any organization."""
    return RoleGrant.objects.filter(
        role=role, ended_at__isnull=True, membership__ended_at__isnull=True
    )


def _has_officer() -> Exists:
    """Whether a worry has a safety officer who is not left out of it."""
    held = held_roles(Role.SAFETY).filter(membership__organization=OuterRef("organization"))
    out = LeftOut.objects.filter(
        worry=OuterRef(OuterRef("pk")), person=OuterRef("membership__person")
    )
    return Exists(held.filter(~Exists(out)))


def _handled(actor: Actor) -> Q:
    """As an officer; as an administrator only where no officer can. Never one's own part."""
    officer = actor.scopes(ORGANIZATION, Role.SAFETY)
    administrator = actor.scopes(ORGANIZATION, Role.ADMINISTRATOR)
    if actor.person_id is None or not (officer or administrator):
        return NOTHING
    own_part = LeftOut.objects.filter(worry=OuterRef("pk"), person_id=actor.person_id)
    reach = Q(organization_id__in=officer)
    if administrator:
        reach |= Q(organization_id__in=administrator) & ~Q(_has_officer())
    return reach & ~Q(Exists(own_part))


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
        "Whoever reported a worry, and the safety officers of the organization that it belongs to,"
        " except those who are part of it; its administrators only where there is no such officer.",
        Worry,
        lambda actor: _reported(actor) | _handled(actor),
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
        "Safety officers who are no part of it see a worry, note, take steps, answer, lift a rest,"
        " end the pair and close it; administrators only where there is no such officer.",
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

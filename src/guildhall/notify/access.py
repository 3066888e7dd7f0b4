"""Who may read and change what is told."""

from collections.abc import Callable

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION, READ_MEMBERS
from guildhall.directory.models import Organization, Person
from guildhall.directory.states import READERS, STAFF
from guildhall.notify.models import Message, Notice
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor

# Gives the messages that somebody looks after beyond an organization's own, found by what they
# are about; NOTHING where the actor looks after none.
MessageReach = Callable[[Actor], Q]
REACHES: list[MessageReach] = []


def message_reach(function: MessageReach) -> MessageReach:
    """Register a function that gives a part of the outbox; rooms call this at import."""
    if function not in REACHES:
        REACHES.append(function)
    return function


def looks_after_messages(actor: Actor) -> bool:
    """Whether the actor may handle any message at all, now or later."""
    is_staff = actor.is_system or actor.holds_any(ORGANIZATION, *STAFF)
    return is_staff or any(reach(actor) != NOTHING for reach in REACHES)


def _looked_after(actor: Actor) -> Q:
    found = Q()
    for reach in REACHES:
        found |= reach(actor)
    return found or NOTHING


def _handled(actor: Actor) -> Q:
    """Where the actor acts for the organization, or for the program that it is about."""
    return Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)) | _looked_after(actor)


def _own(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(person_id=actor.person_id)


SEE_NOTICE = declare(
    Access("notice.see", "People see the notices in their own inbox.", Notice, _own)
)
CHOOSE_MESSAGES = declare(
    Access(
        "person.choose_messages",
        "People choose for themselves what comes by mail.",
        Person,
        lambda actor: NOTHING if actor.person_id is None else Q(pk=actor.person_id),
    )
)
READ_MESSAGE = declare(
    Access(
        "message.read",
        "Coordinators, administrators and read-only staff see which messages their organization"
        " sends, when and to whom; coordinators of a program those about its cohorts and pairs.",
        Message,
        lambda actor: (
            Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS)) | _looked_after(actor)
        ),
    )
)
HANDLE_MESSAGE = declare(
    Access(
        "message.handle",
        "Coordinators and administrators, and coordinators of the program that a message is about,"
        " send a failed message again and stop one that waits.",
        Message,
        _handled,
        read=READ_MESSAGE,
    )
)
READ_WORDS = declare(
    Access(
        "message.read_words",
        "Only who may act for the program or the organization reads the words of a message:"
        " coordinators and administrators, never read-only staff.",
        Message,
        _handled,
        read=READ_MESSAGE,
    )
)
CHANGE_TEXTS = declare(
    Access(
        "organization.change_texts",
        "Coordinators and administrators word the messages of their organization.",
        Organization,
        lambda actor: Q(pk__in=actor.scopes(ORGANIZATION, *STAFF)),
        read=READ_MEMBERS,
    )
)

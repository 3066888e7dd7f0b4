"""Who may read and change what is told."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION, READ_MEMBERS
from guildhall.directory.models import Organization, Person
from guildhall.directory.states import READERS, STAFF
from guildhall.notify.models import Message, Notice
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor


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
        "Coordinators, administrators and read-only staff read the messages that their"
        " organization sends.",
        Message,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS)),
    )
)
HANDLE_MESSAGE = declare(
    Access(
        "message.handle",
        "Coordinators and administrators send a failed message again and stop one that waits.",
        Message,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)),
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

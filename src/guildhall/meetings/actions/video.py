"""Where an organization's video rooms are."""

import string
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.core.safe_fetch import checked_address
from guildhall.directory.access import ADMINISTER_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.meetings.actions import events
from guildhall.meetings.models import VideoProvider
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

ROOM = "{room}"
LONGEST = 200


def set_video_rooms(
    *, organization: Organization, template: str, by: Actor, at: datetime
) -> VideoProvider | None:
    """Give meetings by video a room each at this address; an empty one turns that off.

    Refuses an address without exactly one {room}, or that is not https.
    """
    require(ADMINISTER_ORGANIZATION, by, organization)
    template = template.strip()
    if template:
        _refuse_bad_template(template)
    with transaction.atomic():
        if template:
            provider, _is_new = VideoProvider.objects.update_or_create(
                organization=organization, defaults={"template": template, "changed_at": at}
            )
        else:
            provider = None
            VideoProvider.objects.filter(organization=organization).delete()
        record(
            events.VIDEO_CHANGED,
            by=by,
            subject=organization,
            at=at,
            organization_id=organization.pk,
        )
    return provider


def _refuse_bad_template(template: str) -> None:
    problem = ""
    plain = template.replace(ROOM, "room", 1)
    if ROOM not in template or any(sign in plain for sign in "{}"):
        problem = _("Write {room} once, where the name of the room belongs.")
    elif len(template) > LONGEST or not set(plain) <= set(string.printable):
        problem = _("Keep the address to %(most)d plain characters.") % {"most": LONGEST}
    elif not plain.startswith("https://") or "room" not in checked_address(plain).geturl():
        problem = _("Give an address that begins with https://.")
    elif ROOM in template.partition("://")[2].partition("/")[0]:
        problem = _("{room} belongs after the server's name.")
    if problem:
        raise InvalidInput(_("The video rooms are not saved yet."), {"template": problem})

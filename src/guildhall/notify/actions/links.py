"""Acting through a link in a mail."""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.core.errors import NotVisible
from guildhall.notify.actions.events import LINK_USED
from guildhall.notify.links import ACTS, actor_of, ended, link_id_of
from guildhall.notify.models import ActionLink
from guildhall.notify.queries.links import require_usable


def use_link(*, token: str, at: datetime) -> ActionLink:
    """Do what the link is for, once, as the person whom it is bound to.

    The act and the mark that it is used are one transaction: where the act is refused, its words
    are shown and the link stays usable. Refuses a forged link as a missing page, and one as
    gone that was used, has expired, or whose person has no part in it any more.
    """
    link_id = link_id_of(token)
    with transaction.atomic():
        link = (
            ActionLink.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(pk=link_id)
            .first()
        )
        if link is None:
            raise NotVisible
        require_usable(link, at=at)
        link.used_at = at
        link.save(update_fields=["used_at"])
        try:
            ACTS[link.act].handler(link, at)
        except NotVisible:
            raise ended() from None
        record(LINK_USED, by=actor_of(link), subject=link, at=at, act=link.act)
    return link

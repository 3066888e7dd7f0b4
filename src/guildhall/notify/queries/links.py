"""Looking at an action link, without acting."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import NotVisible
from guildhall.notify.links import ACTS, ActWords, LinkGone, ended, link_id_of
from guildhall.notify.models import ActionLink


def link_behind(token: str) -> ActionLink:
    """The link of a secret; a forged or deleted one is not there."""
    link = ActionLink.objects.select_related("person").filter(pk=link_id_of(token)).first()
    if link is None:
        raise NotVisible
    return link


def require_usable(link: ActionLink, *, at: datetime) -> None:
    """Refuse a link that was used, has expired, or whose act no room knows any more."""
    if link.used_at is not None:
        raise LinkGone(_("This link has been used. Each link in a mail works once."))
    if link.expires_at <= at:
        raise LinkGone(_("This link has expired. Sign in to see what can still be done."))
    if link.act not in ACTS:
        raise LinkGone(_("What this link was for no longer exists. Sign in to see what does."))


def act_words(link: ActionLink) -> ActWords:
    """What the link does, in the words of the room that registered it."""
    if link.act not in ACTS:
        raise LinkGone(_("What this link was for no longer exists. Sign in to see what does."))
    try:
        return ACTS[link.act].describe(link)
    except NotVisible:
        raise ended() from None

"""Answering an offer from a mail, without signing in."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import NotVisible
from guildhall.notify.links import ActWords, actor_of, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import get_visible_or_404
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.offers import accept_offer, decline_offer
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.telling import ACCEPT, DECLINE, local_day


def _offer(link: ActionLink) -> Relationship:
    return get_visible_or_404(ACT_IN_RELATIONSHIP, actor_of(link), link.subject_id)


def _declined(link: ActionLink) -> Relationship:
    row = Relationship.objects.filter(pk=link.subject_id, parties__person=link.person_id).first()
    if row is None:
        raise NotVisible
    return row


def _accept(link: ActionLink, at: datetime) -> None:
    accept_offer(relationship=_offer(link), by=actor_of(link), at=at)


def _decline(link: ActionLink, at: datetime) -> None:
    decline_offer(relationship=_offer(link), by=actor_of(link), at=at)


def _names(relationship: Relationship, link: ActionLink) -> str:
    own = relationship.parties.filter(person_id=link.person_id).values("side")
    rest = relationship.parties.filter(left_at__isnull=True).exclude(side__in=own)
    others = [party.person.name for party in rest.select_related("person")]
    if not others:
        raise NotVisible
    return listed(others)


def _describe_accept(link: ActionLink) -> ActWords:
    relationship = _offer(link)
    names = _names(relationship, link)
    return ActWords(
        title=_("Accept the match with %(names)s?") % {"names": names},
        text=_("It begins once all of you have said yes. Either of you can end it at any time."),
        button=_("Accept"),
        done=_("Thank you. %(names)s will be told.") % {"names": names},
        path=f"/relationships/{relationship.pk}/",
    )


def _describe_decline(link: ActionLink) -> ActWords:
    # Whoever has declined has no part in it any more, and still reads that it is done.
    relationship = _offer(link) if link.used_at is None else _declined(link)
    until = relationship.offer_expires_at
    return ActWords(
        title=_("Not %(names)s this time?") % {"names": _names(relationship, link)},
        text=_("No reason is needed, and none is passed on.")
        if until is None
        else _("No reason is needed, and none is passed on. The offer stands until %(day)s.")
        % {"day": full_day(local_day(until, link.person))},
        button=_("Decline"),
        done=_("Thank you for saying so. Somebody else will be found."),
        path="/relationships/",
    )


register_act(ACCEPT, _accept, _describe_accept)
register_act(DECLINE, _decline, _describe_decline)

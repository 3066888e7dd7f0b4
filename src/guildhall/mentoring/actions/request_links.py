"""Answering a request from a mail, without signing in."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.mentoring.actions.answers import accept_request, decline_request
from guildhall.mentoring.actions.request_telling import ACCEPT, DECLINE, until_words, wish_words
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.offer_access import ANSWER_REQUEST
from guildhall.notify.links import ActWords, actor_of, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import get_visible_or_404


def _request(link: ActionLink) -> GuideRequest:
    rows = GuideRequest.objects.select_related("guide", "learner", "asker")
    return get_visible_or_404(ANSWER_REQUEST, actor_of(link), link.subject_id, rows)


def _accept(link: ActionLink, at: datetime) -> None:
    accept_request(request=_request(link), by=actor_of(link), at=at)


def _decline(link: ActionLink, at: datetime) -> None:
    decline_request(request=_request(link), by=actor_of(link), at=at)


def _describe_accept(link: ActionLink) -> ActWords:
    row = _request(link)
    return ActWords(
        title=_("Begin with %(name)s?") % {"name": row.asker.name},
        text=_(
            "%(wish)s Your page opens at once, without forms. Either of you can end it at any time."
        )
        % {"wish": wish_words(row)},
        button=_("Yes, let us begin"),
        done=_("You and %(name)s begin. Your page is open.") % {"name": row.asker.given_name},
        path="/relationships/",
    )


def _describe_decline(link: ActionLink) -> ActWords:
    row = _request(link)
    return ActWords(
        title=_("Not with %(name)s this time?") % {"name": row.asker.name},
        text=_(
            "No reason is needed. If you like to give one, or a few words, do it on the page"
            " instead. The request stands until %(day)s."
        )
        % {"day": until_words(row)},
        button=_("Not this time"),
        done=_("Thank you for answering. %(name)s is told kindly.")
        % {"name": row.asker.given_name},
        path=f"/requests/{row.pk}/",
    )


register_act(ACCEPT, _accept, _describe_accept)
register_act(DECLINE, _decline, _describe_decline)

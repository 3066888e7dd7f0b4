"""Saying “still right” from a mail, without signing in. Signing is not done there: whoever signs
reads the terms first, and terms do not travel by mail."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.agreements.access import CHANGE_AGREEMENT
from guildhall.agreements.actions.reviews import KEEP, keep_agreement
from guildhall.agreements.models import Review
from guildhall.core.errors import NotVisible
from guildhall.notify.links import ActWords, actor_of, register_act
from guildhall.notify.models import ActionLink
from guildhall.permissions.access import get_visible_or_404


def _review(link: ActionLink) -> Review:
    rows = Review.objects.select_related("version__relationship")
    review = rows.filter(pk=link.subject_id).first()
    if review is None:
        raise NotVisible
    get_visible_or_404(CHANGE_AGREEMENT, actor_of(link), review.version.relationship_id)
    return review


def _keep(link: ActionLink, at: datetime) -> None:
    keep_agreement(review=_review(link), by=actor_of(link), at=at)


def _describe(link: ActionLink) -> ActWords:
    review = _review(link)
    return ActWords(
        title=_("Is your agreement still right?"),
        text=_("It stays as it is. You can change it at any time on your page."),
        button=_("Still right"),
        done=_("Thank you. It goes on as it is."),
        path=f"/relationships/{review.version.relationship_id}/agreement/",
    )


register_act(KEEP, _keep, _describe)

"""What happens to requests by the clock: a reminder, an end, a rest for whoever stays silent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.mentoring.actions.offer_events import OFFER_RESTED, REQUEST_LAPSED
from guildhall.mentoring.actions.offers import show_offers_again
from guildhall.mentoring.actions.request_rows import locked_request, record_request
from guildhall.mentoring.actions.request_telling import (
    answer_buttons,
    asker_words,
    tell,
    until_words,
)
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_messages import OFFER_RESTS, REQUEST_REMINDER
from guildhall.mentoring.offer_messages import REQUEST_LAPSED as TOLD_LAPSED
from guildhall.mentoring.offer_states import OfferState, RequestState
from guildhall.notify.actions.outbox import send
from guildhall.permissions.actor import SYSTEM

REMIND_BEFORE = timedelta(days=4)
MOST_UNANSWERED = 3


def keep_requests_moving(*, at: datetime) -> int:
    """Everything that is due; returns how much. Safe to repeat."""
    return show_offers_again(at=at) + lapse_requests(at=at) + remind_of_requests(at=at)


def lapse_requests(*, at: datetime) -> int:
    """End what nobody answered in time. The asker is told, without blame.

    With the third in a row the offer of whoever stayed silent rests, and they are told kindly.
    """
    late = GuideRequest.objects.filter(state=RequestState.ASKED, expires_at__lte=at)
    return sum(_lapse(row, at=at) for row in late.order_by("expires_at", "pk"))


def remind_of_requests(*, at: datetime) -> int:
    """Write once to whoever has not answered a request that ends within four days."""
    soon = GuideRequest.objects.filter(
        state=RequestState.ASKED,
        expires_at__gt=at,
        expires_at__lte=at + REMIND_BEFORE,
        reminded_at__isnull=True,
    )
    return sum(_remind(row, at=at) for row in soon.order_by("pk"))


def _lapse(request: GuideRequest, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked_request(request)
        if row.state != RequestState.ASKED:
            return 0
        row.state, row.answered_at = RequestState.LAPSED, at
        row.save(update_fields=["state", "answered_at"])
        record_request(REQUEST_LAPSED, row, by=SYSTEM, at=at)
        path = "/guides/" if row.asker_id == row.learner_id else ""
        tell(TOLD_LAPSED, row, to=row.asker, at=at, path=path)
        _count_silence(row, at=at)
    return 1


def _count_silence(row: GuideRequest, *, at: datetime) -> None:
    if row.offer_id is None:
        return
    offer = (
        GuideOffer.objects.select_for_update(of=("self",))
        .select_related("person", "organization")
        .get(pk=row.offer_id)
    )
    offer.unanswered += 1
    rests = offer.unanswered >= MOST_UNANSWERED and offer.state == OfferState.SHOWN
    if rests:
        offer.state, offer.changed_at = OfferState.RESTS, at
    offer.save(update_fields=["unanswered", "state", "changed_at"])
    if rests:
        record(OFFER_RESTED, by=SYSTEM, subject=offer, at=at, organization_id=offer.organization_id)
        send(
            OFFER_RESTS.key,
            to=offer.person,
            values={"count": _("Three")},
            key=f"{OFFER_RESTS.key}:{offer.pk}:{row.pk}",
            at=at,
            organization=offer.organization,
            about=f"guide_offer:{offer.pk}",
            path="/guide-offer/",
        )


def _remind(request: GuideRequest, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked_request(request)
        if row.state != RequestState.ASKED or row.reminded_at is not None:
            return 0
        acts = answer_buttons(row)
        words = {"partner": asker_words(row), "until": until_words(row)}
        tell(REQUEST_REMINDER, row, to=row.asked, at=at, acts=acts, **words)
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
    return 1

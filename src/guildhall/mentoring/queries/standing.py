"""How two people, and one person's requests, stand."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_states import RequestState
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import HOLDING

MOST_OPEN = 3
# Whoever said no is not asked again by the same person before this.
AGAIN_AFTER = timedelta(days=30)


def own_offer(person_id: int) -> GuideOffer | None:
    """The person's offer, in whatever state."""
    rows = GuideOffer.objects.select_related("organization", "person")
    return rows.filter(person_id=person_id).first()


def guides_now(learner_id: int) -> QuerySet[Party, int]:
    """Ids of those who guide this person now, or are offered to."""
    mine = Party.objects.filter(
        person_id=learner_id,
        side=Side.LEARNER,
        left_at__isnull=True,
        relationship__state__in=HOLDING,
    )
    guides = Party.objects.filter(
        relationship_id__in=mine.values("relationship_id"),
        side=Side.GUIDE,
        left_at__isnull=True,
    )
    return guides.values_list("person_id", flat=True)


def open_requests(asker_id: int) -> QuerySet[GuideRequest]:
    """What this person asked, and nobody has answered yet."""
    return GuideRequest.objects.filter(asker_id=asker_id, state=RequestState.ASKED)


def waiting_for(person_id: int) -> list[GuideRequest]:
    """Requests that wait for this person's answer, soonest first; one query."""
    rows = GuideRequest.objects.filter(state=RequestState.ASKED).select_related("asker")
    mine = rows.filter(guide_id=person_id) | rows.filter(learner_id=person_id)
    return list(mine.exclude(asker_id=person_id).order_by("expires_at", "pk"))


def declined_lately(
    *, asker_id: int, guide_id: int, learner_id: int, at: datetime
) -> GuideRequest | None:
    """A no to the same question that is still fresh."""
    rows = GuideRequest.objects.filter(
        asker_id=asker_id,
        guide_id=guide_id,
        learner_id=learner_id,
        state=RequestState.DECLINED,
        answered_at__gt=at - AGAIN_AFTER,
    )
    return rows.order_by("-answered_at").first()

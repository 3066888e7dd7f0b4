"""How requests stand, for coordinators: counts and states, never the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership, Person
from guildhall.directory.states import READERS
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_access import OVERSEE_REQUESTS
from guildhall.mentoring.offer_states import OfferState, RequestState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor


@dataclass(frozen=True)
class OverseenRequest:
    """One request; a name is empty where the person belongs to another organization."""

    request: GuideRequest
    guide: str
    learner: str


def requests_overseen(actor: Actor) -> QuerySet[GuideRequest]:
    """Newest first, without their sealed texts."""
    sealed = ("line", "goal", "words")
    return visible_to(OVERSEE_REQUESTS, actor).defer(*sealed).select_related("organization")


def request_counts(actor: Actor) -> dict[str, int]:
    """Requests by state."""
    rows = visible_to(OVERSEE_REQUESTS, actor).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in RequestState.values}


def offer_counts(actor: Actor) -> dict[str, int]:
    """Offers of the actor's organizations by state."""
    houses = actor.scopes(ORGANIZATION, *READERS)
    rows = GuideOffer.objects.filter(organization_id__in=houses).order_by()
    found = dict(rows.values_list("state").annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in OfferState.values}


def overseen_lines(requests: Sequence[GuideRequest], actor: Actor) -> list[OverseenRequest]:
    """Requests with the names of the actor's own people; two queries."""
    people = {pk for row in requests for pk in (row.guide_id, row.learner_id)}
    inside = Membership.objects.filter(
        person_id__in=people,
        organization_id__in=actor.scopes(ORGANIZATION, *READERS),
        ended_at__isnull=True,
    )
    rows = Person.objects.filter(pk__in=inside.values("person_id"))
    names = {row.pk: row.name for row in rows}
    return [
        OverseenRequest(row, names.get(row.guide_id, ""), names.get(row.learner_id, ""))
        for row in requests
    ]

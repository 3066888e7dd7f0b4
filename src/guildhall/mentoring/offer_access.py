"""Who sees an offer to guide, and who reads and answers a request."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.models import Membership
from guildhall.directory.states import READERS
from guildhall.mentoring.models import GuideOffer, GuideRequest, OfferConsent
from guildhall.mentoring.offer_states import OfferState
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE


def _own_offer(actor: Actor) -> Q:
    return Q(person_id=actor.person_id or 0)


def agreed_to_be_shown(actor: Actor) -> QuerySet[OfferConsent]:
    """The yeses of guides to be shown beyond their own organization that reach the actor: given to
    one of the actor's organizations, or to a program in which the actor takes part.

    The one rule of who sees whom across organizations: for offers, office hours, circles without
    a program, and whom somebody may be introduced to. A yes goes with an offer that is taken back.
    """
    if actor.person_id is None:
        return OfferConsent.objects.none()
    taking_part = Enrollment.objects.filter(person_id=actor.person_id, state__in=MATCHABLE)
    reaches = Q(organization_id__in=actor.scopes(ORGANIZATION, MEMBER)) | Q(
        program_id__in=taking_part.values("cohort__program_id")
    )
    return OfferConsent.objects.filter(reaches).exclude(offer__state=OfferState.WITHDRAWN)


def _shown(actor: Actor) -> Q:
    """Shown by somebody else who still belongs there: to their house, and where they agreed."""
    if actor.person_id is None:
        return NOTHING
    houses = actor.scopes(ORGANIZATION, MEMBER)
    agreed = agreed_to_be_shown(actor)
    belongs = Membership.objects.filter(
        person_id=OuterRef("person_id"),
        organization_id=OuterRef("organization_id"),
        ended_at__isnull=True,
    )
    reach = Q(organization_id__in=houses) | Q(pk__in=agreed.values("offer_id"))
    return Q(state=OfferState.SHOWN) & reach & Q(Exists(belongs)) & ~_own_offer(actor)


def _of_the_two(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    return Q(guide_id=actor.person_id) | Q(learner_id=actor.person_id)


def _asked(actor: Actor) -> Q:
    return _of_the_two(actor) & ~Q(asker_id=actor.person_id)


def _overseen(actor: Actor) -> Q:
    """Requests that belong to their house, or in which one of its people is."""
    houses = actor.scopes(ORGANIZATION, *READERS)
    if not houses:
        return NOTHING
    inside = Membership.objects.filter(organization_id__in=houses, ended_at__isnull=True)
    return (
        Q(organization_id__in=houses)
        | Q(Exists(inside.filter(person_id=OuterRef("learner_id"))))
        | Q(Exists(inside.filter(person_id=OuterRef("guide_id"))))
    )


SEE_OFFER = declare(
    Access(
        "guide_offer.see",
        "Members see who of their organization offers to guide, and whoever agreed to be shown to"
        " their organization or in their program. An offer that is paused is its owner's alone.",
        GuideOffer,
        lambda actor: _own_offer(actor) | _shown(actor),
    )
)
CHANGE_OFFER = declare(
    Access(
        "guide_offer.change",
        "Whoever made an offer changes, pauses and takes it back.",
        GuideOffer,
        _own_offer,
        read=SEE_OFFER,
    )
)
ASK_GUIDE = declare(
    Access(
        "guide_offer.ask",
        "Whoever sees somebody else's offer may ask.",
        GuideOffer,
        _shown,
        read=SEE_OFFER,
    )
)
SEE_REQUEST = declare(
    Access(
        "guide_request.see",
        "The two people of a request read it; nobody else reads its words.",
        GuideRequest,
        _of_the_two,
    )
)
ANSWER_REQUEST = declare(
    Access(
        "guide_request.answer",
        "Whoever was asked accepts or declines.",
        GuideRequest,
        _asked,
        read=SEE_REQUEST,
    )
)
WITHDRAW_REQUEST = declare(
    Access(
        "guide_request.withdraw",
        "Whoever asked takes it back.",
        GuideRequest,
        lambda actor: Q(asker_id=actor.person_id or 0),
        read=SEE_REQUEST,
    )
)
OVERSEE_REQUESTS = declare(
    Access(
        "guide_request.oversee",
        "Coordinators, administrators and read-only staff see how requests of their people stand,"
        " never what was written.",
        GuideRequest,
        _overseen,
    )
)

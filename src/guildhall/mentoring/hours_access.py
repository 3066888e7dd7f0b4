"""Who sees office hours, who books, and who reads what a conversation is about."""

from django.db.models import Exists, OuterRef, Q

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.directory.models import Membership, Person
from guildhall.mentoring.models import OfficeHours, Slot, SlotBooking
from guildhall.mentoring.offer_access import agreed_to_be_shown
from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.models import NeverPair
from guildhall.relationships.models import Party


def _own(actor: Actor) -> Q:
    return Q(guide_id=actor.person_id or 0)


def _own_slots(actor: Actor) -> Q:
    return Q(hours__guide_id=actor.person_id or 0)


def _shown(actor: Actor) -> Q:
    """Of a house to which both still belong, or by a guide of it who agreed to be shown to them;
    never of two who are kept apart."""
    me = actor.person_id or 0
    belongs = Membership.objects.filter(
        person_id=OuterRef("hours__guide_id"),
        organization_id=OuterRef("hours__organization_id"),
        ended_at__isnull=True,
    )
    said = NeverPair.objects.filter(person_id=me, other_id=OuterRef("hours__guide_id"))
    heard = NeverPair.objects.filter(other_id=me, person_id=OuterRef("hours__guide_id"))
    resting = Party.objects.filter(
        person_id=me, relationship__contact_rests_since__isnull=False
    ).values("relationship_id")
    beside = Party.objects.filter(
        person_id=OuterRef("hours__guide_id"), relationship_id__in=resting
    )
    inside = Q(hours__organization_id__in=actor.scopes(ORGANIZATION, MEMBER))
    agreed = Q(hours__guide_id__in=agreed_to_be_shown(actor).values("offer__person_id"))
    return (
        (inside | agreed)
        & Q(Exists(belongs))
        & ~Q(Exists(said))
        & ~Q(Exists(heard))
        & ~Q(Exists(beside))
        & ~_own_slots(actor)
    )


def _of_the_two(actor: Actor) -> Q:
    me = actor.person_id or 0
    return Q(learner_id=me) | Q(slot__hours__guide_id=me)


OFFER_HOURS = declare(
    Access(
        "person.offer_hours",
        "People offer office hours of their own.",
        Person,
        lambda actor: Q(pk=actor.person_id or 0),
    )
)
KEEP_HOURS = declare(
    Access(
        "office_hours.keep",
        "Whoever offers office hours sees who booked, and takes times back.",
        OfficeHours,
        _own,
    )
)
SEE_SLOT = declare(
    Access(
        "slot.see",
        "Members of the organization, and those to whom the guide agreed to be shown beyond it, see"
        " the times; two who are kept apart do not see each other's.",
        Slot,
        lambda actor: _own_slots(actor) | _shown(actor),
    )
)
BOOK_SLOT = declare(
    Access(
        "slot.book",
        "Whoever sees somebody else's time books it; nobody books their own.",
        Slot,
        _shown,
        read=SEE_SLOT,
    )
)
WITHDRAW_SLOT = declare(
    Access(
        "slot.withdraw",
        "Whoever offers a time takes it back.",
        Slot,
        _own_slots,
        read=SEE_SLOT,
    )
)
ACT_IN_BOOKING = declare(
    Access(
        "slot_booking.act",
        "The two who talk read what it is about, cancel in time, and say how it was.",
        SlotBooking,
        _of_the_two,
    )
)

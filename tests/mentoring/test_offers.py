"""Who offers to guide, and to whom it is shown."""

from datetime import date, timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import end_membership
from guildhall.directory.models import Membership
from guildhall.mentoring.actions.offers import (
    OfferDraft,
    keep_offer,
    pause_offer,
    show_offer,
    show_offers_again,
    withdraw_offer,
)
from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.offer_access import ASK_GUIDE, CHANGE_OFFER, SEE_OFFER
from guildhall.mentoring.offer_states import OfferState
from guildhall.people.models import Profile
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.states import EnrollmentState
from tests.mentoring.finding import make_offer
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW

CAST = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")
ALDER = set(CAST) - {"olga"}


def who(access, offer, world) -> set[str]:
    seen = {name for name in CAST if may(access, world.actor(name), offer)}
    listed = {name for name in CAST if visible_to(access, world.actor(name)).exists()}
    assert seen == listed
    return seen


def test_an_offer_is_shown_to_its_own_house_and_counts_places(world):
    offer = make_offer(world, places=3, story="I began as a porter.")
    assert (offer.state, offer.story) == ("shown", "I began as a porter.")
    assert Profile.objects.get(person=world.gwen).capacity == 3
    assert Event.objects.get(kind="guide_offer_kept").subject_id == offer.pk
    assert who(SEE_OFFER, offer, world) == ALDER
    assert who(ASK_GUIDE, offer, world) == ALDER - {"gwen"}
    assert who(CHANGE_OFFER, offer, world) == {"gwen"}


def test_a_change_keeps_one_offer(world):
    make_offer(world)
    offer = make_offer(world, help="Something else", places=2)
    assert GuideOffer.objects.get() == offer
    assert offer.help == "Something else"


@pytest.mark.parametrize("state", [OfferState.PAUSED, OfferState.RESTS, OfferState.WITHDRAWN])
def test_what_is_not_shown_is_its_owners_alone(world, state):
    offer = make_offer(world)
    GuideOffer.objects.update(state=state)
    assert who(SEE_OFFER, offer, world) == {"gwen"}


def test_whoever_left_is_shown_no_more(world):
    offer = make_offer(world)
    membership = Membership.objects.get(person=world.gwen)
    end_membership(membership=membership, by=SYSTEM, at=NOW)
    assert "noor" not in who(SEE_OFFER, offer, world)


def test_a_partner_sees_it_only_by_consent(world):
    make_program(world.alder, partners=[world.calder])
    offer = make_offer(world)
    assert "olga" not in who(SEE_OFFER, offer, world)
    offer = make_offer(world, houses=(world.calder.pk,))
    assert "olga" in who(SEE_OFFER, offer, world)
    offer = make_offer(world)
    assert "olga" not in who(SEE_OFFER, offer, world)


def test_a_program_sees_it_by_consent_and_only_while_taking_part(world):
    program = make_program(world.alder, partners=[world.calder])
    enrollment = make_enrollment(make_cohort(program), world.olga)
    offer = make_offer(world, programs=(program.pk,))
    type(enrollment).objects.update(state=EnrollmentState.APPROVED)
    assert "olga" in who(SEE_OFFER, offer, world)
    type(enrollment).objects.update(state=EnrollmentState.WITHDRAWN)
    assert "olga" not in who(SEE_OFFER, offer, world)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"help": " "}, "help"),
        ({"help": "x" * 601}, "help"),
        ({"story": "x" * 2001}, "story"),
        ({"places": 0}, "places"),
        ({"houses": (999,)}, "houses"),
        ({"programs": (999,)}, "programs"),
    ],
)
def test_bad_offers_are_named(world, values, field):
    with pytest.raises(InvalidInput) as refused:
        make_offer(world, **values)
    assert field in refused.value.problems
    assert not GuideOffer.objects.exists()


def test_nobody_offers_for_others_or_elsewhere(world):
    draft = OfferDraft(help="x")
    for house, by in ((world.alder, "maren"), (world.calder, "gwen")):
        with pytest.raises(NotVisible):
            keep_offer(
                person=world.gwen, organization=house, draft=draft, by=world.actor(by), at=NOW
            )


def test_a_pause_ends_on_its_day(world):
    offer, gwen = make_offer(world), world.actor("gwen")
    with pytest.raises(InvalidInput):
        pause_offer(offer=offer, until=NOW.date(), by=gwen, at=NOW)
    pause_offer(offer=offer, until=date(2026, 12, 1), by=gwen, at=NOW)
    assert show_offers_again(at=NOW + timedelta(days=14)) == 0
    assert show_offers_again(at=NOW + timedelta(days=15)) == 1
    offer.refresh_from_db()
    assert (offer.state, offer.paused_until) == ("shown", None)


def test_taken_back_it_can_only_be_shown_again(world):
    offer, gwen = make_offer(world), world.actor("gwen")
    withdraw_offer(offer=offer, by=gwen, at=NOW)
    with pytest.raises(WrongState, match="Taken back"):
        pause_offer(offer=offer, by=gwen, at=NOW)
    assert show_offer(offer=offer, by=gwen, at=NOW).state == "shown"


@pytest.mark.parametrize(("name", "error"), [("maren", NotAllowed), ("olga", NotVisible)])
def test_nobody_else_pauses_it(world, name, error):
    offer = make_offer(world)
    for action in (pause_offer, withdraw_offer, show_offer):
        with pytest.raises(error):
            action(offer=offer, by=world.actor(name), at=NOW)

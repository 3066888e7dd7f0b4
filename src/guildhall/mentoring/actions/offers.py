"""Offering to guide: said, paused, shown again, taken back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.core.transitions import require_transition
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization, Person
from guildhall.mentoring.actions.offer_events import (
    OFFER_KEPT,
    OFFER_PAUSED,
    OFFER_SHOWN,
    OFFER_WITHDRAWN,
)
from guildhall.mentoring.models import GuideOffer, OfferConsent
from guildhall.mentoring.offer_access import CHANGE_OFFER
from guildhall.mentoring.offer_states import OFFER_TRANSITIONS, OfferState
from guildhall.mentoring.queries.reach import possible_reach
from guildhall.people.actions.profile import change_profile
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor

LONGEST_HELP = 600
LONGEST_STORY = 2000


@dataclass(frozen=True)
class OfferDraft:
    """An offer as it is handed in. `places` is how many people one guides at once in all;
    `houses` and `programs` are ids to which it may be shown beyond one's own organization."""

    help: str
    story: str = ""
    places: int | None = None
    houses: tuple[int, ...] = ()
    programs: tuple[int, ...] = ()


def keep_offer(
    *, person: Person, organization: Organization, draft: OfferDraft, by: Actor, at: datetime
) -> GuideOffer:
    """Offer to guide, or change one's offer; the number of places goes to the profile.

    A new one, and one that was taken back, is shown at once. Nobody is told. Refuses somebody
    else's, no words, and a consent to whom the organization runs no program with.
    """
    if by.person_id != person.pk:
        raise NotVisible
    require(SEE_ORGANIZATION, by, organization)
    words = _require_fit(draft, organization)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        change_profile(person=person, by=by, at=at, capacity=draft.places)
        offer = GuideOffer.objects.filter(person=person).first()
        if offer is None:
            offer = GuideOffer(person=person, offered_at=at)
        offer.organization, offer.changed_at = organization, at
        offer.help, offer.story = words
        if offer.state == OfferState.WITHDRAWN:
            offer.state = OfferState.SHOWN
        offer.save()
        _write_consents(offer, draft, at=at)
        _record(OFFER_KEPT, offer, by=by, at=at)
    return offer


def pause_offer(
    *, offer: GuideOffer, until: date | None = None, by: Actor, at: datetime
) -> GuideOffer:
    """Take no new requests until a day, or until its owner says so. Open requests stay open.

    Refuses a day that is over, and an offer that was taken back.
    """
    require(CHANGE_OFFER, by, offer)
    if until is not None and until <= at.date():
        raise InvalidInput(_("This day has passed."), {"until": _("Choose a day to come.")})
    return _move(offer, OfferState.PAUSED, OFFER_PAUSED, until=until, by=by, at=at)


def show_offer(*, offer: GuideOffer, by: Actor, at: datetime) -> GuideOffer:
    """Show it again after a pause, a rest, or once it was taken back."""
    require(CHANGE_OFFER, by, offer)
    return _move(offer, OfferState.SHOWN, OFFER_SHOWN, by=by, at=at)


def withdraw_offer(*, offer: GuideOffer, by: Actor, at: datetime) -> GuideOffer:
    """Take it back for good. What was asked already still waits for an answer."""
    require(CHANGE_OFFER, by, offer)
    return _move(offer, OfferState.WITHDRAWN, OFFER_WITHDRAWN, by=by, at=at)


def show_offers_again(*, at: datetime) -> int:
    """End every pause whose day has come; returns how many. The clock calls this."""
    paused = GuideOffer.objects.filter(state=OfferState.PAUSED, paused_until__lte=at.date())
    due = list(paused.order_by("pk"))
    for offer in due:
        _move(offer, OfferState.SHOWN, OFFER_SHOWN, by=SYSTEM, at=at)
    return len(due)


def _move(
    offer: GuideOffer,
    state: OfferState,
    kind: str,
    *,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> GuideOffer:
    with transaction.atomic():
        row = GuideOffer.objects.select_for_update().get(pk=offer.pk)
        refusal = _("This offer stands at “%(state)s”. Show it again first.") % {
            "state": row.get_state_display()
        }
        require_transition(OFFER_TRANSITIONS, row.state, state, refusal)
        row.state, row.paused_until, row.changed_at = state, until, at
        row.unanswered = 0
        row.save(update_fields=["state", "paused_until", "changed_at", "unanswered"])
        _record(kind, row, by=by, at=at)
    return row


def _require_fit(draft: OfferDraft, organization: Organization) -> tuple[str, str]:
    help, story = draft.help.strip(), draft.story.strip()
    problems = {} if help else {"help": _("Say in a sentence what you can help with.")}
    for name, text, most in (("help", help, LONGEST_HELP), ("story", story, LONGEST_STORY)):
        if len(text) > most:
            problems[name] = _("Keep it to %(most)d characters.") % {"most": most}
    if draft.places == 0:
        problems["places"] = _("Give one place at least, or pause your offer instead.")
    if draft.houses or draft.programs:
        reach = possible_reach(organization)
        _refuse_unknown("houses", draft.houses, {row.pk for row in reach.organizations}, problems)
        _refuse_unknown("programs", draft.programs, {row.pk for row in reach.programs}, problems)
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return help, story


def _refuse_unknown(
    name: str, chosen: Collection[int], known: Collection[int], problems: dict[str, str]
) -> None:
    if not set(chosen) <= set(known):
        problems[name] = _("Choose from the list; it may have changed meanwhile.")


def _write_consents(offer: GuideOffer, draft: OfferDraft, *, at: datetime) -> None:
    """A consent that stays keeps its day."""
    held = list(offer.consents.all())
    for consent in held:
        if consent.organization_id not in draft.houses and consent.program_id not in draft.programs:
            consent.delete()
    houses = {consent.organization_id for consent in held}
    programs = {consent.program_id for consent in held}
    OfferConsent.objects.bulk_create(
        [
            *(
                OfferConsent(offer=offer, organization_id=pk, given_at=at)
                for pk in sorted(set(draft.houses) - houses)
            ),
            *(
                OfferConsent(offer=offer, program_id=pk, given_at=at)
                for pk in sorted(set(draft.programs) - programs)
            ),
        ]
    )


def _record(kind: str, offer: GuideOffer, *, by: Actor, at: datetime) -> None:
    record(kind, by=by, subject=offer, at=at, organization_id=offer.organization_id)

"""Answering a request: yes, and the pair is there; or no, kindly."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NoRoomLeft, WrongState
from guildhall.directory.models import Membership
from guildhall.goals.actions.goals import GoalDraft, set_goal
from guildhall.mentoring.actions.offer_events import REQUEST_ACCEPTED, REQUEST_DECLINED
from guildhall.mentoring.actions.offers import pause_offer
from guildhall.mentoring.actions.request_rows import (
    LONGEST_WORDS,
    locked_people,
    locked_request,
    record_request,
    require_text,
    require_waiting,
)
from guildhall.mentoring.actions.request_telling import tell
from guildhall.mentoring.actions.requests import take_back
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_access import ANSWER_REQUEST
from guildhall.mentoring.offer_messages import REQUEST_DECLINED as TOLD_DECLINED
from guildhall.mentoring.offer_states import DeclineReason, OfferState, RequestState
from guildhall.mentoring.queries.apart import kept_from
from guildhall.mentoring.queries.fit import reasons_between
from guildhall.mentoring.queries.standing import guides_now
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.actions.beginning import tell_begun
from guildhall.relationships.actions.opening import NewPair, Seat, open_agreed
from guildhall.relationships.actions.pace import note_agreed_cadence
from guildhall.relationships.actions.rows import present_parties
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import INFORMAL, Terms, template_plan


def accept_request(
    *,
    request: GuideRequest,
    pauses: bool = False,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Relationship:
    """Say yes: the pair is there at once, with the rhythm and the aim that were asked for.

    Both are told. The learner's other open requests are taken back where they said so. `pauses`
    pauses one's own offer in the same step. Refuses where there is no free place: of two who
    press at once for the last one, one pair begins.
    """
    require(ANSWER_REQUEST, by, request)
    with transaction.atomic():
        people = locked_people({request.guide_id, request.learner_id})
        row = locked_request(request)
        require_waiting(row, at=at)
        _require_still_possible(row)
        pair = _opened(row, by=by, at=at)
        row.state, row.answered_at, row.relationship = RequestState.ACCEPTED, at, pair
        row.save(update_fields=["state", "answered_at", "relationship"])
        record_request(REQUEST_ACCEPTED, row, by=by, at=at)
        if row.goal:
            learner = people[row.learner_id]
            owner = Actor(account_id=learner.account_id, person_id=learner.pk)
            set_goal(
                relationship=pair, owner=learner, draft=GoalDraft(text=row.goal), by=owner, at=at
            )
        if row.ends_others:
            _take_others_back(row, at=at)
        _settle_offer(row, pauses=pauses, until=until, by=by, at=at)
    return pair


def decline_request(
    *,
    request: GuideRequest,
    reason: str = "",
    words: str = "",
    pauses: bool = False,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> GuideRequest:
    """Say no, with one of the neutral reasons and words of one's own, or with neither.

    The asker is told; the words stand on the page, never in the mail.
    """
    require(ANSWER_REQUEST, by, request)
    if reason and reason not in DeclineReason.values:
        raise InvalidInput(
            _("This is not sent yet."), {"reason": _("Choose one of the reasons, or none.")}
        )
    kept = require_text("words", words, most=LONGEST_WORDS)
    with transaction.atomic():
        row = locked_request(request)
        require_waiting(row, at=at)
        row.state, row.answered_at = RequestState.DECLINED, at
        row.reason, row.words = reason, kept
        row.save(update_fields=["state", "answered_at", "reason", "words"])
        record_request(REQUEST_DECLINED, row, by=by, at=at)
        tell(TOLD_DECLINED, row, to=row.asker, at=at)
        _settle_offer(row, pauses=pauses, until=until, by=by, at=at)
    return row


def _require_still_possible(row: GuideRequest) -> None:
    """Much can happen in fourteen days."""
    people = {row.asker_id, row.asked_id}
    here = Membership.objects.filter(person__in=people, ended_at=None)
    if set(here.values_list("person_id", flat=True)) != people:
        raise WrongState(_("One of you has left meanwhile, so this cannot begin from here."))
    if kept_from(row.asker_id, [row.asked_id]):
        raise WrongState(_("You two cannot be a pair here. Decline it, or ask a coordinator."))
    if row.guide_id in set(guides_now(row.learner_id)):
        raise WrongState(_("You two are a pair already. There is nothing left to do."))


def _opened(row: GuideRequest, *, by: Actor, at: datetime) -> Relationship:
    terms = Terms(organization=row.organization, plan=template_plan(INFORMAL))
    seats = (Seat(row.guide_id, Side.GUIDE), Seat(row.learner_id, Side.LEARNER))
    reasons = reasons_between(row.guide_id, row.learner_id, on=at.date())
    try:
        pair = open_agreed(terms=terms, pair=NewPair(seats, reasons), by=by, at=at)
    except NoRoomLeft as full:
        if by.person_id == row.guide_id:
            words = _(
                "You have no free place just now. Raise the number on your offer, or decline"
                " kindly."
            )
        else:
            words = _("%(name)s has no free place just now. Your answer can wait a little.") % {
                "name": row.guide.name
            }
        raise NoRoomLeft(words) from full
    if row.every_days is not None:
        note_agreed_cadence(pair, every_days=row.every_days, minutes=None)
    tell_begun(pair, present_parties(pair), terms, at=at)
    return pair


def _take_others_back(row: GuideRequest, *, at: datetime) -> None:
    """As the learner said when they asked, so in their name."""
    others = GuideRequest.objects.select_for_update().filter(
        asker_id=row.learner_id, learner_id=row.learner_id, state=RequestState.ASKED
    )
    learner = Actor(account_id=row.learner.account_id, person_id=row.learner_id)
    for other in others.order_by("pk"):
        take_back(other, by=learner, at=at)


def _settle_offer(
    row: GuideRequest, *, pauses: bool, until: date | None, by: Actor, at: datetime
) -> None:
    """Whoever answers is not silent; and may pause in the same step."""
    offer = GuideOffer.objects.select_for_update().filter(person_id=row.asked_id).first()
    if offer is None:
        return
    if offer.unanswered:
        offer.unanswered = 0
        offer.save(update_fields=["unanswered"])
    if pauses and offer.state in (OfferState.SHOWN, OfferState.PAUSED):
        pause_offer(offer=offer, until=until, by=by, at=at)

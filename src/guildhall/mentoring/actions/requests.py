"""Asking somebody to begin, and taking it back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization, Person
from guildhall.mentoring.actions.offer_events import REQUEST_ASKED, REQUEST_WITHDRAWN
from guildhall.mentoring.actions.request_rows import (
    LONGEST_GOAL,
    LONGEST_LINE,
    locked_people,
    locked_request,
    record_request,
    require_text,
    require_waiting,
)
from guildhall.mentoring.actions.request_telling import (
    answer_buttons,
    tell,
    until_words,
    wish_words,
)
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_access import ASK_GUIDE, WITHDRAW_REQUEST
from guildhall.mentoring.offer_messages import REQUEST_RECEIVED
from guildhall.mentoring.offer_states import RequestState
from guildhall.mentoring.queries.apart import kept_from
from guildhall.mentoring.queries.standing import (
    AGAIN_AFTER,
    MOST_OPEN,
    declined_lately,
    guides_now,
    open_requests,
)
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.queries.places import rooms

STANDS = timedelta(days=14)


@dataclass(frozen=True)
class RequestDraft:
    """A request as it is handed in. Only the line is needed."""

    line: str
    goal: str = ""
    every_days: int | None = None
    ends_others: bool = True


@dataclass(frozen=True)
class Two:
    """Who would guide whom, and who of them asks."""

    guide_id: int
    learner_id: int
    asker_id: int

    @property
    def other_id(self) -> int:
        """Whoever is asked."""
        return self.learner_id if self.asker_id == self.guide_id else self.guide_id


def ask_guide(*, offer: GuideOffer, draft: RequestDraft, by: Actor, at: datetime) -> GuideRequest:
    """Ask whoever offered. They are told by notice and mail, and have 14 days to answer.

    The pair, if it comes, belongs to the offer's organization. Refuses a second open request to
    the same person, more than three open ones, a guide without a free place, and, for a month,
    somebody who said no.
    """
    require(ASK_GUIDE, by, offer)
    assert by.person_id is not None
    two = Two(offer.person_id, by.person_id, by.person_id)
    with transaction.atomic():
        row = _place(two, offer.organization, draft, offer=offer, by=by, at=at)
        tell_asked(row, at=at)
    return row


def place_request(
    two: Two, organization: Organization, draft: RequestDraft, *, by: Actor, at: datetime
) -> GuideRequest:
    """A request to somebody whom the asker knows; the caller has found them and tells them."""
    return _place(two, organization, draft, offer=None, by=by, at=at)


def withdraw_request(*, request: GuideRequest, by: Actor, at: datetime) -> GuideRequest:
    """Take it back before it is answered. Nobody is told; what waited there is gone."""
    require(WITHDRAW_REQUEST, by, request)
    with transaction.atomic():
        row = locked_request(request)
        require_waiting(row, at=at)
        take_back(row, by=by, at=at)
    return row


def take_back(row: GuideRequest, *, by: Actor, at: datetime) -> None:
    """Settle a locked request as taken back; its words go with it."""
    row.state, row.answered_at = RequestState.WITHDRAWN, at
    row.line = row.goal = ""
    row.save(update_fields=["state", "answered_at", "line", "goal"])
    record_request(REQUEST_WITHDRAWN, row, by=by, at=at)


def _place(
    two: Two,
    organization: Organization,
    draft: RequestDraft,
    *,
    offer: GuideOffer | None,
    by: Actor,
    at: datetime,
) -> GuideRequest:
    line = require_text("line", draft.line, most=LONGEST_LINE, needed=True)
    goal = require_text("goal", draft.goal, most=LONGEST_GOAL)
    if draft.every_days is not None and not 1 <= draft.every_days <= 365:
        raise InvalidInput(
            _("This is not sent yet."), {"every_days": _("Choose one of the rhythms.")}
        )
    people = locked_people({two.guide_id, two.learner_id})
    _require_possible(two, people, at=at)
    row = GuideRequest.objects.create(
        guide=people[two.guide_id],
        learner=people[two.learner_id],
        asker=people[two.asker_id],
        offer=offer,
        organization=organization,
        line=line,
        goal=goal,
        every_days=draft.every_days,
        ends_others=draft.ends_others and two.asker_id == two.learner_id,
        asked_at=at,
        expires_at=at + STANDS,
    )
    record_request(REQUEST_ASKED, row, by=by, at=at)
    return row


def tell_asked(row: GuideRequest, *, at: datetime) -> None:
    """Tell whoever was asked, with a yes and a no to press."""
    tell(
        REQUEST_RECEIVED,
        row,
        to=row.asked,
        at=at,
        acts=answer_buttons(row),
        wish=wish_words(row),
        until=until_words(row),
    )


def _require_possible(two: Two, people: dict[int, Person], *, at: datetime) -> None:
    """Everything that stands between two people, asked with both of them held."""
    if two.guide_id == two.learner_id:
        raise InvalidInput(_("This is you. Choose somebody else."))
    if kept_from(two.asker_id, [two.other_id]):
        raise WrongState(
            _("You two cannot be a pair here. Choose somebody else, or ask a coordinator.")
        )
    other = people[two.other_id].name
    if two.guide_id in set(guides_now(two.learner_id)):
        raise WrongState(_("You and %(name)s are a pair already.") % {"name": other})
    both = GuideRequest.objects.filter(state=RequestState.ASKED)
    if both.filter(guide_id=two.guide_id, learner_id=two.learner_id).exists():
        raise WrongState(
            _("A request between you and %(name)s waits for an answer already.") % {"name": other}
        )
    if open_requests(two.asker_id).count() >= MOST_OPEN:
        raise WrongState(
            _("Three requests of yours wait for an answer. Take one back, or wait a little.")
        )
    _require_not_declined(two, other, at=at)
    _require_room(two, people, at=at)


def _require_not_declined(two: Two, other: str, *, at: datetime) -> None:
    no = declined_lately(
        asker_id=two.asker_id, guide_id=two.guide_id, learner_id=two.learner_id, at=at
    )
    if no is not None and no.answered_at is not None:
        raise WrongState(
            _("%(name)s answered on %(day)s. Please ask again after %(then)s at the earliest.")
            % {
                "name": other,
                "day": full_day(no.answered_at.date()),
                "then": full_day((no.answered_at + AGAIN_AFTER).date()),
            }
        )


def _require_room(two: Two, people: dict[int, Person], *, at: datetime) -> None:
    """Also asked again, and then for good, at the moment of a yes."""
    left = rooms([two.guide_id], on=at.date())[two.guide_id].left
    if left is None or left > 0:
        return
    if two.guide_id == two.asker_id:
        raise WrongState(
            _("You have no free place just now. Your offer says how many people you guide.")
        )
    raise WrongState(
        _("%(name)s has no free place just now. Others have.") % {"name": people[two.guide_id].name}
    )

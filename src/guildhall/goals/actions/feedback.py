"""Feedback on one named thing: asked, given, or let be. It stays in the pair."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import WrongState
from guildhall.goals.access import GIVE_FEEDBACK
from guildhall.goals.actions.events import FEEDBACK_ASKED, FEEDBACK_SETTLED
from guildhall.goals.actions.rows import LONGEST_ANSWER, require_lines, require_open
from guildhall.goals.messages import FEEDBACK_WANTED
from guildhall.goals.models import FeedbackAsk
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.models import Relationship
from guildhall.relationships.telling import message_from


def ask_feedback(*, relationship: Relationship, about: str, by: Actor, at: datetime) -> FeedbackAsk:
    """Ask the others for feedback on one named thing; their mail does not name it."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_open(row)
        line = require_lines({"about": about}, needed=("about",))["about"]
        parties = present_parties(row)
        mine = own_party(parties, by)
        ask = FeedbackAsk.objects.create(
            relationship=row, asker=mine.person, about=line, asked_at=at
        )
        record_in_pair(FEEDBACK_ASKED, ask, row, by=by, at=at)
        send_many(
            [
                message_from(
                    FEEDBACK_WANTED,
                    relationship=row,
                    sender=mine.person,
                    to=party,
                    event=f"{ask.pk}",
                    path=f"/feedback-asks/{ask.pk}/",
                )
                for party in parties
                if party.pk != mine.pk
            ],
            at=at,
        )
    return ask


def give_feedback(
    *, ask: FeedbackAsk, saw: str, did: str, next: str, by: Actor, at: datetime
) -> FeedbackAsk:
    """What I saw, what it did, what to try next. Only what was seen is needed."""
    require(GIVE_FEEDBACK, by, ask)
    with transaction.atomic():
        row, ask = _held(ask)
        values = {"saw": saw, "did": did, "next": next}
        lines = require_lines(values, needed=("saw",), most=LONGEST_ANSWER)
        ask.saw, ask.did, ask.next = lines["saw"], lines["did"], lines["next"]
        ask.giver_id, ask.given_at = by.person_id, at
        ask.save(update_fields=["saw", "did", "next", "giver", "given_at"])
        record_in_pair(FEEDBACK_SETTLED, ask, row, by=by, at=at)
    return ask


def let_feedback_be(*, ask: FeedbackAsk, by: Actor, at: datetime) -> FeedbackAsk:
    """Not now; no reason is asked, and the asker reads that it was let be."""
    require(GIVE_FEEDBACK, by, ask)
    with transaction.atomic():
        row, ask = _held(ask)
        ask.let_be_at = at
        ask.save(update_fields=["let_be_at"])
        record_in_pair(FEEDBACK_SETTLED, ask, row, by=by, at=at)
    return ask


def _held(ask: FeedbackAsk) -> tuple[Relationship, FeedbackAsk]:
    row = locked(ask.relationship)
    require_open(row)
    ask = FeedbackAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if ask.given_at or ask.let_be_at:
        raise WrongState(_("This has been answered already."))
    return row, ask

"""The ward card: a code that says what its learner may do today, and nothing more."""

import uuid
from datetime import datetime

from django.db import transaction

from guildhall.assessment.actions.rows import locked_passport, record_in_passport
from guildhall.assessment.actions.sign_off_events import WARD_CARD_ENDED, WARD_CARD_MADE
from guildhall.assessment.models import Passport, WardCard
from guildhall.assessment.sign_off_access import END_WARD_CARD, KEEP_WARD_CARD
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def make_ward_card(*, passport: Passport, by: Actor, at: datetime) -> WardCard:
    """Make the card of a passport, or a new one in its place: every code of the one before ends.

    The learner and whoever guides them may. Nobody is told.
    """
    require(KEEP_WARD_CARD, by, passport)
    with transaction.atomic():
        held = locked_passport(passport)
        for earlier in WardCard.objects.select_for_update().filter(passport=held, ended_at=None):
            _end(earlier, held, by=by, at=at)
        card = WardCard.objects.create(
            passport=held, nonce=uuid.uuid4(), made_by_id=by.person_id, made_at=at
        )
        record_in_passport(WARD_CARD_MADE, card, held, by=by, at=at)
    return card


def end_ward_card(*, card: WardCard, by: Actor, at: datetime) -> WardCard:
    """End a card: none of its codes shows anything from now on. Twice changes nothing."""
    require(END_WARD_CARD, by, card)
    with transaction.atomic():
        rows = WardCard.objects.select_for_update(of=("self",)).select_related("passport")
        row = rows.get(pk=card.pk)
        if row.ended_at is None:
            _end(row, row.passport, by=by, at=at)
    return row


def _end(card: WardCard, passport: Passport, *, by: Actor, at: datetime) -> None:
    card.ended_at = at
    card.save(update_fields=["ended_at"])
    record_in_passport(WARD_CARD_ENDED, card, passport, by=by, at=at)

"""Answering an offer: yes, no, or not in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.dates import full_day
from guildhall.core.errors import WrongState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.beginning import begin
from guildhall.relationships.actions.events import OFFER_ACCEPTED, OFFER_DECLINED, OFFER_LAPSED
from guildhall.relationships.actions.freeing import free_enrollments
from guildhall.relationships.actions.rows import locked, own_party, present_parties
from guildhall.relationships.kinds import OFFER_DECLINED as TOLD_DECLINED
from guildhall.relationships.kinds import OFFER_LAPSED as TOLD_LAPSED
from guildhall.relationships.kinds import OFFER_REMINDER
from guildhall.relationships.models import Closure, Party, Relationship
from guildhall.relationships.states import CloseReason, RelationshipState
from guildhall.relationships.telling import (
    across,
    answer_buttons,
    local_day,
    message_about,
    partners_of,
)

REMIND_BEFORE = timedelta(days=3)


def accept_offer(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """One of them says yes; with the last yes the pair begins and everybody is told.

    Saying it twice changes nothing. Refuses an offer that has ended, and while contact rests.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        parties = present_parties(row)
        party = own_party(parties, by)
        if party.accepted_at is not None and row.state != RelationshipState.CLOSED:
            return row
        _require_open_offer(row, at=at)
        if row.contact_rests_since is not None:
            raise WrongState(_("This pair rests for now. You hear from us when it can go on."))
        party.accepted_at = at
        party.save(update_fields=["accepted_at"])
        organization_id = row.organization_id
        record(OFFER_ACCEPTED, by=by, subject=row, at=at, organization_id=organization_id)
        if all(other.accepted_at for other in parties):
            begin(row, parties, by=by, at=at)
    return row


def decline_offer(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """One of them says no: the places are free again and learners come first next time.

    The others are told kindly and without a reason. In a circle only the one who declines goes.
    Refuses an offer that has ended.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        parties = present_parties(row)
        party = own_party(parties, by)
        _require_open_offer(row, at=at)
        party.left_at = at
        party.save(update_fields=["left_at"])
        organization_id = row.organization_id
        record(OFFER_DECLINED, by=by, subject=row, at=at, organization_id=organization_id)
        rest = [other for other in parties if other.pk != party.pk]
        _settle(row, rest, gone=[party], reason=CloseReason.DECLINED, by=by, at=at)
    return row


def lapse_offers(*, at: datetime) -> int:
    """End every offer whose time is over; returns how many. The clock calls this.

    Both are told; learners come first next time. A circle begins with those who said yes.
    """
    late = Relationship.objects.filter(
        state=RelationshipState.OFFERED, offer_expires_at__lte=at
    ).order_by("pk")
    return sum(_lapse(row, at=at) for row in late)


def remind_of_offers(*, at: datetime) -> int:
    """Write once to whoever has not answered an offer that ends within three days."""
    soon = Relationship.objects.filter(
        state=RelationshipState.OFFERED,
        offer_expires_at__gt=at,
        offer_expires_at__lte=at + REMIND_BEFORE,
        reminded_at__isnull=True,
    ).order_by("pk")
    return sum(_remind(row, at=at) for row in soon)


def has_both_sides(parties: Sequence[Party]) -> bool:
    """Whether somebody is left on each side."""
    return {party.side for party in parties} == {Side.GUIDE, Side.LEARNER}


def _require_open_offer(row: Relationship, *, at: datetime) -> None:
    if row.state != RelationshipState.OFFERED:
        raise WrongState(
            _("This offer has been answered already. It stands at: %(state)s.")
            % {"state": row.get_state_display()}
        )
    if row.offer_expires_at is not None and row.offer_expires_at <= at:
        raise WrongState(
            _("This offer ended on %(day)s. The coordinator makes new matches soon.")
            % {"day": full_day(row.offer_expires_at.date())}
        )


def _settle(
    row: Relationship,
    rest: Sequence[Party],
    *,
    gone: Sequence[Party],
    reason: CloseReason,
    by: Actor,
    at: datetime,
) -> None:
    """What follows once some have gone: the offer ends, or the rest go on without them."""
    if has_both_sides(rest):
        free_enrollments(gone, by=by, at=at, learners_wait=True)
        if all(party.accepted_at for party in rest):
            begin(row, rest, by=by, at=at)
        return
    row.state, row.closed_at = RelationshipState.CLOSED, at
    row.save(update_fields=["state", "closed_at"])
    Closure.objects.create(relationship=row, reason=reason, closed_by_id=by.person_id, closed_at=at)
    everybody = [*gone, *rest]
    free_enrollments(everybody, by=by, at=at, learners_wait=True)
    told = rest if reason == CloseReason.DECLINED else everybody
    send_many([_no_message(row, party, everybody, reason) for party in told], at=at)


def _no_message(
    row: Relationship, party: Party, everybody: Sequence[Party], reason: CloseReason
) -> Outgoing:
    if party.side == Side.LEARNER:
        what_next = _("You come first when the next matches are made. There is nothing to do.")
    else:
        what_next = _("Your place is free again, and somebody else may be offered to you soon.")
    return message_about(
        TOLD_DECLINED if reason == CloseReason.DECLINED else TOLD_LAPSED,
        relationship=row,
        to=party,
        others=across(everybody, party),
        path="/relationships/",
        what_next=what_next,
    )


def _lapse(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.OFFERED:
            return 0
        parties = present_parties(row)
        agreed = [party for party in parties if party.accepted_at]
        silent = [party for party in parties if not party.accepted_at]
        organization_id = row.organization_id
        record(OFFER_LAPSED, by=SYSTEM, subject=row, at=at, organization_id=organization_id)
        Party.objects.filter(pk__in=[party.pk for party in silent]).update(left_at=at)
        _settle(row, agreed, gone=silent, reason=CloseReason.LAPSED, by=SYSTEM, at=at)
    return 1


def _remind(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.OFFERED or row.reminded_at is not None:
            return 0
        until = row.offer_expires_at
        assert until is not None
        parties = present_parties(row)
        silent = [party for party in parties if not party.accepted_at]
        send_many(
            [
                message_about(
                    OFFER_REMINDER,
                    relationship=row,
                    to=party,
                    others=across(parties, party),
                    acts=answer_buttons(partners_of(row, across(parties, party)), until=until),
                    until=full_day(local_day(until, party.person)),
                )
                for party in silent
            ],
            at=at,
        )
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
    return len(silent)

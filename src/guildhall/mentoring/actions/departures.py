"""Leaving early, from either side: private, without a fault, in one transaction."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization, Person
from guildhall.mentoring.actions.after_end import keep_next
from guildhall.mentoring.actions.ending_events import SOMEBODY_LEFT, TALK_HELD, TALK_SUGGESTED
from guildhall.mentoring.actions.ending_rows import require_ongoing
from guildhall.mentoring.ending_access import HOLD_GUIDE_TALK
from guildhall.mentoring.ending_messages import TALK_ADVISED
from guildhall.mentoring.ending_states import Next
from guildhall.mentoring.models import Departure, GuideTalk
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.offers import has_both_sides
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.coordinating import house_coordinators

WISHES = (Next.SOMEBODY, Next.NOTHING, Next.CALL)
# So many ends with one guide within so long are worth a friendly talk.
MANY, WITHIN = 3, timedelta(days=730)


def leave_relationship(
    *,
    relationship: Relationship,
    wish: str,
    reason: str = "",
    words: str = "",
    by: Actor,
    at: datetime,
) -> Relationship:
    """One of them leaves. In one transaction it closes, what is booked and promised is let go, the
    places are free, and learners come first next time; a guide who leaves takes that from nobody.

    All are told the same, without who and why. Refuses whoever is not one of them, a pair that
    has ended or not begun, and a circle that goes on: there one leaves one's seat.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    if wish not in WISHES:
        raise InvalidInput(
            _("This has not ended yet."), {"wish": _("Choose what should happen next.")}
        )
    with transaction.atomic():
        row = locked(relationship)
        require_ongoing(row)
        parties = present_parties(row)
        mine = own_party(parties, by)
        rest = [party for party in parties if party.pk != mine.pk]
        has_line = row.program_id is not None
        waits = has_line and (mine.side == Side.GUIDE or wish != Next.NOTHING)
        if row.is_circle or has_both_sides(rest):
            raise WrongState(_("A circle goes on without you. Leave your seat on its page."))
        row = close_relationship(
            relationship=row, by=by, at=at, reason=reason, words=words, learners_wait=waits
        )
        departure = Departure.objects.create(relationship=row, person_id=mine.person_id, left_at=at)
        record_in_pair(SOMEBODY_LEFT, departure, row, by=by, at=at)
        keep_next(row, mine, _wish_of(mine, wish, has_line=has_line), by=by, at=at)
        if mine.side == Side.GUIDE and has_line:
            _promise_rematch(row, rest, by=by, at=at)
        for party in parties:
            if party.side == Side.GUIDE:
                _suggest_talk(row.organization, party.person, at=at)
    return row


def hold_talk(*, talk: GuideTalk, by: Actor, at: datetime) -> GuideTalk:
    """A coordinator notes that they talked; twice changes nothing. Nobody is told."""
    require(HOLD_GUIDE_TALK, by, talk)
    with transaction.atomic():
        row = GuideTalk.objects.select_for_update().get(pk=talk.pk)
        if row.held_at is None:
            row.held_at, row.held_by_id = at, by.person_id
            row.save(update_fields=["held_at", "held_by"])
            _record_talk(TALK_HELD, row, by=by, at=at)
    return row


def _wish_of(party: Party, wish: str, *, has_line: bool) -> Next:
    """Somebody else means room for a guide, and the directory where there is no waiting list."""
    if wish != Next.SOMEBODY:
        return Next(wish)
    if party.side == Side.GUIDE:
        return Next.AVAILABLE
    return Next.SOMEBODY if has_line else Next.DIRECTORY


def _promise_rematch(row: Relationship, rest: list[Party], *, by: Actor, at: datetime) -> None:
    for party in rest:
        if party.side == Side.LEARNER:
            keep_next(row, party, Next.SOMEBODY, by=by, at=at)


def _suggest_talk(organization: Organization, guide: Person, *, at: datetime) -> None:
    """A pattern only: how many pairs of this guide were left since the last talk."""
    last = GuideTalk.objects.filter(organization=organization, guide=guide)
    since = at - WITHIN
    held = last.order_by("-suggested_at").first()
    if held is not None:
        if held.held_at is None:
            return
        since = max(since, held.held_at)
    left = Departure.objects.filter(
        left_at__gt=since,
        relationship__organization=organization,
        relationship__parties__person=guide,
        relationship__parties__side=Side.GUIDE,
    )
    if left.values("relationship_id").distinct().count() < MANY:
        return
    try:
        with transaction.atomic():
            talk = GuideTalk.objects.create(organization=organization, guide=guide, suggested_at=at)
    except IntegrityError:
        # Another pair of theirs ended at the same moment, and suggested it already.
        return
    _record_talk(TALK_SUGGESTED, talk, by=SYSTEM, at=at)
    send_many(
        [
            Outgoing(
                kind=TALK_ADVISED.key,
                to=person,
                values={"guide": guide.name},
                key=f"{TALK_ADVISED.key}:{talk.pk}:{person.pk}",
                organization=organization,
                path="/endings/",
            )
            for person in house_coordinators(organization.pk)
            if person.pk != guide.pk
        ],
        at=at,
    )


def _record_talk(kind: str, talk: GuideTalk, *, by: Actor, at: datetime) -> None:
    record(kind, by=by, subject=talk, at=at, organization_id=talk.organization_id)

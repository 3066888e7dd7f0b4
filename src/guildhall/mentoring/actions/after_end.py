"""What somebody wishes for after an end: somebody else, a break, a call, or nothing."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.mentoring.actions.ending_events import CALL_ANSWERED, NEXT_CHOSEN
from guildhall.mentoring.ending_access import ANSWER_CALL_WISH
from guildhall.mentoring.ending_messages import CALL_WISHED
from guildhall.mentoring.ending_states import Next
from guildhall.mentoring.models import AfterEnd
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.people.actions.profile import pause_profile, resume_profile
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_waiting
from guildhall.programs.states import EnrollmentState, Side
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, own_party, record_in_pair
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.queries.coordinating import coordinators_of
from guildhall.relationships.states import RelationshipState

OF_SIDE: dict[Side, tuple[Next, ...]] = {
    Side.LEARNER: (Next.SOMEBODY, Next.DIRECTORY, Next.CALL, Next.NOTHING),
    Side.GUIDE: (Next.AVAILABLE, Next.PAUSE, Next.CALL, Next.NOTHING),
}
CAN_WAIT = (EnrollmentState.APPROVED, EnrollmentState.FINISHED)
BREAK = timedelta(days=91)
USUAL_REMATCH_DAYS = 14


def choose_next(*, relationship: Relationship, choice: str, by: Actor, at: datetime) -> AfterEnd:
    """Say what comes next, once it has ended; changed as often as one likes.

    A learner goes back to the waiting list, first in line; a guide is available again or pauses
    for a quarter of a year; a call is asked of the coordinators. Refuses a pair that goes on.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.CLOSED:
            raise WrongState(_("This pair goes on. What comes next is asked once it has ended."))
        everybody = list(row.parties.select_related("person", "enrollment"))
        mine = own_party(everybody, by)
        if choice not in OF_SIDE[Side(mine.side)]:
            raise InvalidInput(
                _("This is not saved yet."), {"choice": _("Choose what comes next.")}
            )
        wish = Next(choice)
        if wish == Next.AVAILABLE:
            resume_profile(person=mine.person, by=by, at=at)
        elif wish == Next.PAUSE:
            pause_profile(person=mine.person, until=(at + BREAK).date(), by=by, at=at)
        elif wish == Next.SOMEBODY:
            _wait_again(mine, by=by, at=at)
        return keep_next(row, mine, wish, by=by, at=at)


def keep_next(row: Relationship, party: Party, wish: Next, *, by: Actor, at: datetime) -> AfterEnd:
    """Keep a wish, and ask the coordinators for a call where it is one. The row is locked."""
    before = AfterEnd.objects.filter(relationship=row, person_id=party.person_id).first()
    kept, _is_new = AfterEnd.objects.update_or_create(
        relationship=row,
        person_id=party.person_id,
        defaults={
            "choice": wish,
            "chosen_at": at,
            "rematch_by": _rematch_by(row, at=at) if wish == Next.SOMEBODY else None,
        },
    )
    record_in_pair(NEXT_CHOSEN, kept, row, by=by, at=at)
    if wish == Next.CALL and (before is None or before.choice != Next.CALL):
        kept.called_at, kept.called_by = None, None
        kept.save(update_fields=["called_at", "called_by"])
        _ask_for_call(kept, row, party, at=at)
    return kept


def note_call(*, after_end: AfterEnd, by: Actor, at: datetime) -> AfterEnd:
    """A coordinator notes that they called; twice changes nothing. Nobody is told."""
    require(ANSWER_CALL_WISH, by, after_end)
    with transaction.atomic():
        row = locked(after_end.relationship)
        kept = AfterEnd.objects.select_for_update(of=("self",)).get(pk=after_end.pk)
        if kept.called_at is None:
            kept.called_at, kept.called_by_id = at, by.person_id
            kept.save(update_fields=["called_at", "called_by"])
            record_in_pair(CALL_ANSWERED, kept, row, by=by, at=at)
    return kept


def _rematch_by(row: Relationship, *, at: datetime) -> date | None:
    if row.program is None:
        return None
    days = plan_of(row).get("exits", {}).get("rematch_days") or USUAL_REMATCH_DAYS
    return (at + timedelta(days=int(days))).date()


def _wait_again(party: Party, *, by: Actor, at: datetime) -> None:
    enrollment = party.enrollment
    if enrollment is None:
        raise WrongState(
            _("This pair had no waiting list. Look for somebody among the guides instead.")
        )
    if enrollment.state in CAN_WAIT:
        mark_waiting(enrollments=[enrollment], at=at, by=by, tells=False)


def _ask_for_call(kept: AfterEnd, row: Relationship, party: Party, *, at: datetime) -> None:
    name = row.program.name if row.program else row.organization.name
    send_many(
        [
            Outgoing(
                kind=CALL_WISHED.key,
                to=person,
                values={"who": party.person.name, "program": name},
                key=f"{CALL_WISHED.key}:{kept.pk}:{at.isoformat()}:{person.pk}",
                organization=row.organization,
                about=f"relationship:{row.pk}",
                path="/endings/",
            )
            for person in coordinators_of(row)
            if person.pk != party.person_id
        ],
        at=at,
    )

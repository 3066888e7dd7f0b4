"""Pairs without a last day: asked once a year. Two yeses renew, one no ends, silence sleeps."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.mentoring.actions.ending_events import (
    RENEWAL_ANSWERED,
    RENEWAL_ASKED,
    RENEWAL_SETTLED,
)
from guildhall.mentoring.actions.ending_rows import told
from guildhall.mentoring.ending_access import ANSWER_RENEWAL
from guildhall.mentoring.ending_messages import RENEWAL_WANTED, RENEWED
from guildhall.mentoring.ending_states import RenewalOutcome
from guildhall.mentoring.models import Renewal, RenewalAnswer
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.course import close_relationship, let_relationship_sleep
from guildhall.relationships.actions.pace import note_agreed_cadence
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import agreed_cadence
from guildhall.relationships.rhythms import CALMER
from guildhall.relationships.states import RelationshipState

RENEW = "renewal.renew"
YEAR, ANSWER_WITHIN = timedelta(days=365), timedelta(days=30)


def ask_renewals(*, at: datetime) -> int:
    """Ask every pair without a last day that has been together for a year since it began or was
    last asked; returns how many pairs. The clock calls this."""
    lately = Renewal.objects.filter(relationship=OuterRef("pk"), asked_at__gt=at - YEAR)
    due = Relationship.objects.filter(
        ~Exists(lately),
        state=RelationshipState.ACTIVE,
        is_circle=False,
        ends_on__isnull=True,
        opened_at__lte=at - YEAR,
    ).select_related("program")
    rows = [row for row in due.order_by("pk") if not (row.program and row.program.is_evaluative)]
    return sum(_ask(row, at=at) for row in rows)


def renew(*, renewal: Renewal, every_days: int | None = None, by: Actor, at: datetime) -> Renewal:
    """One of them says yes; with the last yes they go on, at the calmer of the rhythms wished for.

    Saying it again changes the rhythm only. The others hear of it once all have said yes.
    Refuses a question that is settled.
    """
    require(ANSWER_RENEWAL, by, renewal)
    if every_days is not None and every_days not in CALMER:
        raise InvalidInput(
            _("This is not saved yet."), {"every_days": _("Choose one of the rhythms.")}
        )
    with transaction.atomic():
        row, kept = _held(renewal)
        parties = present_parties(row)
        mine = own_party(parties, by)
        answer, _is_new = RenewalAnswer.objects.update_or_create(
            renewal=kept,
            person_id=mine.person_id,
            defaults={"every_days": every_days, "answered_at": at},
        )
        record_in_pair(RENEWAL_ANSWERED, answer, row, by=by, at=at)
        answers = kept.answers.filter(person_id__in=[party.person_id for party in parties])
        if answers.count() == len(parties):
            _renew(row, kept, parties, by=by, at=at)
    return kept


def end_kindly(*, renewal: Renewal, by: Actor, at: datetime) -> Relationship:
    """One of them would rather not: it ends, all are told the same, and nobody is named.

    Refuses a question that is settled.
    """
    require(ANSWER_RENEWAL, by, renewal)
    with transaction.atomic():
        row, kept = _held(renewal)
        own_party(present_parties(row), by)
        _settle(kept, row, RenewalOutcome.ENDED, by=by, at=at)
        return close_relationship(relationship=row, by=by, at=at)


def let_sleep(*, at: datetime) -> int:
    """Whoever has not answered in time sleeps: nothing is asked of them, nobody is told, no place
    is held, and one click wakes the pair up where one is free. Returns how many pairs. The clock
    calls this."""
    late = Renewal.objects.filter(settled_at__isnull=True, due_on__lt=at.date())
    return sum(_sleep(row, at=at) for row in late.select_related("relationship").order_by("pk"))


@on_end
def settle_renewal(row: Relationship, by: Actor, at: datetime) -> None:
    """A pair that has ended is asked no more."""
    open_ones = Renewal.objects.filter(relationship=row, settled_at=None)
    open_ones.update(settled_at=at, outcome=RenewalOutcome.ENDED)


def _held(renewal: Renewal) -> tuple[Relationship, Renewal]:
    row = locked(renewal.relationship)
    kept = Renewal.objects.select_for_update(of=("self",)).get(pk=renewal.pk)
    if kept.settled_at is not None:
        raise WrongState(
            _("This question is settled: %(outcome)s.") % {"outcome": kept.get_outcome_display()}
        )
    return row, kept


def _ask(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.ACTIVE:
            return 0
        if row.renewals.filter(settled_at__isnull=True).exists():
            return 0
        due_on = (at + ANSWER_WITHIN).date()
        kept = Renewal.objects.create(relationship=row, asked_at=at, due_on=due_on)
        record_in_pair(RENEWAL_ASKED, kept, row, by=SYSTEM, at=at)
        parties = present_parties(row)
        acts = (ActButton(RENEW, kept.pk, _("Yes, another year"), valid_for=ANSWER_WITHIN),)
        send_many(
            [
                told(
                    RENEWAL_WANTED,
                    row,
                    to=party,
                    parties=parties,
                    key=str(kept.pk),
                    page="renewal/",
                    acts=acts,
                    until=full_day(due_on),
                )
                for party in parties
            ],
            at=at,
        )
    return 1


def _renew(
    row: Relationship, kept: Renewal, parties: list[Party], *, by: Actor, at: datetime
) -> None:
    wished = [days for days in kept.answers.values_list("every_days", flat=True) if days]
    if wished:
        usual = agreed_cadence(row)
        minutes = row.agreed_minutes or (usual.minutes if usual else None)
        note_agreed_cadence(row, every_days=max(wished), minutes=minutes)
    _settle(kept, row, RenewalOutcome.RENEWED, by=by, at=at)
    send_many(
        [
            told(RENEWED, row, to=party, parties=parties, key=str(kept.pk), page="")
            for party in parties
            if party.person_id != by.person_id
        ],
        at=at,
    )


def _sleep(renewal: Renewal, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(renewal.relationship)
        kept = Renewal.objects.select_for_update(of=("self",)).get(pk=renewal.pk)
        if kept.settled_at is not None:
            return 0
        if row.state in (RelationshipState.ACTIVE, RelationshipState.PAUSED):
            let_relationship_sleep(relationship=row, at=at)
        _settle(kept, row, RenewalOutcome.DORMANT, by=SYSTEM, at=at)
    return 1


def _settle(
    kept: Renewal, row: Relationship, outcome: RenewalOutcome, *, by: Actor, at: datetime
) -> None:
    kept.settled_at, kept.outcome = at, outcome
    kept.save(update_fields=["settled_at", "outcome"])
    record_in_pair(RENEWAL_SETTLED, kept, row, by=by, at=at)

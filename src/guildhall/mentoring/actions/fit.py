"""After two months each is asked alone: is this right for you? Nobody else reads the answer."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.mentoring.actions.ending_events import FIT_ANSWERED, FIT_ASKED
from guildhall.mentoring.actions.ending_rows import told
from guildhall.mentoring.ending_access import ANSWER_FIT_CHECK
from guildhall.mentoring.ending_messages import FIT_WANTED
from guildhall.mentoring.ending_states import Fit
from guildhall.mentoring.models import FitCheck
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState

FIT_YES = "fit_check.right"
# Asked once, around day 60; a pair that is older when this first runs is left alone.
AFTER, UNTIL = timedelta(days=60), timedelta(days=120)


def ask_fit(*, at: datetime) -> int:
    """Ask everybody in pairs that are two months old, once; returns how many people. The clock
    calls this. Assessed programs ask in their own way."""
    asked = FitCheck.objects.filter(relationship=OuterRef("pk"))
    due = Relationship.objects.filter(
        ~Exists(asked),
        state=RelationshipState.ACTIVE,
        is_circle=False,
        opened_at__lte=at - AFTER,
        opened_at__gt=at - UNTIL,
    ).select_related("program")
    rows = [row for row in due.order_by("pk") if not (row.program and row.program.is_evaluative)]
    return sum(_ask(row, at=at) for row in rows)


def answer_fit(*, check: FitCheck, answer: str, by: Actor, at: datetime) -> FitCheck:
    """Keep one's own answer, sealed; it may change. Nobody is told, whatever it is."""
    require(ANSWER_FIT_CHECK, by, check)
    if answer not in Fit.values:
        raise InvalidInput(_("This is not saved yet."), {"answer": _("Choose one of the three.")})
    with transaction.atomic():
        pair = locked(check.relationship)
        own_party(present_parties(pair), by)
        if pair.state == RelationshipState.CLOSED:
            raise WrongState(_("This has ended, so there is nothing left to answer."))
        row = FitCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
        row.answer, row.answered_at = answer, at
        row.save(update_fields=["answer", "answered_at"])
        record_in_pair(FIT_ANSWERED, row, pair, by=by, at=at)
    return row


def _ask(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.ACTIVE or row.fit_checks.exists():
            return 0
        parties = present_parties(row)
        messages = []
        for party in parties:
            check = FitCheck.objects.create(
                relationship=row, person_id=party.person_id, asked_at=at
            )
            record_in_pair(FIT_ASKED, check, row, by=SYSTEM, at=at)
            acts = (ActButton(FIT_YES, check.pk, str(Fit.RIGHT.label)),)
            messages.append(
                told(
                    FIT_WANTED,
                    row,
                    to=party,
                    parties=parties,
                    key=str(check.pk),
                    page="fit/",
                    acts=acts,
                )
            )
        send_many(messages, at=at)
    return len(messages)

"""A planned end has passed: both are asked once, silence closes it, either may open it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guildhall.core.dates import full_day
from guildhall.mentoring.actions.ending_events import ENDING_ASKED
from guildhall.mentoring.actions.ending_rows import told
from guildhall.mentoring.actions.endings import current_ending, open_ending
from guildhall.mentoring.ending_messages import CLOSED_BY_ITSELF, ENDING_PASSED, REOPENED
from guildhall.mentoring.models import AfterEnd, Ending
from guildhall.mentoring.queries.overdue import (
    answers_until,
    is_silent,
    overdue_and_not_asked,
    overdue_and_silent,
    overdue_pairs,
)
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.course import close_unanswered
from guildhall.relationships.actions.retaking import reopen_relationship
from guildhall.relationships.actions.rows import locked, present_parties, record_in_pair
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of, silence_before_close
from guildhall.relationships.queries.closing import reopens_until


def ask_overdue(*, at: datetime) -> int:
    """Ask both of each pair whose planned end has passed, once, how to go on; whoever has said so
    already is left alone. Returns how many pairs. The clock calls this."""
    return sum(_ask(row, at=at) for row in overdue_and_not_asked(at=at))


def close_silent(*, at: datetime) -> int:
    """Close the pairs that were asked and said nothing for as long as their program gives them; all
    are told the same, and how to open it again. Returns how many pairs. The clock calls this."""
    return sum(_close(ending, at=at) for ending in overdue_and_silent(at=at))


def reopen_pair(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """Open a pair again that closed by itself; both have as many days once more to choose, and the
    others are told who would like to go on.

    What somebody wished for after the end is taken back. Refuses after 30 days, every other end,
    and where no place is free.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        ends_on = (at + silence_before_close(plan_of(relationship))).date()
        row = reopen_relationship(relationship=relationship, ends_on=ends_on, by=by, at=at)
        AfterEnd.objects.filter(relationship=row).delete()
        ending = open_ending(row, by=by, at=at)
        parties = present_parties(row)
        others = [party for party in parties if party.person_id != by.person_id]
        who = next(party.person.name for party in parties if party.person_id == by.person_id)
        _tell(REOPENED, ending, others, parties, page="", at=at, who=who, until=full_day(ends_on))
    return row


def _ask(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.ends_on is None or not overdue_pairs(at=at).filter(pk=row.pk).exists():
            return 0
        ending = current_ending(row) or open_ending(row, by=SYSTEM, at=at)
        if ending.asked_at is not None:
            return 0
        ending.asked_at = at
        ending.save(update_fields=["asked_at"])
        record_in_pair(ENDING_ASKED, ending, row, by=SYSTEM, at=at)
        parties = present_parties(row)
        chosen = set(ending.choices.values_list("person_id", flat=True))
        to = [party for party in parties if party.person_id not in chosen]
        until = answers_until(ending)
        assert until is not None
        words = {"day": full_day(row.ends_on), "until": full_day(until)}
        _tell(ENDING_PASSED, ending, to, parties, page="ending/", at=at, **words)
    return 1


def _close(ending: Ending, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(ending.relationship)
        kept = Ending.objects.select_related("relationship__program").get(pk=ending.pk)
        is_overdue = overdue_pairs(at=at).filter(pk=row.pk).exists()
        if not is_overdue or not is_silent(kept, at=at):
            return 0
        parties = present_parties(row)
        row = close_unanswered(relationship=row, at=at)
        until = reopens_until(row)
        assert until is not None
        _tell(CLOSED_BY_ITSELF, kept, parties, parties, page="", at=at, until=full_day(until))
    return 1


def _tell(
    kind: Kind,
    ending: Ending,
    to: Sequence[Party],
    parties: Sequence[Party],
    *,
    page: str,
    at: datetime,
    **values: str,
) -> None:
    row = ending.relationship
    key = str(ending.pk)
    send_many(
        [
            told(kind, row, to=party, parties=parties, key=key, page=page, acts=(), **values)
            for party in to
        ],
        at=at,
    )

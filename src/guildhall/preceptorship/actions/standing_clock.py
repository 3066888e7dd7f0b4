"""The clock of certificates: they lapse soon, they lapse, and their holders hear of it in time."""

from datetime import datetime, timedelta

from django.db import transaction

from guildhall.core.dates import full_day
from guildhall.permissions.actor import SYSTEM
from guildhall.preceptorship.actions.standing_rows import (
    day_of,
    held,
    move,
    state_by_day,
    tell_leads,
    tell_of,
)
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.standing_messages import LAPSED, LAPSES_SOON
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import IN_FORCE, StandingState


def keep_standings(*, at: datetime) -> int:
    """Turn every certificate that ends within 60 days, or has ended; returns how many people were
    told. Safe to repeat: each warning of each certificate is given once, and where some were
    slept through only the latest."""
    # A day more, because days are those of each house.
    soon = at.date() + timedelta(days=standing_rules().lapsing_days + 1)
    due = Standing.objects.filter(state__in=IN_FORCE, valid_until__lte=soon)
    ids = list(due.order_by("valid_until", "pk").values_list("pk", flat=True))
    return sum(_turn(pk, at=at) for pk in ids)


def _turn(pk: int, *, at: datetime) -> int:
    with transaction.atomic():
        row = held(Standing(pk=pk))
        if row.state not in IN_FORCE or row.valid_until is None:
            return 0
        today = day_of(row, at)
        state = state_by_day(row.valid_until, on=today)
        if state != row.state:
            move(row, state, by=SYSTEM, at=at)
        until = {"until": full_day(row.valid_until)}
        if state == StandingState.LAPSED:
            event = f"{row.valid_until}"
            told = tell_of(LAPSED, row, [row.person], event=event, at=at, **until)
            return told + tell_leads(row, event=event, at=at)
        left = (row.valid_until - today).days
        passed = [days for days in standing_rules().warn_days if left <= days]
        if not passed:
            return 0
        event = f"{row.valid_until}:{min(passed)}"
        return tell_of(LAPSES_SOON, row, [row.person], event=event, at=at, **until)

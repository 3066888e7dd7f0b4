"""Sharing a week with the educator, and the focus of the next one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.instruction import kinds
from guildhall.instruction.access import AGREE_FOCUS, LEARN_TOGETHER
from guildhall.instruction.actions.events import (
    FOCUS_AGREED,
    FOCUS_SET,
    WEEK_CLOSED,
    WEEK_SHARED,
)
from guildhall.instruction.actions.rows import held, require_words, tell
from guildhall.instruction.models import Week, WeekPart
from guildhall.instruction.queries.pair import learner_of, local_day
from guildhall.instruction.queries.weeks import educators_of
from guildhall.people.queries.shifts import week_of
from guildhall.permissions.access import may, require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.actions.rows import own_party, present_parties, record_in_pair
from guildhall.relationships.models import Relationship


def share_week(*, relationship: Relationship, monday: date, by: Actor, at: datetime) -> Week:
    """One of the pair shares their week as it stands now; pressed again, with what came since.

    Once both sides have pressed, the educator is told and reads what was there at the earlier of
    the two presses. Refuses a week that is still to come.
    """
    require(LEARN_TOGETHER, by, relationship)
    with transaction.atomic():
        row = held(relationship)
        if monday > local_day(row, at):
            raise WrongState(_("This week is still to come."))
        party = own_party(present_parties(row), by)
        week = _week(row, monday)
        part = _part(week, party.person_id, side=party.side)
        part.shared_at = at
        part.save(update_fields=["shared_at"])
        was_shared = week.shared_at is not None
        week.shared_at = _covered(week)
        week.save(update_fields=["shared_at"])
        record_in_pair(WEEK_SHARED, week, row, by=by, at=at)
        if week.shared_at is not None and not was_shared:
            _tell_educators(week, row, at=at)
    return week


def close_week(*, week: Week, by: Actor, at: datetime) -> Week:
    """One of the pair takes back that it is shared: the educator reads it no longer, and nobody is
    told. The focus stays. Twice changes nothing."""
    require(LEARN_TOGETHER, by, week.relationship)
    with transaction.atomic():
        week = Week.objects.select_for_update(of=("self",)).get(pk=week.pk)
        taken = week.parts.filter(person_id=by.person_id or 0, shared_at__isnull=False)
        if taken.update(shared_at=None):
            week.shared_at = _covered(week)
            week.save(update_fields=["shared_at"])
            record_in_pair(WEEK_CLOSED, week, week.relationship, by=by, at=at)
    return week


def set_focus(
    *, relationship: Relationship, monday: date, focus: str, by: Actor, at: datetime
) -> Week:
    """One focus for the week after, in one sentence; whoever writes it agrees to it, the others
    agree anew. Nobody is told. The educator may once the week is shared."""
    is_of_pair = may(LEARN_TOGETHER, by, relationship)
    found = Week.objects.filter(relationship=relationship, monday=monday).first()
    if not is_of_pair and found is None:
        raise NotVisible
    if not is_of_pair and found is not None:
        require(AGREE_FOCUS, by, found)
    words = require_words({"focus": focus}, needed=("focus",))["focus"]
    with transaction.atomic():
        row = held(relationship)
        week = _week(row, monday)
        week.focus, week.focus_by_id, week.focus_at = words, by.person_id, at
        week.save(update_fields=["focus", "focus_by", "focus_at"])
        week.parts.update(agreed_at=None)
        part = _part(week, by.person_id)
        part.agreed_at = at
        part.save(update_fields=["agreed_at"])
        record_in_pair(FOCUS_SET, week, row, by=by, at=at)
    return week


def agree_focus(*, week: Week, seen: str, by: Actor, at: datetime) -> Week:
    """Agree to the focus as it was read (`seen`: the moment at which it was set, in ISO form).
    Refuses one that was changed meanwhile, and a week without one."""
    require(AGREE_FOCUS, by, week)
    with transaction.atomic():
        row = held(week.relationship)
        week = Week.objects.select_for_update(of=("self",)).get(pk=week.pk)
        if week.focus_at is None or week.focus_at.isoformat() != seen:
            raise WrongState(_("The focus was changed meanwhile. Read it again first."))
        part = _part(week, by.person_id)
        if part.agreed_at is None:
            part.agreed_at = at
            part.save(update_fields=["agreed_at"])
            record_in_pair(FOCUS_AGREED, week, row, by=by, at=at)
    return week


def _week(row: Relationship, monday: date) -> Week:
    """The row of a week; the caller holds the pair."""
    if week_of(monday) != monday:
        raise InvalidInput(_("A week begins on a Monday."))
    week, _is_new = Week.objects.get_or_create(relationship=row, monday=monday)
    return week


def _part(week: Week, person_id: int | None, *, side: str = "") -> WeekPart:
    part, _is_new = WeekPart.objects.get_or_create(week=week, person_id=person_id or 0)
    if side and part.side != side:
        part.side = side
        part.save(update_fields=["side"])
    return part


def _covered(week: Week) -> datetime | None:
    """What both sides have shared: the earlier of their presses; None where one has not."""
    sides = [_last_press(week, side) for side in (Side.LEARNER, Side.GUIDE)]
    presses = [at for at in sides if at is not None]
    return min(presses) if len(presses) == len(sides) else None


def _last_press(week: Week, side: Side) -> datetime | None:
    rows = week.parts.filter(side=side, shared_at__isnull=False).order_by("shared_at")
    last = rows.last()
    return last.shared_at if last else None


def _tell_educators(week: Week, row: Relationship, *, at: datetime) -> None:
    tell(
        kinds.WEEK_SHARED,
        row,
        educators_of(row),
        event=week.pk,
        path=f"/relationships/{row.pk}/weeks/{week.monday.isoformat()}/",
        at=at,
        learner=learner_of(row).name,
        week=full_day(week.monday),
    )

"""Who may read a worry: chosen by its reporter, or handed over by somebody who reads it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.core.transitions import require_transition
from guildhall.directory.models import RoleGrant
from guildhall.directory.states import Role
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.safety.access import CHOOSE_READERS, HANDLE_WORRY, present_readers
from guildhall.safety.actions.events import READERS_CHOSEN, WORRY_HANDED_OVER, note
from guildhall.safety.actions.rows import first_reminder, held, require_open
from guildhall.safety.actions.telling import path_of, tell, tell_reporter
from guildhall.safety.messages import REPORT_WAITS
from guildhall.safety.models import LeftOut, Reader, Worry
from guildhall.safety.queries.readers import (
    could_be_handed,
    could_read,
    parts_of,
    usual_readers,
)
from guildhall.safety.states import WORRY_TRANSITIONS, WorryState


def choose_readers(*, worry: Worry, people: Collection[int], by: Actor, at: datetime) -> Worry:
    """Whoever reported it says anew who may read it; whoever comes to read it is told.

    Whoever could be chosen and is not is left out from now on, and not told. Where nobody stays
    who read it before, it waits to be seen again. Refuses none at all, and what is closed.
    """
    require(CHOOSE_READERS, by, worry)
    with transaction.atomic():
        row = held(worry)
        require_open(row)
        grants = could_read(row.organization, besides=parts_of(row))
        picked = _picked(grants, people)
        before = set(present_readers().filter(worry=row).values_list("grant_id", flat=True))
        row.readers.exclude(grant__in=picked).delete()
        chosen = {grant.membership.person_id for grant in picked}
        LeftOut.objects.filter(worry=row, person_id__in=chosen).delete()
        _leave_out(row, {grant.membership.person_id for grant in grants} - chosen)
        new = [grant for grant in picked if grant.pk not in before]
        _let_read(row, new, at=at)
        if len(new) == len(picked):
            _wait_again(row, at=at)
        note(READERS_CHOSEN, row, by=by, at=at)
    return row


def hand_over(*, worry: Worry, to: int, by: Actor, at: datetime) -> Worry:
    """A safety officer reads it from now on, given by somebody who reads it; its reporter hears
    that there is something new, and sees the name.

    Where an administrator hands it over, administrators read it no more. Refuses whoever is no
    officer, is part of it, was left out, or reads it already; and what is closed.
    """
    require(HANDLE_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        require_open(row)
        officers = {grant.membership.person_id: grant for grant in could_be_handed(row)}
        if to not in officers:
            raise InvalidInput(
                _("It is not handed over yet."), {"to": _("Choose one of the officers.")}
            )
        mine = present_readers().filter(worry=row, grant__membership__person=by.person_id)
        if not mine.filter(grant__role=Role.SAFETY).exists():
            row.readers.filter(grant__role=Role.ADMINISTRATOR).delete()
        (reader,) = _let_read(row, [officers[to]], at=at, handed_by=by.person_id)
        note(WORRY_HANDED_OVER, row, by=by, at=at)
        tell_reporter(row, f"handed:{reader.pk}", at=at)
    return row


def settle_readers(row: Worry, people: Collection[int] | None, *, at: datetime) -> None:
    """The first readers of a new worry: those chosen, or the usual ones; and who is left out."""
    parts = parts_of(row)
    grants = could_read(row.organization, besides=parts)
    out = set(parts)
    if people is None or not grants:
        picked = usual_readers(grants)
    else:
        picked = _picked(grants, people)
        kept = {grant.pk for grant in picked}
        out |= {grant.membership.person_id for grant in grants if grant.pk not in kept}
    _leave_out(row, out)
    _let_read(row, picked, at=at)


def _picked(grants: Collection[RoleGrant], people: Collection[int]) -> list[RoleGrant]:
    picked = [grant for grant in grants if grant.membership.person_id in people]
    if not picked:
        raise InvalidInput(
            _("Nobody would be left to read this."),
            {"people": _("Tick at least one, or turn to somebody from the page of support.")},
        )
    return picked


def _let_read(
    row: Worry, grants: Collection[RoleGrant], *, at: datetime, handed_by: int | None = None
) -> list[Reader]:
    """From now on they read it, and are told so; a row of before gives way."""
    row.readers.filter(grant__in=grants).delete()
    readers = [
        Reader.objects.create(worry=row, grant=grant, since=at, handed_by_id=handed_by)
        for grant in grants
    ]
    for reader in readers:
        person = reader.grant.membership.person
        tell(REPORT_WAITS, [person], key=f"{row.pk}:{reader.pk}", path=path_of(row), at=at)
    return readers


def _leave_out(row: Worry, people: Collection[int]) -> None:
    rows = [LeftOut(worry=row, person_id=pk) for pk in sorted(people)]
    LeftOut.objects.bulk_create(rows, ignore_conflicts=True)


def _wait_again(row: Worry, *, at: datetime) -> None:
    """Nobody who reads it now has seen it."""
    if row.state == WorryState.SEEN:
        require_transition(WORRY_TRANSITIONS, row.state, WorryState.REPORTED, "")
        row.state, row.seen_at, row.seen_by = WorryState.REPORTED, None, None
    row.remind_at = first_reminder(row.organization, at=at)
    row.save(update_fields=["state", "seen_at", "seen_by", "remind_at"])

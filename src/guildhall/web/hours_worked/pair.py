"""The hours of a pair: how far they are, logging, planning, the week."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.hours.access import LOG_HOURS, VERIFY_HOURS
from guildhall.hours.actions.logging import EntryDraft, log_hours, plan_hours
from guildhall.hours.actions.verifying import ask_week, verify_week
from guildhall.hours.queries.pair import (
    asks_hours,
    entries_of,
    shared_lately,
    shifts_to_log,
    standing_of,
    weeks_of,
)
from guildhall.hours.queries.rules import host_of, kinds_for, learner_of, rules_of
from guildhall.hours.states import EntryKind
from guildhall.people.access import READ_SHIFT
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.programs.states import Kind
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.page import relationship_page
from guildhall.relationships.states import BEGUN
from guildhall.web.hours_worked.forms import EntryForm
from guildhall.web.relationships.loading import framed, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def pair_hours(request: HallRequest, pk: int) -> HttpResponse:
    """How far the hours are; the learner logs, either of the pair plans."""
    row = _load(request, pk)
    form = _form(request, row)
    if form.is_valid():
        plans = request.POST.get("do") == "plan"
        do = plan_hours if plans else log_hours
        try:
            entry = do(relationship=row, draft=form.draft(), by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            _say(request, plans=plans, not_counted=bool(entry.not_counted))
            return see_other(reverse("pair_hours", args=[pk]))
    return _show(request, row, form)


@page(For.SIGNED_IN, "POST")
def pair_hours_shift(request: HallRequest, pk: int, shift_pk: int) -> HttpResponse:
    """Log one's own shift by one tap."""
    row = _load(request, pk)
    shift = get_visible_or_404(READ_SHIFT, request.actor, shift_pk)
    if shift.person_id != request.person.pk:
        raise NotVisible
    house = host_of(row)
    zone = ZoneInfo(house.time_zone)
    start, end = (at.astimezone(zone) for at in (shift.starts_at, shift.ends_at))
    draft = EntryDraft(
        kind=kinds_for(row)[0],
        on=start.date(),
        start=start.time(),
        end=end.time(),
        site=shift.site if shift.organization_id == house.pk else None,
        unit=shift.unit if shift.organization_id == house.pk else None,
    )
    entry = log_hours(relationship=row, draft=draft, by=request.actor, at=clock.now())
    _say(request, plans=False, not_counted=bool(entry.not_counted))
    return see_other(reverse("pair_hours", args=[pk]))


@page(For.SIGNED_IN, "POST")
def pair_hours_verification(request: HallRequest, pk: int, monday: str) -> HttpResponse:
    """Verify all that waits of a week."""
    row = _load(request, pk)
    n = verify_week(relationship=row, monday=_day(monday), by=request.actor, at=clock.now())
    words = ngettext("%(n)d entry is verified.", "%(n)d entries are verified.", n)
    messages.success(request, words % {"n": n})
    return see_other(reverse("pair_hours", args=[pk]))


@page(For.SIGNED_IN, "POST")
def pair_hours_ask(request: HallRequest, pk: int, monday: str) -> HttpResponse:
    """Ask the guide to verify a week, by mail."""
    row = _load(request, pk)
    ask_week(relationship=row, monday=_day(monday), by=request.actor, at=clock.now())
    messages.success(request, _("Asked. One press in the mail verifies the week."))
    return see_other(reverse("pair_hours", args=[pk]))


def _load(request: HallRequest, pk: int) -> Relationship:
    """Pairs of preceptorships, which ask for hours."""
    row = load(request, pk)
    if row.program is None or row.program.kind != Kind.PRECEPTORSHIP:
        raise NotVisible
    return row


def _form(request: HallRequest, row: Relationship) -> EntryForm:
    house = host_of(row)
    return EntryForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds_for(row),
        organization=house,
        today=clock.today(house.time_zone),
        has_simulation=rules_of(row).simulation_most is not None,
    )


def _show(request: HallRequest, row: Relationship, form: EntryForm) -> HttpResponse:
    at = clock.now()
    found = relationship_page(row, actor=request.actor, at=at)
    entries = entries_of(row, actor=request.actor)
    learner = learner_of(row)
    can_log = row.state in BEGUN and may(LOG_HOURS, request.actor, row)
    house = host_of(row)
    context: dict[str, Any] = {
        **framed(found, _("Hours")),
        "form": form,
        "standing": standing_of(row, entries, learner.pk) if learner else None,
        "asks_hours": asks_hours(row),
        "source": rules_of(row).source,
        "weeks": weeks_of(entries, row, actor=request.actor),
        "learner": learner,
        "host": house,
        "can_log": can_log,
        "can_plan": row.state in BEGUN and may(ACT_IN_RELATIONSHIP, request.actor, row),
        "can_verify_week": may(VERIFY_HOURS, request.actor, row),
        "shared": shared_lately(row.parties.all(), at=at),
        "taps": _taps(row, learner.pk, house.pk, entries, at) if can_log and learner else [],
        "kind_to_tap": EntryKind(kinds_for(row)[0]).label,
    }
    status = 422 if form.errors else 200
    return render(request, "hours_worked/pair.html", context, status=status)


def _taps(row: Relationship, learner: int, house: int, entries: Any, at: datetime) -> list[Any]:
    since = row.opened_at or at
    return shifts_to_log(learner, house, entries, at=at, since=since)


def _say(request: HallRequest, *, plans: bool, not_counted: bool) -> None:
    if not_counted:
        words = _("Logged, and not counted: your guide had more learners than the program allows.")
        messages.warning(request, words)
    elif plans:
        messages.success(request, _("Planned."))
    else:
        messages.success(request, _("Logged. It counts once it is verified."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotVisible from None

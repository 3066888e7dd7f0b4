"""Shift notes: writing one, and reading them."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput
from guildhall.instruction.actions.noting import write_shift_note
from guildhall.instruction.clocks import clocks
from guildhall.instruction.queries.exchanges import exchange_on, exchanges_of, shared_end, told
from guildhall.instruction.queries.pair import local_day
from guildhall.people.queries.shifts import week_of
from guildhall.relationships.models import Relationship
from guildhall.web.instruction.forms import NoteForm, said
from guildhall.web.instruction.loading import day_of, framed, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

A_PAGE = 20


@page(For.SIGNED_IN)
def shift_notes(request: HallRequest, pk: int) -> HttpResponse:
    """All shifts with notes, the newest first."""
    row = load(request, pk)
    at = clock.now()
    found = exchanges_of(row, actor=request.actor)
    pages = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    today = local_day(row, at)
    context = {
        **framed(request, row, (_("Shift notes"), None)),
        "page": pages,
        "rows": [told(one, person_id=request.person.pk, at=at) for one in pages],
        "today_on": today,
        "has_today": any(
            note.person_id == request.person.pk
            for one in found
            if one.on == today
            for note in one.notes.all()
        ),
        "monday": week_of(today),
    }
    return render(request, "instruction/shift_notes.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def shift_note(request: HallRequest, pk: int, day: str) -> HttpResponse:
    """Two answers at the end of a shift; the other's once both have written."""
    row = load(request, pk)
    on = day_of(day)
    title = full_day(on)
    frame = framed(
        request, row, (_("Shift notes"), reverse("shift_notes", args=[pk])), (title, None)
    )
    side = frame["found"].you.side
    at = clock.now()
    found = told(exchange_on(row, on), person_id=request.person.pk, at=at)
    own = found.own
    initial = {"first": own.first, "second": own.second} if own else {}
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, side=side, initial=initial)
    if form.is_valid() and _save(request, row, on, form):
        return see_other(reverse("shift_note", args=[pk, day]))
    context = {
        **frame,
        "title": title,
        "shown": found,
        "notes": [said(one) for one in (*((own,) if own else ()), *found.others)],
        "form": form,
        "asks": bool(form.errors)
        or _asks(request, row, on, is_open=found.is_open, has_own=own is not None),
        "opens_at": found.exchange.opens_at(clocks().reveal) if found.exchange else None,
        "other": next(iter(frame["found"].others), None),
    }
    status = 422 if form.errors else 200
    return render(request, "instruction/shift_note.html", context, status=status)


def _asks(
    request: HallRequest, row: Relationship, on: date, *, is_open: bool, has_own: bool
) -> bool:
    """Whether the form is shown: for a day of the last week that one has not written about, or
    while `?change=1` may still change it."""
    if has_own:
        return not is_open and request.GET.get("change") == "1"
    at = clock.now()
    today = local_day(row, at)
    end = shared_end(row, on)
    has_ended = end is None or at >= end - clocks().ask
    return today - clocks().back <= on <= today and has_ended


def _save(request: HallRequest, row: Relationship, on: date, form: NoteForm) -> bool:
    try:
        write_shift_note(
            relationship=row, on=on, by=request.actor, at=clock.now(), **form.answers()
        )
    except InvalidInput as error:
        refuse(form, error)
        return False
    messages.success(request, _("Written. You read each other’s once both have."))
    return True

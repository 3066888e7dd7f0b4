"""One time entry: what became of it, and what the reader can do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.hours.access import KEEP_ENTRY, READ_ENTRY, VERIFY_ENTRY
from guildhall.hours.actions.logging import cancel_hours, log_planned
from guildhall.hours.actions.verifying import answer_dispute, dispute_entry, verify_entry
from guildhall.hours.models import TimeEntry
from guildhall.hours.states import ENTRY_TRANSITIONS, EntryState
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.hours_worked.forms import WordsForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

REASON = gettext_lazy("Why?")


@page(For.SIGNED_IN)
def time_entry(request: HallRequest, pk: int) -> HttpResponse:
    """The entry with its story."""
    return _show(request, _load(request, pk))


@page(For.SIGNED_IN, "POST")
def time_entry_verification(request: HallRequest, pk: int) -> HttpResponse:
    """These hours were worked."""
    entry = _load(request, pk)
    verify_entry(entry=entry, by=request.actor, at=clock.now())
    messages.success(request, _("Verified."))
    if request.POST.get("back") == "pair" and entry.relationship_id:
        return see_other(reverse("pair_hours", args=[entry.relationship_id]))
    return see_other(reverse("hours_worked"))


@page(For.SIGNED_IN, "POST")
def time_entry_log(request: HallRequest, pk: int) -> HttpResponse:
    """What was planned was worked."""
    entry = log_planned(entry=_load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Logged. It counts once it is verified."))
    return see_other(reverse("time_entry", args=[entry.pk]))


@page(For.SIGNED_IN, "POST")
def time_entry_dispute(request: HallRequest, pk: int) -> HttpResponse:
    """Say why it cannot be verified."""
    entry = _load(request, pk)
    require(VERIFY_ENTRY, request.actor, entry)
    form = WordsForm(request.POST, name="reason", label=REASON)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            dispute_entry(entry=entry, reason=reason, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Said. An answer reaches you."))
            return see_other(reverse("time_entry", args=[pk]))
    return _show(request, entry, dispute=form)


@page(For.SIGNED_IN, "POST")
def time_entry_answer(request: HallRequest, pk: int) -> HttpResponse:
    """Answer what is disputed."""
    entry = _load(request, pk)
    require(KEEP_ENTRY, request.actor, entry)
    form = WordsForm(request.POST, name="answer", label=_("Your answer"))
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        try:
            answer_dispute(entry=entry, answer=answer, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Answered. The hours wait to be verified again."))
            return see_other(reverse("time_entry", args=[pk]))
    return _show(request, entry, answer=form)


@page(For.SIGNED_IN, "POST")
def time_entry_cancellation(request: HallRequest, pk: int) -> HttpResponse:
    """Cancel, with a reason."""
    entry = _load(request, pk)
    require(KEEP_ENTRY, request.actor, entry)
    form = WordsForm(request.POST, name="reason", label=REASON)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            cancel_hours(entry=entry, reason=reason, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Cancelled, with your reason."))
            return see_other(reverse("time_entry", args=[pk]))
    return _show(request, entry, cancel=form)


def _load(request: HallRequest, pk: int) -> TimeEntry:
    rows = TimeEntry.objects.select_related(
        "person", "site", "unit", "organization", "relationship__program"
    )
    return get_visible_or_404(READ_ENTRY, request.actor, pk, rows)


def _show(request: HallRequest, entry: TimeEntry, **forms: WordsForm) -> HttpResponse:
    """The page; a form with errors stands where it was sent from."""
    follows = ENTRY_TRANSITIONS[entry.state]
    keeps = may(KEEP_ENTRY, request.actor, entry)
    verifies = may(VERIFY_ENTRY, request.actor, entry)
    is_disputed = entry.state == EntryState.DISPUTED
    context: dict[str, Any] = {
        "entry": entry,
        "moves": entry.moves.select_related("by"),
        "can_verify": verifies and EntryState.VERIFIED in follows,
        "can_answer": keeps and is_disputed,
        "can_log": keeps and entry.state == EntryState.PLANNED,
        "can_cancel": keeps and EntryState.CANCELLED in follows,
        "dispute": forms.get("dispute") or WordsForm(name="reason", label=REASON),
        "answer": forms.get("answer") or WordsForm(name="answer", label=_("Your answer")),
        "cancel": forms.get("cancel") or WordsForm(name="reason", label=REASON),
        "open": next(iter(forms), ""),
        "breadcrumb": _breadcrumb(entry),
    }
    status = 422 if forms else 200
    return render(request, "hours_worked/entry.html", context, status=status)


def _breadcrumb(entry: TimeEntry) -> list[tuple[str, str | None]]:
    url = reverse("hours_worked")
    if entry.relationship_id:
        url = reverse("pair_hours", args=[entry.relationship_id])
    return [(_("Hours"), url), (_("Entry"), None)]

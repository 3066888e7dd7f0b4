"""Reports: one's own, and those that one handles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.permissions.access import require
from guildhall.safety.access import ADD_TO_WORRY, HANDLE_WORRY
from guildhall.safety.actions.handling import (
    close_worry,
    end_pair,
    lift_rest,
    see_worry,
    write_entry,
)
from guildhall.safety.actions.reporting import add_words, let_contact_rest
from guildhall.safety.models import Worry
from guildhall.safety.queries.worries import (
    own_worries,
    worries_to_handle,
    worry_by_code,
)
from guildhall.safety.states import EntryKind
from guildhall.web.safety.forms import CloseForm, EntryForm, WordsForm
from guildhall.web.safety.shown import show_worry
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def worries(request: HallRequest) -> HttpResponse:
    """What waits for whoever handles worries, and what one reported oneself."""
    context = {
        "waiting": worries_to_handle(request.actor),
        "closed": worries_to_handle(request.actor, is_open=False),
        "own": own_worries(request.actor),
        "breadcrumb": [(_("Support"), reverse("support")), (_("Worries"), None)],
    }
    return render(request, "safety/worries.html", context)


@page(For.SIGNED_IN)
def worry(request: HallRequest, code: str) -> HttpResponse:
    """One worry, as whoever reported it sees it, or as whoever handles it does."""
    return show_worry(request, worry_by_code(code, actor=request.actor), {})


@page(For.SIGNED_IN, "POST")
def sight(request: HallRequest, code: str) -> HttpResponse:
    """Say that a person has seen it."""
    found = worry_by_code(code, actor=request.actor)
    see_worry(worry=found, by=request.actor, at=clock.now())
    messages.success(request, _("Whoever reported it now sees that a person has read it."))
    return _back(found)


@page(For.SIGNED_IN, "POST")
def words(request: HallRequest, code: str) -> HttpResponse:
    """Add words to what one reported."""
    found = worry_by_code(code, actor=request.actor)
    require(ADD_TO_WORRY, request.actor, found)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return show_worry(request, found, {"words_form": form})
    add_words(worry=found, text=form.cleaned_data["text"], by=request.actor, at=clock.now())
    messages.success(request, _("Your words are added."))
    return _back(found)


@page(For.SIGNED_IN, "POST")
def entries(request: HallRequest, code: str) -> HttpResponse:
    """A note, a step or an answer, by whoever handles it."""
    found = worry_by_code(code, actor=request.actor)
    require(HANDLE_WORRY, request.actor, found)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return show_worry(request, found, {"entry_form": form})
    write_entry(
        worry=found,
        kind=EntryKind(form.cleaned_data["kind"]),
        text=form.cleaned_data["text"],
        by=request.actor,
        at=clock.now(),
    )
    messages.success(request, _("Saved."))
    return _back(found)


@page(For.SIGNED_IN, "POST")
def rest(request: HallRequest, code: str) -> HttpResponse:
    """Let contact rest from now on."""
    found = worry_by_code(code, actor=request.actor)
    let_contact_rest(worry=found, by=request.actor, at=clock.now())
    messages.success(request, _("Contact rests from now on."))
    return _back(found)


@page(For.SIGNED_IN, "POST")
def rest_end(request: HallRequest, code: str) -> HttpResponse:
    """Contact may go on."""
    found = worry_by_code(code, actor=request.actor)
    lift_rest(worry=found, by=request.actor, at=clock.now())
    messages.success(request, _("The rest is lifted."))
    return _back(found)


@page(For.SIGNED_IN, "POST")
def pair_end(request: HallRequest, code: str) -> HttpResponse:
    """End the pair, kindly and without a name."""
    found = worry_by_code(code, actor=request.actor)
    wait = request.POST.get("learners_wait") == "yes"
    end_pair(worry=found, learners_wait=wait, by=request.actor, at=clock.now())
    messages.success(request, _("The pair has ended, and everybody is told kindly."))
    return _back(found)


@page(For.SIGNED_IN, "POST")
def closure(request: HallRequest, code: str) -> HttpResponse:
    """Close it."""
    found = worry_by_code(code, actor=request.actor)
    require(HANDLE_WORRY, request.actor, found)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return show_worry(request, found, {"close_form": form})
    close_worry(worry=found, answer=form.cleaned_data["answer"], by=request.actor, at=clock.now())
    messages.success(request, _("It is closed."))
    return _back(found)


def _back(found: Worry) -> HttpResponse:
    return see_other(reverse("worry", args=[found.code]))

"""Who may read a worry: its reporter chooses, a reader hands it over."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.safety.access import CHOOSE_READERS, HANDLE_WORRY
from guildhall.safety.actions.choosing import choose_readers, hand_over
from guildhall.safety.queries.readers import could_be_handed, could_read, parts_of
from guildhall.safety.queries.worries import worry_by_code
from guildhall.web.safety.forms import HandOverForm, ReadersForm
from guildhall.web.safety.shown import show_worry
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "POST")
def readers(request: HallRequest, code: str) -> HttpResponse:
    """Choose anew who may read what one reported."""
    found = worry_by_code(code, actor=request.actor)
    require(CHOOSE_READERS, request.actor, found)
    form = ReadersForm(request.POST, grants=could_read(found.organization, besides=parts_of(found)))
    if form.is_valid():
        people = form.cleaned_data["people"]
        try:
            choose_readers(worry=found, people=people, by=request.actor, at=clock.now())
        except InvalidInput as error:
            for name, problem in error.problems.items():
                form.add_error(name, problem)
    if form.errors:
        return show_worry(request, found, {"readers_form": form})
    messages.success(request, _("Only those whom you ticked read it from now on."))
    return see_other(reverse("worry", args=[code]))


@page(For.SIGNED_IN, "POST")
def handover(request: HallRequest, code: str) -> HttpResponse:
    """Let one more officer read it."""
    found = worry_by_code(code, actor=request.actor)
    require(HANDLE_WORRY, request.actor, found)
    form = HandOverForm(request.POST, grants=could_be_handed(found))
    if not form.is_valid():
        return show_worry(request, found, {"handover_form": form})
    hand_over(worry=found, to=form.cleaned_data["to"], by=request.actor, at=clock.now())
    messages.success(request, _("They read it from now on, and whoever reported it sees that."))
    return see_other(reverse("worries"))

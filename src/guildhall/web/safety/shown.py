"""The page of a worry, with its forms."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.safety.models import Worry
from guildhall.safety.queries.readers import could_be_handed, could_read, parts_of
from guildhall.safety.queries.support import support_page
from guildhall.safety.queries.worries import WorryPage, worry_page
from guildhall.safety.states import WorryState
from guildhall.web.safety.forms import (
    CloseForm,
    EntryForm,
    HandOverForm,
    ReadersForm,
    WordsForm,
)
from guildhall.web.shared.request import HallRequest


def show_worry(request: HallRequest, found: Worry, refused: Mapping[str, Form]) -> HttpResponse:
    """The page for whoever reported it or handles it; `refused` are forms with their problems."""
    shown = worry_page(found, actor=request.actor)
    context: dict[str, Any] = {
        "shown": shown,
        "worry": found,
        "support": support_page(found.organization),
        "words_form": WordsForm(),
        "entry_form": EntryForm(),
        "close_form": CloseForm(),
        "breadcrumb": [(_("Worries"), reverse("worries")), (_("A worry"), None)],
        **_who_reads(found, shown),
        **refused,
    }
    return render(request, "safety/worry.html", context, status=422 if refused else 200)


def _who_reads(found: Worry, shown: WorryPage) -> dict[str, Form]:
    """The form of whoever reported it, or of whoever may hand it over; none where there is nobody
    to choose."""
    if found.state == WorryState.CLOSED:
        return {}
    if shown.handles:
        officers = could_be_handed(found)
        return {"handover_form": HandOverForm(grants=officers)} if officers else {}
    grants = could_read(found.organization, besides=parts_of(found))
    now = [person.pk for person in shown.readers]
    return {"readers_form": ReadersForm(grants=grants, now=now)} if grants else {}

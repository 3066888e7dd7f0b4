"""Two records side by side, and the merge."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.directory.access import CHANGE_PERSON, SEE_PERSON
from guildhall.directory.models import Person
from guildhall.flows.actions.merging import merge_people
from guildhall.flows.queries.merging import differences, holding_of
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF, "GET", "POST")
def person_merge_with(request: HallRequest, pk: int, other: int) -> HttpResponse:
    """Choose what stays where both say something; then the other record goes into this one."""
    kept, merged = (_record(request, one) for one in (pk, other))
    found = differences(kept, merged)
    if request.method == "POST":
        chosen = {row.field: request.POST.get(row.field, "kept") for row in found}
        merge_people(kept=kept, merged=merged, by=request.actor, at=clock.now(), chosen=chosen)
        messages.success(
            request,
            _("The two records are one now. Everything of both stands here."),
        )
        return see_other(reverse("person", args=[pk]))
    context = {
        "kept": kept,
        "merged": merged,
        "differences": found,
        "kept_holding": holding_of(kept),
        "merged_holding": holding_of(merged),
        "breadcrumb": [
            (_("People"), reverse("people")),
            (kept.name, reverse("person", args=[pk])),
            (_("Merge"), None),
        ],
    }
    return render(request, "merging/compare.html", context)


def _record(request: HallRequest, pk: int) -> Person:
    rows = Person.objects.select_related("account")
    person = get_visible_or_404(SEE_PERSON, request.actor, pk, rows)
    require(CHANGE_PERSON, request.actor, person)
    return person

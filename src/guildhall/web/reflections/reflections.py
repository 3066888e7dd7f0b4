"""The wheel of life: one's own, and one that is shown to a pair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.reflections import (
    hide_reflection,
    make_reflection,
    show_reflection,
    throw_reflection_away,
)
from guildhall.mentoring.queries.reflections import own_reflections, reflection_for, wheel_of
from guildhall.mentoring.queries.stories import own_pairs
from guildhall.mentoring.reflection_access import CHANGE_REFLECTION
from guildhall.permissions.access import require
from guildhall.relationships.models import Relationship
from guildhall.web.reflections.forms import ReflectionForm, ShowForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def reflections(request: HallRequest) -> HttpResponse:
    """My own over time, and a form for another look."""
    form = ReflectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            make_reflection(
                marks=form.marks(),
                line=form.cleaned_data["line"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept. Only you read it."))
            return see_other(reverse("reflections"))
    own = own_reflections(request.actor)
    context = {
        "form": form,
        "own": own,
        "wheel": wheel_of(own),
        "breadcrumb": [(_("Wheel of life"), None)],
    }
    status = 422 if form.errors else 200
    return render(request, "reflections/reflections.html", context, status=status)


@page(For.SIGNED_IN)
def reflection(request: HallRequest, pk: int) -> HttpResponse:
    """One of them, for its owner, or for the pair to whom it is shown."""
    row = reflection_for(pk, actor=request.actor)
    is_yours = row.person_id == request.person.pk
    pairs = own_pairs(request.actor) if is_yours else []
    shown_to = set(row.shares.values_list("relationship_id", flat=True)) if is_yours else set()
    mine: list[tuple[str, str | None]] = [(_("Wheel of life"), reverse("reflections"))]
    context = {
        "reflection": row,
        "wheel": wheel_of([row]),
        "is_yours": is_yours,
        "shown_to": [pair.name for pair in pairs if pair.pk in shown_to],
        "form": ShowForm(pairs=[pair for pair in pairs if pair.pk not in shown_to]),
        "can_show": len(pairs) > len(shown_to),
        "breadcrumb": [*(mine if is_yours else []), (row.person.given_name, None)],
    }
    return render(request, "reflections/reflection.html", context)


@page(For.SIGNED_IN, "POST")
def reflection_sharing(request: HallRequest, pk: int) -> HttpResponse:
    """Show it to a pair; `hide=yes` takes that back everywhere."""
    row = reflection_for(pk, actor=request.actor)
    require(CHANGE_REFLECTION, request.actor, row)
    if request.POST.get("hide") == "yes":
        hide_reflection(reflection=row, by=request.actor, at=clock.now())
        messages.success(request, _("Only you read it now."))
        return see_other(reverse("reflection", args=[pk]))
    form = ShowForm(request.POST, pairs=own_pairs(request.actor))
    if form.is_valid():
        pair = Relationship.objects.get(pk=int(form.cleaned_data["pair"]))
        show_reflection(reflection=row, relationship=pair, by=request.actor, at=clock.now())
        messages.success(request, _("It stands on your page together."))
    else:
        messages.error(request, _("Choose one of your pairs."))
    return see_other(reverse("reflection", args=[pk]))


@page(For.SIGNED_IN, "POST")
def reflection_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Throw it away; the page before asked."""
    row = reflection_for(pk, actor=request.actor)
    throw_reflection_away(reflection=row, by=request.actor, at=clock.now())
    messages.success(request, _("It is gone."))
    return see_other(reverse("reflections"))

"""A week: what it gathers, sharing it with the educator, the focus of the next one."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.instruction.access import READ_WEEK
from guildhall.instruction.actions.sharing import agree_focus, close_week, set_focus, share_week
from guildhall.instruction.models import Week
from guildhall.instruction.queries.pair import local_day
from guildhall.instruction.queries.weeks import (
    last_focus,
    learner_in,
    shared_weeks,
    week_for,
    week_page,
)
from guildhall.people.queries.shifts import WEEK, week_of
from guildhall.permissions.access import visible_to
from guildhall.relationships.models import Relationship
from guildhall.web.instruction.forms import FocusForm, said
from guildhall.web.instruction.gates import gates_for
from guildhall.web.instruction.loading import RELATED, day_of, framed, load, week_title
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def learning_week(request: HallRequest, pk: int, day: str) -> HttpResponse:
    """One week, as the pair reads it, or as the educator reads what was shared."""
    return _show(request, _load(request, pk, day_of(day)), day_of(day))


@page(For.SIGNED_IN, "POST")
def learning_week_sharing(request: HallRequest, pk: int, day: str) -> HttpResponse:
    """One of the pair shares the week, or with `do=close` takes that back."""
    row, monday = load(request, pk), day_of(day)
    if request.POST.get("do") == "close":
        week = week_for(request.actor, row, monday)
        if week is None:
            raise NotVisible
        close_week(week=week, by=request.actor, at=clock.now())
        messages.success(request, _("It is between the two of you again."))
    else:
        week = share_week(relationship=row, monday=monday, by=request.actor, at=clock.now())
        words = _("It is shared.") if week.shared_at else _("Said. It is shared once both have.")
        messages.success(request, words)
    return see_other(reverse("learning_week", args=[pk, day]))


@page(For.SIGNED_IN, "POST")
def learning_week_focus(request: HallRequest, pk: int, day: str) -> HttpResponse:
    """Set the focus of the next week."""
    monday = day_of(day)
    row = _load(request, pk, monday)
    form = FocusForm(request.POST)
    if form.is_valid():
        focus = form.cleaned_data["focus"]
        try:
            set_focus(
                relationship=row, monday=monday, focus=focus, by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Set. The others agree, or say it otherwise."))
            return see_other(reverse("learning_week", args=[pk, day]))
    return _show(request, row, monday, form)


@page(For.SIGNED_IN, "POST")
def learning_week_agreement(request: HallRequest, pk: int, day: str) -> HttpResponse:
    """Agree to the focus as it was read."""
    row, monday = _load(request, pk, day_of(day)), day_of(day)
    week = week_for(request.actor, row, monday)
    if week is None:
        raise NotVisible
    seen = request.POST.get("seen", "")
    agree_focus(week=week, seen=seen, by=request.actor, at=clock.now())
    messages.success(request, _("Agreed."))
    return see_other(reverse("learning_week", args=[pk, day]))


@page(For.SIGNED_IN)
def shared_learning_weeks(request: HallRequest) -> HttpResponse:
    """The weeks that pairs shared with the reader."""
    rows = [
        {"week": week, "title": week_title(week.monday), "learner": learner_in(week.relationship)}
        for week in shared_weeks(request.actor)
    ]
    context = {
        "rows": rows,
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Shared weeks"), None)],
    }
    return render(request, "instruction/shared_weeks.html", context)


def _load(request: HallRequest, pk: int, monday: date) -> Relationship:
    """The pair, for the two of it, and for the educator whose week it is."""
    weeks = visible_to(
        READ_WEEK, request.actor, Week.objects.filter(relationship=pk, monday=monday)
    )
    if weeks.exists():
        return Relationship.objects.select_related(*RELATED).get(pk=pk)
    return load(request, pk)


def _show(
    request: HallRequest, row: Relationship, monday: date, form: FocusForm | None = None
) -> HttpResponse:
    at = clock.now()
    shown = week_page(row, monday, actor=request.actor, at=at)
    this = week_of(local_day(row, at))
    own = next((one for one in shown.parts if one.person_id == request.person.pk), None)
    context = {
        **framed(request, row, (week_title(monday), None)),
        "shown": shown,
        "title": week_title(monday),
        "days": [{"on": one.on, "notes": [said(note) for note in one.notes]} for one in shown.days],
        "own": own,
        "gates": gates_for(row, actor=request.actor, at=at) if monday == this else None,
        "last_focus": last_focus(row, monday),
        "before": monday - WEEK,
        "after": monday + WEEK if monday < this else None,
        "form": form or FocusForm(initial={"focus": shown.focus}),
        "opens_form": form is not None or not shown.focus,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "instruction/week.html", context, status=status)

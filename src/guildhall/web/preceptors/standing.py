"""One standing: as its holder sees it, and as whoever looks after preceptors does."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.preceptorship.actions.recognition import write_recognition
from guildhall.preceptorship.actions.standings import renew
from guildhall.preceptorship.actions.training import record_training
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.queries.backups import backups_asked_of, standing_in
from guildhall.preceptorship.queries.standings import (
    own_standings,
    standing_for,
    standing_page,
    standing_rows,
)
from guildhall.preceptorship.standing_access import CHANGE_STANDING, RECOGNIZE_SELF
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.web.preceptors.forms import PeriodForm, TrainingForm
from guildhall.web.preceptors.shown import next_step
from guildhall.web.preceptors.words import FORCES, PILLS, load_words, until_words
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

YEAR = timedelta(days=365)
Breadcrumb = list[tuple[str, str | None]]


@page(For.SIGNED_IN)
def my_standing(request: HallRequest) -> HttpResponse:
    """One's own: the page itself where there is one, else the list, else how to begin."""
    own = own_standings(request.person.pk)
    if len(own) == 1:
        return _show(request, own[0], [(_("My standing"), None)])
    today = clock.today(request.person.time_zone)
    context = {
        "rows": [
            {"row": row, "pill": PILLS[row.standing.state], "until": until_words(row, today=today)}
            for row in standing_rows(own, today=today)
        ],
        **_backups(request),
        "breadcrumb": [(_("My standing"), None)],
    }
    return render(request, "preceptors/mine.html", context)


@page(For.SIGNED_IN)
def preceptor(request: HallRequest, pk: int) -> HttpResponse:
    """One standing with everything behind it."""
    row = standing_for(request.actor, pk)
    return _show(request, row, breadcrumb(request, row))


@page(For.SIGNED_IN, "GET", "POST")
def preceptor_training(request: HallRequest, pk: int) -> HttpResponse:
    """Record training."""
    row = standing_for(request.actor, pk)
    require(CHANGE_STANDING, request.actor, row)
    today = clock.today(row.organization.time_zone)
    found = standing_rows([row], today=today)[0]
    is_course = found.course_missing > 0
    minutes = found.course_missing if is_course else found.update_missing
    hours = f"{minutes / 60:g}" if minutes else ""
    initial = {"kind": "course" if is_course else "update", "on": today, "hours": hours}
    form = TrainingForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            record_training(standing=row, draft=form.draft(), by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is recorded."))
            return see_other(reverse("preceptor", args=[pk]))
    context = {
        "form": form,
        "standing": row,
        "sources": standing_rules().sources,
        "breadcrumb": breadcrumb(request, row, _("Training")),
    }
    return render(request, "preceptors/training.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def preceptor_renewal(request: HallRequest, pk: int) -> HttpResponse:
    """Another certificate."""
    row = renew(standing=standing_for(request.actor, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Renewed. %(name)s is told.") % {"name": row.person.given_name})
    return see_other(reverse("preceptor", args=[pk]))


@page(For.SIGNED_IN, "GET", "POST")
def preceptor_recognition(request: HallRequest, pk: int) -> HttpResponse:
    """A letter of recognition for a period, usually the last twelve months."""
    row = standing_for(request.actor, pk)
    require(RECOGNIZE_SELF, request.actor, row)
    today = clock.today(row.organization.time_zone)
    initial = {"start": today - YEAR, "end": today}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            write_recognition(standing=row, **form.cleaned_data, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        except WrongState as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Your letter is written. Download it from the list."))
            return see_other(reverse("preceptor", args=[pk]) + "#certificates")
    context = {
        "form": form,
        "standing": row,
        "breadcrumb": breadcrumb(request, row, _("Letter of recognition")),
    }
    status = 422 if form.errors else 200
    return render(request, "preceptors/recognition.html", context, status=status)


def breadcrumb(request: HallRequest, row: Standing, title: str = "") -> Breadcrumb:
    """From the list, or from one's own page, to this one."""
    own = row.person_id == request.person.pk
    first = (
        (_("My standing"), reverse("my_standing"))
        if own
        else (
            _("Preceptors"),
            reverse("preceptors"),
        )
    )
    name = row.organization.name if own else row.person.name
    if not title:
        return [first, (name, None)]
    return [first, (name, reverse("preceptor", args=[row.pk])), (title, None)]


def _show(request: HallRequest, row: Standing, crumbs: Breadcrumb) -> HttpResponse:
    today = clock.today(row.organization.time_zone)
    shown = standing_page(row, actor=request.actor, today=today)
    rules = standing_rules()
    context: dict[str, Any] = {
        "shown": shown,
        "standing": row,
        "step": next_step(shown),
        "pill": PILLS[row.state],
        "until": until_words(shown.row, today=today),
        "load": load_words(shown.row),
        "rules": rules,
        "course_done": min(shown.row.course_minutes, rules.course_minutes),
        "update_done": min(shown.row.year_minutes, rules.update_minutes),
        "certificates": [
            (one, one.force(on=today).label, FORCES[one.force(on=today)])
            for one in shown.certificates
        ],
        **(_backups(request) if shown.is_own else {}),
        "breadcrumb": crumbs,
    }
    return render(request, "preceptors/standing.html", context)


def _backups(request: HallRequest) -> dict[str, Any]:
    """What waits for an answer, and for whom the reader stands in."""
    me = request.person.pk
    return {"asked": backups_asked_of(me), "stands_in": standing_in(me)}

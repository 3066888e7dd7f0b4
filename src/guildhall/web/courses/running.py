"""What coordinators do with a course, and the hand-over note."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.preceptorship.actions.course_changes import (
    extend_course,
    longest_end,
    move_course,
    set_course_share,
    write_handover,
)
from guildhall.preceptorship.actions.course_preceptor import change_preceptor
from guildhall.preceptorship.course_access import HAND_OVER_COURSE, RUN_COURSE
from guildhall.preceptorship.models import Course
from guildhall.preceptorship.queries.choices import next_guides, places_of
from guildhall.web.courses.forms import (
    ExtensionForm,
    HandoverForm,
    PlaceForm,
    PreceptorForm,
    ShareForm,
)
from guildhall.web.courses.loading import framed, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def course_handover(request: HallRequest, pk: int) -> HttpResponse:
    """The note for whoever guides next."""
    row = load(request, pk)
    require(HAND_OVER_COURSE, request.actor, row)
    form = HandoverForm(_data(request), words=row.relationship.stretch.handover)
    return _form_page(
        request,
        row,
        form,
        lambda: write_handover(
            course=row,
            words=form.cleaned_data["handover"],
            by=request.actor,
            at=clock.now(),
        ),
        title=_("Hand over"),
        lead=_("Whoever guides next reads it, and the learner does. It changes nothing by itself."),
        button=_("Keep the note"),
        done=_("Kept. A coordinator arranges who guides next."),
        readers=_("The learner and whoever guides next"),
    )


@page(For.SIGNED_IN, "GET", "POST")
def course_preceptor(request: HallRequest, pk: int) -> HttpResponse:
    """Another preceptor: one pair ends, the next begins, and the record goes on."""
    row = load(request, pk)
    require(RUN_COURSE, request.actor, row)
    at = clock.now()
    # A coordinator arranges it and reads no note: one that is there need not be written again.
    has_note = bool(row.relationship.stretch.handover)
    form = PreceptorForm(_data(request), guides=next_guides(row, at=at), words="")
    form.fields["handover"].required = not has_note
    return _form_page(
        request,
        row,
        form,
        lambda: change_preceptor(
            course=row,
            guide=form.chosen().enrollment,
            handover=form.cleaned_data["handover"],
            by=request.actor,
            at=at,
        ),
        title=_("Another preceptor"),
        lead=_(
            "The passport, the plan and the meetings go on. What is booked with the present"
            " preceptor is called off, and nobody is asked for a reason."
        ),
        button=_("Change the preceptor"),
        done=_("Done. Everybody is told once."),
        note=_("There is a hand-over note already; leave this empty to keep it.")
        if has_note
        else "",
    )


@page(For.SIGNED_IN, "GET", "POST")
def course_extension(request: HallRequest, pk: int) -> HttpResponse:
    """More time."""
    row = load(request, pk)
    require(RUN_COURSE, request.actor, row)
    form = ExtensionForm(_data(request))
    most = longest_end(row)
    words = {"day": full_day(most) if most else ""}
    return _form_page(
        request,
        row,
        form,
        lambda: extend_course(course=row, by=request.actor, at=clock.now(), **form.cleaned_data),
        title=_("More time"),
        lead=_("Both of them read why. It judges nobody."),
        button=_("Give more time"),
        done=_("The last day has moved, and the meetings follow."),
        note=_("This program goes on until %(day)s at the latest.") % words if most else "",
    )


@page(For.SIGNED_IN, "GET", "POST")
def course_place(request: HallRequest, pk: int) -> HttpResponse:
    """Another site or unit of the same house."""
    row = load(request, pk)
    require(RUN_COURSE, request.actor, row)
    sites, units = places_of(row)
    form = PlaceForm(_data(request), course=row, sites=sites, units=units)

    def move() -> Course:
        site, unit = form.places()
        return move_course(
            course=row,
            site=site,
            unit=unit,
            why=form.cleaned_data["why"],
            by=request.actor,
            at=clock.now(),
        )

    return _form_page(
        request,
        row,
        form,
        move,
        title=_("Another place"),
        lead=_("The pair, the passport and all dates stay as they are."),
        button=_("Move it"),
        done=_("It goes on at the new place. Both of them are told."),
    )


@page(For.SIGNED_IN, "GET", "POST")
def course_share(request: HallRequest, pk: int) -> HttpResponse:
    """Other working time."""
    row = load(request, pk)
    require(RUN_COURSE, request.actor, row)
    form = ShareForm(_data(request), initial={"share": row.share})
    return _form_page(
        request,
        row,
        form,
        lambda: set_course_share(
            course=row, share=form.cleaned_data["share"], by=request.actor, at=clock.now()
        ),
        title=_("Working time"),
        lead=_("Hours and length follow it, as the standard of this program says."),
        button=_("Plan for it"),
        done=_("Hours, the last day and the meetings follow."),
    )


def _data(request: HallRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(
    request: HallRequest,
    row: Course,
    form: Form,
    do: Callable[[], object],
    *,
    title: str,
    lead: str,
    button: str,
    done: str,
    readers: str = "",
    note: str = "",
) -> HttpResponse:
    """One form that does one thing, and goes back to the course."""
    if form.is_valid():
        try:
            do()
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return see_other(reverse("course", args=[row.pk]))
    context = {
        **framed(request, row, title),
        "form": form,
        "title": title,
        "lead": lead,
        "button": button,
        "readers": readers,
        "note": note,
    }
    return render(request, "courses/form.html", context, status=422 if form.errors else 200)

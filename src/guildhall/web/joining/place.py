"""Somebody's place in a program: their own page of it, and what staff see of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import get_visible_or_404, may, require, visible_to
from guildhall.programs.access import (
    CHANGE_ENROLLMENT,
    READ_ANSWERS,
    SEE_ENROLLMENT,
    VISIT_COHORT,
    WITHDRAW_ENROLLMENT,
)
from guildhall.programs.actions.enrollments import change_places, withdraw
from guildhall.programs.actions.prerequisites import set_prerequisite
from guildhall.programs.models import Enrollment, Prerequisite
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.offers import is_open
from guildhall.programs.queries.words import time_asked
from guildhall.programs.states import EnrollmentState
from guildhall.questions.models import Answer
from guildhall.questions.queries.shown import ShownAnswer, shown_answers
from guildhall.web.joining.forms import PlacesForm
from guildhall.web.joining.next_steps import next_step_of
from guildhall.web.joining.wish_words import place_of_wishes
from guildhall.web.shared.downloads import download
from guildhall.web.shared.request import For, HallRequest, page, see_other

S = EnrollmentState
CAN_LEAVE = (S.DRAFT, S.APPLIED, S.SCREENING, S.APPROVED, S.WAITING)


@page(For.SIGNED_IN)
def place(request: HallRequest, pk: int) -> HttpResponse:
    """How it stands, what is asked before it counts, and what was answered."""
    return _show(request, _enrollment(request, pk))


@page(For.SIGNED_IN, "POST")
def leave(request: HallRequest, pk: int) -> HttpResponse:
    """Withdraw."""
    enrollment = _enrollment(request, pk)
    withdraw(enrollment=enrollment, by=request.actor, at=clock.now())
    if enrollment.person_id == request.person.pk:
        messages.success(request, _("You have withdrawn. You can apply again at any time."))
    else:
        messages.success(request, _("%(name)s was withdrawn.") % {"name": enrollment.person.name})
    return see_other(reverse("enrollment", args=[pk]))


@page(For.SIGNED_IN, "POST")
def places(request: HallRequest, pk: int) -> HttpResponse:
    """Change how many learners a guide takes, or how many guides a learner needs."""
    enrollment = _enrollment(request, pk)
    require(CHANGE_ENROLLMENT, request.actor, enrollment)
    form = PlacesForm(request.POST)
    if form.is_valid():
        try:
            count = form.cleaned_data["places"]
            change_places(enrollment=enrollment, places=count, by=request.actor, at=clock.now())
        except InvalidInput as error:
            form.add_error("places", error.problems.get("places", error.message))
    if form.errors:
        return _show(request, enrollment, form=form, status=422)
    messages.success(request, _("The number of places was changed."))
    return see_other(reverse("enrollment", args=[pk]))


@page(For.SIGNED_IN, "POST")
def prerequisite(request: HallRequest, pk: int) -> HttpResponse:
    """Mark a prerequisite as met, or open it again."""
    row = Prerequisite.objects.filter(pk=pk).first()
    if row is None:
        raise NotVisible
    row.enrollment = _enrollment(request, row.enrollment_id)
    set_prerequisite(
        prerequisite=row,
        is_met=request.POST.get("is_met") == "yes",
        by=request.actor,
        at=clock.now(),
    )
    return see_other(reverse("enrollment", args=[row.enrollment_id]))


@page(For.SIGNED_IN)
def answer_file(request: HallRequest, pk: int) -> HttpResponse:
    """A file that was handed in, for whoever may read the answers; always a download."""
    answer = Answer.objects.select_related("file").filter(pk=pk, file__isnull=False).first()
    readable = visible_to(READ_ANSWERS, request.actor)
    if answer is None or not readable.filter(response_id=answer.response_id).exists():
        raise NotVisible
    assert answer.file is not None
    return download(answer.file)


def _enrollment(request: HallRequest, pk: int) -> Enrollment:
    rows = Enrollment.objects.select_related(
        "cohort__program__organization", "person", "response__set", "baseline__set"
    )
    return get_visible_or_404(SEE_ENROLLMENT, request.actor, pk, rows)


def _show(
    request: HallRequest,
    enrollment: Enrollment,
    *,
    form: PlacesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_own = enrollment.person_id == request.person.pk
    cohort = enrollment.cohort
    context = {
        "enrollment": enrollment,
        "program": cohort.program,
        "plan": read_plan(cohort.program.plan),
        "word": cohort.program.word(enrollment.side),
        "time_asked": time_asked(cohort.program),
        "is_own": is_own,
        "next": next_step_of(enrollment, is_open=is_open(cohort, at=clock.now()))
        if is_own
        else None,
        "wishes": place_of_wishes(enrollment) if is_own else None,
        "prerequisites": enrollment.prerequisites.select_related("met_by"),
        "can_change": may(CHANGE_ENROLLMENT, request.actor, enrollment),
        "can_leave": enrollment.state in CAN_LEAVE
        and may(WITHDRAW_ENROLLMENT, request.actor, enrollment),
        "form": form or PlacesForm(initial={"places": enrollment.places}),
        **_answers(request, enrollment, is_own=is_own),
        "breadcrumb": _breadcrumb(request, enrollment, is_own=is_own),
    }
    request.section = "offers" if is_own else "programs"  # type: ignore[attr-defined]
    return render(request, "joining/place.html", context, status=status)


def _answers(request: HallRequest, enrollment: Enrollment, *, is_own: bool) -> dict[str, Any]:
    """What was handed in; a draft is read by nobody but its author, on its own page."""
    is_in = enrollment.response is not None and enrollment.response.submitted_at is not None
    if not is_in or not may(READ_ANSWERS, request.actor, enrollment):
        return {"answers": [], "baseline": []}
    assert enrollment.response is not None
    answers = shown_answers(enrollment.response, for_author=is_own)
    baseline: list[ShownAnswer] = []
    if enrollment.baseline is not None:
        rows = shown_answers(enrollment.baseline)
        baseline = [row for row in rows if row.is_given]
    return {"answers": answers, "baseline": baseline}


def _breadcrumb(
    request: HallRequest, enrollment: Enrollment, *, is_own: bool
) -> list[tuple[str, str | None]]:
    cohort = enrollment.cohort
    if not is_own and may(VISIT_COHORT, request.actor, cohort):
        return [
            (_("Programs"), reverse("programs")),
            (cohort.program.name, reverse("program", args=[cohort.program_id])),
            (cohort.name, reverse("cohort", args=[cohort.pk])),
            (enrollment.person.name, None),
        ]
    return [(_("Programs"), reverse("offers")), (cohort.program.name, None)]

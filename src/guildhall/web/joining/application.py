"""The application: answer, look over, hand in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.programs.access import ANSWER_ENROLLMENT, SEE_ENROLLMENT
from guildhall.programs.actions.applications import save_application, submit_application
from guildhall.programs.models import Enrollment
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.applications import application_of
from guildhall.programs.states import EnrollmentState
from guildhall.web.joining.asking import (
    asked_rows,
    forms_of,
    open_labels,
    progress_words,
    reviewed_rows,
)
from guildhall.web.joining.question_form import QuestionForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def edit(request: HallRequest, pk: int) -> HttpResponse:
    """The questions; each save keeps what is right, and says what is not."""
    enrollment = own_draft(request, pk)
    if enrollment.state != EnrollmentState.DRAFT:
        return see_other(reverse("enrollment", args=[pk]))
    application = application_of(enrollment)
    if request.method != "POST":
        return _show(request, enrollment, *forms_of(enrollment, application))
    main, baseline = forms_of(enrollment, application, request.POST, request.FILES)
    is_right = main.is_valid() & baseline.is_valid()
    save_application(
        enrollment=enrollment,
        values=main.cleaned_data,
        baseline=baseline.cleaned_data,
        by=request.actor,
        at=clock.now(),
    )
    if not is_right:
        return _show(request, enrollment, main, baseline, status=422)
    if request.POST.get("then") == "later":
        messages.success(request, _("Kept. Go on whenever you like."))
        return see_other(reverse("application", args=[pk]))
    return see_other(reverse("application_review", args=[pk]))


@page(For.SIGNED_IN)
def review(request: HallRequest, pk: int) -> HttpResponse:
    """Everything as it will be read, and by whom."""
    enrollment = own_draft(request, pk)
    if enrollment.state != EnrollmentState.DRAFT:
        return see_other(reverse("enrollment", args=[pk]))
    return _show_review(request, enrollment)


@page(For.SIGNED_IN, "POST")
def submit(request: HallRequest, pk: int) -> HttpResponse:
    """Hand in."""
    enrollment = own_draft(request, pk)
    try:
        submit_application(enrollment=enrollment, by=request.actor, at=clock.now())
    except InvalidInput as error:
        return _show_review(request, enrollment, refusal=error, status=422)
    messages.success(request, _("Your application is in. A copy is on its way to you by mail."))
    return see_other(reverse("enrollment", args=[pk]))


def own_draft(request: HallRequest, pk: int) -> Enrollment:
    """The actor's own application, with all that its pages need."""
    rows = Enrollment.objects.select_related(
        "cohort__program__organization",
        "cohort__program__guide_questions",
        "cohort__program__learner_questions",
        "cohort__program__baseline_questions",
        "person",
        "response",
        "baseline",
    )
    enrollment = get_visible_or_404(SEE_ENROLLMENT, request.actor, pk, rows)
    require(ANSWER_ENROLLMENT, request.actor, enrollment)
    return enrollment


def _show(
    request: HallRequest,
    enrollment: Enrollment,
    main: QuestionForm,
    baseline: QuestionForm,
    *,
    status: int = 200,
) -> HttpResponse:
    program = enrollment.cohort.program
    application = application_of(enrollment)
    context = {
        "enrollment": enrollment,
        "program": program,
        "plan": read_plan(program.plan),
        "word": program.word(enrollment.side),
        "form": main,
        "baseline_form": baseline,
        "rows": asked_rows(main, program, application.main.proposed),
        "baseline_rows": asked_rows(baseline, program, {}),
        "application": application,
        "progress": progress_words(application),
        "breadcrumb": _breadcrumb(enrollment, _("Your answers")),
    }
    request.section = "offers"  # type: ignore[attr-defined]
    return render(request, "joining/application.html", context, status=status)


def _show_review(
    request: HallRequest,
    enrollment: Enrollment,
    *,
    refusal: InvalidInput | None = None,
    status: int = 200,
) -> HttpResponse:
    program = enrollment.cohort.program
    application = application_of(enrollment)
    context = {
        "enrollment": enrollment,
        "program": program,
        "plan": read_plan(program.plan),
        "word": program.word(enrollment.side),
        "rows": reviewed_rows(program, application.main),
        "baseline_rows": reviewed_rows(program, application.baseline),
        "open": open_labels([application.main, application.baseline]),
        "refusal": refusal,
        "progress": progress_words(application),
        "breadcrumb": _breadcrumb(enrollment, _("Look it over")),
    }
    request.section = "offers"  # type: ignore[attr-defined]
    return render(request, "joining/review.html", context, status=status)


def _breadcrumb(enrollment: Enrollment, last: str) -> list[tuple[str, str | None]]:
    return [
        (_("Programs"), reverse("offers")),
        (enrollment.cohort.program.name, reverse("enrollment", args=[enrollment.pk])),
        (last, None),
    ]

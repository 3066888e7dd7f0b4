"""One application: what was said, the gates, the ratings, the verdict and the decision."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.permissions.access import get_visible_or_404
from guildhall.programs.access import SEE_ENROLLMENT
from guildhall.programs.models import Decision, Enrollment
from guildhall.programs.queries.screening import neighbors, part_in, screening_queue
from guildhall.programs.queries.screening_application import Application, application
from guildhall.programs.queries.screening_standing import OPEN_STATES
from guildhall.programs.states import EnrollmentState
from guildhall.web.screening.deciding import choices_for, condition_name
from guildhall.web.screening.forms import DecisionForm, RatingInput, ReopeningForm
from guildhall.web.screening.next_step import next_step
from guildhall.web.screening.panels import comparison, item_rows, step_rows
from guildhall.web.screening.verdict_words import verdict_words
from guildhall.web.screening.waiting import waited
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN)
def show(request: HallRequest, pk: int) -> HttpResponse:
    """The application as far as the reader may see it."""
    return shown(request, visible_application(request, pk))


def visible_application(request: HallRequest, pk: int) -> Enrollment:
    """An application that was handed in and that the reader may see; drafts are nobody's."""
    decided = Decision.objects.filter(enrollment=OuterRef("pk"))
    rows = Enrollment.objects.filter(
        Q(state__in=OPEN_STATES) | Q(screening__isnull=False) | Exists(decided)
    ).exclude(state=EnrollmentState.DRAFT)
    related = rows.select_related("cohort__program__organization", "person", "response")
    return get_visible_or_404(SEE_ENROLLMENT, request.actor, pk, related)


def shown(
    request: HallRequest,
    enrollment: Enrollment,
    *,
    rating: RatingInput | None = None,
    problems: Mapping[str, str] | None = None,
    message: str = "",
    decision: DecisionForm | None = None,
    step_form: tuple[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; what was typed and refused is shown again with what to do."""
    request.section = "programs"  # type: ignore[attr-defined]
    app = application(enrollment, request.actor)
    context = _frame(request, app)
    if not app.may_rate:
        return render(request, "screening/glimpse.html", context, status=status)
    choices = choices_for(app, decision) if app.may_decide and app.is_open else []
    context |= {
        "message": message,
        "problems": dict(problems or {}),
        "items": item_rows(app, given=rating, problems=problems),
        "note": rating.note if rating else _saved_note(app),
        "comparison": comparison(app),
        "verdict": _verdict(app),
        "steps": step_rows(app, failed=step_form),
        "choices": choices,
        "bar": next((choice.bar for choice in choices if choice.bar), ""),
        "condition": condition_name(app),
        "primary": next((choice for choice in choices if choice.look == "primary"), None),
        "failed_outcome": decision.data.get("outcome", "") if decision else "",
        "reopening": ReopeningForm(),
        "next": next_step(app),
    }
    return render(request, "screening/application.html", context, status=status)


def _saved_note(app: Application) -> str:
    return app.ratings.mine.note if app.ratings and app.ratings.mine else ""


def _verdict(app: Application) -> Any:
    if app.rubric is None or app.standing is None or app.standing.workings is None:
        return None
    ratings = app.ratings
    if app.shows_verdict or (ratings is not None and not ratings.handed_in):
        raters = [row.rater.name for row in ratings.shown] if ratings else []
        return verdict_words(app.rubric, app.standing, raters)
    return None


def _frame(request: HallRequest, app: Application) -> dict[str, Any]:
    enrollment = app.enrollment
    cohort = enrollment.cohort
    program = cohort.program
    part = part_in(cohort, request.actor)
    before, after = (None, None)
    crumbs: list[tuple[str, str | None]] = [(program.name, None)]
    if part.may_rate:
        before, after = neighbors(screening_queue(cohort, request.actor, part), enrollment)
        crumbs = [
            (program.name, reverse("program", args=[program.pk])),
            (cohort.name, reverse("cohort", args=[cohort.pk])),
            (_("Screening"), reverse("screening", args=[cohort.pk])),
        ]
    since = enrollment.applied_at or enrollment.created_at
    return {
        "app": app,
        "enrollment": enrollment,
        "person": enrollment.person,
        "cohort": cohort,
        "program": program,
        "side_word": program.word(enrollment.side),
        "since": since,
        "wait": waited(since, today=clock.today(request.person.time_zone)),
        "before": before,
        "after": after,
        "breadcrumb": [*crumbs, (enrollment.person.name, None)],
    }

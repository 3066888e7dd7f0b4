"""A new program in three steps: a template, its details, a look as a participant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.permissions.access import visible_to
from guildhall.programs.plan import plan_from, read_plan
from guildhall.programs.program_template import ProgramTemplate
from guildhall.programs.queries.words import length_words, meeting_rhythm
from guildhall.programs.states import Kind
from guildhall.programs.template_files import load_templates
from guildhall.web.joining.explaining import does_of, minutes_to_answer
from guildhall.web.programs.creating import create_with_cohort
from guildhall.web.programs.forms import (
    CohortForm,
    EligibilityForm,
    ProgramForm,
    WordsForm,
    eligibility_initial,
)
from guildhall.web.shared.request import For, HallRequest, page, see_other


@dataclass
class Details:
    """The four forms of the second step, in one page."""

    organization: Organization
    program: ProgramForm
    cohort: CohortForm
    eligibility: EligibilityForm
    words: WordsForm

    @property
    def forms(self) -> Sequence[Any]:
        """All of them, in the order of the page."""
        return (self.program, self.cohort, self.eligibility, self.words)

    def is_valid(self) -> bool:
        """Whether every form is; all are asked, so that all problems show at once."""
        return not [form for form in self.forms if not form.is_valid()]


@page(For.STAFF)
def templates(request: HallRequest) -> HttpResponse:
    """Templates as cards, by kind. A link may carry the choice already."""
    _organizations(request)
    wanted = request.GET.get("template", "")
    if wanted in load_templates():
        return redirect("program_details", key=wanted)
    cards = list(load_templates().values())
    groups = [
        (label, [card for card in cards if card.kind == kind]) for kind, label in Kind.choices
    ]
    context = {
        "groups": [(label, found) for label, found in groups if found],
        "breadcrumb": _breadcrumb(None),
    }
    return render(request, "programs/new_template.html", context)


@page(For.STAFF)
def details(request: HallRequest, key: str) -> HttpResponse:
    """Name, dates, who may join, words."""
    template = _template(key)
    return _show_details(request, template, _details(request, template, None))


@page(For.STAFF, "POST")
def preview(request: HallRequest, key: str) -> HttpResponse:
    """The program as somebody sees it who thinks of joining. Nothing is kept yet."""
    template = _template(key)
    given = _details(request, template, request.POST)
    if request.POST.get("then") == "change" or not given.is_valid():
        is_wrong = request.POST.get("then") != "change"
        return _show_details(request, template, given, status=422 if is_wrong else 200)
    plan = read_plan({**plan_from(template), "words": given.words.cleaned_data})
    side = "guide" if request.POST.get("as") == "guide" else "learner"
    context = {
        "template": template,
        "plan": plan,
        "side": side,
        "word": getattr(plan.words, side),
        "name": given.program.cleaned_data["name"],
        "summary": given.program.cleaned_data["summary"],
        "cohort": given.cohort.cleaned_data,
        "organization": given.organization,
        "is_open": bool(given.eligibility.rule()),
        "time_asked": f"{meeting_rhythm(plan.cadence)}, {length_words(plan.duration)}",
        "does": does_of(plan, side),
        "asked": [*template.questions_for(side), *template.baseline_for(side)],
        "minutes": minutes_to_answer(
            len(template.questions_for(side)) + len(template.baseline_for(side))
        ),
        "prerequisites": plan.prerequisites_for(side),
        "screening": plan.screening_of(side),
        "kept": _kept(request.POST),
        "breadcrumb": _breadcrumb(template),
    }
    return render(request, "programs/new_preview.html", context)


@page(For.STAFF, "POST")
def create(request: HallRequest, key: str) -> HttpResponse:
    """Make the program and its first cohort together, or neither."""
    template = _template(key)
    given = _details(request, template, request.POST)
    if not given.is_valid():
        return _show_details(request, template, given, status=422)
    try:
        program = create_with_cohort(
            organization=given.organization,
            template_key=template.key,
            program=given.program.cleaned_data,
            cohort=given.cohort.cleaned_data,
            eligibility=given.eligibility.rule(),
            words=given.words.cleaned_data,
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        _place_problems(given, error)
        return _show_details(request, template, given, status=422)
    messages.success(request, _("%(name)s is ready for people.") % {"name": program.name})
    return see_other(reverse("program", args=[program.pk]))


def _place_problems(given: Details, error: InvalidInput) -> None:
    """Put what the action refused under the fields that it names."""
    placed = False
    for form, prefix in ((given.cohort, "cohort."), (given.program, "")):
        for name, words in error.problems.items():
            field = name.removeprefix(prefix)
            if name.startswith(prefix) and field in form.fields:
                form.add_error(field, words)
                placed = True
    if not placed:
        given.program.add_error(None, error.message)


def _details(request: HallRequest, template: ProgramTemplate, data: QueryDict | None) -> Details:
    organizations = _organizations(request)
    wanted = (data or request.GET).get("organization", "")
    organization = next((row for row in organizations if str(row.pk) == wanted), organizations[0])
    words = plan_from(template)["words"]
    return Details(
        organization=organization,
        program=ProgramForm(data, initial={"name": template.name, "summary": template.summary}),
        cohort=CohortForm(data, prefix="cohort", initial={"name": _first_name(template)}),
        eligibility=EligibilityForm(
            data,
            organization=organization,
            words=words,
            initial=eligibility_initial({}, organization=organization),
        ),
        words=WordsForm(data, prefix="words", initial=words),
    )


def _first_name(template: ProgramTemplate) -> str:
    if template.intake == "evergreen":
        return _("All year round")
    return _("Cohort of %(year)s") % {"year": clock.today().year}


def _show_details(
    request: HallRequest, template: ProgramTemplate, given: Details, *, status: int = 200
) -> HttpResponse:
    context = {
        "template": template,
        "given": given,
        "organizations": [(row, row == given.organization) for row in _organizations(request)],
        "is_evergreen": template.intake == "evergreen",
        "breadcrumb": _breadcrumb(template),
    }
    return render(request, "programs/new_details.html", context, status=status)


def _organizations(request: HallRequest) -> list[Organization]:
    found = list(visible_to(STAFF_ORGANIZATION, request.actor).order_by("name"))
    if not found:
        raise NotVisible
    return found


def _template(key: str) -> ProgramTemplate:
    found = load_templates().get(key)
    if found is None:
        raise NotVisible
    return found


def _kept(data: QueryDict) -> list[tuple[str, str]]:
    """What was filled in, carried along in hidden fields."""
    left_out = {"csrfmiddlewaretoken", "then", "as"}
    return [
        (key, value)
        for key, values in data.lists()
        if key not in left_out
        for value in values
        if isinstance(value, str)
    ]


def _breadcrumb(template: ProgramTemplate | None) -> list[tuple[str, str | None]]:
    start: list[tuple[str, str | None]] = [(_("Programs"), reverse("programs"))]
    if template is None:
        return [*start, (_("New program"), None)]
    return [*start, (_("New program"), reverse("program_new")), (template.name, None)]

"""Changing a program: its words, numbers, and who may join."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.programs.actions.programs import change_program
from guildhall.programs.models import Program
from guildhall.programs.queries.wishes import asks_wishes
from guildhall.programs.states import Side
from guildhall.web.programs.forms import (
    EligibilityForm,
    PlanForm,
    ProgramForm,
    WordsForm,
    eligibility_initial,
)
from guildhall.web.programs.framework_form import FrameworkForm
from guildhall.web.programs.program import changeable_program
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF, "GET", "POST")
def edit(request: HallRequest, pk: int) -> HttpResponse:
    """One page for everything but questions, which have their own, and match rules, which are
    changed in the studio."""
    program = changeable_program(request, pk)
    forms = _forms(request, program)
    wrong = [form for form in forms.values() if not form.is_valid()]
    if request.method == "POST" and not wrong:
        try:
            change_program(
                program=program, by=request.actor, at=clock.now(), **_changes(program, forms)
            )
        except InvalidInput as error:
            forms["program"].add_error(
                "name" if "name" in error.problems else None,
                error.problems.get("name", error.message),
            )
        else:
            messages.success(request, _("Kept. Pairs that run already keep what they began with."))
            return see_other(reverse("program", args=[pk]))
    has_errors = any(form.errors for form in forms.values())
    context = {
        "program": program,
        "forms": forms,
        "partners": program.partners.all(),
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (program.name, reverse("program", args=[pk])),
            (_("Settings"), None),
        ],
    }
    status = 422 if has_errors else 200
    return render(request, "programs/settings.html", context, status=status)


def _forms(request: HallRequest, program: Program) -> dict[str, Any]:
    data = request.POST if request.method == "POST" else None
    plan = program.plan
    screening = plan.get("screening", {})
    framework = {"framework": FrameworkForm(data, program=program)} if program.is_evaluative else {}
    return {
        **framework,
        "program": ProgramForm(data, initial={"name": program.name, "summary": program.summary}),
        "eligibility": EligibilityForm(
            data,
            organization=program.organization,
            partners=list(program.partners.all()),
            words=plan["words"],
            initial=eligibility_initial(program.eligibility, organization=program.organization),
        ),
        "words": WordsForm(data, prefix="words", initial=plan["words"]),
        "plan": PlanForm(
            data,
            program=program,
            prefix="plan",
            initial={
                **plan["cadence"],
                **plan["capacity"],
                **plan.get("circle", {}),
                "acceptance_days": plan.get("acceptance_days"),
                "privacy": plan["privacy"],
                **{f"{side}_wishes": asks_wishes(program, side) for side in Side.values},
                **{
                    f"{side}_screening": screening[side]["required"]
                    for side in Side.values
                    if side in screening
                },
            },
        ),
    }


def _changes(program: Program, forms: dict[str, Any]) -> dict[str, Any]:
    """The values of all forms as `change_program` takes them."""
    given = forms["plan"].cleaned_data
    plan = program.plan
    screening = {
        side: {**asked, "required": given.get(f"{side}_screening", asked["required"])}
        for side, asked in plan.get("screening", {}).items()
    }
    circle = forms["plan"].circle()
    framework = forms["framework"].cleaned_data if "framework" in forms else {}
    return {
        **forms["program"].cleaned_data,
        **framework,
        **({"circle": circle} if circle else {}),
        "eligibility": forms["eligibility"].rule(),
        "words": forms["words"].cleaned_data,
        "cadence": {**plan["cadence"], **{key: given[key] for key in ("every_days", "minutes")}},
        "capacity": {key: given[key] for key in plan["capacity"]},
        "acceptance_days": given.get("acceptance_days") or plan.get("acceptance_days"),
        "privacy": given["privacy"].strip(),
        "screening": screening,
        "wishes": {side: given[f"{side}_wishes"] for side in Side.values},
    }

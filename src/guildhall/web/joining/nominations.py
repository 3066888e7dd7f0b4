"""Nominating a colleague, and answering a nomination."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import GuildhallError, InvalidInput
from guildhall.directory.models import Person
from guildhall.permissions.access import get_visible_or_404
from guildhall.programs.access import ANSWER_NOMINATION
from guildhall.programs.actions.nominations import answer_nomination, nominate
from guildhall.programs.models import Cohort, Nomination
from guildhall.programs.queries.members import colleague_by_address
from guildhall.web.joining.explaining import explained
from guildhall.web.joining.forms import NominationForm
from guildhall.web.joining.offers import joinable
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def nominate_somebody(request: HallRequest, cohort_id: int, side: str) -> HttpResponse:
    """A form to propose a colleague, for whoever may see the offer themselves.

    The answer is the same whether or not somebody has the address, so that nobody can find out
    who works here by trying.
    """
    cohort = joinable(request, cohort_id, side)
    form = NominationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refusal = _nominate(request, cohort, side, form)
        if refusal is None:
            messages.success(
                request, _("Thank you. If they belong here, they hear of it now, and decide.")
            )
            return see_other(reverse("offer", args=[cohort_id, side]))
        for field, words in (refusal or {}).items():
            form.add_error("email" if field == "nominee" else field, words)
    context = {
        "form": form,
        "cohort": cohort,
        "program": cohort.program,
        "word": cohort.program.word(side),
        "breadcrumb": [
            (_("Programs"), reverse("offers")),
            (cohort.program.name, reverse("offer", args=[cohort_id, side])),
            (_("Nominate a colleague"), None),
        ],
    }
    request.section = "offers"  # type: ignore[attr-defined]
    status = 422 if form.errors else 200
    return render(request, "joining/nominate.html", context, status=status)


def _nominate(
    request: HallRequest, cohort: Cohort, side: str, form: NominationForm
) -> dict[str, str] | None:
    email = form.cleaned_data["email"]
    nominee = colleague_by_address(cohort.program, email, of=request.person)
    if nominee is None:
        return None
    try:
        nominate(
            cohort=cohort,
            side=side,
            nominee=nominee,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        return _own_problems(error, nominee, request.person)
    except GuildhallError as error:
        return {"email": error.message}
    return None


def _own_problems(error: InvalidInput, nominee: Person, person: Person) -> dict[str, str] | None:
    """Whether somebody has applied already is their own business; only one's own name is told."""
    problems = {key: words for key, words in error.problems.items() if key != "nominee"}
    if nominee.pk == person.pk:
        problems["nominee"] = error.problems["nominee"]
    return problems or None


@page(For.SIGNED_IN)
def nomination(request: HallRequest, pk: int) -> HttpResponse:
    """What a colleague wrote, and what it would ask of me."""
    row = _own_nomination(request, pk)
    request.section = "offers"  # type: ignore[attr-defined]
    context = {
        "nomination": row,
        **explained(row.cohort, row.side),
        "breadcrumb": [(_("Programs"), reverse("offers")), (_("Nomination"), None)],
    }
    return render(request, "joining/nomination.html", context)


@page(For.SIGNED_IN, "POST")
def answer(request: HallRequest, pk: int) -> HttpResponse:
    """Accept, and go on to the questions, or decline."""
    row = _own_nomination(request, pk)
    is_accepted = request.POST.get("answer") == "accept"
    enrollment = answer_nomination(
        nomination=row, is_accepted=is_accepted, by=request.actor, at=clock.now()
    )
    if enrollment is None:
        messages.success(request, _("Declined. Nothing more happens."))
        return see_other(reverse("offers"))
    return see_other(reverse("application", args=[enrollment.pk]))


def _own_nomination(request: HallRequest, pk: int) -> Nomination:
    rows = Nomination.objects.select_related(
        "cohort__program__organization", "nominee", "nominated_by"
    )
    return get_visible_or_404(ANSWER_NOMINATION, request.actor, pk, rows)

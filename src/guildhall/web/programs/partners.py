"""Partner organizations of a program: found by name, invited by mail, taken out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization
from guildhall.directory.states import OrganizationKind
from guildhall.flows.actions.partnering import invite_partner
from guildhall.permissions.access import may
from guildhall.programs.actions.partners import add_partner, remove_partner
from guildhall.programs.models import Program
from guildhall.programs.queries.partners import SHORTEST, partners_of_program, possible_partners
from guildhall.web.programs.program import changeable_program
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other


class PartnerInvitationForm(forms.Form):
    """An organization that is not here yet, and who looks after it."""

    name = forms.CharField(label=gettext_lazy("Name of the organization"), max_length=120)
    kind = forms.ChoiceField(label=gettext_lazy("It is a"), choices=OrganizationKind.choices)
    email = forms.EmailField(
        label=gettext_lazy("E-mail of somebody there"),
        help_text=gettext_lazy("They are asked to look after it here."),
    )


@page(For.STAFF)
def partners(request: HallRequest, pk: int) -> HttpResponse:
    """Who takes part; `?q=` finds organizations as one types, and with a button too."""
    program = changeable_program(request, pk)
    if request.htmx:
        return render(request, "programs/_partners_found.html", _found(request, program))
    return _show(request, program)


@page(For.STAFF, "POST")
def add(request: HallRequest, pk: int) -> HttpResponse:
    """An organization of this installation takes part."""
    program = changeable_program(request, pk)
    given = request.POST.get("organization", "")
    organization = Organization.objects.filter(pk=given).first() if is_id(given) else None
    if organization is None or not organization.memberships.exists():
        raise NotVisible
    add_partner(program=program, organization=organization, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s takes part now.") % {"name": organization.name})
    return see_other(reverse("program_partners", args=[pk]))


@page(For.STAFF, "POST")
def remove(request: HallRequest, pk: int, organization: int) -> HttpResponse:
    """It takes part no longer."""
    program = changeable_program(request, pk)
    row = program.partners.filter(pk=organization).first()
    if row is None:
        raise NotVisible
    remove_partner(program=program, organization=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s takes part no longer.") % {"name": row.name})
    return see_other(reverse("program_partners", args=[pk]))


@page(For.STAFF, "POST")
def invite(request: HallRequest, pk: int) -> HttpResponse:
    """A mail to somebody there."""
    program = changeable_program(request, pk)
    form = PartnerInvitationForm(request.POST)
    if not form.is_valid():
        return _show(request, program, form)
    try:
        invite_partner(program=program, by=request.actor, at=clock.now(), **form.cleaned_data)
    except InvalidInput as error:
        for field, words in (error.problems or {"name": error.message}).items():
            form.add_error(field if field in form.fields else None, words)
        return _show(request, program, form)
    messages.success(request, _("An invitation is on its way to %(email)s.") % form.cleaned_data)
    return see_other(reverse("program_partners", args=[pk]))


def _found(request: HallRequest, program: Program) -> dict[str, Any]:
    words = request.GET.get("q", "")[:100]
    return {
        "program": program,
        "q": words,
        "is_short": len(" ".join(words.split())) < SHORTEST,
        "found": possible_partners(program, words),
        "may_invite": may(STAFF_ORGANIZATION, request.actor, program.organization),
    }


def _show(
    request: HallRequest, program: Program, form: PartnerInvitationForm | None = None
) -> HttpResponse:
    initial = {"name": request.GET.get("name", "")[:120]}
    context = {
        **_found(request, program),
        "rows": partners_of_program(program),
        "form": form or PartnerInvitationForm(initial=initial),
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (program.name, reverse("program", args=[program.pk])),
            (_("Settings"), reverse("program_settings", args=[program.pk])),
            (_("Partners"), None),
        ],
    }
    request.section = "programs"  # type: ignore[attr-defined]
    status = 422 if form is not None else 200
    return render(request, "programs/partners.html", context, status=status)

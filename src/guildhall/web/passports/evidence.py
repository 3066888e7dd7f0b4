"""Files of a passport: added, downloaded, taken away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import BUILD_PASSPORT, READ_EVIDENCE
from guildhall.assessment.actions.evidence import add_evidence, remove_evidence
from guildhall.assessment.models import Evidence
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.states import EvidenceLevel
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.passports.forms import EvidenceForm
from guildhall.web.passports.loading import framed, load
from guildhall.web.shared.downloads import download
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def passport_evidence(request: HallRequest, pk: int) -> HttpResponse:
    """All files; the learner and whoever guides them add one. `?competency=` chooses one."""
    row = load(request, pk)
    can_add = may(BUILD_PASSPORT, request.actor, row)
    if request.method == "POST":
        require(BUILD_PASSPORT, request.actor, row)
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        initial={
            "competency": request.GET.get("competency", ""),
            "shows": EvidenceLevel.DOES,
        },
        competencies=record_of(row).competencies,
    )
    if form.is_valid():
        try:
            add_evidence(
                passport=row,
                competency=form.chosen_competency,
                file=form.file,
                shows=EvidenceLevel(int(form.cleaned_data["shows"])),
                note=form.cleaned_data["note"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Added, and sealed. Whoever reads the passport reads it."))
            return see_other(reverse("passport_evidence", args=[pk]))
    context = {
        **framed(request, row, _("Evidence")),
        "form": form,
        "can_add": can_add,
        "files": row.evidence.select_related("file", "competency", "added_by"),
    }
    return render(request, "passports/evidence.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN)
def evidence_file(request: HallRequest, pk: int) -> HttpResponse:
    """The file, for whoever reads the passport."""
    rows = Evidence.objects.select_related("file")
    return download(get_visible_or_404(READ_EVIDENCE, request.actor, pk, rows).file)


@page(For.SIGNED_IN, "POST")
def evidence_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Take a file out for good."""
    rows = Evidence.objects.select_related("file", "passport")
    row = get_visible_or_404(READ_EVIDENCE, request.actor, pk, rows)
    remove_evidence(evidence=row, by=request.actor, at=clock.now())
    messages.success(request, _("The file is gone for good."))
    return see_other(reverse("passport_evidence", args=[row.passport_id]))

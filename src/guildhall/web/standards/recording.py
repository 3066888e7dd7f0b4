"""Recording what only people know, and the files that show it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import get_visible_or_404
from guildhall.standards.access import READ_ATTESTATION
from guildhall.standards.actions.attesting import attest_fact
from guildhall.standards.facts import attested
from guildhall.standards.models import Attestation
from guildhall.standards.packs import chosen_packs
from guildhall.standards.queries.history import attestations_of
from guildhall.web.shared.downloads import download
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.standards.forms import FactForm
from guildhall.web.standards.loading import framed, load_to_keep


@page(For.STAFF, "GET", "POST")
def standards_fact(request: HallRequest, pk: int, fact: str) -> HttpResponse:
    """Record one fact. What was recorded before stays below."""
    program = load_to_keep(request, pk)
    known = attested(fact)
    if known is None:
        raise NotVisible
    form = FactForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        fact=known,
    )
    if form.is_valid():
        try:
            attest_fact(
                program=program,
                fact=fact,
                draft=form.draft(),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Recorded. It counts from now on."))
            return see_other(reverse("standards", args=[pk]))
    asking = [
        (pack, rule)
        for pack in chosen_packs(program.plan)
        for rule in pack.rules
        if fact in rule.facts
    ]
    context = {
        **framed(request, program, str(known.label)),
        "fact": known,
        "form": form,
        "asking": asking,
        "recorded": attestations_of(program, fact),
    }
    return render(request, "standards/record.html", context, status=422 if form.errors else 200)


@page(For.STAFF)
def attestation_file(request: HallRequest, pk: int) -> HttpResponse:
    """The file, for those who read the program's standards."""
    rows = Attestation.objects.select_related("file")
    row = get_visible_or_404(READ_ATTESTATION, request.actor, pk, rows)
    if row.file is None:
        raise NotVisible
    return download(row.file)

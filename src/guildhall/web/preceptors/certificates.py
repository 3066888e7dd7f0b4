"""A certificate on paper, and its public page."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from guildhall.certificates.access import READ_CERTIFICATE, REVOKE_CERTIFICATE
from guildhall.certificates.models import Certificate
from guildhall.certificates.paper import certificate_pdf
from guildhall.certificates.queries.finding import certificate_by_code
from guildhall.certificates.states import Force
from guildhall.core import clock
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.web.preceptors.words import FORCES
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN)
def certificate_paper(request: HallRequest, pk: int) -> HttpResponse:
    """As a PDF, for whoever may read it."""
    rows = Certificate.objects.select_related("organization")
    row = get_visible_or_404(READ_CERTIFICATE, request.actor, pk, rows)
    paper = certificate_pdf(row, address=_address(row))
    name = f"{row.number}.pdf"
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@page(For.ANYONE)
def certificate_check(request: HallRequest, code: str) -> HttpResponse:
    """What a certificate says and whether it holds, for whoever has its code."""
    row = certificate_by_code(code)
    force = row.force(on=clock.today(row.organization.time_zone))
    is_reader = request.signed_in_person is not None
    context = {
        "certificate": row,
        "force": force,
        "pill": FORCES[force],
        "is_valid": force == Force.VALID,
        "can_revoke": is_reader
        and row.revoked_at is None
        and may(REVOKE_CERTIFICATE, request.actor, row),
    }
    return render(request, "preceptors/check.html", context)


def _address(row: Certificate) -> str:
    path = reverse("certificate_check", args=[row.printed_code])
    return f"{settings.GUILDHALL_BASE_URL}{path}"

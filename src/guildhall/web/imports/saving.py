"""Saving an import, trying its job again, throwing it away."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.flows.access import CHANGE_IMPORT
from guildhall.flows.actions.imports.applying import apply_import
from guildhall.flows.actions.imports.uploading import discard_import
from guildhall.flows.queries.imports import job_of, visible_import
from guildhall.permissions.access import require
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.work.actions import retry


@page(For.STAFF, "POST")
def import_application(request: HallRequest, pk: int) -> HttpResponse:
    """Save what the preview shows."""
    import_of = visible_import(request.actor, pk)
    apply_import(import_of=import_of, by=request.actor, at=clock.now())
    return see_other(reverse("import", args=[pk]))


@page(For.STAFF, "POST")
def import_attempt(request: HallRequest, pk: int) -> HttpResponse:
    """Try again what broke off."""
    import_of = visible_import(request.actor, pk)
    require(CHANGE_IMPORT, request.actor, import_of)
    job = job_of(import_of)
    if job is not None:
        retry(job, at=clock.now())
    return see_other(reverse("import", args=[pk]))


@page(For.STAFF, "POST")
def import_disposal(request: HallRequest, pk: int) -> HttpResponse:
    """Throw the import away; nothing was changed by it."""
    import_of = visible_import(request.actor, pk)
    discard_import(import_of=import_of, by=request.actor, at=clock.now())
    messages.success(request, _("The import was discarded. Nothing was changed."))
    return see_other(reverse("imports"))

"""The refused rows as a file."""

from pathlib import PurePath

from django.http import HttpResponse

from guildhall.core.errors import NotVisible
from guildhall.flows.queries.imports import refused_csv, visible_import
from guildhall.flows.states import ImportState
from guildhall.web.shared.request import For, HallRequest, page

READ = (ImportState.PREVIEW, ImportState.APPLYING, ImportState.APPLIED)


@page(For.STAFF)
def import_refused(request: HallRequest, pk: int) -> HttpResponse:
    """To be corrected in a spreadsheet program and imported again."""
    import_of = visible_import(request.actor, pk)
    if import_of.file is None or import_of.state not in READ:
        raise NotVisible
    response = HttpResponse(refused_csv(import_of), content_type="text/csv; charset=utf-8")
    stem = "".join(c for c in PurePath(import_of.name).stem if c.isalnum() or c in " -_")
    response["Content-Disposition"] = f'attachment; filename="{stem.strip() or "rows"} refused.csv"'
    return response

"""Which column is what."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.engine.tables import Guess
from guildhall.flows.access import CHANGE_IMPORT
from guildhall.flows.actions.imports.mapping import choose_mapping
from guildhall.flows.import_fields import fields_of
from guildhall.flows.models import Import
from guildhall.flows.queries.imports import visible_import
from guildhall.flows.states import ImportState
from guildhall.permissions.access import require
from guildhall.web.imports.forms import MappingForm
from guildhall.web.imports.words import breadcrumb, reading_words
from guildhall.web.shared.request import For, HallRequest, page, see_other

CHANGEABLE = (ImportState.MAPPING, ImportState.PREVIEW, ImportState.REFUSED)


@dataclass(frozen=True)
class Column:
    """A column of the file on the page."""

    heading: str
    samples: list[str]
    field: BoundField
    certainty: str


@page(For.STAFF, "GET", "POST")
def import_mapping(request: HallRequest, pk: int) -> HttpResponse:
    """Confirm or correct the guessed columns, then let the file be read."""
    request.section = "people"  # type: ignore[attr-defined]
    import_of = visible_import(request.actor, pk)
    require(CHANGE_IMPORT, request.actor, import_of)
    if import_of.state not in CHANGEABLE:
        return see_other(reverse("import", args=[pk]))
    form = MappingForm(
        request.POST or None,
        fields=fields_of(import_of.kind, is_limited=import_of.is_limited),
        headings=import_of.reading["headings"],
        mapping=import_of.mapping,
    )
    if request.method == "POST" and form.is_valid() and _chosen(request, import_of, form):
        return see_other(reverse("import", args=[pk]))
    context = {
        "import": import_of,
        "form": form,
        "columns": _columns(import_of, form),
        "reading": reading_words(import_of),
        "breadcrumb": breadcrumb(import_of),
    }
    return render(request, "imports/mapping.html", context, status=422 if form.errors else 200)


def _chosen(request: HallRequest, import_of: Import, form: MappingForm) -> bool:
    try:
        choose_mapping(import_of=import_of, mapping=form.mapping, by=request.actor, at=clock.now())
    except InvalidInput as error:
        for field, sentence in error.problems.items():
            heading = form.mapping.get(field)
            form.add_error(form.name_of(heading) if heading else None, sentence)
        return False
    return True


def _columns(import_of: Import, form: MappingForm) -> list[Column]:
    reading: dict[str, Any] = import_of.reading
    fields = {heading: field for field, heading in import_of.mapping.items()}
    return [
        Column(
            heading=heading,
            samples=reading["samples"].get(heading, []),
            field=form[f"column_{place}"],
            certainty=_certainty(reading, fields.get(heading, "")),
        )
        for place, heading in enumerate(form.headings)
    ]


def _certainty(reading: dict[str, Any], field: str) -> str:
    if not field:
        return ""
    if field in reading.get("remembered", []):
        return _("as last time")
    certainty = reading.get("certainty", {}).get(field)
    if certainty is None:
        return _("chosen")
    return _("sure") if Guess(field, certainty).is_certain else _("please check")

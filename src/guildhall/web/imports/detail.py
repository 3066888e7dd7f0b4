"""One import: being read, ready to look at, being saved, saved, or refused."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from guildhall.flows.access import CHANGE_IMPORT
from guildhall.flows.models import Import
from guildhall.flows.queries.imports import NOTED, job_of, rows_of, visible_import
from guildhall.flows.states import ImportState, RowOutcome
from guildhall.permissions.access import may
from guildhall.web.imports.words import breadcrumb, lines_of, reading_words, saving_words
from guildhall.web.shared.request import For, HallRequest, page, see_other

PER_PAGE = 50
AT_WORK = (ImportState.STAGING, ImportState.APPLYING)
TABS = (*RowOutcome.values, NOTED)


@page(For.STAFF)
def import_detail(request: HallRequest, pk: int) -> HttpResponse:
    """The page of an import, whatever its state."""
    request.section = "people"  # type: ignore[attr-defined]
    import_of = visible_import(request.actor, pk)
    may_change = may(CHANGE_IMPORT, request.actor, import_of)
    if import_of.state == ImportState.MAPPING and may_change:
        return see_other(reverse("import_mapping", args=[pk]))
    context: dict[str, object] = {
        "import": import_of,
        "may_change": may_change,
        "reading": reading_words(import_of),
        "breadcrumb": breadcrumb(import_of),
    }
    if import_of.state in AT_WORK:
        context["job"] = job_of(import_of)
        return render(request, "imports/working.html", context)
    if import_of.state in (ImportState.PREVIEW, ImportState.APPLIED):
        context |= _rows(request, import_of)
        return render(request, "imports/preview.html", context)
    return render(request, "imports/stopped.html", context)


@page(For.STAFF)
def import_progress(request: HallRequest, pk: int) -> HttpResponse:
    """The progress bar alone, asked for every second or two; sends on when the work is done."""
    import_of = visible_import(request.actor, pk)
    job = job_of(import_of)
    if import_of.state not in AT_WORK or job is None or not job.is_open:
        return HttpResponseClientRedirect(reverse("import", args=[pk]))
    return render(request, "imports/_progress.html", {"import": import_of, "job": job})


def _rows(request: HallRequest, import_of: Import) -> dict[str, object]:
    tab = request.GET.get("rows", "")
    if tab not in TABS:
        tab = _first_tab(import_of)
    pages = Paginator(rows_of(import_of, tab), PER_PAGE)
    # Counted once, when the file was read.
    pages.count = (
        import_of.counts.get(tab, 0) if import_of.state == ImportState.PREVIEW else (pages.count)
    )
    rows = pages.get_page(request.GET.get("page"))
    counts = import_of.counts
    return {
        "tab": tab,
        "tabs": [(name, counts.get(name, 0)) for name in TABS if name != NOTED or counts.get(name)],
        "page": rows,
        "lines": lines_of(rows, import_of.kind),
        "saving": saving_words(import_of),
        "has_something": bool(counts.get("new") or counts.get("changed")),
    }


def _first_tab(import_of: Import) -> str:
    """What a person should look at first: what is refused, then what changes, then the new."""
    order = (RowOutcome.REFUSED, RowOutcome.CHANGED, RowOutcome.NEW, RowOutcome.UNCHANGED)
    if import_of.state == ImportState.APPLIED:
        return RowOutcome.REFUSED.value
    return next((name.value for name in order if import_of.counts.get(name)), RowOutcome.NEW.value)

"""The list of imports, and a new one."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.flows.actions.imports.uploading import start_import
from guildhall.flows.queries.imports import visible_imports
from guildhall.flows.states import COHORT_KINDS, ImportKind
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT
from guildhall.programs.models import Cohort
from guildhall.web.imports.forms import UploadForm
from guildhall.web.shared.request import For, HallRequest, page, see_other

PER_PAGE = 25


@page(For.STAFF)
def import_list(request: HallRequest) -> HttpResponse:
    """What was imported, newest first."""
    request.section = "people"  # type: ignore[attr-defined]
    imports = Paginator(visible_imports(request.actor), PER_PAGE)
    context = {
        "page": imports.get_page(request.GET.get("page")),
        "may_import": visible_to(STAFF_ORGANIZATION, request.actor).exists()
        or _open_cohorts(request.actor).exists(),
        "breadcrumb": [(_("People"), reverse("people")), (_("Imports"), None)],
    }
    return render(request, "imports/list.html", context)


@page(For.STAFF, "GET", "POST")
def import_new(request: HallRequest) -> HttpResponse:
    """Upload a file; `?kind=guides&cohort=7` chooses beforehand."""
    request.section = "people"  # type: ignore[attr-defined]
    organizations = visible_to(STAFF_ORGANIZATION, request.actor).order_by("name")
    cohorts = _open_cohorts(request.actor)
    if not organizations and not cohorts:
        raise NotAllowed(_("Your role does not include this. Ask a coordinator."))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        organizations=organizations,
        cohorts=cohorts,
        initial=_initial(request, has_organization=bool(organizations)),
    )
    if request.method == "POST" and form.is_valid():
        url = _started(request, form)
        if url:
            return see_other(url)
    context = {
        "form": form,
        "organization": organizations[0] if len(organizations) == 1 else None,
        "is_limited": not organizations,
        "breadcrumb": [
            (_("People"), reverse("people")),
            (_("Imports"), reverse("imports")),
            (_("New"), None),
        ],
    }
    return render(request, "imports/new.html", context, status=422 if form.errors else 200)


def _open_cohorts(actor: Actor) -> QuerySet[Cohort]:
    """Cohorts into which the actor may bring people."""
    cohorts = visible_to(CHANGE_COHORT, actor).filter(archived_at=None, program__archived_at=None)
    return cohorts.select_related("program__organization").order_by("program__name", "name")


def _initial(request: HallRequest, *, has_organization: bool) -> dict[str, object]:
    kind, usual = request.GET.get("kind", ""), ImportKind.GUIDES
    if has_organization:
        usual = ImportKind.PEOPLE
    return {
        "kind": kind if kind in ImportKind.values else usual.value,
        "cohort": request.GET.get("cohort"),
    }


def _started(request: HallRequest, form: UploadForm) -> str:
    """Where to go on, or nothing where the file was refused and the form says why."""
    file = form.cleaned_data["file"]
    cohort = form.cleaned_data["cohort"]
    organization = form.cleaned_data["organization"]
    if cohort is not None and form.cleaned_data["kind"] in COHORT_KINDS:
        organization = cohort.program.organization
    try:
        import_of = start_import(
            organization=organization,
            kind=form.cleaned_data["kind"],
            cohort=cohort,
            content=file.read(),
            name=file.name,
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        for field, sentence in (error.problems or {"file": error.message}).items():
            form.add_error(field, sentence)
        return ""
    return reverse("import_mapping", args=[import_of.pk])

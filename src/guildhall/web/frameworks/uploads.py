"""Importing a framework: files, a look at what they hold, a draft."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.competencies.access import (
    CHANGE_FRAMEWORK,
    CHANGE_FRAMEWORK_UPLOAD,
    SEE_FRAMEWORK,
)
from guildhall.competencies.actions.framework_uploads import (
    discard_upload,
    make_draft,
    start_upload,
)
from guildhall.competencies.actions.framework_versions import refuse_other_draft
from guildhall.competencies.framework_sheets import SheetsRefused
from guildhall.competencies.models import Framework, FrameworkUpload
from guildhall.competencies.queries.framework_uploads import read_upload
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed
from guildhall.directory.models import Organization
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.frameworks.forms import UploadForm
from guildhall.web.frameworks.frameworks import staffed
from guildhall.web.frameworks.versions import in_section
from guildhall.web.frameworks.words import change_counts, change_line
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other


@page(For.STAFF, "GET", "POST")
def new(request: HallRequest) -> HttpResponse:
    """Upload files; `?framework=7` makes them its next version."""
    in_section(request)
    houses = staffed(request)
    framework = _asked_framework(request)
    house = framework.organization if framework else houses.first()
    if house is None:
        raise NotAllowed(_("Your role does not include this. Ask a coordinator."))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        organizations=houses,
        house=house,
        framework=framework,
    )
    refused: SheetsRefused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            upload = _started(request, form, house, framework)
        except SheetsRefused as error:
            refused = error
        except InvalidInput as error:
            for field, words in (error.problems or {"": error.message}).items():
                form.add_error(field if field in form.fields else None, words)
        else:
            return see_other(reverse("framework_upload", args=[upload.pk]))
    context = {
        "form": form,
        "framework": framework,
        "refused": refused,
        "breadcrumb": [(_("Frameworks"), reverse("frameworks")), (_("Import"), None)],
    }
    status = 422 if form.errors or refused else 200
    return render(request, "frameworks/new.html", context, status=status)


@page(For.STAFF)
def preview(request: HallRequest, pk: int) -> HttpResponse:
    """What the files hold, and what would be new, changed and gone."""
    upload = _upload(request, pk)
    read = read_upload(upload)
    context = {
        "upload": upload,
        "framework": upload.framework,
        "before": read.before,
        "domains": read.domains,
        "count": len(read.contents.competencies),
        "counts": change_counts(read.changes),
        "changes": [change_line(change) for change in read.changes] if read.before else [],
        "levels": read.levels,
        "has_own_levels": upload.own_scale is not None,
        "breadcrumb": [(_("Frameworks"), reverse("frameworks")), (upload.name, None)],
    }
    return render(request, "frameworks/upload.html", context)


@page(For.STAFF, "POST")
def make(request: HallRequest, pk: int) -> HttpResponse:
    """A draft, to be looked through and published."""
    draft = make_draft(upload=_upload(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("It is a draft now. Look it through, then publish it."))
    return see_other(reverse("framework_version", args=[draft.pk]))


@page(For.STAFF, "POST")
def discard(request: HallRequest, pk: int) -> HttpResponse:
    """Nothing was changed by it."""
    discard_upload(upload=_upload(request, pk), by=request.actor)
    messages.success(request, _("The upload is gone. Nothing was changed."))
    return see_other(reverse("frameworks"))


def _started(
    request: HallRequest, form: UploadForm, house: Organization, framework: Framework | None
) -> FrameworkUpload:
    values = form.cleaned_data
    return start_upload(
        organization=values.get("organization") or house,
        framework=framework,
        name=values.get("name", ""),
        source=values["source"],
        license=values["license"],
        scale=values["scale"],
        files=[(file.name, file.read()) for file in values["sheets"]],
        by=request.actor,
        at=clock.now(),
    )


def _asked_framework(request: HallRequest) -> Framework | None:
    asked = request.GET.get("framework", "")
    if not is_id(asked):
        return None
    row = get_visible_or_404(SEE_FRAMEWORK, request.actor, int(asked))
    require(CHANGE_FRAMEWORK, request.actor, row)
    refuse_other_draft(row)
    return row


def _upload(request: HallRequest, pk: int) -> FrameworkUpload:
    in_section(request)
    rows = FrameworkUpload.objects.select_related("framework", "scale", "organization")
    return get_visible_or_404(CHANGE_FRAMEWORK_UPLOAD, request.actor, pk, rows)

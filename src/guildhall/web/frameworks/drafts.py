"""Drafts: begun, a competency changed, published, let go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.competencies.access import (
    CHANGE_COMPETENCY,
    CHANGE_FRAMEWORK,
    CHANGE_VERSION,
    SEE_COMPETENCY,
    SEE_FRAMEWORK,
)
from guildhall.competencies.actions.framework_versions import (
    change_competency,
    discard_draft,
    publish_version,
    start_draft,
)
from guildhall.competencies.models import Competency
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.frameworks.forms import CompetencyForm, PublishForm, competency_initial
from guildhall.web.frameworks.versions import in_section, visible_version
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.STAFF, "POST")
def start(request: HallRequest, pk: int) -> HttpResponse:
    """A draft of the next version."""
    row = get_visible_or_404(SEE_FRAMEWORK, request.actor, pk)
    require(CHANGE_FRAMEWORK, request.actor, row)
    draft = start_draft(framework=row, by=request.actor, at=clock.now())
    return see_other(reverse("framework_version", args=[draft.pk]))


@page(For.STAFF, "POST")
def publish(request: HallRequest, pk: int) -> HttpResponse:
    """It counts from now on."""
    draft = visible_version(request, pk)
    require(CHANGE_VERSION, request.actor, draft)
    form = PublishForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else request.POST.get("note", "")[:400]
    publish_version(version=draft, note=note, by=request.actor, at=clock.now())
    messages.success(
        request,
        _("Version %(number)s is published. Passports stay at theirs until somebody moves them.")
        % {"number": draft.number},
    )
    return see_other(reverse("framework", args=[draft.framework_id]))


@page(For.STAFF, "POST")
def discard(request: HallRequest, pk: int) -> HttpResponse:
    """Nobody was held against it."""
    draft = visible_version(request, pk)
    require(CHANGE_VERSION, request.actor, draft)
    framework_id = draft.framework_id
    is_there = discard_draft(version=draft, by=request.actor, at=clock.now())
    messages.success(request, _("The draft is gone. Nothing else has changed."))
    return see_other(
        reverse("framework", args=[framework_id]) if is_there else reverse("frameworks")
    )


@page(For.STAFF, "GET", "POST")
def competency(request: HallRequest, pk: int) -> HttpResponse:
    """Words, levels and counts of one competency of a draft."""
    in_section(request)
    row = _competency(request, pk)
    form = CompetencyForm(request.POST or None, competency=row, initial=competency_initial(row))
    version_url = reverse("framework_version", args=[row.version_id])
    if request.method == "POST" and form.is_valid():
        try:
            change_competency(competency=row, by=request.actor, at=clock.now(), **form.cleaned_data)
        except InvalidInput as error:
            for field, words in (error.problems or {"": error.message}).items():
                form.add_error(field if field in form.fields else None, words)
        else:
            messages.success(request, _("Kept in the draft."))
            return see_other(f"{version_url}#{row.key}")
    context = {
        "competency": row,
        "form": form,
        "version_url": f"{version_url}#{row.key}",
        "breadcrumb": [
            (_("Frameworks"), reverse("frameworks")),
            (row.version.framework.name, version_url),
            (row.name, None),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "frameworks/competency.html", context, status=status)


def _competency(request: HallRequest, pk: int) -> Competency:
    rows = Competency.objects.select_related("version__framework", "version__scale", "target")
    row = get_visible_or_404(SEE_COMPETENCY, request.actor, pk, rows)
    require(CHANGE_COMPETENCY, request.actor, row)
    if row.version.published_at is not None:
        raise WrongState(
            _("Version %(number)s is published and stays as it is. Start a new draft.")
            % {"number": row.version.number}
        )
    return row

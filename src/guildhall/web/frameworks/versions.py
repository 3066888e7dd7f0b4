"""One version of a framework: what it holds, what is new in it, and the same as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.competencies.access import CHANGE_FRAMEWORK, SEE_VERSION
from guildhall.competencies.models import FrameworkVersion
from guildhall.competencies.queries.framework_file import framework_csv
from guildhall.competencies.queries.framework_pages import (
    changes_of,
    own_copy,
    version_before,
    version_domains,
    visible_versions,
)
from guildhall.competencies.queries.frameworks import newest_version
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.permissions.access import get_visible_or_404, may, visible_to
from guildhall.programs.access import VISIT_PROGRAM
from guildhall.web.frameworks.words import change_counts, change_line, line_of
from guildhall.web.shared.request import STAFF_ROLES, For, HallRequest, page


@page(For.SIGNED_IN)
def version(request: HallRequest, pk: int) -> HttpResponse:
    """All of one version."""
    return show_version(request, pk)


@page(For.SIGNED_IN)
def changes(request: HallRequest, pk: int) -> HttpResponse:
    """Against the published version before it."""
    row = visible_version(request, pk)
    before = version_before(row)
    found = changes_of(row, before)
    context = {
        "version": row,
        "framework": row.framework,
        "before": before,
        "counts": change_counts(found),
        "lines": [change_line(change) for change in found],
        "breadcrumb": [*_breadcrumb(request, row), (_("What changed"), None)],
    }
    return render(request, "frameworks/changes.html", context)


@page(For.SIGNED_IN)
def file(request: HallRequest, pk: int) -> HttpResponse:
    """For a spreadsheet program; it can be imported again."""
    row = visible_version(request, pk)
    response = HttpResponse(framework_csv(row), content_type="text/csv; charset=utf-8")
    name = f"{row.framework.key}-{row.number}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def show_version(request: HallRequest, pk: int) -> HttpResponse:
    """The page of a version; the newest one is the page of its framework."""
    row = visible_version(request, pk)
    framework = row.framework
    newest = newest_version(framework)
    may_change = may(CHANGE_FRAMEWORK, request.actor, framework)
    houses = list(visible_to(STAFF_ORGANIZATION, request.actor).order_by("name"))
    domains = [
        (domain, [line_of(one) for one in rows]) for domain, rows in version_domains(row) if rows
    ]
    lines = [line for _domain, under in domains for line in under]
    is_shared = framework.organization_id is None
    versions = visible_versions(request.actor, framework)
    draft = next((one for one in versions if one.published_at is None), None)
    context = {
        "version": row,
        "framework": framework,
        "newest": newest,
        "is_newest": newest is not None and newest.pk == row.pk,
        "is_draft": row.published_at is None,
        "draft": draft,
        "versions": versions,
        "domains": domains,
        "count": len(lines),
        "criticals": sum(line.row.is_critical for line in lines),
        "levels": row.scale.levels.all(),
        "may_change": may_change,
        "may_edit": may_change and row.published_at is None,
        "houses": houses if is_shared else [],
        "copied": own_copy(framework, houses) if is_shared and houses else None,
        "counts": _counts(row) if row.published_at is None else None,
        "before": version_before(row),
        "programs": visible_to(VISIT_PROGRAM, request.actor)
        .filter(framework=framework, archived_at__isnull=True)
        .order_by("name"),
        "breadcrumb": [*_breadcrumb(request, row)[:-1], (framework.name, None)],
    }
    return render(request, "frameworks/version.html", context)


def visible_version(request: HallRequest, pk: int) -> FrameworkVersion:
    """The version, for whoever may read it."""
    in_section(request)
    rows = FrameworkVersion.objects.select_related(
        "framework__organization", "scale", "made_by", "published_by"
    )
    return get_visible_or_404(SEE_VERSION, request.actor, pk, rows)


def in_section(request: HallRequest) -> None:
    """Frameworks stand behind the door of programs, which each kind of person has."""
    roles = {grant.role for grant in request.actor.grants}
    request.section = "programs" if roles & STAFF_ROLES else "offers"  # type: ignore[attr-defined]


def _counts(draft: FrameworkVersion) -> dict[str, int]:
    return change_counts(changes_of(draft, version_before(draft)))


def _breadcrumb(request: HallRequest, row: FrameworkVersion) -> list[tuple[str, str | None]]:
    return [
        (_("Programs"), reverse(str(getattr(request, "section", "programs")))),
        (_("Frameworks"), reverse("frameworks")),
        (row.framework.name, reverse("framework_version", args=[row.pk])),
    ]

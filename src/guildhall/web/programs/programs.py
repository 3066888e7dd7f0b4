"""All programs that somebody runs, reads or takes part in running."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from guildhall.core import clock
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.permissions.access import visible_to
from guildhall.programs.queries.lists import program_rows, programs_of
from guildhall.programs.states import Kind
from guildhall.programs.template_files import load_templates
from guildhall.web.shared.request import For, HallRequest, page

ON_A_PAGE = 25


@page(For.STAFF)
def programs(request: HallRequest) -> HttpResponse:
    """Running programs, or those in the archive."""
    is_archive = request.GET.get("show") == "archive"
    today = clock.today(request.person.time_zone)
    rows = programs_of(request.actor, is_archived=is_archive).order_by("name", "pk")
    paged = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": paged,
        "rows": program_rows(request.actor, paged.object_list, today=today),
        "is_archive": is_archive,
        "is_running": not is_archive,
        "archived": programs_of(request.actor, is_archived=True).count(),
        "has_preceptors": rows.filter(kind=Kind.PRECEPTORSHIP).exists(),
        "may_create": visible_to(STAFF_ORGANIZATION, request.actor).exists(),
        "templates": list(load_templates().values())[:4],
    }
    return render(request, "programs/programs.html", context)

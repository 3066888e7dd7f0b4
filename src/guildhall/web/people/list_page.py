"""The list of people, and its spreadsheet."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.web.people.found import counted, found_people
from guildhall.web.people.lines import people_lines
from guildhall.web.people.narrowing import NarrowingForm
from guildhall.web.people.reach import lists_people, read_houses, staffs_people
from guildhall.web.people.rows import person_rows
from guildhall.web.people.spreadsheet import people_csv
from guildhall.web.people.suggesting import options_of, skill_names
from guildhall.web.people.turning import turned
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN, when=lists_people)
def people(request: HallRequest) -> HttpResponse:
    """Everybody whom the actor lists, narrowed as the address says."""
    houses = read_houses(request.actor)
    form = NarrowingForm(request.GET, organizations=houses)
    narrowing = form.narrowing()
    on = clock.today(request.person.time_zone)
    everybody = found_people(request.actor, narrowing, on=on)
    found = turned(
        everybody,
        counted=counted(request.actor, narrowing),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    rows = person_rows(request.actor, found.ids, on=on)
    context = {
        "form": form,
        "narrowing": narrowing,
        "found": found,
        "rows": rows,
        "lines": people_lines(rows, has_several=len(houses) > 1, has_houses=bool(houses)),
        "houses": houses,
        "house": houses[0] if len(houses) == 1 else None,
        "has_several": len(houses) > 1,
        "is_further_open": bool(narrowing.role or narrowing.organization_id),
        "may_add": staffs_people(request),
        "skill_options": options_of(tuple(skill_names())) if houses else "",
        "query": _query(request.GET),
    }
    return render(request, "people/list.html", context)


@page(For.SIGNED_IN, when=lists_people)
def export(request: HallRequest) -> HttpResponse:
    """The narrowed list as CSV, whole."""
    form = NarrowingForm(request.GET, organizations=read_houses(request.actor))
    on = clock.today(request.person.time_zone)
    content = people_csv(request.actor, form.narrowing(), on=on)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = _("people")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{on:%Y-%m-%d}.csv"'
    return response


def _query(given: QueryDict) -> str:
    """The address's own query without the page, to be carried on."""
    query = given.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return query.urlencode()

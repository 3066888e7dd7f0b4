"""One's own pairs, and those of the programs that one runs."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from guildhall.concerns.queries.lists import concerns_in_sight
from guildhall.core import clock
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole
from guildhall.relationships.queries.pairs import (
    Standing,
    has_own_pairs,
    narrowed,
    overseen_relationships,
    overseen_rows,
    own_relationships,
    pair_rows,
    programs_of_pairs,
)
from guildhall.web.relationships.overseen_lines import overseen_lines
from guildhall.web.shared.request import For, HallRequest, is_id, page

A_PAGE = 25


@page(For.SIGNED_IN)
def relationships(request: HallRequest) -> HttpResponse:
    """`?of=program` shows the pairs that one runs; it is the first view for whoever has none."""
    actor = request.actor
    oversees = actor.holds_any(ORGANIZATION, *READERS) or actor.holds_any(
        PROGRAM, ProgramRole.COORDINATOR, ProgramRole.VIEWER
    )
    if oversees:
        has_own = has_own_pairs(actor)
        if request.GET.get("of", "own" if has_own else "program") == "program":
            return _overseen(request, has_own=has_own)
    own = pair_rows(own_relationships(actor), reader=request.person)
    context = {
        "open": [row for row in own if row.is_open],
        "earlier": [row for row in own if not row.is_open],
        "oversees": oversees,
        "has_concerns": concerns_in_sight(actor).exists(),
        "today": clock.today(request.person.time_zone),
    }
    return render(request, "relationships/own.html", context)


def _overseen(request: HallRequest, *, has_own: bool) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    state = request.GET.get("state", "")
    state = state if state in Standing.values else ""
    program = request.GET.get("program", "")
    program_id = int(program) if is_id(program) else None
    overseen = overseen_relationships(request.actor)
    found = narrowed(overseen, search=search, state=state, program_id=program_id)
    programs = programs_of_pairs(overseen)
    pages = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": pages,
        "lines": overseen_lines(overseen_rows(pages, programs=programs)),
        "search": search,
        "state": state,
        "program_id": program_id,
        "programs": programs,
        "states": Standing.choices,
        "has_own": has_own,
        "is_narrowed": bool(search or state or program),
    }
    return render(request, "relationships/overseen.html", context)

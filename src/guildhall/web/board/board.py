"""The board of an intake: who needs somebody first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from guildhall.assessment.board_limits import BOARD
from guildhall.preceptorship.needs import FINE, Need
from guildhall.preceptorship.queries.board import (
    Narrowed,
    board,
    board_rows,
    units_on,
)
from guildhall.programs.models import Cohort
from guildhall.web.board.lines import board_lines
from guildhall.web.board.words import SHAPES
from guildhall.web.passports.loading import today_for
from guildhall.web.shared.request import For, HallRequest, is_id, page

A_PAGE = 20


@dataclass(frozen=True)
class Count:
    """How many have a need, with the way to them."""

    need: Need
    n: int
    shape: str
    url: str
    is_chosen: bool


@page(For.STAFF)
def intake_board(request: HallRequest) -> HttpResponse:
    """Everybody who needs a person, the most pressing first; `?cohort=`, `?unit=`, `?month=` and
    `?state=` narrow it."""
    narrowed = _narrowed(request.GET)
    today = today_for(request)
    found = board(request.actor, narrowed, today=today)
    pages = Paginator(found.ranked, A_PAGE).get_page(request.GET.get("page"))
    cohorts = found.cohorts
    context = {
        "page": pages,
        "lines": board_lines(board_rows(found, list(pages)), today),
        "counts": list(_counts(found.counts, narrowed, request.GET)),
        "total": found.total,
        "needing": _needing(found.counts),
        "narrowed": narrowed,
        "is_narrowed": narrowed != Narrowed(),
        "cohorts": cohorts,
        "units": units_on(cohorts),
        "months": _months(cohorts),
        "month": narrowed.month.strftime("%Y-%m") if narrowed.month else "",
        "unseen_days": BOARD.unseen.days,
    }
    return render(request, "board/board.html", context)


def _needing(counts: Mapping[Need, int]) -> int:
    return sum(n for need, n in counts.items() if need not in FINE)


def _narrowed(query: Mapping[str, str]) -> Narrowed:
    """What the address asks for; nonsense narrows nothing."""
    month, state = query.get("month", ""), query.get("state", "")
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        first = None
    return Narrowed(
        program=_number(query.get("program", "")),
        cohort=_number(query.get("cohort", "")),
        unit=_number(query.get("unit", "")),
        month=first,
        need=next((need for need in Need if need.name.lower() == state), None),
    )


def _number(text: str) -> int | None:
    return int(text) if is_id(text) else None


def _counts(
    counts: Mapping[Need, int], narrowed: Narrowed, query: Mapping[str, str]
) -> Iterator[Count]:
    kept = {name: query[name] for name in ("program", "cohort", "unit", "month") if query.get(name)}
    for need, n in counts.items():
        if n or need == narrowed.need:
            url = "?" + urlencode({**kept, "state": need.name.lower()})
            yield Count(need, n, SHAPES[need], url, need == narrowed.need)


def _months(cohorts: Sequence[Cohort]) -> list[tuple[str, str]]:
    """Months in which one of these intakes starts, the newest first."""
    days = {row.starts_on for row in cohorts if row.starts_on}
    firsts = sorted({day.replace(day=1) for day in days}, reverse=True)
    return [(day.strftime("%Y-%m"), date_format(day, "F Y")) for day in firsts]

"""Passports that somebody oversees, and the people whom they guide."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from guildhall.assessment.models import ObservationAsk, Passport
from guildhall.assessment.queries.asks import asks_of_person
from guildhall.assessment.queries.lists import (
    guided_passports,
    overseen_passports,
    own_passports,
    passport_rows,
    programs_of_passports,
)
from guildhall.assessment.queries.watching import Watched, watched
from guildhall.core import clock
from guildhall.web.passports.loading import today_for
from guildhall.web.passports.words import Said, standing_words
from guildhall.web.shared.request import For, HallRequest, is_id, page

A_PAGE = 25


@page(For.SIGNED_IN)
def passports(request: HallRequest) -> HttpResponse:
    """One's own, and those that one oversees; `?program=` and `?q=` narrow them."""
    search = request.GET.get("q", "").strip()
    program = request.GET.get("program", "")
    program_id = int(program) if is_id(program) else None
    today = today_for(request)
    found = overseen_passports(request.actor, program_id=program_id, search=search)
    pages = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    own = list(own_passports(request.person.pk))
    context = {
        "page": pages,
        "rows": passport_rows(list(pages), today=today),
        "own": passport_rows(own, today=today) if own else [],
        "programs": programs_of_passports(request.actor),
        "program_id": program_id,
        "search": search,
        "is_narrowed": bool(search or program),
    }
    return render(request, "passports/passports.html", context)


@dataclass(frozen=True)
class WatchLine:
    """A competency to watch today, with where it stands."""

    watched: Watched
    said: Said


@dataclass(frozen=True)
class Preceptee:
    """Somebody whom the reader guides, with what to watch today."""

    passport: Passport
    lines: tuple[WatchLine, ...]
    signed: int
    total: int


@page(For.SIGNED_IN)
def preceptees(request: HallRequest) -> HttpResponse:
    """The one-minute screen: whom I guide, and what to watch today."""
    today = today_for(request)
    at = clock.now()
    rows = guided_passports(request.actor)
    people = [
        Preceptee(
            passport=found.passport,
            lines=tuple(
                WatchLine(
                    one,
                    standing_words(
                        one.standing,
                        observations=one.competency.observations,
                        today=today,
                        watches=one.only_watches,
                    ),
                )
                for one in found.lines
            ),
            signed=found.signed,
            total=found.total,
        )
        for found in watched(rows, by=request.person.pk, today=today, at=at)
    ]
    asks: list[ObservationAsk] = asks_of_person(request.person.pk, at=at)
    context = {"people": people, "asks": asks, "today": today}
    return render(request, "passports/preceptees.html", context)

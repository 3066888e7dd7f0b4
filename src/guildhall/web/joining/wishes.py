"""Whom would you like to work with? A list of up to five, kept with each press of a button."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.flows.actions.wishing import rank_people
from guildhall.flows.queries.wishing import offered_to
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.programs.access import SEE_ENROLLMENT, WISH_FOR_PEOPLE
from guildhall.programs.actions.wishes import withdraw_wishes
from guildhall.programs.models import Enrollment
from guildhall.programs.queries.wishes import (
    MOST_WISHES,
    other_side,
    why_closed,
    wishes_said,
)
from guildhall.web.joining.wish_cards import cards, found
from guildhall.web.joining.wish_words import still_offered
from guildhall.web.shared.request import For, HallRequest, page, see_other

ON_A_PAGE = 12
MOVES = ("choose", "up", "down", "remove")


@page(For.SIGNED_IN, "GET", "POST")
def wishes(request: HallRequest, pk: int) -> HttpResponse:
    """One's own list beside everybody who can be chosen; each press changes and keeps it."""
    enrollment = _own_place(request, pk)
    said = wishes_said(enrollment)
    closed = why_closed(enrollment)
    if closed and (request.method == "POST" or not said):
        raise WrongState(closed)
    if request.method != "POST":
        return _show(request, enrollment, said, closed=closed)
    move, person_id = _asked(request.POST)
    at = clock.now()
    people = moved(still_offered(said, offered_to(enrollment, at=at)), move, person_id)
    rank_people(enrollment=enrollment, people=people, by=request.actor, at=at)
    return see_other(_back(request, pk, move, person_id))


@page(For.SIGNED_IN, "POST")
def withdraw(request: HallRequest, pk: int) -> HttpResponse:
    """Take the whole list back."""
    enrollment = _own_place(request, pk)
    withdraw_wishes(enrollment=enrollment, by=request.actor, at=clock.now())
    messages.success(request, _("Your list is taken back. Nobody was told of it."))
    return see_other(reverse("enrollment", args=[pk]))


def moved(people: list[int], move: str, person_id: int) -> list[int]:
    """The list after one press: chosen people come last, up and down change places."""
    order = list(people)
    if move == "choose":
        return order if person_id in order else [*order, person_id]
    if person_id not in order:
        return order
    at = order.index(person_id)
    if move == "remove":
        del order[at]
        return order
    to = at - 1 if move == "up" else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    return order


def _asked(data: QueryDict) -> tuple[str, int]:
    for move in MOVES:
        if move in data:
            text = str(data.get(move))
            if text.isascii() and text.isdigit() and len(text) < 16:
                return move, int(text)
    raise InvalidInput(_("Say whom to choose, move or take off: use the buttons beside the names."))


def _back(request: HallRequest, pk: int, move: str, person_id: int) -> str:
    """The same search and page again, at the place that was pressed."""
    kept = {key: request.POST[key] for key in ("q", "page") if request.POST.get(key)}
    query = f"?{urlencode(kept)}" if kept else ""
    place = f"person-{person_id}" if move == "choose" else "list"
    return f"{reverse('wishes', args=[pk])}{query}#{place}"


def _own_place(request: HallRequest, pk: int) -> Enrollment:
    rows = Enrollment.objects.select_related("cohort__program__organization", "person")
    enrollment = get_visible_or_404(SEE_ENROLLMENT, request.actor, pk, rows)
    require(WISH_FOR_PEOPLE, request.actor, enrollment)
    return enrollment


def _show(
    request: HallRequest, enrollment: Enrollment, said: list[int], *, closed: str
) -> HttpResponse:
    program = enrollment.cohort.program
    side = other_side(enrollment.side)
    offered = Enrollment.objects.none() if closed else offered_to(enrollment, at=clock.now())
    listed = said if closed else still_offered(said, offered)
    text = request.GET.get("q", "").strip()[:100]
    rows = found(offered, text)
    paged = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    people = Person.objects.in_bulk(listed)
    context = {
        "enrollment": enrollment,
        "program": program,
        "closed": closed,
        "listed": [people[pk] for pk in listed],
        "gone": len(said) - len(listed),
        "most": MOST_WISHES,
        "is_full": len(listed) >= MOST_WISHES,
        "page": paged,
        "cards": cards(list(paged), listed),
        "q": text,
        "other_side": side,
        "other": program.word(side),
        "others": program.word(side, plural=True),
        "breadcrumb": [
            (_("Programs"), reverse("offers")),
            (program.name, reverse("enrollment", args=[enrollment.pk])),
            (_("Wishes"), None),
        ],
    }
    request.section = "offers"  # type: ignore[attr-defined]
    return render(request, "joining/wishes.html", context)

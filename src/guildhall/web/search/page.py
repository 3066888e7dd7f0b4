"""The results page."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from guildhall.directory.access import SEE_PERSON
from guildhall.permissions.access import visible_to
from guildhall.programs.access import SEE_PROGRAM
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.web.shared.request import For, HallRequest, page

EACH = 8


@page(For.SIGNED_IN)
def search(request: HallRequest) -> HttpResponse:
    """Every word must be found; each kind of result starts from what the actor may see."""
    # PostgreSQL refuses NUL in a text.
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:80]
    context: dict[str, object] = {"text": text}
    if text:
        people, programs, pairs = Q(), Q(), Q()
        for word in text.split():
            name = Q(given_name__icontains=word) | Q(family_name__icontains=word)
            people &= name | Q(email__icontains=word)
            programs &= Q(name__icontains=word) | Q(summary__icontains=word)
            pairs &= Q(parties__person__given_name__icontains=word) | Q(
                parties__person__family_name__icontains=word
            )
        found = visible_to(SEE_RELATIONSHIP, request.actor).filter(pairs).distinct()
        context |= {
            "people": list(visible_to(SEE_PERSON, request.actor).filter(people)[:EACH]),
            "programs": list(visible_to(SEE_PROGRAM, request.actor).filter(programs)[:EACH]),
            "pairs": list(found.prefetch_related("parties__person")[:EACH]),
        }
    return render(request, "search/results.html", context)

"""An action link: what it would do, doing it, and what came of it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from guildhall.core import clock
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import LinkGone
from guildhall.notify.queries.links import act_words, link_behind, require_usable
from guildhall.web.shared.request import For, HallRequest, page, see_other


@never_cache
@page(For.ANYONE, "GET", "POST")
def action_link(request: HallRequest, token: str) -> HttpResponse:
    """Show who would do what; act on POST."""
    try:
        if request.method == "POST":
            use_link(token=token, at=clock.now())
            return see_other(reverse("action_outcome", args=[token]))
        link = link_behind(token)
        require_usable(link, at=clock.now())
        context = {"link": link, "person": link.person, "words": act_words(link)}
    except LinkGone as gone:
        return render(request, "links/gone.html", {"message": gone.message}, status=gone.status)
    return render(request, "links/action.html", context)


@never_cache
@page(For.ANYONE)
def action_outcome(request: HallRequest, token: str) -> HttpResponse:
    """What was done through the link; before that, the link itself."""
    link = link_behind(token)
    if link.used_at is None:
        return see_other(reverse("action_link", args=[token]))
    try:
        words = act_words(link)
    except LinkGone as gone:
        return render(request, "links/gone.html", {"message": gone.message}, status=gone.status)
    return render(request, "links/outcome.html", {"link": link, "words": words})

"""The shelf of stories: found by challenge, and one's own."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS
from guildhall.mentoring.actions.stories import write_story
from guildhall.mentoring.queries.known import own_houses
from guildhall.mentoring.queries.stories import own_stories, shelf, shelf_size, stories_told_to
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other
from guildhall.web.stories.forms import FindForm, StoryForm

A_PAGE = 20


@page(For.SIGNED_IN)
def stories(request: HallRequest) -> HttpResponse:
    """What was told to programs and to everyone, by challenge; what was told to me; my own."""
    form = FindForm(request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = shelf(request.actor, text=wanted.get("q", ""), key=wanted.get("about", ""))
    context = {
        "form": form if form.is_bound else FindForm(),
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "in_all": shelf_size(request.actor),
        "is_narrowed": any(wanted.values()),
        "own": own_stories(request.actor),
        "told": stories_told_to(request.actor),
        "can_write": bool(own_houses(request.actor)),
        "is_staff": request.actor.holds_any(ORGANIZATION, *READERS),
        "breadcrumb": [(_("Stories"), None)],
    }
    return render(request, "stories/stories.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def new_story(request: HallRequest) -> HttpResponse:
    """Write a draft; `?pair=` remembers for whom."""
    houses = own_houses(request.actor)
    if not houses:
        raise NotVisible
    form = StoryForm(request.POST if request.method == "POST" else None, houses=houses)
    if form.is_valid():
        story = write_story(
            organization=form.organization, draft=form.draft(), by=request.actor, at=clock.now()
        )
        pair = request.GET.get("pair", "")
        if request.POST.get("then") != "tell":
            return see_other(reverse("story", args=[story.pk]))
        query = f"?pair={pair}" if is_id(pair) else ""
        return see_other(reverse("story_audience", args=[story.pk]) + query)
    context = {
        "form": form,
        "breadcrumb": [(_("Stories"), reverse("stories")), (_("A new story"), None)],
    }
    return render(request, "stories/words.html", context, status=422 if form.errors else 200)

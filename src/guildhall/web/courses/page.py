"""The page of a course, and opening one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.preceptorship.actions.course_changes import longest_end
from guildhall.preceptorship.actions.course_joining import open_course
from guildhall.preceptorship.queries.course_page import course_page
from guildhall.web.courses.loading import framed, load
from guildhall.web.courses.shown import next_step
from guildhall.web.courses.words import PILLS, turn_words
from guildhall.web.relationships.loading import load as load_pair
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN)
def course(request: HallRequest, pk: int) -> HttpResponse:
    """Where it is in its months: the next step on top, charter, plan, meetings, hours."""
    row = load(request, pk)
    found = course_page(row, actor=request.actor, at=clock.now())
    context = {
        **framed(request, row),
        "shown": found,
        "facts": found.facts,
        "step": next_step(found),
        "longest": longest_end(row),
        "lines": [
            {
                "line": line,
                "pill": "person" if line.is_late(found.today) else PILLS[line.state],
                "writes": bool(found.side) and line.waits_for(found.side),
            }
            for line in found.facts.lines
        ],
        "turns": [(turn, turn_words(turn)) for turn in found.turns],
        "reads_why": bool(found.side) or found.can_run,
    }
    return render(request, "courses/course.html", context)


@page(For.SIGNED_IN, "POST")
def relationship_course(request: HallRequest, pk: int) -> HttpResponse:
    """Open the course of a pair that began before its program followed a standard."""
    row = load_pair(request, pk)
    found = open_course(relationship=row, by=request.actor, at=clock.now())
    messages.success(request, _("The course is open, with its meetings."))
    return see_other(reverse("course", args=[found.pk]))

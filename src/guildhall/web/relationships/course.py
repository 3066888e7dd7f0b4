"""Change or end a pair."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.actions.course import (
    close_relationship,
    pause_relationship,
    resume_relationship,
)
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.closing import closing_reasons
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.web.relationships.forms import ClosureForm
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def closure(request: HallRequest, pk: int) -> HttpResponse:
    """Rest, change or end; no reason is needed."""
    row = load(request, pk)
    require(STEER_RELATIONSHIP, request.actor, row)
    found = relationship_page(row, actor=request.actor, at=clock.now())
    # One of a pair leaves in two steps, on a page of its own.
    by_pair = found.you is not None and not row.is_circle
    if by_pair and request.method == "POST":
        return see_other(reverse("relationship_departure", args=[pk]))
    form = ClosureForm(
        request.POST or None,
        initial={"learners_wait": "yes"},
        reasons=closing_reasons(row),
        futures=_futures(found),
    )
    if request.method == "POST" and form.is_valid():
        try:
            close_relationship(
                relationship=row, by=request.actor, at=clock.now(), **form.cleaned_data
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("It has ended, and everybody is told kindly."))
            return see_other(reverse("relationship", args=[pk]))
    context = {
        "found": found,
        "form": form,
        "by_pair": by_pair,
        "may_resume": _may_resume(row, found, request.person.pk),
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("Change or end this"), None)),
    }
    return render(
        request, "relationships/closure.html", context, status=422 if form.errors else 200
    )


@page(For.SIGNED_IN, "POST")
def pause(request: HallRequest, pk: int) -> HttpResponse:
    """Let the pair rest."""
    pause_relationship(relationship=load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Paused. Go on whenever you like."))
    return see_other(reverse("relationship", args=[pk]))


@page(For.SIGNED_IN, "POST")
def resumption(request: HallRequest, pk: int) -> HttpResponse:
    """Go on after a pause."""
    resume_relationship(relationship=load(request, pk), by=request.actor, at=clock.now())
    messages.success(request, _("Good to have you back."))
    return see_other(reverse("relationship", args=[pk]))


def _may_resume(row: Relationship, found: RelationshipPage, person_id: int) -> bool:
    """Whoever is not one of the pair takes up again what they paused themselves."""
    if found.you is None:
        return row.paused_by_id == person_id
    return row.contact_rests_since is None


def _futures(found: RelationshipPage) -> list[tuple[str, str]]:
    """Whether the learner looks for somebody else, said from where the reader stands."""
    if found.you is not None and found.you.side == "learner":
        return [
            ("yes", _("Find somebody else for me. I come first next time.")),
            ("no", _("End here. I am not looking for anybody now.")),
        ]
    learners = " / ".join(m.given_name for m in found.members if m.side == "learner")
    return [
        ("yes", _("Find somebody else for %(name)s, first in line.") % {"name": learners}),
        ("no", _("End here. %(name)s is not looking for anybody now.") % {"name": learners}),
    ]

"""Cover for an absent preceptor: asking, answering, calling off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.instruction.access import (
    ANSWER_COVER,
    ASK_COVER,
    END_COVER,
    LEARN_TOGETHER,
    READ_HAND_OVER,
)
from guildhall.instruction.actions.covering import (
    accept_cover,
    ask_cover,
    call_cover_off,
    decline_cover,
)
from guildhall.instruction.queries.covers import cover_for, cover_to_end, live_covers
from guildhall.instruction.queries.eligible import candidates, window_of
from guildhall.instruction.queries.ladder import rungs_of
from guildhall.instruction.queries.pair import learner_of, local_day
from guildhall.instruction.queries.weeks import last_focus
from guildhall.instruction.states import CoverState
from guildhall.people.queries.shifts import week_of
from guildhall.permissions.access import may, require
from guildhall.preceptorship.queries.backups import backup_of
from guildhall.programs.states import Kind
from guildhall.relationships.models import Relationship
from guildhall.web.instruction.forms import CoverForm
from guildhall.web.instruction.gates import gates_for
from guildhall.web.instruction.loading import framed
from guildhall.web.relationships.loading import load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

MOST_STEPS = 4


@page(For.SIGNED_IN, "GET", "POST")
def pair_cover(request: HallRequest, pk: int) -> HttpResponse:
    """Who is on shift and can cover; one press asks, with today's goals and limits."""
    row = _load(request, pk)
    at = clock.now()
    named = backup_of(row)
    backup = named.person if named else None
    live = live_covers(row, at=at)
    asked = {one.person_id for one in live}
    free = [one for one in candidates(row, at=at) if one.person.pk not in asked]
    found = sorted(free, key=lambda one: one.person != backup)
    data = request.POST if request.method == "POST" else None
    form = CoverForm(data, candidates=found, initial=_initial(request, row))
    if form.is_valid():
        try:
            made = ask_cover(
                relationship=row,
                person=form.people[form.cleaned_data["person"]],
                hand_over=form.hand_over(),
                by=request.actor,
                at=at,
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            name = made.person.given_name
            words = _("%(name)s is asked, here and by mail. You are told of the answer.")
            messages.success(request, words % {"name": name})
            return see_other(reverse("pair_cover", args=[pk]))
    context = {
        **framed(request, row, (_("Cover"), None)),
        "candidates": [(one, form["person"].value() == str(one.person.pk)) for one in found],
        "window": window_of(row, learner_of(row), at=at),
        "form": form,
        "backup": backup,
        "live": live,
        "covered": next((one for one in live if one.state == CoverState.ACCEPTED), None),
        "is_of_pair": may(LEARN_TOGETHER, request.actor, row),
    }
    return render(
        request, "instruction/pair_cover.html", context, status=422 if form.errors else 200
    )


@page(For.SIGNED_IN)
def cover(request: HallRequest, pk: int) -> HttpResponse:
    """One cover: for whom, until when, and what is handed over once it is accepted."""
    row = cover_for(request.actor, pk, at=clock.now())
    is_own = row.person_id == request.person.pk
    is_of_pair = may(LEARN_TOGETHER, request.actor, row.relationship)
    gates = gates_for(row.relationship, actor=request.actor, at=clock.now())
    here = _("Cover")
    crumbs = [(_("Pairs"), reverse("relationships")), (here, None)]
    if is_of_pair:
        pair = reverse("relationship", args=[row.relationship_id])
        crumbs = [crumbs[0], (row.learner.given_name, pair), (here, None)]
    context = {
        "cover": row,
        "is_own": is_own,
        "is_of_pair": is_of_pair,
        "is_asked": row.state == CoverState.ASKED,
        "is_live": row.state in (CoverState.ASKED, CoverState.ACCEPTED),
        "reads": may(READ_HAND_OVER, request.actor, row),
        "can_end": may(END_COVER, request.actor, row),
        "passport": gates.passport,
        "breadcrumb": crumbs,
    }
    return render(request, "instruction/cover.html", context)


@page(For.SIGNED_IN, "POST")
def cover_acceptance(request: HallRequest, pk: int) -> HttpResponse:
    """Yes, I cover."""
    row = cover_for(request.actor, pk, at=clock.now())
    require(ANSWER_COVER, request.actor, row)
    accept_cover(cover=row, by=request.actor, at=clock.now())
    messages.success(
        request, _("Thank you. Today’s goals and limits are here until the shift ends.")
    )
    return see_other(reverse("cover", args=[pk]))


@page(For.SIGNED_IN, "POST")
def cover_refusal(request: HallRequest, pk: int) -> HttpResponse:
    """Not this time."""
    row = cover_for(request.actor, pk, at=clock.now())
    require(ANSWER_COVER, request.actor, row)
    decline_cover(cover=row, by=request.actor, at=clock.now())
    messages.success(request, _("Noted. Whoever asked is told."))
    return see_other(reverse("today"))


@page(For.SIGNED_IN, "POST")
def cover_ending(request: HallRequest, pk: int) -> HttpResponse:
    """Call it off."""
    row = cover_to_end(request.actor, pk)
    call_cover_off(cover=row, by=request.actor, at=clock.now())
    messages.success(request, _("Called off. Everybody concerned is told."))
    if row.person_id == request.person.pk:
        return see_other(reverse("today"))
    return see_other(reverse("pair_cover", args=[row.relationship_id]))


def _load(request: HallRequest, pk: int) -> Relationship:
    """The pair of a preceptorship, for whoever may ask for cover."""
    row = load(request, pk)
    if row.program is None or row.program.kind != Kind.PRECEPTORSHIP or row.is_circle:
        raise NotVisible
    require(ASK_COVER, request.actor, row)
    return row


def _initial(request: HallRequest, row: Relationship) -> dict[str, str]:
    """What the two said last about what comes next, for themselves; what may be done alone for
    whoever reads the passport."""
    at = clock.now()
    words = {"alone": gates_for(row, actor=request.actor, at=at).alone_words}
    if not may(LEARN_TOGETHER, request.actor, row):
        return words
    tried = [one for one in rungs_of(row, actor=request.actor) if one.next_step]
    tried.sort(key=lambda one: one.tries[0].tried_on, reverse=True)
    steps = [f"{one.competency.name}: {one.next_step}" for one in tried[:MOST_STEPS]]
    focus = last_focus(row, week_of(local_day(row, at)))
    return {**words, "goals": "\n".join([*([focus] if focus else []), *steps])}

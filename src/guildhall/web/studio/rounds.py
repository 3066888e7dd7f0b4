"""Drafts: a first one, a copy, solving again, putting away, taking back, progress, export."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import GuildhallError, InvalidInput, WrongState
from guildhall.matching.access import SEE_ROUND
from guildhall.matching.actions.rounds import (
    RoundChanges,
    archive_round,
    change_round,
    copy_round,
    solve_again,
    start_round,
)
from guildhall.matching.actions.words import CLEAR, say_about_pair
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.export import pairs_csv, round_workbook, unmatched_csv
from guildhall.matching.queries.rounds import solve_job
from guildhall.matching.reading import circle_of
from guildhall.matching.states import RoundState
from guildhall.permissions.access import get_visible_or_404
from guildhall.programs.access import SEE_COHORT
from guildhall.programs.models import Enrollment
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.studio.address import Address
from guildhall.web.studio.page import with_program
from guildhall.web.studio.undo import changes_back, forget, last_change

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def visible_round(request: HallRequest, pk: int) -> MatchRound:
    """The draft, where this person may see it."""
    rows = MatchRound.objects.select_related("cohort__program__organization", "copied_from")
    return get_visible_or_404(SEE_ROUND, request.actor, pk, rows)


def studio_url(draft: MatchRound, **chosen: str) -> str:
    """The studio with this draft open."""
    return Address(draft.cohort_id, draft=draft.letter).to(**chosen)


def refuse(request: HallRequest, error: GuildhallError) -> None:
    """Say on the next page why something was not done."""
    problems = error.problems.values() if isinstance(error, InvalidInput) else ()
    messages.error(request, " ".join([error.message, *problems]))


@page(For.STAFF, "POST")
def rounds(request: HallRequest, pk: int) -> HttpResponse:
    """The first draft, or one more with the program's own rules."""
    cohort = get_visible_or_404(SEE_COHORT, request.actor, pk, with_program())
    draft = start_round(cohort=cohort, by=request.actor, at=clock.now())
    return see_other(studio_url(draft))


@page(For.STAFF, "POST")
def round_copies(request: HallRequest, pk: int) -> HttpResponse:
    """One more draft with the rules, pins and forbidden pairs of this one."""
    draft = visible_round(request, pk)
    aim = request.POST.get("objective") or None
    changes = RoundChanges(objective=aim)
    copy = copy_round(round=draft, changes=changes, by=request.actor, at=clock.now())
    messages.success(
        request,
        _("Draft %(new)s begins as a copy of %(old)s.") % {"new": copy.letter, "old": draft.letter},
    )
    return see_other(studio_url(copy, against=draft.letter))


@page(For.STAFF, "POST")
def round_solution(request: HallRequest, pk: int) -> HttpResponse:
    """Solve again, from the people and places of this moment."""
    draft = visible_round(request, pk)
    try:
        solve_again(round=draft, by=request.actor, at=clock.now())
    except WrongState as error:
        refuse(request, error)
    return see_other(studio_url(draft))


@page(For.STAFF, "POST")
def round_archival(request: HallRequest, pk: int) -> HttpResponse:
    """Put a draft away."""
    draft = visible_round(request, pk)
    try:
        archive_round(round=draft, by=request.actor, at=clock.now())
        messages.success(request, _("Draft %(letter)s is put away.") % {"letter": draft.letter})
    except WrongState as error:
        refuse(request, error)
    return see_other(reverse("studio", args=[draft.cohort_id]))


@page(For.STAFF, "POST")
def round_undo(request: HallRequest, pk: int) -> HttpResponse:
    """Take back the last change of this draft, where this person made it."""
    draft = visible_round(request, pk)
    entry = last_change(request.session, draft)
    if entry is None:
        messages.error(request, _("Nothing to take back: the draft has changed since."))
        return see_other(studio_url(draft))
    try:
        if "words" in entry:
            now = _say_again(request, draft, [tuple(said) for said in entry["words"]])
        else:
            changes = changes_back(entry)
            now = change_round(round=draft, changes=changes, by=request.actor, at=clock.now())
        forget(request.session, entry, now=now)
        messages.success(request, _("Taken back."))
    except (WrongState, InvalidInput) as error:
        refuse(request, error)
    return see_other(studio_url(draft))


def _say_again(
    request: HallRequest, draft: MatchRound, before: list[tuple[int, int, str]]
) -> MatchRound:
    """Clear what was said since, say again what was said before, and solve once at the end."""
    at = clock.now()
    then = {(guide, learner): say for guide, learner, say in before}
    rows = draft.words.values_list("guide_id", "learner_id", "say")
    now = {(guide, learner): say for guide, learner, say in rows}
    changed = [pair for pair in {**now, **then} if now.get(pair) != then.get(pair)]
    # What is cleared makes room for what is pinned again.
    changed.sort(key=lambda pair: pair in then)
    people = Enrollment.objects.select_related("person").in_bulk({pk for p in changed for pk in p})
    for guide, learner in changed:
        say_about_pair(
            round=draft,
            guide=people[guide],
            learner=people[learner],
            say=then.get((guide, learner), CLEAR),
            by=request.actor,
            at=at,
            solves=False,
        )
    return solve_again(round=draft, by=request.actor, at=at)


@page(For.STAFF)
def round_progress(request: HallRequest, pk: int) -> HttpResponse:
    """How far solving is; once it is done, the studio loads anew."""
    draft = visible_round(request, pk)
    if draft.state != RoundState.SOLVING:
        response = HttpResponse(status=204 if request.htmx else 303)
        response["HX-Redirect" if request.htmx else "Location"] = studio_url(draft)
        return response
    context = {"draft": draft, "job": solve_job(draft)}
    return render(request, "studio/_progress.html", context)


@page(For.STAFF)
def round_export(request: HallRequest, pk: int) -> HttpResponse:
    """Pairs and those without, as a file: ?as=xlsx (both), csv (pairs), without (csv)."""
    draft = visible_round(request, pk)
    name = f"draft-{draft.letter.lower()}-cohort-{draft.cohort_id}"
    wanted = request.GET.get("as", "csv")
    circle = circle_of(request.actor, draft)
    if wanted == "xlsx":
        body, kind, file = round_workbook(draft, circle=circle), WORKBOOK, f"{name}.xlsx"
    elif wanted == "without":
        body, kind, file = unmatched_csv(draft, circle=circle), CSV, f"{name}-without.csv"
    else:
        body, kind, file = pairs_csv(draft, circle=circle), CSV, f"{name}.csv"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response

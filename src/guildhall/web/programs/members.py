"""Bringing members into a cohort: by invitation, or directly."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.programs.access import PROPOSE_PEOPLE
from guildhall.programs.actions.enrollments import Entry, enroll_many
from guildhall.programs.actions.joining import InvitedList, invite_people
from guildhall.programs.actions.nominations import propose_people
from guildhall.programs.models import Cohort
from guildhall.programs.queries.members import members_of, members_outside, proposable
from guildhall.programs.states import Side
from guildhall.web.programs.cohort import changeable_cohort, visitable_cohort
from guildhall.web.programs.forms import InviteForm, side_choices
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other

ON_A_PAGE = 50


@page(For.STAFF, "GET", "POST")
def invite(request: HallRequest, pk: int) -> HttpResponse:
    """Invite by a list of addresses."""
    cohort = changeable_cohort(request, pk)
    initial = {"side": request.GET.get("side") or "learner"}
    form = InviteForm(request.POST or None, program=cohort.program, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = invite_people(
                cohort=cohort,
                side=form.cleaned_data["side"],
                emails=form.addresses(),
                note=form.cleaned_data["note"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            form.add_error("emails", error.message)
        else:
            messages.success(request, _outcome_words(outcome))
            return see_other(reverse("cohort", args=[pk]))
    context = {
        "cohort": cohort,
        "program": cohort.program,
        "form": form,
        "breadcrumb": _breadcrumb(cohort, _("Invite")),
    }
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, "programs/invite.html", context, status=422 if form.errors else 200)


def _outcome_words(outcome: InvitedList) -> str:
    invited = len(outcome.invited)
    words = ngettext(
        "One invitation is on its way.", "%(count)s invitations are on their way.", invited
    ) % {"count": invited}
    already = len(outcome.already)
    if already:
        words += " " + ngettext(
            "One person was in already.", "%(count)s people were in already.", already
        ) % {"count": already}
    return words


@page(For.STAFF, "GET", "POST")
def members(request: HallRequest, pk: int) -> HttpResponse:
    """Members who are not in yet; POST enrolls those that were chosen, approved at once."""
    cohort = changeable_cohort(request, pk)
    wanted = request.POST if request.method == "POST" else request.GET
    side = wanted.get("side", Side.LEARNER)
    side = side if side in Side.values else Side.LEARNER
    status = 200
    if request.method == "POST":
        chosen = [int(value) for value in request.POST.getlist("person") if is_id(value)]
        if chosen:
            _enroll(request, cohort, side, chosen)
            return see_other(f"{reverse('cohort', args=[pk])}?side={side}")
        status = 422
    text = wanted.get("q", "")
    rows = members_outside(cohort, side, text=text)
    context = {
        "cohort": cohort,
        "program": cohort.program,
        "sides": side_choices(cohort.program),
        "side": side,
        "word": cohort.program.word(side),
        "words": cohort.program.word(side, plural=True),
        "text": text,
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "is_empty_choice": status == 422,
        "breadcrumb": _breadcrumb(cohort, _("Add members")),
    }
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, "programs/members.html", context, status=status)


@page(For.STAFF, "GET", "POST")
def proposals(request: HallRequest, pk: int) -> HttpResponse:
    """A partner's staff propose their own people; each is asked, and the program sees them."""
    cohort = visitable_cohort(request, pk)
    require(PROPOSE_PEOPLE, request.actor, cohort)
    wanted = request.POST if request.method == "POST" else request.GET
    side = wanted.get("side", Side.LEARNER)
    side = side if side in Side.values else Side.LEARNER
    rows = proposable(cohort, side, request.actor, text=wanted.get("q", ""))
    problem = ""
    if request.method == "POST":
        problem = _propose(request, cohort, side)
        if not problem:
            return see_other(f"{reverse('cohort', args=[pk])}?side={side}")
    context = {
        "cohort": cohort,
        "program": cohort.program,
        "sides": side_choices(cohort.program),
        "side": side,
        "words": cohort.program.word(side, plural=True),
        "text": wanted.get("q", ""),
        "reason": request.POST.get("reason", ""),
        "chosen": {int(value) for value in request.POST.getlist("person") if is_id(value)},
        "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
        "problem": problem,
        "breadcrumb": _breadcrumb(cohort, _("Propose your people")),
    }
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, "programs/proposals.html", context, status=422 if problem else 200)


def _propose(request: HallRequest, cohort: Cohort, side: str) -> str:
    """Propose those that were chosen; what is wrong in words, else nothing."""
    chosen = [int(value) for value in request.POST.getlist("person") if is_id(value)]
    rows = proposable(cohort, side, request.actor).filter(person_id__in=chosen)
    people = list({row.person_id: row.person for row in rows}.values())
    if not people:
        return _("Choose at least one person.")
    try:
        propose_people(
            cohort=cohort,
            side=side,
            people=people,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        return " ".join(error.problems.values()) or error.message
    except WrongState as error:
        return error.message
    words = ngettext(
        "Proposed. They are asked now, and the program sees them.",
        "%(count)s people are proposed. They are asked now, and the program sees them.",
        len(people),
    )
    messages.success(request, words % {"count": len(people)})
    return ""


def _enroll(request: HallRequest, cohort: Cohort, side: str, chosen: list[int]) -> None:
    rows = members_of(cohort.program).filter(person_id__in=chosen)
    people = {row.person_id: row.person for row in rows}
    entries = [Entry(person, side) for person in people.values()]
    enroll_many(cohort=cohort, entries=entries, by=request.actor, at=clock.now())
    words = ngettext("One person was added.", "%(count)s people were added.", len(entries))
    messages.success(request, words % {"count": len(entries)})


def _breadcrumb(cohort: Cohort, last: str) -> list[tuple[str, str | None]]:
    return [
        (_("Programs"), reverse("programs")),
        (cohort.program.name, reverse("program", args=[cohort.program_id])),
        (cohort.name, reverse("cohort", args=[cohort.pk])),
        (last, None),
    ]

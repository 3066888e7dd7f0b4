"""One program: where it stands, its cohorts, who runs it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.programs.access import CHANGE_PROGRAM, SEE_PROGRAM, VISIT_PROGRAM
from guildhall.programs.actions.programs import (
    archive_program,
    duplicate_program,
    restore_program,
)
from guildhall.programs.models import Program
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.lists import CohortRow, cohort_rows
from guildhall.programs.queries.words import time_asked
from guildhall.programs.template_files import load_rubric
from guildhall.web.programs.forms import CopyForm, RoleForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@dataclass(frozen=True)
class NextStep:
    """The one thing to do for this program."""

    title: str
    reason: str
    url: str
    action: str
    icon: str


@page(For.STAFF)
def program(request: HallRequest, pk: int) -> HttpResponse:
    """Everything about a program on one page."""
    return show_program(request, _program(request, pk))


@page(For.STAFF, "GET", "POST")
def copy(request: HallRequest, pk: int) -> HttpResponse:
    """Duplicate under another name."""
    row = changeable_program(request, pk)
    form = CopyForm(
        request.POST or None, initial={"name": _("%(name)s, copy") % {"name": row.name}}
    )
    if request.method == "POST" and form.is_valid():
        try:
            twin = duplicate_program(
                program=row, name=form.cleaned_data["name"], by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            form.add_error("name", error.problems.get("name", error.message))
        else:
            messages.success(request, _("The copy is ready. It has no people yet."))
            return see_other(reverse("program", args=[twin.pk]))
    context = {
        "program": row,
        "form": form,
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (row.name, reverse("program", args=[pk])),
            (_("Duplicate"), None),
        ],
    }
    return render(request, "programs/copy.html", context, status=422 if form.errors else 200)


@page(For.STAFF, "POST")
def archive(request: HallRequest, pk: int) -> HttpResponse:
    """Put away; it can come back."""
    row = changeable_program(request, pk)
    archive_program(program=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is in the archive.") % {"name": row.name})
    return see_other(reverse("program", args=[pk]))


@page(For.STAFF, "POST")
def restore(request: HallRequest, pk: int) -> HttpResponse:
    """Bring back."""
    row = changeable_program(request, pk)
    restore_program(program=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is running again.") % {"name": row.name})
    return see_other(reverse("program", args=[pk]))


def show_program(
    request: HallRequest, row: Program, *, role_form: RoleForm | None = None, status: int = 200
) -> HttpResponse:
    """The page, also after a role could not be given."""
    plan = read_plan(row.plan)
    cohorts = cohort_rows(request.actor, row, today=clock.today(request.person.time_zone))
    may_change = may(CHANGE_PROGRAM, request.actor, row)
    screened = [
        (row.word(side, plural=True), load_rubric(asked.rubric).name, asked.is_required)
        for side, asked in (("guide", plan.guide_screening), ("learner", plan.learner_screening))
        if asked
    ]
    context = {
        "program": row,
        "plan": plan,
        "cohorts": cohorts,
        "may_change": may_change,
        "sees_all": may(SEE_PROGRAM, request.actor, row),
        "time_asked": time_asked(row),
        "screened": screened,
        "partners": row.partners.all(),
        "roles": row.grants.filter(ended_at__isnull=True).select_related("person"),
        "role_form": role_form or RoleForm(),
        "next": next_step(row, cohorts) if may_change else None,
        "breadcrumb": [(_("Programs"), reverse("programs")), (row.name, None)],
    }
    return render(request, "programs/program.html", context, status=status)


def next_step(row: Program, cohorts: list[CohortRow]) -> NextStep | None:
    """What moves this program on: a cohort, people, decisions, a match."""
    running = [item for item in cohorts if item.cohort.archived_at is None]
    if row.archived_at is not None:
        return None
    if not running:
        return NextStep(
            _("Open the first cohort."),
            _("A cohort is one run of the program. People join it, and are matched within it."),
            reverse("cohort_new", args=[row.pk]),
            _("Open a cohort"),
            "calendar-plus",
        )
    for item in running:
        found = next_step_of_cohort(item)
        if found is not None:
            return found
    return None


def next_step_of_cohort(item: CohortRow) -> NextStep | None:
    """Decisions first, since people wait for them; then the match; then people."""
    pk, counts = item.cohort.pk, item.counts
    if counts.in_screening:
        title = ngettext(
            "One application waits in %(cohort)s.",
            "%(count)s applications wait in %(cohort)s.",
            counts.in_screening,
        )
        return NextStep(
            title % {"count": counts.in_screening, "cohort": item.cohort.name},
            _("Each of them hears from you by mail once you decide."),
            reverse("screening", args=[pk]),
            _("Open the queue"),
            "clipboard-check",
        )
    if counts.unmatched_learners and counts.guides:
        title = ngettext(
            "%(count)s person in %(cohort)s waits for a match.",
            "%(count)s people in %(cohort)s wait for a match.",
            counts.unmatched_learners,
        )
        return NextStep(
            title % {"count": counts.unmatched_learners, "cohort": item.cohort.name},
            _("The studio suggests pairs, says why, and lets you change them before anybody sees."),
            reverse("studio", args=[pk]),
            _("Open the studio"),
            "git-compare",
        )
    if not counts.guides or not counts.learners:
        return NextStep(
            _("Bring people into %(cohort)s.") % {"cohort": item.cohort.name},
            _("From a spreadsheet, by a link, or by invitation; all three can be mixed."),
            reverse("cohort", args=[pk]),
            _("Open %(cohort)s") % {"cohort": item.cohort.name},
            "user-plus",
        )
    return None


def _program(request: HallRequest, pk: int) -> Program:
    rows = Program.objects.select_related("organization", "framework")
    return get_visible_or_404(VISIT_PROGRAM, request.actor, pk, rows)


def changeable_program(request: HallRequest, pk: int) -> Program:
    """The program, for somebody who may change it; readers are refused, others find nothing."""
    row = _program(request, pk)
    require(CHANGE_PROGRAM, request.actor, row)
    return row

"""One cohort: how its people stand, and the ways in."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.programs.access import (
    CHANGE_COHORT,
    PROPOSE_PEOPLE,
    VISIT_COHORT,
    reads_whole,
    runs,
)
from guildhall.programs.actions.cohorts import archive_cohort, restore_cohort
from guildhall.programs.models import Cohort
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.cohort_people import CohortPeople
from guildhall.programs.queries.lists import CohortRow, Counts, cohort_counts
from guildhall.programs.queries.stages import stage_of
from guildhall.programs.queries.wishes import wish_counts
from guildhall.programs.states import EnrollmentState, Side
from guildhall.web.programs.cohort_lines import cohort_lines
from guildhall.web.programs.program import next_step_of_cohort
from guildhall.web.shared.request import For, HallRequest, page, see_other

ON_A_PAGE = 25
S = EnrollmentState


@dataclass(frozen=True)
class StateTab:
    """One state to narrow the list by."""

    key: str
    label: str
    count: int
    is_current: bool
    query: str


@page(For.STAFF)
def cohort(request: HallRequest, pk: int) -> HttpResponse:
    """Counts by state and side, the people with filters, and how more people come in."""
    row = visitable_cohort(request, pk)
    filters = {key: request.GET.get(key, "") for key in ("side", "state", "q")}
    counts = cohort_counts(request.actor, row)
    plan = read_plan(row.program.plan)
    stage = stage_of(row, plan, today=clock.today(request.person.time_zone))
    may_change = runs(request.actor, row.program)
    people = CohortPeople(
        request.actor, row, counts, filters["side"], filters["state"], filters["q"]
    )
    paged = people.page(request.GET.get("page"), size=ON_A_PAGE)
    context = {
        "cohort": row,
        "program": row.program,
        "plan": plan,
        "stage": stage,
        "counts": counts,
        "page": paged,
        "lines": cohort_lines(paged.rows, plan=plan),
        "filters": filters,
        "sides": [(side, row.program.word(side, plural=True).capitalize()) for side in Side.values],
        "tabs": _tabs(counts, filters),
        "may_change": may_change,
        # Whoever runs the program adds people at once.
        "may_propose": not may_change
        and row.archived_at is None
        and may(PROPOSE_PEOPLE, request.actor, row),
        "sees_all": reads_whole(request.actor, row.program),
        "wishes": wish_counts(row) if reads_whole(request.actor, row.program) else [],
        "links": row.join_links.filter(closed_at__isnull=True) if may_change else [],
        "next": next_step_of_cohort(CohortRow(row, stage, counts)) if may_change else None,
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (row.program.name, reverse("program", args=[row.program_id])),
            (row.name, None),
        ],
    }
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, "programs/cohort.html", context)


@page(For.STAFF, "POST")
def archive(request: HallRequest, pk: int) -> HttpResponse:
    """Put away; it can come back."""
    row = changeable_cohort(request, pk)
    archive_cohort(cohort=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is in the archive.") % {"name": row.name})
    return see_other(reverse("cohort", args=[pk]))


@page(For.STAFF, "POST")
def restore(request: HallRequest, pk: int) -> HttpResponse:
    """Bring back."""
    row = changeable_cohort(request, pk)
    restore_cohort(cohort=row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is open again.") % {"name": row.name})
    return see_other(reverse("cohort", args=[pk]))


def _tabs(counts: Counts, filters: dict[str, str]) -> list[StateTab]:
    side = filters["side"]

    def count(*states: str) -> int:
        return counts.of(side, *states) if side in Side.values else counts.both(*states)

    named = [("", _("Everybody"), count())]
    named += [
        (S.DRAFT, _("Not handed in"), count(S.DRAFT)),
        (S.SCREENING, _("Being read"), count(S.SCREENING)),
        (S.WAITING, _("Without a match"), count(S.APPROVED, S.WAITING)),
        (S.MATCHED, _("Matched"), count(S.MATCHED)),
        (S.DECLINED, _("Not taken"), count(S.DECLINED)),
        (S.WITHDRAWN, _("Withdrawn"), count(S.WITHDRAWN)),
        (S.FINISHED, _("Finished"), count(S.FINISHED)),
    ]
    return [
        StateTab(key, label, n, key == filters["state"], f"?state={key}&side={side}")
        for key, label, n in named
        if n or key in ("", filters["state"])
    ]


def visitable_cohort(request: HallRequest, pk: int) -> Cohort:
    """The cohort, for whoever may open its page."""
    rows = Cohort.objects.select_related("program").defer(
        "program__criteria", "program__eligibility"
    )
    return get_visible_or_404(VISIT_COHORT, request.actor, pk, rows)


def changeable_cohort(request: HallRequest, pk: int) -> Cohort:
    """The cohort, for somebody who may change it; readers are refused, others find nothing."""
    row = visitable_cohort(request, pk)
    require(CHANGE_COHORT, request.actor, row)
    return row

"""The screening queue of a cohort."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core import clock
from guildhall.permissions.access import get_visible_or_404
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.queries.screening import (
    MINE,
    Counts,
    Part,
    Queue,
    Waits,
    counts_of,
    next_of_mine,
    part_in,
    screening_queue,
)
from guildhall.programs.screening_access import SEE_SCREENING
from guildhall.programs.states import Side
from guildhall.web.screening.rows import QueueRow, queue_rows
from guildhall.web.screening.waiting import Wait, waited
from guildhall.web.shared.request import For, HallRequest, page

ON_A_PAGE = 25
OPEN = "open"
MINE_TAB = "mine"


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to look at the queue, with how many it holds."""

    key: str
    label: str
    count: int
    is_current: bool
    query: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the reader does first, and why."""

    label: str
    title: str
    reason: str
    url: str = ""
    action: str = ""


@page(For.STAFF)
def queue(request: HallRequest, pk: int) -> HttpResponse:
    """What waits, oldest first, with the reader's own next step on top."""
    request.section = "programs"  # type: ignore[attr-defined]
    rows = Cohort.objects.select_related("program")
    cohort = get_visible_or_404(SEE_SCREENING, request.actor, pk, rows)
    part = part_in(cohort, request.actor)
    whole = screening_queue(cohort, request.actor, part)
    counts = counts_of(whole)
    today = clock.today(request.person.time_zone)
    side = request.GET.get("side", "")
    show = _shown(request.GET.get("show", ""), counts)
    shown = _filtered(whole, show, side).select_related("person", "cohort__program", "screening")
    paged = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": cohort,
        "part": part,
        "counts": counts,
        "tabs": _tabs(counts, part, show, side),
        "show": show,
        "sides": _sides(cohort, side),
        "page": paged,
        "rows": _rows(list(paged), part, today=today),
        "next": _next_step(whole, counts, part, today=today),
        "breadcrumb": [
            (_("Programs"), reverse("programs")),
            (cohort.program.name, reverse("program", args=[cohort.program_id])),
            (cohort.name, reverse("cohort", args=[cohort.pk])),
            (_("Screening"), None),
        ],
    }
    return render(request, "screening/queue.html", context)


def _shown(wanted: str, counts: Counts) -> str:
    """The tab asked for; without a wish what waits for the reader, else everything open."""
    if wanted in (OPEN, MINE_TAB, *Waits.values):
        return wanted
    return MINE_TAB if counts.mine else OPEN


def _filtered(whole: Queue, show: str, side: str) -> Queue:
    rows = whole.filter(side=side) if side in Side.values else whole
    if show == Waits.DECIDED:
        return rows.filter(waits=show).order_by("-decided_at", "-pk")
    if show == OPEN:
        return rows.exclude(waits=Waits.DECIDED)
    return rows.filter(waits__in=MINE if show == MINE_TAB else [show])


def _tabs(counts: Counts, part: Part, show: str, side: str) -> list[Tab]:
    named = [(OPEN, _("All open"), counts.open)]
    if part.may_rate:
        named.insert(0, (MINE_TAB, _("For me"), counts.mine))
        named.append((Waits.TO_RATE, _("To rate"), counts.by.get(Waits.TO_RATE, 0)))
    if part.may_decide:
        named.append((Waits.TO_DECIDE, _("To decide"), counts.by.get(Waits.TO_DECIDE, 0)))
    if part.may_rate:
        others = counts.by.get(Waits.FOR_OTHERS, 0)
        named.append((Waits.FOR_OTHERS, _("Waiting for others"), others))
    named.append((Waits.DECIDED, _("Decided"), counts.by.get(Waits.DECIDED, 0)))
    more = f"&side={side}" if side in Side.values else ""
    return [
        Tab(key, label, count, key == show, f"?show={key}{more}") for key, label, count in named
    ]


def _sides(cohort: Cohort, side: str) -> list[dict[str, Any]]:
    both = [("", _("Both sides"))]
    both += [(key, cohort.program.word(key, plural=True).capitalize()) for key in Side.values]
    return [{"key": key, "label": label, "is_current": key == side} for key, label in both]


def _rows(page_rows: list[Enrollment], part: Part, *, today: date) -> list[QueueRow]:
    if part.may_decide:
        prefetch_related_objects(
            page_rows, "screening__ratings", "screening__gates", "screening__checks"
        )
    return queue_rows(page_rows, part, today=today)


def _next_step(whole: Queue, counts: Counts, part: Part, *, today: date) -> NextStep:
    if not part.may_rate:
        return NextStep(
            _("Read-only"),
            _("Nothing here waits for you."),
            _("You see what waits. Answers and ratings are for those who rate and decide."),
        )
    first = next_of_mine(whole)
    if first is None:
        return _nothing_due(counts)
    wait = waited(first.waiting_from, today=today)
    to_rate = first.waits == Waits.TO_RATE
    title = _("Rate %(name)s") if to_rate else _("Decide on %(name)s")
    return NextStep(
        label=_("Next step · %(left)s") % {"left": wait.left_words},
        title=title % {"name": first.person.name},
        reason=_next_reason(counts, wait),
        url=reverse("screening_application", args=[first.pk]),
        action=_("Go on with the draft")
        if first.has_draft and to_rate
        else _("Open the application"),
    )


def _next_reason(counts: Counts, wait: Wait) -> str:
    why = (
        _("This application has waited %(waited)s.")
        if counts.mine == 1
        else _("The oldest of yours has waited %(waited)s.")
    )
    waited = (
        wait.words
        if wait.left < 0
        else _("%(days)s of the %(all)s days that you promise")
        % {"days": wait.days, "all": wait.promised}
    )
    others = counts.mine - 1
    after = ngettext("One more waits after it.", "%(n)s more wait after it.", others) % {
        "n": others
    }
    return (why % {"waited": waited}) + (f" {after}" if others else "")


def _nothing_due(counts: Counts) -> NextStep:
    if not counts.open:
        reason = _("New applications appear here as soon as they are handed in.")
        return NextStep(_("Nothing is due"), _("No application waits."), reason)
    words = ngettext(
        "One application waits for others: a rating, a step or a decision.",
        "%(n)s applications wait for others: a rating, a step or a decision.",
        counts.open,
    )
    return NextStep(_("Nothing is due"), _("You have done your part."), words % {"n": counts.open})

"""The studio's page: one draft, its rules, its pairs, one pair, and the other drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.core import clock
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.apart import broken_pins
from guildhall.matching.queries.difference import (
    Changed,
    Difference,
    difference,
    difference_since_last_solve,
)
from guildhall.matching.queries.proposals import ProposalRow, proposal_rows, proposals
from guildhall.matching.queries.rounds import proof_of, rounds_of, solve_job
from guildhall.matching.queries.staleness import staleness
from guildhall.matching.reading import COORDINATORS, Circle, circle_of
from guildhall.matching.states import RoundState
from guildhall.permissions.access import get_visible_or_404, may
from guildhall.programs.access import CHANGE_COHORT, SEE_COHORT
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.studio.address import Address, read_address
from guildhall.web.studio.drafts import chosen_draft, compared_draft, counts_of, draft_table
from guildhall.web.studio.fair_groups import fair_groups
from guildhall.web.studio.pair_panel import PairPanel, pair_panel
from guildhall.web.studio.publishing_words import publish_bar
from guildhall.web.studio.rules_panel import rules_panel
from guildhall.web.studio.undo import last_change
from guildhall.web.studio.without_pair import without_pair

A_PAGE = 8
OF_EACH_KIND = 2
FILTERS: Mapping[str, str | Promise] = {
    "": gettext_lazy("All"),
    "weakest": gettext_lazy("Weak"),
    "pinned": gettext_lazy("Pinned"),
    "breaks_rule": gettext_lazy("Against a rule"),
}


@dataclass(frozen=True)
class PairLine:
    """One line of the list, with the address that opens it."""

    row: ProposalRow
    url: str
    is_current: bool


@page(For.STAFF)
def studio(request: HallRequest, pk: int) -> HttpResponse:
    """The whole page; htmx asks for the list or the pair alone."""
    cohort = get_visible_or_404(SEE_COHORT, request.actor, pk, with_program())
    return show_studio(request, cohort)


def with_program() -> Any:
    """Cohorts with what every page of the studio reads of them."""
    return Cohort.objects.select_related("program__organization")


def words_of(cohort: Cohort) -> dict[str, str]:
    """The program's own words for both sides."""
    word = cohort.program.word
    return {
        "guide": word(Side.GUIDE),
        "guides": word(Side.GUIDE, plural=True),
        "learner": word(Side.LEARNER),
        "learners": word(Side.LEARNER, plural=True),
    }


def show_studio(
    request: HallRequest,
    cohort: Cohort,
    *,
    draft: MatchRound | None = None,
    posted: QueryDict | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Render the studio; with `posted` as a refused form was filled in (422)."""
    request.section = "programs"  # type: ignore[attr-defined]
    address = read_address(cohort.pk, request.GET)
    drafts = list(rounds_of(cohort, actor=request.actor).select_related("publication"))
    draft = draft or chosen_draft(drafts, address.draft)
    if draft is None:
        return render(request, "studio/start.html", _start(request, cohort))
    address = Address(**{**_fields(address), "draft": draft.letter})
    context: dict[str, Any] = {
        "cohort": cohort,
        "draft": draft,
        "address": address,
        "words": words_of(cohort),
        "circle": circle_of(request.actor, draft),
    }
    target = request.htmx.target if request.htmx else None
    context |= _pairs(draft, address, context["circle"])
    if target == "pairs":
        return render(request, "studio/_pairs.html", context)
    context["may_start"] = may(CHANGE_COHORT, request.actor, cohort)
    context["may_change"] = draft.is_open and context["may_start"]
    context["panel"] = _panel(draft, context)
    if target == "pair":
        return render(request, "studio/_pair.html", context)
    context |= _head(request, cohort, drafts, draft, context)
    context |= _result(draft, context)
    context["rules"] = rules_panel(
        draft,
        against=context["against"],
        words=context["words"],
        circle=context["circle"],
        posted=posted,
        problems=problems,
    )
    status = 422 if problems else 200
    return render(request, "studio/studio.html", context, status=status)


def _fields(address: Address) -> dict[str, Any]:
    return {name: getattr(address, name) for name in Address.__dataclass_fields__}


def _people(cohort: Cohort) -> dict[str, int]:
    """How many take part, in one query."""
    rows = Enrollment.objects.filter(cohort=cohort, state__in=MATCHABLE)
    found = rows.aggregate(
        guides=Count("pk", filter=Q(side=Side.GUIDE)),
        learners=Count("pk", filter=Q(side=Side.LEARNER)),
        places=Sum("places", filter=Q(side=Side.GUIDE)),
    )
    return {name: count or 0 for name, count in found.items()}


def _start(request: HallRequest, cohort: Cohort) -> dict[str, Any]:
    people, words = _people(cohort), words_of(cohort)
    return {
        "cohort": cohort,
        "people": people,
        "words": words,
        "missing": words["learners"] if people["guides"] else words["guides"],
        "may_change": may(CHANGE_COHORT, request.actor, cohort),
        "breadcrumb": breadcrumb(cohort),
    }


def breadcrumb(cohort: Cohort, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Programs / program / cohort / Matching studio, and what comes below it."""
    trail: list[tuple[str, str | None]] = [
        (_("Programs"), reverse("programs")),
        (cohort.program.name, reverse("program", args=[cohort.program_id])),
        (cohort.name, reverse("cohort", args=[cohort.pk])),
    ]
    own = reverse("studio", args=[cohort.pk]) if more else None
    return [*trail, (_("Matching studio"), own), *more]


def _pairs(draft: MatchRound, address: Address, circle: Circle) -> dict[str, Any]:
    """The list of pairs, searched and filtered; three queries."""
    only = address.only if address.only in FILTERS else ""
    rows = proposals(draft, search=address.q, only=only or "all")
    shown = Paginator(rows, A_PAGE).get_page(address.page)
    lines = []
    for row in proposal_rows(shown.object_list, round=draft, circle=circle):
        key = f"{row.learner_id}-{row.guide_id}"
        lines.append(PairLine(row, address.to(pair=key, why="", ask=""), key == address.pair))
    earlier = address.to(page=shown.number - 1) if shown.has_previous() else ""
    further = address.to(page=shown.number + 1) if shown.has_next() else ""
    return {
        "pairs": shown,
        "lines": lines,
        "earlier_url": earlier,
        "further_url": further,
        "filters": [
            (str(label), address.to(only=key, page=""), key == only)
            for key, label in FILTERS.items()
        ],
    }


def _panel(draft: MatchRound, context: Mapping[str, Any]) -> PairPanel | None:
    address: Address = context["address"]
    if not address.pair and context["lines"]:
        first: ProposalRow = context["lines"][0].row
        address = Address(**{**_fields(address), "pair": f"{first.learner_id}-{first.guide_id}"})
    return pair_panel(draft, address, context["words"], circle=context["circle"])


def _head(
    request: HallRequest,
    cohort: Cohort,
    drafts: list[MatchRound],
    draft: MatchRound,
    context: Mapping[str, Any],
) -> dict[str, Any]:
    """Heading, next step, the table of drafts and the bar below."""
    against = compared_draft(drafts, draft, context["address"].against)
    stale = staleness(draft, at=clock.now()) if draft.is_open else None
    is_solving = draft.state == RoundState.SOLVING
    return {
        "breadcrumb": breadcrumb(cohort),
        "people": _people(cohort),
        "drafts": drafts,
        "against": against,
        "others": [
            (one, context["address"].to(against=one.letter)) for one in drafts if one != draft
        ],
        "table": draft_table(drafts, draft),
        "stale": stale,
        "is_solving": is_solving,
        # who must not be paired is for those who can mend it
        "broken_pins": broken_pins(draft) if context["may_change"] else (),
        "trouble": _trouble(draft, context["circle"]),
        "job": solve_job(draft) if is_solving else None,
        "bar": publish_bar(draft, stale),
        "can_undo": context["may_change"] and last_change(request.session, draft) is not None,
    }


def _trouble(draft: MatchRound, circle: Circle) -> str:
    """Why a draft could not be solved; the words name rules, so they are for coordinators."""
    if draft.state != RoundState.FAILED or circle == COORDINATORS:
        return draft.error
    return _("Its rules cannot be used as they are. A coordinator reads why.")


def _result(draft: MatchRound, context: Mapping[str, Any]) -> dict[str, Any]:
    """What came out of a solved draft, and how it differs from the compared one."""
    if not draft.solved_revision:
        return {"counts": [], "fair": None, "without": None, "changes": None}
    against = context["against"]
    changes = difference(against, draft) if against else difference_since_last_solve(draft)
    return {
        "counts": counts_of(draft, against),
        "proof": proof_of(draft),
        "fair": fair_groups(draft, context["address"].by, circle=context["circle"]),
        "without": without_pair(draft, context["words"], circle=context["circle"]),
        "changes": changes,
        "changes_shown": _some_of_each(changes) if changes else (),
    }


def _some_of_each(changes: Difference) -> list[Changed]:
    """The first rows of each kind: what is new, what is lost, who gets somebody else."""
    shown: list[Changed] = []
    for kind in ("new", "removed", "changed"):
        shown += [row for row in changes.rows if row.kind == kind][:OF_EACH_KIND]
    return shown

"""Publishing: what will happen, the one moment when it does, and what happened."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import WrongState
from guildhall.flows.actions.publishing import publish_round
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.models import MatchRound, Proposal, Publication
from guildhall.matching.queries.staleness import Staleness, staleness
from guildhall.permissions.access import may, require
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.studio.page import breadcrumb, words_of
from guildhall.web.studio.publishing_words import publish_bar
from guildhall.web.studio.rounds import studio_url, visible_round

A_PAGE = 50


@page(For.STAFF, "GET", "POST")
def publication(request: HallRequest, pk: int) -> HttpResponse:
    """Ask first, publish once, then show who got what."""
    draft = visible_round(request, pk)
    if request.method == "POST":
        return _publish(request, draft)
    published = Publication.objects.filter(round=draft).select_related("published_by").first()
    if published is not None:
        return _published(request, draft, published)
    return _confirm(request, draft)


def _publish(request: HallRequest, draft: MatchRound) -> HttpResponse:
    """A draft that went stale is refused with names; a second press changes nothing."""
    require(CHANGE_ROUND, request.actor, draft)
    if not request.POST.get("is_sure"):
        return _confirm(request, draft, problem=_("Tick the box first: this cannot be undone."))
    try:
        publish_round(
            round=draft,
            by=request.actor,
            at=clock.now(),
            tells_waiting=bool(request.POST.get("tells_waiting")),
        )
    except WrongState as error:
        if Publication.objects.filter(round=draft).exists():
            messages.info(request, _("It was published already. Nobody was told twice."))
            return see_other(request.path)
        return _confirm(request, draft, problem=error.message, status=409)
    return see_other(request.path)


def _confirm(
    request: HallRequest, draft: MatchRound, *, problem: str = "", status: int = 0
) -> HttpResponse:
    stale = staleness(draft, at=clock.now()) if draft.is_open else None
    bar = publish_bar(draft, stale)
    may_publish = may(CHANGE_ROUND, request.actor, draft) and draft.is_open
    context = {
        **_context(request, draft),
        "bar": bar,
        "terms": Terms.of_cohort(draft.cohort),
        "stale": stale,
        "stale_names": _names(stale, is_told=may_publish),
        "problem": problem,
        "may_publish": may_publish,
    }
    default = 422 if problem else 200
    return render(request, "studio/publication.html", context, status=status or default)


def _names(stale: Staleness | None, *, is_told: bool) -> list[tuple[str, list[str]]]:
    """Who came, left or filled up, in words; who must not be paired only to those who publish."""
    if stale is None:
        return []
    groups = [
        (_("Left since it was solved"), [row.person.name for row in stale.left]),
        (_("Have fewer places than were counted"), [row.person.name for row in stale.fewer_places]),
        (_("Must not be paired any more"), [_both(row) for row in stale.apart if is_told]),
        (_("Came since, and are in no pair yet"), [row.person.name for row in stale.joined]),
    ]
    return [(words, names) for words, names in groups if names]


def _both(row: Proposal) -> str:
    names = {"learner": row.learner.person.name, "guide": row.guide.person.name}
    return _("%(learner)s and %(guide)s") % names


def _published(request: HallRequest, draft: MatchRound, row: Publication) -> HttpResponse:
    rows = Proposal.objects.filter(round=draft).select_related("guide__person", "learner__person")
    ordered = rows.order_by("learner__person__family_name", "learner__person__given_name", "pk")
    shown = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_context(request, draft),
        "publication": row,
        "page": shown,
        "pairs": _pair_lines(draft, list(shown.object_list)),
        "terms": Terms.of_cohort(draft.cohort),
        "waiting": draft.unmatched.filter(has_some=False).count(),
        "about": f"cohort:{draft.cohort_id}",
    }
    return render(request, "studio/published.html", context)


def _states(draft: MatchRound, learners: list[int]) -> dict[tuple[int, int], Relationship]:
    """The relationship of each pair of enrollments; two queries."""
    rows = Relationship.objects.filter(
        cohort_id=draft.cohort_id, parties__enrollment_id__in=learners
    )
    found: dict[tuple[int, int], Relationship] = {}
    for row in rows.prefetch_related("parties").order_by("pk").distinct():
        by_side: dict[str, list[int]] = {"guide": [], "learner": []}
        for party in row.parties.all():
            if party.enrollment_id is not None:
                by_side[party.side].append(party.enrollment_id)
        for guide in by_side["guide"]:
            found |= {(guide, learner): row for learner in by_side["learner"]}
    return found


def _pair_lines(
    draft: MatchRound, proposals: list[Proposal]
) -> list[tuple[Proposal, Relationship | None]]:
    states = _states(draft, [one.learner_id for one in proposals])
    return [(one, states.get((one.guide_id, one.learner_id))) for one in proposals]


def _context(request: HallRequest, draft: MatchRound) -> dict[str, Any]:
    request.section = "programs"  # type: ignore[attr-defined]
    return {
        "draft": draft,
        "cohort": draft.cohort,
        "words": words_of(draft.cohort),
        "studio_url": studio_url(draft),
        "messages_url": reverse("round_messages", args=[draft.pk]),
        "breadcrumb": breadcrumb(
            draft.cohort, (_("Publication of draft %(letter)s") % {"letter": draft.letter}, None)
        ),
    }

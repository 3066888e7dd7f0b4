"""Whole lists behind the studio's short ones: everything that changes, everybody without a pair."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from guildhall.matching.queries.difference import difference, difference_since_last_solve
from guildhall.matching.queries.rounds import rounds_of
from guildhall.matching.queries.unmatched import unmatched_groups, unmatched_page, unmatched_rows
from guildhall.matching.reading import circle_of
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.studio.drafts import compared_draft
from guildhall.web.studio.page import breadcrumb, words_of
from guildhall.web.studio.rounds import studio_url, visible_round

A_PAGE = 50


@page(For.STAFF)
def round_changes(request: HallRequest, pk: int) -> HttpResponse:
    """Everything that a draft changes against another."""
    draft = visible_round(request, pk)
    request.section = "programs"  # type: ignore[attr-defined]
    drafts = list(rounds_of(draft.cohort, actor=request.actor))
    against = compared_draft(drafts, draft, request.GET.get("against", ""))
    found = difference(against, draft) if against else difference_since_last_solve(draft)
    rows = found.rows if found else ()
    context = {
        "draft": draft,
        "against": against,
        "others": [one for one in drafts if one.pk != draft.pk and one.figures],
        "changes": found,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "words": words_of(draft.cohort),
        "studio_url": studio_url(draft, against=against.letter if against else ""),
        "breadcrumb": breadcrumb(draft.cohort, (_("What changes"), None)),
    }
    return render(request, "studio/changes.html", context)


@page(For.STAFF)
def round_unmatched(request: HallRequest, pk: int) -> HttpResponse:
    """Everybody who has fewer than wanted, with the whole reason."""
    draft = visible_round(request, pk)
    request.section = "programs"  # type: ignore[attr-defined]
    groups = unmatched_groups(draft)
    wanted = request.GET.get("why", "")
    code = wanted if wanted in {group.code for group in groups} else ""
    shown = Paginator(unmatched_rows(draft, code=code), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "draft": draft,
        "groups": groups,
        "code": code,
        "page": shown,
        "rows": unmatched_page(
            list(shown.object_list), round=draft, circle=circle_of(request.actor, draft)
        ),
        "words": words_of(draft.cohort),
        "studio_url": studio_url(draft),
        "breadcrumb": breadcrumb(draft.cohort, (_("Without a match"), None)),
    }
    return render(request, "studio/unmatched.html", context)

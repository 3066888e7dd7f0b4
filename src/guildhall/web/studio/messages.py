"""Every message of a publication before it goes, and their wording for this cohort."""

from typing import Any

from django.contrib import messages as toasts
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.models import Organization
from guildhall.flows.queries.publishing import preview_messages, rendered
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.models import MatchRound
from guildhall.matching.states import RoundState
from guildhall.notify.access import CHANGE_TEXTS
from guildhall.notify.actions.texts import change_text, restore_default
from guildhall.notify.kinds import Kind, kind_of
from guildhall.notify.models import MessageText
from guildhall.notify.queries.texts import default_wording, own_texts, wording_of
from guildhall.notify.wording import FIELDS, Wording
from guildhall.permissions.access import may, require
from guildhall.programs.messages import WAITING_FOR_MATCH
from guildhall.relationships.kinds import MATCH_OFFERED, MATCH_PUBLISHED
from guildhall.relationships.plans import Terms
from guildhall.web.outbox.forms import WordingForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.studio.page import breadcrumb, words_of
from guildhall.web.studio.rounds import studio_url, visible_round

A_PAGE = 10


@page(For.STAFF, "GET", "POST")
def round_messages(request: HallRequest, pk: int) -> HttpResponse:
    """GET reads them page by page; POST words one kind anew, for this cohort only.

    The words are for those who may publish them; read-only staff see in the outbox what went out.
    """
    draft = visible_round(request, pk)
    require(CHANGE_ROUND, request.actor, draft)
    kind = _kind(draft, request.GET.get("text", ""))
    form = None
    if request.method == "POST":
        form = _reword(request, draft, kind)
        if form is None:
            toasts.success(request, _("Saved. These messages use it now."))
            return see_other(f"{request.path}?text={kind.key}")
    wording = _in_force(draft, kind)
    form = form or WordingForm(initial={name: getattr(wording, name) for name in FIELDS})
    context = {**_preview(request, draft), **_editor(request, draft, kind), "form": form}
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, "studio/messages.html", context, status=422 if form.errors else 200)


@page(For.STAFF, "POST")
def round_wording_default(request: HallRequest, pk: int) -> HttpResponse:
    """Give up this cohort's own wording of a kind."""
    draft = visible_round(request, pk)
    kind = _kind(draft, request.POST.get("text", ""))
    restore_default(
        organization=draft.cohort.program.organization,
        kind=kind.key,
        scope=_scope(draft),
        by=request.actor,
        at=clock.now(),
    )
    toasts.success(request, _("The usual wording is back."))
    return see_other(f"{reverse('round_messages', args=[pk])}?text={kind.key}")


def kinds_of(draft: MatchRound) -> list[Kind]:
    """The kinds of message that publishing this draft sends."""
    match = MATCH_PUBLISHED if Terms.of_cohort(draft.cohort).opens_at_once else MATCH_OFFERED
    return [match, kind_of(WAITING_FOR_MATCH)]


def _kind(draft: MatchRound, key: str) -> Kind:
    kinds = kinds_of(draft)
    found = [kind for kind in kinds if kind.key == key]
    if key and not found:
        raise NotVisible
    return found[0] if found else kinds[0]


def _scope(draft: MatchRound) -> str:
    return f"cohort:{draft.cohort_id}"


def _organization(draft: MatchRound) -> Organization:
    return draft.cohort.program.organization


def _own(draft: MatchRound, kind: Kind) -> dict[str, MessageText]:
    scopes = (_scope(draft), "")
    return {
        text.scope: text
        for text in own_texts(_organization(draft), kind.key)
        if text.scope in scopes
    }


def _in_force(draft: MatchRound, kind: Kind) -> Wording:
    own = _own(draft, kind)
    found = own.get(_scope(draft)) or own.get("")
    return wording_of(found) if found else default_wording(kind)


def _reword(request: HallRequest, draft: MatchRound, kind: Kind) -> WordingForm | None:
    """None where it was kept; else the form with what to mend."""
    form = WordingForm(request.POST)
    if not form.is_valid():
        return form
    try:
        change_text(
            organization=_organization(draft),
            kind=kind.key,
            wording=form.wording,
            scope=_scope(draft),
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        refuse(form, error)
        return form
    return None


def _preview(request: HallRequest, draft: MatchRound) -> dict[str, Any]:
    """One page of the messages, only these rendered."""
    search = request.GET.get("q", "").strip()
    outgoing = (
        [] if draft.state == RoundState.PUBLISHED else preview_messages(draft, at=clock.now())
    )
    without_address = sum(1 for one in outgoing if not (one.to.email or one.to.account_id))
    found = [one for one in outgoing if search.casefold() in one.to.name.casefold()]
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return {
        "draft": draft,
        "cohort": draft.cohort,
        "words": words_of(draft.cohort),
        "page": shown,
        "letters": rendered(list(shown.object_list)),
        "total": len(outgoing),
        "without_address": without_address,
        "search": search,
        "studio_url": studio_url(draft),
        "breadcrumb": breadcrumb(
            draft.cohort, (_("Messages of draft %(letter)s") % {"letter": draft.letter}, None)
        ),
    }


def _editor(request: HallRequest, draft: MatchRound, kind: Kind) -> dict[str, Any]:
    organization = _organization(draft)
    return {
        "kind": kind,
        "kinds": [(one, f"?text={one.key}", one.key == kind.key) for one in kinds_of(draft)],
        "placeholders": [(f"{{{{{name}}}}}", sample) for name, sample in kind.samples.items()],
        "has_own": _scope(draft) in _own(draft, kind),
        "may_reword": draft.is_open
        and may(CHANGE_TEXTS, request.actor, organization)
        and may(CHANGE_ROUND, request.actor, draft),
    }

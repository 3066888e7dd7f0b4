"""The final decision of a pair: what it came to, and making it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.concerns.access import (
    ANSWER_APPEAL,
    APPEAL_DECISION,
    DECIDE_PAIR,
    SEE_DECISIONS,
)
from guildhall.concerns.actions.deciding import DecisionDraft, decide
from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.models import Appeal, Decision
from guildhall.concerns.queries.decisions import decisions_of, options, standing_decision
from guildhall.concerns.queries.lists import concerns_of
from guildhall.concerns.states import OPEN
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import may, require, visible_to
from guildhall.programs.plan import semantics_of
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.queries.page import relationship_page
from guildhall.relationships.states import BEGUN
from guildhall.web.concerns.forms import DecisionForm
from guildhall.web.relationships.loading import breadcrumb, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def relationship_decision(request: HallRequest, pk: int) -> HttpResponse:
    """All that was decided with its appeals, and for those who coordinate a form to decide."""
    row = _load(request, pk)
    if request.method == "POST":
        require(DECIDE_PAIR, request.actor, row)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = DecisionDraft(**form.cleaned_data)
        try:
            decide(relationship=row, draft=draft, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is decided. The pair are told, and read it here."))
            return see_other(reverse("relationship_decision", args=[pk]))
    context = _context(request, row)
    context["form"] = form
    status = 422 if form.errors else 200
    return render(request, "concerns/decision.html", context, status=status)


def _context(request: HallRequest, row: Relationship) -> dict[str, object]:
    actor, at = request.actor, clock.now()
    found = relationship_page(row, actor=actor, at=at)
    can_decide = row.state in BEGUN and standing_decision(row) is None
    can_decide = can_decide and may(DECIDE_PAIR, actor, row)
    concerns = concerns_of(row, actor=actor)
    appealable = visible_to(APPEAL_DECISION, actor, Decision.objects.filter(relationship=row))
    open_ones = Appeal.objects.filter(decision__relationship=row, answered_at__isnull=True)
    return {
        "found": found,
        "learner": next((one for one in found.members if one.side == "learner"), None),
        "decisions": decisions_of(row, actor=actor),
        "options": options(row, at=at) if can_decide else [],
        "semantics": semantics_of(plan_of(row)),
        "days": clocks_of(row).notice_days,
        "concerns": concerns,
        "open_concerns": [one for one in concerns if one.state in OPEN],
        "can_appeal": set(appealable.values_list("pk", flat=True)),
        "can_answer": set(visible_to(ANSWER_APPEAL, actor, open_ones).values_list("pk", flat=True)),
        "breadcrumb": breadcrumb(found, (_("Final decision"), None)),
    }


def _load(request: HallRequest, pk: int) -> Relationship:
    """A pair that assesses. The learner's manager reads what it came to, and not the pair's page;
    read-only staff see the pair, and are refused in words."""
    rows = Relationship.objects.select_related("program", "cohort", "organization")
    row = visible_to(SEE_DECISIONS, request.actor, rows).filter(pk=pk).first()
    if row is None:
        row = load(request, pk)
        require(SEE_DECISIONS, request.actor, row)
    if row.program is None or not row.program.is_evaluative:
        raise NotVisible
    return row

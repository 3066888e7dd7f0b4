"""Looking back each alone, and choosing together how to go on."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.mentoring.actions.endings import Review, choose_onward, write_review
from guildhall.mentoring.ending_states import Onward
from guildhall.mentoring.queries.endings import EndingShown, ending_of, reached_goals, was_left
from guildhall.mentoring.queries.overdue import answers_until
from guildhall.permissions.access import require
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.page import RelationshipPage, relationship_page
from guildhall.relationships.states import BEGUN
from guildhall.web.endings.forms import OnwardForm, ReviewForm
from guildhall.web.relationships.loading import breadcrumb, heading, load
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

USUAL_EXTENSION = timedelta(days=91)


@page(For.SIGNED_IN, "GET", "POST")
def ending(request: HallRequest, pk: int) -> HttpResponse:
    """Both forms, the goals that were reached, and thanks once they are handed over."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    shown = _shown(request, row)
    initial = {}
    if shown.own is not None:
        own = shown.own
        initial = {"reached": own.reached, "learned": own.learned, "thanks": own.thanks}
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            review = Review(**form.cleaned_data)
            write_review(relationship=row, review=review, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Kept. Your thanks are handed over once both have written.")
            )
            return see_other(reverse("relationship_ending", args=[pk]))
    return _page(request, row, shown, review_form=form)


@page(For.SIGNED_IN, "POST")
def ending_choice(request: HallRequest, pk: int) -> HttpResponse:
    """Say how to go on; with everybody's same wish it happens."""
    row = load(request, pk)
    require(ACT_IN_RELATIONSHIP, request.actor, row)
    form = _onward_form(row, request.POST)
    if form.is_valid():
        try:
            settled = choose_onward(
                relationship=row,
                choice=form.cleaned_data["choice"],
                until=form.cleaned_data.get("until"),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _said(settled.outcome))
            leads_on = settled.outcome == Onward.CLOSE
            return see_other(
                reverse("relationship_next" if leads_on else "relationship", args=[pk])
            )
    return _page(request, row, _shown(request, row), onward_form=form)


def _said(outcome: str) -> str:
    return {
        Onward.CLOSE.value: _("You have closed it together. Thank you both."),
        Onward.EXTEND.value: _("You go on. The later day stands on your page."),
        Onward.INFORMAL.value: _("You go on informally. All that you wrote is still here."),
    }.get(outcome, _("Suggested. It happens once you would both like the same."))


def _shown(request: HallRequest, row: Relationship) -> EndingShown:
    parties = row.parties.filter(left_at__isnull=True).count()
    return ending_of(row, actor=request.actor, parties=parties)


def _onward_form(row: Relationship, data: object = None) -> OnwardForm:
    has_day = row.ends_on is not None
    initial = {"until": row.ends_on + USUAL_EXTENSION} if row.ends_on else {}
    return OnwardForm(
        data, initial=initial, has_program=row.program_id is not None, has_day=has_day
    )


def _page(
    request: HallRequest,
    row: Relationship,
    shown: EndingShown,
    *,
    review_form: ReviewForm | None = None,
    onward_form: OnwardForm | None = None,
) -> HttpResponse:
    found: RelationshipPage = relationship_page(row, actor=request.actor, at=clock.now())
    is_open = row.state in BEGUN
    forms = [review_form, onward_form]
    context = {
        "found": found,
        "shown": shown,
        "review_form": review_form or ReviewForm(),
        "onward_form": onward_form or _onward_form(row),
        "goals": reached_goals(row, actor=request.actor),
        "can_choose": is_open,
        "closes_after": answers_until(shown.ending) if shown.ending and is_open else None,
        "can_write": (is_open or not was_left(row))
        and not (shown.own is not None and shown.is_handed_over),
        "heading": heading(found),
        "breadcrumb": breadcrumb(found, (_("A good ending"), None)),
    }
    refused = any(form is not None and form.errors for form in forms)
    return render(request, "endings/ending.html", context, status=422 if refused else 200)

"""What waits for one's signature, and one sign-off with all that became of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.actions.contesting import (
    contest_sign_off,
    settle_sign_off,
    withdraw_sign_off,
)
from guildhall.assessment.actions.reviewing import look_at_flag
from guildhall.assessment.models import SignOff
from guildhall.assessment.queries.gate import today_in
from guildhall.assessment.queries.requests import requests_waiting_for
from guildhall.assessment.queries.sign_offs import (
    contested_for,
    detailed_sign_offs,
    flags_for,
    flags_of,
    versions_of,
)
from guildhall.assessment.sign_off_access import (
    CONTEST_SIGN_OFF,
    READ_SIGN_OFF,
    REVIEW_FLAG,
    SETTLE_SIGN_OFF,
    WITHDRAW_SIGN_OFF,
)
from guildhall.assessment.states import SIGN_OFF_TRANSITIONS, SignOffState
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.signing.crumbs import passport_crumbs, sign_off_crumbs
from guildhall.web.signing.forms import ReasonForm

ON_A_PAGE = 30


@page(For.SIGNED_IN)
def sign_offs(request: HallRequest) -> HttpResponse:
    """What the reader was asked to sign, what they could settle, and what they signed lately."""
    own = detailed_sign_offs().filter(signer=request.person)
    context = {
        "waiting": requests_waiting_for(request.person.pk, at=clock.now()),
        "contested": contested_for(request.actor),
        "page": Paginator(own, ON_A_PAGE).get_page(request.GET.get("page")),
        "breadcrumb": sign_off_crumbs(),
    }
    return render(request, "signing/sign_offs.html", context)


@page(For.SIGNED_IN)
def sign_off(request: HallRequest, pk: int) -> HttpResponse:
    """One sign-off, every version before and after it, and what the reader may do."""
    return _show(request, _load(request, pk), ReasonForm())


@page(For.SIGNED_IN, "POST")
def sign_off_contest(request: HallRequest, pk: int) -> HttpResponse:
    """The learner says that it is wrong."""
    row = _load(request, pk)
    require(CONTEST_SIGN_OFF, request.actor, row)
    form = ReasonForm(request.POST)
    if form.is_valid():
        contest_sign_off(row=row, why=form.cleaned_data["why"], by=request.actor, at=clock.now())
        messages.success(request, _("Contested. A coordinator or another assessor settles it."))
        return see_other(reverse("sign_off", args=[pk]))
    return _show(request, row, form)


@page(For.SIGNED_IN, "POST")
def sign_off_withdrawal(request: HallRequest, pk: int) -> HttpResponse:
    """The signer or a coordinator takes it back."""
    row = _load(request, pk)
    require(WITHDRAW_SIGN_OFF, request.actor, row)
    form = ReasonForm(request.POST)
    if form.is_valid():
        withdraw_sign_off(row=row, why=form.cleaned_data["why"], by=request.actor, at=clock.now())
        messages.success(request, _("Taken back. It allows nothing any more."))
        return see_other(reverse("sign_off", args=[pk]))
    return _show(request, row, form)


@page(For.SIGNED_IN, "POST")
def sign_off_settlement(request: HallRequest, pk: int) -> HttpResponse:
    """Uphold what was contested, or take it back; `answer` says which."""
    row = _load(request, pk)
    form = ReasonForm(request.POST)
    is_upheld = request.POST.get("answer") == "uphold"
    if form.is_valid():
        try:
            settle_sign_off(
                row=row,
                is_upheld=is_upheld,
                why=form.cleaned_data["why"],
                by=request.actor,
                at=clock.now(),
            )
            messages.success(request, _("Settled. The learner and whoever signed are told."))
            # An assessor who is neither reads it no longer.
            is_read = may(READ_SIGN_OFF, request.actor, row)
            return see_other(reverse("sign_off", args=[pk]) if is_read else reverse("sign_offs"))
        except InvalidInput as error:
            refuse(form, error)
    require(SETTLE_SIGN_OFF, request.actor, row)
    return _show(request, row, form)


@page(For.STAFF)
def sign_off_review(request: HallRequest) -> HttpResponse:
    """Signings that stand out; nothing was refused."""
    flags = Paginator(flags_for(request.actor), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": flags, "breadcrumb": sign_off_crumbs((_("Signings to look at"), None))}
    return render(request, "signing/review.html", context)


@page(For.STAFF, "POST")
def sign_off_look(request: HallRequest, pk: int) -> HttpResponse:
    """Somebody looked; it leaves the list."""
    flag = get_visible_or_404(REVIEW_FLAG, request.actor, pk)
    look_at_flag(flag=flag, note=request.POST.get("note", ""), by=request.actor, at=clock.now())
    return see_other(reverse("sign_off_review"))


def _load(request: HallRequest, pk: int) -> SignOff:
    return get_visible_or_404(READ_SIGN_OFF, request.actor, pk, detailed_sign_offs())


def _show(request: HallRequest, row: SignOff, form: ReasonForm) -> HttpResponse:
    """What fits its state, for those who may."""
    steps = SIGN_OFF_TRANSITIONS[row.state]
    settles = row.state == SignOffState.CONTESTED and may(SETTLE_SIGN_OFF, request.actor, row)
    context = {
        "row": row,
        "form": form,
        "versions": versions_of(row, actor=request.actor),
        "flags": flags_of(row, actor=request.actor),
        "contests": SignOffState.CONTESTED in steps and may(CONTEST_SIGN_OFF, request.actor, row),
        "withdraws": not settles
        and SignOffState.WITHDRAWN in steps
        and may(WITHDRAW_SIGN_OFF, request.actor, row),
        "settles": settles,
        "has_lapsed": bool(
            row.valid_until and row.valid_until < today_in(row.passport, clock.now())
        ),
        "breadcrumb": passport_crumbs(request, row.passport, (row.competency.name, None)),
    }
    return render(request, "signing/sign_off.html", context, status=422 if form.errors else 200)

"""Asking for a sign-off, and the request: its code for the learner, its question for the signer."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.actions.requesting import ask_sign_off, send_link, withdraw_request
from guildhall.assessment.actions.signing import decline_sign_off, sign_off
from guildhall.assessment.models import Passport, SignOffRequest
from guildhall.assessment.queries.gate import today_in
from guildhall.assessment.queries.record import Record, record_of
from guildhall.assessment.queries.requests import detailed_requests, require_open
from guildhall.assessment.queries.signers import signers_for
from guildhall.assessment.sign_off_access import (
    ASK_SIGN_OFF,
    SEE_SIGN_OFF_REQUEST,
    SHOW_SIGN_OFF_LINK,
    SIGN_OFF,
)
from guildhall.assessment.sign_off_seals import link_secret
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.engine.competence import State
from guildhall.notify.links import LinkGone
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.shared.codes import code_picture
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.signing.asked import asked
from guildhall.web.signing.crumbs import load_passport, passport_crumbs
from guildhall.web.signing.forms import AskForm, DeclineForm, SignForm

NOT_SIGNED_YET = (State.READY, State.LAPSES_SOON, State.LAPSED)


@page(For.SIGNED_IN, "GET", "POST")
def sign_off_new(request: HallRequest, pk: int) -> HttpResponse:
    """Ask somebody to sign off one competency; `?competency=` names it by its key."""
    passport = load_passport(request, pk)
    require(ASK_SIGN_OFF, request.actor, passport)
    record = record_of(passport)
    by_key = {one.key: one.pk for one in record.competencies}
    form = AskForm(
        request.POST if request.method == "POST" else None,
        record=record,
        signers=signers_for(passport),
        reader_id=request.person.pk,
        initial={"competency": by_key.get(request.GET.get("competency", ""))},
    )
    if form.is_valid():
        try:
            row = _ask(request, passport, record, form.cleaned_data)
            return see_other(reverse("sign_off_request", args=[row.pk]))
        except InvalidInput as error:
            refuse(form, error)
    today = today_in(passport, clock.now())
    context = {
        "passport": passport,
        "form": form,
        "has_signers": bool(form.fields["signer"].choices),  # type: ignore[attr-defined]
        "ready": [
            one
            for one in record.competencies
            if record.standing(one, today=today).state in NOT_SIGNED_YET
        ],
        "breadcrumb": passport_crumbs(request, passport, (_("Ask for a sign-off"), None)),
    }
    return render(request, "signing/new.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def sign_off_request(request: HallRequest, pk: int) -> HttpResponse:
    """For the learner and their preceptor the code; for who was asked the question. POST signs."""
    row = _load(request, pk)
    if request.method == "POST":
        require(SIGN_OFF, request.actor, row)
    shown = asked(row)
    form = SignForm(
        request.POST if request.method == "POST" else None,
        record=shown.record,
        initial={"level": row.level_id},
    )
    if form.is_valid():
        try:
            level = shown.record.level_of[int(form.cleaned_data["level"])]
            words = form.cleaned_data["words"]
            signed = sign_off(
                request=row, level=level, words=words, by=request.actor, at=clock.now()
            )
            messages.success(request, _("Signed. The learner and their preceptor are told."))
            return see_other(reverse("sign_off", args=[signed.pk]))
        except InvalidInput as error:
            refuse(form, error)
    return _show(request, row, form, DeclineForm())


@page(For.SIGNED_IN, "POST")
def sign_off_refusal(request: HallRequest, pk: int) -> HttpResponse:
    """Not yet, with a word."""
    row = _load(request, pk)
    require(SIGN_OFF, request.actor, row)
    form = DeclineForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        decline_sign_off(request=row, words=words, by=request.actor, at=clock.now())
        messages.success(request, _("Not signed. Your word goes to whoever asked."))
        return see_other(reverse("sign_off_request", args=[pk]))
    return _show(
        request, row, SignForm(record=asked(row).record, initial={"level": row.level_id}), form
    )


@page(For.SIGNED_IN, "POST")
def sign_off_link(request: HallRequest, pk: int) -> HttpResponse:
    """Mail the one-time link to the signer."""
    row = _load(request, pk)
    send_link(request=row, by=request.actor, at=clock.now())
    messages.success(request, _("The link is on its way to %(name)s.") % {"name": row.signer.name})
    return see_other(reverse("sign_off_request", args=[pk]))


@page(For.SIGNED_IN, "POST")
def sign_off_request_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    row = _load(request, pk)
    withdraw_request(request=row, by=request.actor, at=clock.now())
    messages.success(request, _("Taken back. Its code and its link open nothing any more."))
    return see_other(reverse("sign_off_request", args=[pk]))


@page(For.SIGNED_IN)
def sign_off_request_code(request: HallRequest, pk: int) -> HttpResponse:
    """The QR code of the one-time link."""
    row = _load(request, pk)
    require(SHOW_SIGN_OFF_LINK, request.actor, row)
    require_open(row, at=clock.now())
    return code_picture(link_address(row))


def link_address(row: SignOffRequest) -> str:
    """The whole address of a request's one-time link."""
    return f"{settings.GUILDHALL_BASE_URL}{reverse('sign_by_link', args=[link_secret(row)])}"


def _load(request: HallRequest, pk: int) -> SignOffRequest:
    return get_visible_or_404(SEE_SIGN_OFF_REQUEST, request.actor, pk, detailed_requests())


def _ask(
    request: HallRequest, passport: Passport, record: Record, given: dict[str, Any]
) -> SignOffRequest:
    competency = next(one for one in record.competencies if one.pk == int(given["competency"]))
    signers = {one.person.pk: one.person for one in signers_for(passport)}
    level_id = int(given["level"] or competency.target_id)
    return ask_sign_off(
        passport=passport,
        competency=competency,
        level=record.level_of[level_id],
        signer=signers[int(given["signer"])],
        by=request.actor,
        at=clock.now(),
    )


def _show(
    request: HallRequest, row: SignOffRequest, form: SignForm, decline: DeclineForm
) -> HttpResponse:
    try:
        require_open(row, at=clock.now())
        ended = ""
    except LinkGone as gone:
        ended = gone.message
    shows_link = may(SHOW_SIGN_OFF_LINK, request.actor, row)
    context = {
        "row": row,
        "asked": asked(row),
        "form": form,
        "decline_form": decline,
        "ended": ended,
        "signs": may(SIGN_OFF, request.actor, row),
        "shows_link": shows_link,
        "address": link_address(row) if shows_link else "",
        "signed": getattr(row, "sign_off", None),
        "breadcrumb": passport_crumbs(request, row.passport, (row.competency.name, None)),
    }
    status = 422 if form.errors or decline.errors else 200
    return render(request, "signing/request.html", context, status=status)

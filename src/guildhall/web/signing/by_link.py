"""Signing behind a one-time link, without signing in: a code by mail shows who it is.

GET only shows, so that programs that open every link of a mail change nothing.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guildhall.assessment.actions.sign_off_codes import actor_by_code, send_code
from guildhall.assessment.actions.signing import decline_sign_off, sign_off
from guildhall.assessment.models import SignOffRequest
from guildhall.assessment.queries.requests import request_behind, require_open
from guildhall.assessment.states import Proof
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.notify.links import LinkGone
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.signing.asked import asked
from guildhall.web.signing.forms import CodeForm


@never_cache
@page(For.ANYONE, "GET", "POST")
def sign_by_link(request: HallRequest, secret: str) -> HttpResponse:
    """What is asked. Whoever was asked and is signed in goes on there; POST signs or declines."""
    row = request_behind(secret, opened_by=request.signed_in_person)
    try:
        require_open(row, at=clock.now())
        if request.signed_in_person is not None:
            return see_other(reverse("sign_off_request", args=[row.pk]))
        if request.method == "POST":
            return _answer(request, row, secret)
    except LinkGone as gone:
        return render(request, "links/gone.html", {"message": gone.message}, status=gone.status)
    return _show(request, row, secret, None)


@never_cache
@page(For.ANYONE, "POST")
def sign_code(request: HallRequest, secret: str) -> HttpResponse:
    """Send a code to the signer's address on record."""
    row = request_behind(secret, opened_by=request.signed_in_person)
    try:
        send_code(secret=secret, at=clock.now())
    except LinkGone as gone:
        return render(request, "links/gone.html", {"message": gone.message}, status=gone.status)
    except WrongState as error:
        return _show(request, row, secret, None, refused=error.message, status=error.status)
    return see_other(reverse("sign_by_link", args=[secret]))


@never_cache
@page(For.ANYONE)
def sign_outcome(request: HallRequest, secret: str) -> HttpResponse:
    """What was answered through the link; before that, the link itself."""
    row = request_behind(secret, opened_by=request.signed_in_person)
    if row.used_at is None:
        return see_other(reverse("sign_by_link", args=[secret]))
    context = {"row": row, "signed": getattr(row, "sign_off", None)}
    return render(request, "signing/outcome.html", context)


def _answer(request: HallRequest, row: SignOffRequest, secret: str) -> HttpResponse:
    shown = asked(row)
    form = CodeForm(request.POST, record=shown.record)
    if not form.is_valid():
        return _show(request, row, secret, form, status=422)
    given, at = form.cleaned_data, clock.now()
    try:
        held, signer = actor_by_code(secret=secret, code=given["code"], at=at)
        if request.POST.get("answer") == "decline":
            decline_sign_off(request=held, words=given["words"], by=signer, at=at)
        else:
            level = shown.record.level_of[int(given["level"])]
            sign_off(
                request=held,
                level=level,
                words=given["words"],
                proof=Proof.MAIL_CODE,
                by=signer,
                at=at,
            )
    except InvalidInput as error:
        refuse(form, error)
        return _show(request, row, secret, form, status=422)
    return see_other(reverse("sign_outcome", args=[secret]))


def _show(
    request: HallRequest,
    row: SignOffRequest,
    secret: str,
    form: CodeForm | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = asked(row)
    context = {
        "row": row,
        "asked": shown,
        "secret": secret,
        "refused": refused,
        "form": form or CodeForm(record=shown.record, initial={"level": row.level_id}),
        "has_code": bool(row.code_digest),
        "title": _("Sign off %(name)s") % {"name": row.passport.learner.name},
    }
    return render(request, "signing/by_link.html", context, status=status)

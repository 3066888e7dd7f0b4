"""Steps of a standing that take a few words: certify, suspend, reinstate, retire; and revoking."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.certificates.access import READ_CERTIFICATE, REVOKE_CERTIFICATE
from guildhall.certificates.actions.issuing import revoke_certificate
from guildhall.certificates.models import Certificate
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import Access, get_visible_or_404, require
from guildhall.preceptorship.actions.standings import certify, reinstate, retire, suspend
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.queries.standing_load import has_precepted
from guildhall.preceptorship.queries.standings import standing_for
from guildhall.preceptorship.standing_access import CHANGE_STANDING, RETIRE_STANDING
from guildhall.web.preceptors.forms import WordsForm
from guildhall.web.preceptors.standing import breadcrumb
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


def _words_page(
    request: HallRequest,
    row: Standing,
    *,
    do: Callable[..., Any],
    title: str,
    lead: str,
    label: str,
    button: str,
    done: str,
    access: Access[Standing] = CHANGE_STANDING,
    is_needed: bool = True,
) -> HttpResponse:
    """A page with one field and one button; `do` is the action, which takes the words."""
    require(access, request.actor, row)
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, label=label, is_needed=is_needed)
    back = reverse("preceptor", args=[row.pk])
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            do(standing=row, words=words, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return see_other(back)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "button": button,
        "back": back,
        "breadcrumb": breadcrumb(request, row, title),
    }
    return render(request, "preceptors/words.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def preceptor_certification(request: HallRequest, pk: int) -> HttpResponse:
    """Certify; whoever has not precepted here yet needs a reason."""
    row = standing_for(request.actor, pk)
    name = {"name": row.person.given_name}
    has = has_precepted(row)
    lead = _("%(name)s gets a certificate for 24 months, and may be given preceptees.")
    alone = _("%(name)s has neither guided nor stood in here yet, so say why they are ready.")
    return _words_page(
        request,
        row,
        do=certify,
        title=_("Certify"),
        lead=(lead if has else alone) % name,
        label=_("A word to go with it") if has else _("Why are they ready?"),
        button=_("Certify"),
        done=_("%(name)s is certified, and is told.") % name,
        is_needed=not has,
    )


@page(For.SIGNED_IN, "GET", "POST")
def preceptor_suspension(request: HallRequest, pk: int) -> HttpResponse:
    """No new preceptees for now."""
    row = standing_for(request.actor, pk)
    name = {"name": row.person.given_name}
    return _words_page(
        request,
        row,
        do=suspend,
        title=_("Suspend"),
        lead=_(
            "%(name)s is given nobody new, and the certificate is not in force. Their pairs go on."
            " %(name)s reads why."
        )
        % name,
        label=_("Why?"),
        button=_("Suspend"),
        done=_("%(name)s is suspended, and is told.") % name,
    )


@page(For.SIGNED_IN, "GET", "POST")
def preceptor_reinstatement(request: HallRequest, pk: int) -> HttpResponse:
    """Back to where they were."""
    row = standing_for(request.actor, pk)
    name = {"name": row.person.given_name}
    return _words_page(
        request,
        row,
        do=reinstate,
        title=_("Reinstate"),
        lead=_("%(name)s is back where they were. A certificate that ended meanwhile has lapsed.")
        % name,
        label=_("A word to go with it"),
        button=_("Reinstate"),
        done=_("%(name)s is reinstated, and is told.") % name,
        is_needed=False,
    )


@page(For.SIGNED_IN, "GET", "POST")
def preceptor_retirement(request: HallRequest, pk: int) -> HttpResponse:
    """They precept no longer."""
    row = standing_for(request.actor, pk)
    own = row.person_id == request.person.pk
    about_you = _("You are given nobody new. Whoever you guide stays with you to the end.")
    about_them = _("%(name)s is given nobody new. Their pairs go on.")
    return _words_page(
        request,
        row,
        do=retire,
        title=_("Retire"),
        lead=about_you if own else about_them % {"name": row.person.given_name},
        label=_("A word to go with it"),
        button=_("Retire"),
        done=_("It is noted. Those who coordinate are told."),
        access=RETIRE_STANDING,
        is_needed=False,
    )


@page(For.SIGNED_IN, "GET", "POST")
def certificate_revocation(request: HallRequest, pk: int) -> HttpResponse:
    """A certificate holds no more, for good."""
    rows = Certificate.objects.select_related("organization", "person", "renewed_by")
    row = get_visible_or_404(READ_CERTIFICATE, request.actor, pk, rows)
    require(REVOKE_CERTIFICATE, request.actor, row)
    form = WordsForm(request.POST if request.method == "POST" else None, label=_("Why?"))
    back = reverse("certificate_check", args=[row.printed_code])
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            revoke_certificate(certificate=row, words=words, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("It is revoked. Its public page says so, never why."))
            return see_other(back)
    context = {
        "title": _("Revoke %(number)s") % {"number": row.number},
        "lead": _("It holds no more, for good. Whoever has its code reads that, and never why."),
        "form": form,
        "button": _("Revoke"),
        "back": back,
        "breadcrumb": [(_("Preceptors"), reverse("preceptors")), (row.number, None)],
    }
    return render(request, "preceptors/words.html", context, status=422 if form.errors else 200)

"""The agreement: reading, writing, signing it, and looking at it again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.agreements.access import CHANGE_AGREEMENT
from guildhall.agreements.actions.agreement import sign_version, write_version
from guildhall.agreements.actions.reviews import keep_agreement
from guildhall.agreements.models import AgreementVersion, Review
from guildhall.agreements.promises import promises_of
from guildhall.agreements.queries.comparison import side_names
from guildhall.agreements.queries.reading import changed_terms, read_version
from guildhall.agreements.queries.terms import proposed_terms, terms_of
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.permissions.access import require
from guildhall.web.agreements.forms import AgreementForm
from guildhall.web.agreements.loading import Entered, enter
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other


@page(For.SIGNED_IN)
def agreement(request: HallRequest, pk: int) -> HttpResponse:
    """The version that waits for signatures, else the one that holds; `?version=` any other."""
    entered = enter(request, pk)
    shown = _shown(request, entered)
    if shown is None:
        return render(request, "agreements/none.html", entered.context(_("Agreement")))
    found = entered.standing
    names = side_names(entered.parties)
    read = read_version(shown, names=names)
    holds = found.in_force
    is_proposed = found.proposed is not None and shown.pk == found.proposed.pk
    changes = changed_terms(read_version(holds, names=names), read) if holds and is_proposed else ()
    context = entered.context(
        _("Charter") if read.promises else _("Agreement"),
        read=read,
        changes=changes,
        is_proposed=is_proposed,
        holds=holds is not None and holds.pk == shown.pk,
        has_signed=entered.you.pk in {one.party_id for one in read.signatures},
        promise=entered.found.plan.get("exits", {}).get("promise", ""),
        earlier=[one for one in reversed(found.versions) if one.pk != shown.pk],
    )
    return render(request, "agreements/agreement.html", context)


def _shown(request: HallRequest, entered: Entered) -> AgreementVersion | None:
    wanted = request.GET.get("version", "")
    versions = entered.standing.versions
    if not wanted:
        return entered.standing.proposed or entered.standing.in_force
    number = int(wanted) if is_id(wanted) else 0
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotVisible
    return found


@page(For.SIGNED_IN, "GET", "POST")
def draft(request: HallRequest, pk: int) -> HttpResponse:
    """Write the terms, beginning with the last version or with what both of them answered."""
    entered = enter(request, pk)
    require(CHANGE_AGREEMENT, request.actor, entered.row)
    if request.method != "POST" and not entered.is_open:
        return see_other(reverse("agreement", args=[pk]))
    latest = entered.standing.latest
    if latest is not None:
        terms = terms_of(latest)
    else:
        terms = proposed_terms(
            entered.row, reader=entered.you, parties=entered.parties, at=entered.at
        )
    form = AgreementForm(request.POST or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        based_on = request.POST.get("based_on", "")
        try:
            version = write_version(
                relationship=entered.row,
                terms=form.terms(),
                based_on=int(based_on) if is_id(based_on) else -1,
                by=request.actor,
                at=entered.at,
            )
        except InvalidInput as error:
            form.take_problems(error.problems)
            if not error.problems:
                form.add_error(None, error.message)
        else:
            _thank(request, version)
            return see_other(reverse("agreement", args=[pk]))
    context = entered.context(
        _("Agreement"),
        form=form,
        based_on=latest.number if latest else 0,
        is_first=latest is None,
        promises=promises_of(entered.row, at=entered.at),
        promise=entered.found.plan.get("exits", {}).get("promise", ""),
    )
    status = 422 if form.errors else 200
    return render(request, "agreements/draft.html", context, status=status)


def _thank(request: HallRequest, version: AgreementVersion) -> None:
    if version.in_force_at:
        messages.success(request, _("Everybody has signed. It holds."))
    else:
        messages.success(request, _("Signed by you. The others are asked to sign."))


@page(For.SIGNED_IN, "POST")
def signature(request: HallRequest, pk: int, number: int) -> HttpResponse:
    """Sign the version that was read."""
    entered = enter(request, pk)
    version = next((one for one in entered.standing.versions if one.number == number), None)
    if version is None:
        raise NotVisible
    version.relationship = entered.row
    _thank(request, sign_version(version=version, by=request.actor, at=entered.at))
    return see_other(reverse("agreement", args=[pk]))


@page(For.SIGNED_IN, "POST")
def review(request: HallRequest, pk: int, review_pk: int) -> HttpResponse:
    """“Still right.”"""
    entered = enter(request, pk)
    found = Review.objects.filter(pk=review_pk, version__relationship=entered.row).first()
    if found is None:
        raise NotVisible
    keep_agreement(review=found, by=request.actor, at=entered.at)
    messages.success(request, _("Thank you. It goes on as it is."))
    return see_other(reverse("agreement", args=[pk]))

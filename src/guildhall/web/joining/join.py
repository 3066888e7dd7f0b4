"""The public page behind a join link or QR code."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.flows.actions.claiming import claim_from
from guildhall.programs.actions.applications import start_application
from guildhall.programs.actions.joining import admit_newcomer
from guildhall.programs.models import Enrollment, JoinLink
from guildhall.programs.queries.offers import belongs, is_open
from guildhall.web.account.arrival import JOINING
from guildhall.web.joining.explaining import explained
from guildhall.web.joining.forms import NewcomerForm
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.ANYONE)
def join(request: HallRequest, token: str) -> HttpResponse:
    """What the program is; then sign in, make an account, or apply.

    Coming here lets somebody without an account make one, as long as the link is open.
    """
    link = _link(token)
    if not request.user.is_authenticated and link.is_open(at=clock.now()):
        request.session[JOINING] = request.path
    return _show(request, link)


@page(For.ANYONE, "POST")
def membership(request: HallRequest, token: str) -> HttpResponse:
    """A newcomer says their name and becomes a member, where the link allows it."""
    link = _link(token)
    if not request.user.is_authenticated:
        return see_other(reverse("join", args=[token]))
    form = NewcomerForm(request.POST)
    if request.signed_in_person is None and not form.is_valid():
        return _show(request, link, form=form, status=422)
    account = Account.objects.get(pk=int(request.user.pk or 0))
    names = form.cleaned_data if form.is_valid() else {"given_name": ""}
    try:
        claim_from(account=account, organization=link.cohort.program.organization, at=clock.now())
        admit_newcomer(join_link=link, account=account, at=clock.now(), **names)
    except InvalidInput as error:
        for field, words in error.problems.items():
            form.add_error(field, words)
        return _show(request, link, form=form, status=422)
    request.session.pop(JOINING, None)
    return see_other(reverse("join", args=[token]))


@page(For.SIGNED_IN, "POST")
def start(request: HallRequest, token: str) -> HttpResponse:
    """Begin to apply by this link."""
    link = _link(token)
    enrollment = start_application(
        cohort=link.cohort,
        person=request.person,
        side=link.side,
        by=request.actor,
        at=clock.now(),
        join_link=link,
    )
    request.session.pop(JOINING, None)
    return see_other(reverse("application", args=[enrollment.pk]))


def _link(token: str) -> JoinLink:
    rows = JoinLink.objects.select_related("cohort__program__organization")
    link = rows.filter(token=token).first()
    if link is None:
        raise NotVisible
    return link


def _show(
    request: HallRequest, link: JoinLink, *, form: NewcomerForm | None = None, status: int = 200
) -> HttpResponse:
    at = clock.now()
    person = request.signed_in_person
    own = (
        Enrollment.objects.filter(cohort=link.cohort, person=person, side=link.side).first()
        if person
        else None
    )
    context = {
        "link": link,
        **explained(link.cohort, link.side),
        "is_link_open": link.is_open(at=at) and is_open(link.cohort, at=at),
        "is_signed_in": request.user.is_authenticated,
        "is_member": person is not None and belongs(person, link.cohort.program),
        "needs_name": person is None,
        "own": own,
        "form": form or NewcomerForm(),
    }
    return render(request, "joining/join.html", context, status=status)

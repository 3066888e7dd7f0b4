"""Beginning with somebody whom one knows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.models import Membership, Organization
from guildhall.mentoring.actions.known import ask_by_mail, ask_member
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.queries.known import members_named, own_houses
from guildhall.web.finding.forms import StartForm
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def start(request: HallRequest) -> HttpResponse:
    """Name them, write a line; a colleague who is not here yet is invited by mail."""
    houses = own_houses(request.actor)
    if not houses:
        raise NotVisible
    form = StartForm(request.POST if request.method == "POST" else None, houses=houses)
    people: list[Membership] = []
    if form.is_bound:
        house = _house(form, houses)
        people = members_named(house, form.data.get("who", ""), besides=request.person.pk)
        _offer_people(form, people)
        if form.is_valid():
            asked = _asked(request, form, house, people)
            if asked is not None:
                words = _("%(name)s is asked. You hear back here.") % {"name": asked.asked.name}
                messages.success(request, words)
                return see_other(reverse("request", args=[asked.pk]))
    request.section = "relationships"  # type: ignore[attr-defined]
    context = {
        "form": form,
        "has_several": len(people) > 1,
        "can_invite": form.is_bound and not people and _is_address(form.data.get("who", "")),
        "breadcrumb": [
            (_("Pairs"), reverse("relationships")),
            (_("Somebody you know"), None),
        ],
    }
    return render(request, "finding/start.html", context, status=422 if form.errors else 200)


def _house(form: StartForm, houses: list[Organization]) -> Organization:
    by_key = {str(house.pk): house for house in houses}
    return by_key.get(str(form.data.get("organization", "")), houses[0])


def _offer_people(form: StartForm, people: list[Membership]) -> None:
    """Of several with the same name, one is chosen by their work."""
    choices = [
        (
            str(row.pk),
            ", ".join(
                part
                for part in (row.person.name, row.job_title, row.unit.name if row.unit else "")
                if part
            ),
        )
        for row in people
    ]
    form.fields["membership"].choices = choices  # type: ignore[attr-defined]


def _asked(
    request: HallRequest, form: StartForm, house: Organization, people: list[Membership]
) -> GuideRequest | None:
    """The request, or None where the form now says what is missing."""
    data = form.cleaned_data
    chosen = [row for row in people if len(people) == 1 or str(row.pk) == data["membership"]]
    given = {"side": data["side"], "draft": form.draft(), "by": request.actor, "at": clock.now()}
    try:
        if chosen:
            return ask_member(membership=chosen[0], **given)
        if people:
            form.add_error("membership", _("There are several of this name. Choose one."))
        elif not _is_address(data["who"]):
            form.add_error("who", _("Nobody here has exactly this name. Try their e-mail address."))
        elif request.POST.get("do") == "invite":
            return ask_by_mail(organization=house, email=data["who"], **given)
        else:
            form.add_error("who", _("Nobody here has this address yet. You can invite them below."))
    except InvalidInput as error:
        refuse(form, error)
    return None


def _is_address(text: str) -> bool:
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True

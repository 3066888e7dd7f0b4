"""Becoming a mentor: one's own offer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.mentoring.actions.offers import (
    keep_offer,
    pause_offer,
    show_offer,
    withdraw_offer,
)
from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.offer_states import OfferState
from guildhall.mentoring.queries.fit import known_about
from guildhall.mentoring.queries.known import own_houses
from guildhall.mentoring.queries.reach import possible_reach
from guildhall.mentoring.queries.standing import own_offer as offer_of
from guildhall.mentoring.queries.standing import waiting_for
from guildhall.people.languages import language_names
from guildhall.people.models import Profile
from guildhall.relationships.queries.places import rooms
from guildhall.web.finding.forms import OfferForm, PauseForm, offer_initial
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def own_offer(request: HallRequest) -> HttpResponse:
    """Say what one can help with; the rest comes from the profile."""
    offer = offer_of(request.person.pk)
    form = _form(request, offer)
    if form.is_valid():
        chosen = {str(house.pk): house for house in own_houses(request.actor)}
        house = chosen[form.cleaned_data["organization"]]
        try:
            keep_offer(
                person=request.person,
                organization=house,
                draft=form.draft(),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your offer is kept."))
            return see_other(reverse("own_offer"))
    return _show(request, offer, form, PauseForm(), status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def offer_pause(request: HallRequest) -> HttpResponse:
    """Take no new requests for a while."""
    offer = _own(request)
    pause_form = PauseForm(request.POST)
    if pause_form.is_valid():
        until = pause_form.cleaned_data["until"]
        try:
            pause_offer(offer=offer, until=until, by=request.actor, at=clock.now())
        except InvalidInput as error:
            pause_form.add_error("until", error.problems.get("until", error.message))
        else:
            messages.success(request, _("Your offer rests. Present pairs go on."))
            return see_other(reverse("own_offer"))
    return _show(request, offer, _form(request, offer, is_bound=False), pause_form, status=422)


@page(For.SIGNED_IN, "POST")
def offer_showing(request: HallRequest) -> HttpResponse:
    """Show it again."""
    show_offer(offer=_own(request), by=request.actor, at=clock.now())
    messages.success(request, _("Your offer is shown again."))
    return see_other(reverse("own_offer"))


@page(For.SIGNED_IN, "POST")
def offer_withdrawal(request: HallRequest) -> HttpResponse:
    """Take it back."""
    withdraw_offer(offer=_own(request), by=request.actor, at=clock.now())
    messages.success(request, _("Your offer is taken back. Thank you for the time it stood."))
    return see_other(reverse("own_offer"))


def _own(request: HallRequest) -> GuideOffer:
    offer = offer_of(request.person.pk)
    if offer is None:
        raise NotVisible
    return offer


def _form(request: HallRequest, offer: GuideOffer | None, *, is_bound: bool = True) -> OfferForm:
    houses = own_houses(request.actor)
    if not houses:
        raise NotVisible
    posted = request.POST if request.method == "POST" and is_bound else None
    by_key = {str(house.pk): house for house in houses}
    own = by_key.get(str(offer.organization_id)) if offer else None
    house = by_key.get(posted.get("organization", "")) if posted else own
    house = house or houses[0]
    profile = Profile.objects.filter(person=request.person).only("capacity").first()
    places = profile.capacity if profile else None
    return OfferForm(
        posted,
        initial=offer_initial(offer, house, places),
        houses=houses,
        reach=possible_reach(house),
    )


def _show(
    request: HallRequest,
    offer: GuideOffer | None,
    form: OfferForm,
    pause_form: PauseForm,
    *,
    status: int,
) -> HttpResponse:
    request.section = "relationships"  # type: ignore[attr-defined]
    person, today = request.person, clock.now().date()
    names = language_names()
    known = known_about({person.pk}, on=today)[person.pk]
    is_new = offer is None or offer.state == OfferState.WITHDRAWN
    context = {
        "offer": offer,
        "is_new": is_new,
        "form": form,
        "pause_form": pause_form,
        "known": known,
        "hours": len(known.slots) / 2,
        "spoken": [names.get(code, code) for code in known.languages],
        "room": rooms([person.pk], on=today)[person.pk],
        "waiting": waiting_for(person.pk),
        "breadcrumb": [
            (_("Pairs"), reverse("relationships")),
            (_("Mentor somebody") if is_new else _("Your offer"), None),
        ],
    }
    return render(request, "finding/own_offer.html", context, status=status)

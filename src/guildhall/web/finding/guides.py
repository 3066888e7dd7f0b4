"""The directory of guides, and one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.mentoring.actions.requests import ask_guide
from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.offer_access import SEE_OFFER
from guildhall.mentoring.queries.apart import kept_from
from guildhall.mentoring.queries.directory import Card, card_of, cards_of, guides_for
from guildhall.mentoring.queries.standing import guides_now, open_requests, own_offer
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.finding.forms import NarrowingForm, RequestForm, narrowing_of
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

ON_A_PAGE = 12


@page(For.SIGNED_IN)
def guides(request: HallRequest) -> HttpResponse:
    """Everybody who has room for me, best fits first."""
    narrowing = narrowing_of(request.GET)
    found = guides_for(request.person, actor=request.actor, at=clock.now(), narrowing=narrowing)
    form = NarrowingForm(request.GET)
    form.offer(found)
    shown = Paginator(found.order, ON_A_PAGE).get_page(request.GET.get("page"))
    request.section = "relationships"  # type: ignore[attr-defined]
    context = {
        "found": found,
        "narrowing": narrowing,
        "form": form,
        "page": shown,
        "cards": cards_of(found, list(shown.object_list), person=request.person),
        "open": list(open_requests(request.person.pk).select_related("guide", "learner")),
        "own": own_offer(request.person.pk),
        "has_wishes": bool(found.learner.wanted),
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Find a mentor"), None)],
    }
    return render(request, "finding/guides.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def guide(request: HallRequest, pk: int) -> HttpResponse:
    """One guide: what they offer, why they fit, and a line to ask them."""
    rows = GuideOffer.objects.select_related("person", "organization")
    offer = get_visible_or_404(SEE_OFFER, request.actor, pk, rows)
    if offer.person_id == request.person.pk:
        return see_other(reverse("own_offer"))
    if kept_from(request.person.pk, [offer.person_id]):
        raise NotVisible
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asked = ask_guide(offer=offer, draft=form.draft(), by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            name = offer.person.given_name
            messages.success(request, _("%(name)s is asked. You hear back here.") % {"name": name})
            return see_other(reverse("request", args=[asked.pk]))
    card = card_of(offer, person=request.person, at=clock.now())
    return _show_guide(request, card, form)


def _show_guide(request: HallRequest, card: Card, form: RequestForm) -> HttpResponse:
    request.section = "relationships"  # type: ignore[attr-defined]
    person = card.offer.person
    context = {
        "card": card,
        "form": form,
        "guides_you": person.pk in set(guides_now(request.person.pk)),
        "has_room": card.left is None or card.left > 0,
        "others_open": open_requests(request.person.pk).exclude(guide=person).count(),
        "heading": _("You and %(name)s") % {"name": person.given_name},
        "breadcrumb": [
            (_("Pairs"), reverse("relationships")),
            (_("Find a mentor"), reverse("guides")),
            (person.name, None),
        ],
    }
    return render(request, "finding/guide.html", context, status=422 if form.errors else 200)

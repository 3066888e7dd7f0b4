"""One's own requests, and one of them."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.offer_access import SEE_REQUEST
from guildhall.mentoring.offer_states import OfferState, RequestState
from guildhall.mentoring.queries.fit import reasons_between, words_of
from guildhall.mentoring.queries.standing import own_offer
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.relationships.rhythms import every_words
from guildhall.web.finding.forms import AnswerForm, RefusalForm
from guildhall.web.shared.request import For, HallRequest, page

PEOPLE = ("guide", "learner", "asker")
MOST_EARLIER = 50


@page(For.SIGNED_IN)
def requests(request: HallRequest) -> HttpResponse:
    """What waits for me, what I asked, and what was."""
    rows = visible_to(SEE_REQUEST, request.actor, GuideRequest.objects.select_related(*PEOPLE))
    rows = rows.defer("line", "goal", "words")
    me = request.person.pk
    waits = list(rows.filter(state=RequestState.ASKED).order_by("expires_at"))
    request.section = "relationships"  # type: ignore[attr-defined]
    context = {
        "to_you": [row for row in waits if row.asker_id != me],
        "by_you": [row for row in waits if row.asker_id == me],
        "earlier": list(rows.filter(~Q(state=RequestState.ASKED))[:MOST_EARLIER]),
        "you_id": me,
        "breadcrumb": [(_("Pairs"), reverse("relationships")), (_("Requests"), None)],
    }
    return render(request, "finding/requests.html", context)


@page(For.SIGNED_IN)
def request_page(request: HallRequest, pk: int) -> HttpResponse:
    """One request, for the two of it."""
    return show_request(request, load_request(request, pk))


def load_request(request: HallRequest, pk: int) -> GuideRequest:
    """The request; the 404 of a missing id for everybody but the two."""
    rows = GuideRequest.objects.select_related(*PEOPLE, "organization", "relationship")
    return get_visible_or_404(SEE_REQUEST, request.actor, pk, rows)


def show_request(
    request: HallRequest, row: GuideRequest, *, refusal_form: RefusalForm | None = None
) -> HttpResponse:
    """The page, with the answer's form where the reader was asked."""
    request.section = "relationships"  # type: ignore[attr-defined]
    is_asker = row.asker_id == request.person.pk
    other = row.asked if is_asker else row.asker
    waits = row.state == RequestState.ASKED and row.expires_at > clock.now()
    offer = None if is_asker else own_offer(request.person.pk)
    form = refusal_form or RefusalForm()
    context = {
        "row": row,
        "other": other,
        "is_asker": is_asker,
        "learns": row.learner_id == row.asker_id,
        "waits": waits,
        "rhythm": every_words(row.every_days) if row.every_days else "",
        "reasons": _reasons(row) if waits else [],
        "can_pause": offer is not None and offer.state == OfferState.SHOWN,
        "accept_form": AnswerForm(auto_id="yes_%s"),
        "form": form,
        "heading": _("You and %(name)s") % {"name": other.given_name},
        "breadcrumb": [
            (_("Pairs"), reverse("relationships")),
            (_("Requests"), reverse("requests")),
            (other.name, None),
        ],
    }
    status = 422 if form.errors else 200
    return render(request, "finding/request.html", context, status=status)


def _reasons(row: GuideRequest) -> list[tuple[str, str]]:
    found = reasons_between(row.guide_id, row.learner_id, on=clock.now().date())
    return [(reason.label, words_of(reason)) for reason in found]

"""The passport, one competency of it, and opening it for a pair from before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import BUILD_PASSPORT, OBSERVE_PASSPORT, OPEN_RATINGS
from guildhall.assessment.actions.passports import open_passport
from guildhall.assessment.queries.history import competency_of, history_of
from guildhall.assessment.queries.ratings import own_rater
from guildhall.assessment.queries.record import record_of
from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.instruction.access import TRY_SKILLS
from guildhall.permissions.access import may, visible_to
from guildhall.web.passports.forms import RoundForm
from guildhall.web.passports.loading import framed, load, read, today_for
from guildhall.web.passports.next_step import next_step
from guildhall.web.passports.shown import groups_shown
from guildhall.web.passports.words import lead_words, missing_words, standing_words
from guildhall.web.relationships.loading import load as load_pair
from guildhall.web.shared.prose import prose
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.signing.cards import cards_for


@page(For.SIGNED_IN)
def passport(request: HallRequest, pk: int) -> HttpResponse:
    """The matrix over time. `?all=1` shows every column on a phone, too."""
    row = load(request, pk)
    found = read(request, row)
    rater = own_rater(row, request.actor)
    context = {
        **framed(request, row),
        "page": found,
        "groups": groups_shown(found),
        "lead": lead_words(found),
        "cards": cards_for(row, request.actor, found.today, record=found.record),
        "step": next_step(found, rater, reader=request.person),
        "can_observe": may(OBSERVE_PASSPORT, request.actor, row),
        "can_build": bool(rater),
        "can_open_ratings": bool(found.guides) and may(OPEN_RATINGS, request.actor, row),
        "round_form": RoundForm(auto_id="round-%s"),
        "shows_all": request.GET.get("all") == "1",
    }
    return render(request, "passports/passport.html", context)


@page(For.SIGNED_IN)
def passport_competency(request: HallRequest, pk: int, competency_pk: int) -> HttpResponse:
    """Every observation of one competency, by whom and in which words."""
    row = load(request, pk)
    record = record_of(row)
    competency = competency_of(record, competency_pk)
    if competency is None:
        raise NotVisible
    today = today_for(request)
    history = history_of(record, competency, today=today)
    context = {
        **framed(request, row, competency.name),
        "history": history,
        "record": record,
        "said": standing_words(history.standing, observations=competency.observations, today=today),
        "guide": prose(competency.guide) if competency.guide else "",
        "missing": missing_words(history.standing),
        "learning_pair": visible_to(TRY_SKILLS, request.actor, row.relationships.all()).first(),
        "target": record.level_of[competency.target_id],
        "can_observe": may(OBSERVE_PASSPORT, request.actor, row),
        "can_build": may(BUILD_PASSPORT, request.actor, row),
    }
    return render(request, "passports/competency.html", context)


@page(For.SIGNED_IN, "POST")
def relationship_passport(request: HallRequest, pk: int) -> HttpResponse:
    """Open the passport of a pair that began before its program had a framework."""
    pair = load_pair(request, pk)
    opened = open_passport(relationship=pair, by=request.actor, at=clock.now())
    messages.success(request, _("The passport is open. Observations can begin."))
    return see_other(reverse("passport", args=[opened.pk]))

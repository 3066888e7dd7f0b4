"""Asking somebody to watch one thing, and answering."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import ANSWER_ASK, BUILD_PASSPORT, READ_ASK
from guildhall.assessment.actions.asks import ask_for_observation, decline_observation
from guildhall.assessment.actions.observations import record_observation
from guildhall.assessment.models import ObservationAsk, Passport
from guildhall.assessment.queries.asks import likely_people, open_asks, people_found
from guildhall.assessment.queries.lists import RELATED
from guildhall.assessment.queries.record import record_of
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Person
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.passports.forms import AskForm
from guildhall.web.passports.loading import framed, load
from guildhall.web.passports.observing import observation_form, refuse_sight, saved_words
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other


@page(For.SIGNED_IN, "GET", "POST")
def passport_asks(request: HallRequest, pk: int) -> HttpResponse:
    """Ask somebody of the house; `?q=` looks for a name, `?competency=` chooses one beforehand."""
    row = load(request, pk)
    require(BUILD_PASSPORT, request.actor, row)
    record = record_of(row)
    search = request.GET.get("q", "").strip()
    people = people_found(row, search) if search else likely_people(row)
    posted = request.POST.get("person", "")
    form = AskForm(
        request.POST if request.method == "POST" else None,
        initial={"competency": request.GET.get("competency", "")},
        competencies=record.competencies,
        people=[*people, *_posted(row, posted, people)],
    )
    if form.is_valid() and _ask(request, row, form):
        return see_other(reverse("passport_asks", args=[pk]))
    context = {
        **framed(request, row, _("Ask for an observation")),
        "form": form,
        "people": people,
        "search": search,
        "competency": request.GET.get("competency", ""),
        "asks": open_asks(row, at=clock.now()),
    }
    return render(request, "passports/ask.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def observation_ask(request: HallRequest, pk: int) -> HttpResponse:
    """For whoever was asked: record that one thing, or decline with one press."""
    related = [f"passport__{name}" for name in RELATED]
    rows = ObservationAsk.objects.select_related("asked", "competency", "observation", *related)
    ask = get_visible_or_404(READ_ASK, request.actor, pk, rows)
    if request.method == "POST":
        require(ANSWER_ASK, request.actor, ask)
    if request.POST.get("do") == "decline":
        decline_observation(ask=ask, by=request.actor, at=clock.now())
        messages.success(request, _("Declined. They are told kindly, and need no reason."))
        return see_other(reverse("today"))
    record = record_of(ask.passport)
    form = observation_form(request, record, only=ask.competency)
    if form.is_valid():
        at = clock.now()
        try:
            seen = record_observation(
                passport=ask.passport, sight=form.sight(at), by=request.actor, at=at, ask=ask
            )
        except InvalidInput as error:
            refuse_sight(form, error)
        else:
            messages.success(request, saved_words(seen, ask.passport.learner.given_name))
            return see_other(reverse("today"))
    is_open = not ask.observation_id and not ask.declined_at and ask.expires_at > clock.now()
    context = {
        "ask": ask,
        "form": form,
        "levels": record.levels,
        "chosen_level": form["level"].value(),
        "can_answer": is_open and may(ANSWER_ASK, request.actor, ask),
        "breadcrumb": [(_("Asked for an observation"), None)],
    }
    return render(request, "passports/asked.html", context, status=422 if form.errors else 200)


def _posted(row: Passport, posted: str, people: Sequence[Person]) -> list[Person]:
    """Whoever was chosen before the search changed."""
    known = {str(person.pk) for person in people}
    return people_found(row, pk=posted) if posted and posted not in known else []


def _ask(request: HallRequest, row: Passport, form: AskForm) -> bool:
    person = form.chosen_person
    try:
        ask_for_observation(
            passport=row,
            competency=form.chosen_competency,
            person=person,
            by=request.actor,
            at=clock.now(),
        )
    except InvalidInput as error:
        refuse(form, error)
        return False
    messages.success(request, _("%(name)s is asked.") % {"name": person.name})
    return True

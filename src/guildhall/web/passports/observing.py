"""An observation in one minute; reading one, and taking it back."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import (
    OBSERVE_PASSPORT,
    READ_OBSERVATION,
    READ_PASSPORT,
    TAKE_BACK_OBSERVATION,
)
from guildhall.assessment.actions.observations import (
    FREE_FOR,
    record_observation,
    take_back_observation,
)
from guildhall.assessment.models import Observation
from guildhall.assessment.queries.passport import PassportPage
from guildhall.assessment.queries.record import Record
from guildhall.assessment.queries.watching import Watched, worth_watching
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, may, require
from guildhall.web.passports.forms import ObservationForm, TakeBackForm
from guildhall.web.passports.loading import framed, load, read, today_for
from guildhall.web.passports.words import Said, standing_words
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

LIKELY = 4


@dataclass(frozen=True)
class Choice:
    """A competency to tap."""

    competency: Competency
    said: Said
    level: ScaleLevel | None
    is_chosen: bool


@page(For.SIGNED_IN, "GET", "POST")
def passport_observations(request: HallRequest, pk: int) -> HttpResponse:
    """Record what was seen; `?competency=` chooses one beforehand. Saving offers the next."""
    row = load(request, pk)
    require(OBSERVE_PASSPORT, request.actor, row)
    found = read(request, row)
    form = observation_form(request, found.record)
    if form.is_valid():
        at = clock.now()
        try:
            seen = record_observation(passport=row, sight=form.sight(at), by=request.actor, at=at)
        except InvalidInput as error:
            refuse_sight(form, error)
        else:
            messages.success(request, saved_words(seen, row.learner.given_name))
            return see_other(reverse("passport_observations", args=[pk]))
    chosen = str(form["competency"].value() or request.GET.get("competency", ""))
    likely, others = choices(found, chosen, asked=found.asked_of(request.person.pk))
    context = {
        **framed(request, row, _("Observe")),
        "form": form,
        "likely": likely,
        "others": others,
        "levels": found.record.levels,
        "chosen_level": form["level"].value(),
        "opens_others": any(one.is_chosen for one in others),
    }
    return render(request, "passports/observe.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "GET", "POST")
def observation(request: HallRequest, pk: int) -> HttpResponse:
    """One observation; who recorded it may take it back."""
    rows = Observation.objects.select_related(
        "passport__learner", "competency", "level", "observer", "taken_back_by"
    )
    row = get_visible_or_404(READ_OBSERVATION, request.actor, pk, rows)
    if request.method == "POST":
        require(TAKE_BACK_OBSERVATION, request.actor, row)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            take_back_observation(observation=row, why=why, by=request.actor, at=clock.now())
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Taken back. It stays readable and counts for nothing."))
            return see_other(reverse("observation", args=[pk]))
    reads_all = may(READ_PASSPORT, request.actor, row.passport)
    context = {
        **(framed(request, row.passport, row.competency.name) if reads_all else {}),
        "passport": row.passport,
        "observation": row,
        "form": form,
        "reads_all": reads_all,
        "is_free": clock.now() <= row.recorded_at + FREE_FOR,
        "can_take_back": row.taken_back_at is None and row.observer_id == request.person.pk,
    }
    status = 422 if form.errors else 200
    return render(request, "passports/observation.html", context, status=status)


def observation_form(
    request: HallRequest, record: Record, only: Competency | None = None
) -> ObservationForm:
    """The form as it was sent, or empty."""
    sent = request.POST if request.method == "POST" else None
    return ObservationForm(sent, record=record, only=only, today=today_for(request))


def saved_words(row: Observation, learner: str) -> str:
    """What the toast says; the form is there for the next one."""
    return _("Saved: %(name)s, %(level)s. %(learner)s reads it in the passport.") % {
        "name": row.competency.name,
        "level": row.level.code,
        "learner": learner,
    }


def refuse_sight(form: ObservationForm, error: InvalidInput) -> None:
    """Show what was refused beside the fields; the form knows the moment as a day."""
    problems = {"seen_on" if n == "seen_at" else n: said for n, said in error.problems.items()}
    refuse(form, InvalidInput(error.message, problems))


def choices(
    found: PassportPage, chosen: str, *, asked: Collection[int]
) -> tuple[list[Choice], list[Choice]]:
    """The likely competencies first, with the one that was chosen; then the rest."""
    every = worth_watching(found.record, asked=asked, today=found.today, most=found.total)
    first = [one for one in every if str(one.competency.pk) == chosen]
    likely = [*first, *(one for one in every if one not in first)][:LIKELY]
    order = [one for line in found.lines for one in every if one.competency == line.competency]
    return (
        [_choice(one, found, chosen) for one in likely],
        [_choice(one, found, chosen) for one in order if one not in likely],
    )


def _choice(one: Watched, found: PassportPage, chosen: str) -> Choice:
    said = standing_words(
        one.standing,
        observations=one.competency.observations,
        today=found.today,
        watches=one.only_watches,
    )
    is_chosen = str(one.competency.pk) == chosen
    return Choice(competency=one.competency, said=said, level=one.level, is_chosen=is_chosen)

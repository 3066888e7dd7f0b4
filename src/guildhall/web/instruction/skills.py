"""Skills: how far one is with each, its guide, and noting a try."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.competencies.models import Domain
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.instruction.access import CONFIRM_TRY, READ_TRY
from guildhall.instruction.actions.trying import confirm_try, note_try, remove_try
from guildhall.instruction.models import Try
from guildhall.instruction.queries.ladder import Rung, rung_of, rungs_of
from guildhall.instruction.queries.pair import competency_of
from guildhall.instruction.states import LADDER, Step
from guildhall.permissions.access import get_visible_or_404, visible_to
from guildhall.web.instruction.forms import TryForm
from guildhall.web.instruction.gates import gates_for
from guildhall.web.instruction.loading import framed, load_skills
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.prose import prose
from guildhall.web.shared.request import For, HallRequest, page, see_other


@dataclass(frozen=True)
class Group:
    """The skills under one heading."""

    domain: Domain
    rungs: tuple[Rung, ...]

    @property
    def begun(self) -> int:
        """How many of them were tried."""
        return sum(1 for one in self.rungs if one.tries)


@page(For.SIGNED_IN)
def skills(request: HallRequest, pk: int) -> HttpResponse:
    """Every skill of the program with the step reached and what comes next."""
    row = load_skills(request, pk)
    rungs = rungs_of(row, actor=request.actor)
    frame = framed(request, row, (_("Skills"), None))
    tried = [one for one in rungs if one.tries]
    context = {
        **frame,
        "groups": _groups(rungs),
        "total": len(rungs),
        "begun": len(tried),
        "waiting": None if frame["is_learner"] else _first_waiting(rungs),
        "next": _newest_with_step(tried),
    }
    return render(request, "instruction/skills.html", context)


@page(For.SIGNED_IN, "GET", "POST")
def skill(request: HallRequest, pk: int, key: str) -> HttpResponse:
    """One skill: its guide, a try in seconds, and the tries behind it."""
    row = load_skills(request, pk)
    competency = competency_of(row, key)
    if competency is None:
        raise NotVisible
    frame = framed(
        request, row, (_("Skills"), reverse("skills", args=[pk])), (competency.name, None)
    )
    data = request.POST if request.method == "POST" else None
    form = TryForm(data, today=frame["found"].today)
    if form.is_valid():
        try:
            one = note_try(
                relationship=row, draft=form.draft(competency), by=request.actor, at=clock.now()
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _noted_words(one, frame["guide"]))
            return see_other(reverse("skill", args=[pk, key]))
    rung = rung_of(row, competency, actor=request.actor)
    confirmable = visible_to(CONFIRM_TRY, request.actor, Try.objects.filter(confirmed_at=None))
    context = {
        **frame,
        "competency": competency,
        "rung": rung,
        "form": form,
        "steps": [(step, form["step"].value() == step) for step in LADDER],
        "guide_text": prose(competency.guide) if competency.guide else "",
        "gate": gates_for(row, actor=request.actor, at=clock.now()).answers.get(key),
        "can_confirm": set(confirmable.filter(step=Step.ALONE).values_list("pk", flat=True)),
    }
    return render(request, "instruction/skill.html", context, status=422 if form.errors else 200)


@page(For.SIGNED_IN, "POST")
def try_confirmation(request: HallRequest, pk: int) -> HttpResponse:
    """The preceptor's yes to a try alone."""
    one = _load_try(request, pk)
    confirm_try(tried=one, by=request.actor, at=clock.now())
    messages.success(request, _("Said. It is for learning: a sign-off is another thing."))
    return see_other(_back(request, one))


@page(For.SIGNED_IN, "POST")
def try_removal(request: HallRequest, pk: int) -> HttpResponse:
    """Whoever noted it takes it away."""
    one = _load_try(request, pk)
    back = _back(request, one)
    remove_try(tried=one, by=request.actor, at=clock.now())
    messages.success(request, _("Taken away, with its words."))
    return see_other(back)


def _load_try(request: HallRequest, pk: int) -> Try:
    rows = Try.objects.select_related("competency", "relationship")
    return get_visible_or_404(READ_TRY, request.actor, pk, rows)


def _back(request: HallRequest, one: Try) -> str:
    """The skill in the pair that the reader came from, else in that of the try."""
    came = request.POST.get("pair", "")
    pair = int(came) if came.isdecimal() and len(came) < 16 else one.relationship_id
    return reverse("skill", args=[pair, one.competency.key])


def _groups(rungs: Iterable[Rung]) -> list[Group]:
    by_domain = groupby(rungs, key=lambda one: one.competency.domain)
    return [Group(domain, tuple(group)) for domain, group in by_domain]


def _first_waiting(rungs: Iterable[Rung]) -> Try | None:
    return next((one.waiting for one in rungs if one.waiting), None)


def _newest_with_step(tried: list[Rung]) -> Rung | None:
    """The skill that was tried last with something said about what comes next."""
    said = [one for one in tried if one.tries[0].next_step]
    return max(said, key=lambda one: (one.tries[0].tried_on, one.tries[0].noted_at), default=None)


def _noted_words(one: Try, guide: object) -> str:
    name = getattr(guide, "given_name", "")
    if not one.counts:
        return _("Noted. It stands as done alone once %(name)s says yes.") % {"name": name}
    return _("Noted: %(step)s.") % {"step": one.get_step_display().lower()}

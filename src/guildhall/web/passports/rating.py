"""A round of ratings: one's own sheet, and, once both are locked, where the two differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.assessment.access import RATE_PASSPORT, SEE_ROUND
from guildhall.assessment.actions.ratings import save_rating
from guildhall.assessment.actions.rounds import open_round
from guildhall.assessment.models import RatingRound
from guildhall.assessment.queries.lists import RELATED
from guildhall.assessment.queries.ratings import (
    Compared,
    both_sheets,
    own_levels,
    own_rater,
    standing_of,
)
from guildhall.assessment.queries.record import Record, record_of
from guildhall.assessment.states import Rater
from guildhall.competencies.models import Competency
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import get_visible_or_404, require
from guildhall.web.passports.forms import RoundForm
from guildhall.web.passports.loading import framed, load
from guildhall.web.passports.words import gap_words
from guildhall.web.shared.request import For, HallRequest, page, see_other


@dataclass(frozen=True)
class SheetLine:
    """A competency on a sheet, with the level that was chosen."""

    competency: Competency
    code: str


@dataclass(frozen=True)
class GapLine:
    """Where both rated: the words, and whether one more look is asked for."""

    compared: Compared
    words: str


@page(For.SIGNED_IN, "POST")
def passport_rounds(request: HallRequest, pk: int) -> HttpResponse:
    """Open a round by hand."""
    row = load(request, pk)
    form = RoundForm(request.POST, auto_id="round-%s")
    if form.is_valid():
        try:
            opened = open_round(
                passport=row,
                title=form.cleaned_data["title"],
                due_on=form.cleaned_data["due_on"],
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            messages.error(request, " ".join(error.problems.values()) or error.message)
        else:
            messages.success(request, _("The round is open. Both are asked to rate, each alone."))
            return see_other(reverse("rating_round", args=[opened.pk]))
    else:
        messages.error(request, _("Give the round a short title, and a day as Nov 27, 2026."))
    return see_other(reverse("passport", args=[pk]))


@page(For.SIGNED_IN, "GET", "POST")
def rating_round(request: HallRequest, pk: int) -> HttpResponse:
    """One's own sheet until both are locked; then the gaps, for whoever reads the passport."""
    related = [f"passport__{name}" for name in RELATED]
    rows = RatingRound.objects.select_related(*related).prefetch_related("ratings")
    row = get_visible_or_404(SEE_ROUND, request.actor, pk, rows)
    record = record_of(row.passport)
    if request.method == "POST":
        require(RATE_PASSPORT, request.actor, row)
        locks = request.POST.get("do") == "lock"
        levels = _levels(request.POST, record)
        save_rating(round=row, levels=levels, locks=locks, by=request.actor, at=clock.now())
        words = _("Locked. It stays as it is.") if locks else _("Saved. Only you read it.")
        messages.success(request, words)
        return see_other(reverse("rating_round", args=[pk]))
    return render(request, "passports/rating.html", _context(request, row, record))


def _context(request: HallRequest, row: RatingRound, record: Record) -> dict[str, Any]:
    standing = standing_of(row)
    rater = own_rater(row.passport, request.actor)
    own = own_levels(row, rater, actor=request.actor) if rater else {}
    gaps = [GapLine(one, gap_words(one.gap)) for one in both_sheets(row, record)]
    differ = sorted((one for one in gaps if not one.compared.gap.is_agreed), key=_press)
    sheet = _sheet(record, own)
    return {
        **framed(request, row.passport, row.title),
        "round": row,
        "record": record,
        "standing": standing,
        "waits_for_learner": standing.waits_for(Rater.LEARNER),
        "waits_for_preceptor": standing.waits_for(Rater.PRECEPTOR),
        "rater": rater,
        "can_rate": bool(rater) and standing.waits_for(rater),
        "sheet": sheet,
        "rated": sum(1 for _name, lines in sheet for line in lines if line.code),
        "differ": differ,
        "agreed": len(gaps) - len(differ),
        "gaps": gaps,
    }


def _press(line: GapLine) -> tuple[bool, bool, int]:
    """What asks for an observation first, then what is critical, then the widest."""
    compared = line.compared
    wide = -abs(compared.gap.steps)
    return not compared.asks_for_an_observation, not compared.competency.is_critical, wide


def _sheet(record: Record, own: Mapping[int, int]) -> list[tuple[str, list[SheetLine]]]:
    lines = [
        SheetLine(one, record.level_of[own[one.pk]].code if one.pk in own else "")
        for one in record.competencies
    ]
    return [
        (name, list(found)) for name, found in groupby(lines, attrgetter("competency.domain.name"))
    ]


def _levels(sent: QueryDict, record: Record) -> dict[int, int]:
    """Competency to level as they were sent; what was left open stays out."""
    found: dict[int, int] = {}
    chosen = {str(code) for key, code in sent.items() if key.startswith("level-") and code}
    if not chosen <= set(record.level_by_code):
        raise InvalidInput(_("Choose levels of this passport’s scale. Nothing is saved yet."))
    for one in record.competencies:
        code = sent.get(f"level-{one.pk}", "")
        if code:
            found[one.pk] = record.level_by_code[code].pk
    return found

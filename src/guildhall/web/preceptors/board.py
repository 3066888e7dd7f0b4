"""The board of a house's preceptors, and taking up those who have precepted before."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.permissions.access import visible_to
from guildhall.preceptorship.actions.standings import take_up
from guildhall.preceptorship.queries.standings import (
    counts_by_state,
    guides_without_standing,
    standing_rows,
    standings_in_sight,
)
from guildhall.preceptorship.standing_states import AT_REST, StandingState
from guildhall.web.preceptors.forms import TakeUpForm
from guildhall.web.preceptors.words import PILLS, load_words, next_of, until_words
from guildhall.web.shared.forms import refuse
from guildhall.web.shared.request import For, HallRequest, page, see_other

A_PAGE = 25


@page(For.STAFF)
def preceptors(request: HallRequest) -> HttpResponse:
    """Who may precept, who is on the way, what is next; `?state=` and `?q=` narrow it."""
    state = request.GET.get("state", "")
    state = state if state in StandingState.values else ""
    search = request.GET.get("q", "").strip()
    found = standings_in_sight(request.actor, state=state, search=search)
    pages = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    today = clock.today(request.person.time_zone)
    rows = [
        {
            "row": row,
            "pill": PILLS[row.standing.state],
            "until": until_words(row, today=today),
            "load": load_words(row),
            "next": next_of(row),
        }
        for row in standing_rows(list(pages), today=today)
    ]
    counts = counts_by_state(request.actor)
    context = {
        "page": pages,
        "rows": rows,
        "state": state,
        "search": search,
        "is_narrowed": bool(state or search),
        "states": [(one.value, one.label, counts.get(one.value, 0)) for one in StandingState],
        "counts": _strip(counts),
        "without": guides_without_standing(request.actor).count(),
        "breadcrumb": [(_("Programs"), reverse("programs")), (_("Preceptors"), None)],
    }
    return render(request, "preceptors/board.html", context)


@page(For.STAFF, "GET", "POST")
def preceptor_new(request: HallRequest) -> HttpResponse:
    """Take up a guide who has precepted before."""
    if not visible_to(STAFF_ORGANIZATION, request.actor).exists():
        raise NotVisible
    guides = list(guides_without_standing(request.actor))
    data = request.POST if request.method == "POST" else None
    form = TakeUpForm(data, guides=guides)
    if form.is_valid():
        chosen = next(one for one in guides if one.pk == form.cleaned_data["enrollment"].pk)
        try:
            row = take_up(
                person=chosen.person,
                organization=chosen.cohort.program.organization,
                before=form.before(),
                by=request.actor,
                at=clock.now(),
            )
        except InvalidInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s is on the board.") % {"name": row.person.name})
            return see_other(reverse("preceptor", args=[row.pk]))
    context = {
        "form": form,
        "guides": guides,
        "breadcrumb": [(_("Preceptors"), reverse("preceptors")), (_("Take up"), None)],
    }
    return render(request, "preceptors/new.html", context, status=422 if form.errors else 200)


def _strip(counts: dict[str, int]) -> list[dict[str, object]]:
    """The counts above the list: what holds, what presses, who is on the way."""
    S = StandingState
    on_the_way = sum(counts.get(one, 0) for one in (S.SCREENED, S.IN_TRAINING, S.PROVISIONAL))
    shown = [
        (_("Certified"), counts.get(S.CERTIFIED, 0)),
        (_("Lapse soon"), counts.get(S.LAPSING, 0)),
        (_("Lapsed"), counts.get(S.LAPSED, 0)),
        (_("On the way"), on_the_way),
        (_("Applied"), counts.get(S.APPLIED, 0)),
        (_("Suspended"), counts.get(S.SUSPENDED, 0)),
    ]
    total = sum(n for state, n in counts.items() if state not in AT_REST)
    return [{"label": label, "n": n} for label, n in shown] if total else []

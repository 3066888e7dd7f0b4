"""What is said about pairs: pin, forbid, clear, swap, and trying a pair in a draft of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.matching.actions.words import CLEAR, say_about_pair, swap_pairs, try_pair
from guildhall.matching.models import MatchRound, Proposal
from guildhall.matching.states import Say
from guildhall.programs.models import Enrollment
from guildhall.web.shared.request import For, HallRequest, is_id, page, see_other
from guildhall.web.studio.rounds import refuse, studio_url, visible_round
from guildhall.web.studio.undo import remember, words_before


@page(For.STAFF, "POST")
def round_words(request: HallRequest, pk: int) -> HttpResponse:
    """Pin, forbid or clear a pair; the draft is solved again."""
    draft = visible_round(request, pk)
    learner, guide = _pair(request, draft)
    say = request.POST.get("say", "")
    before = words_before(draft)
    try:
        changed = say_about_pair(
            round=draft, guide=guide, learner=learner, say=say, by=request.actor, at=clock.now()
        )
        remember(request.session, changed, before)
        messages.success(request, _said(say, learner, guide))
    except (WrongState, InvalidInput) as error:
        refuse(request, error)
    return see_other(studio_url(draft, pair=f"{learner.pk}-{guide.pk}"))


@page(For.STAFF, "POST")
def round_swaps(request: HallRequest, pk: int) -> HttpResponse:
    """Give each of two learners the other's guide; both pairs are pinned."""
    draft = visible_round(request, pk)
    first, second = _proposal(request, draft, "first"), _proposal(request, draft, "second")
    before = words_before(draft)
    try:
        changed = swap_pairs(
            round=draft, first=first, second=second, by=request.actor, at=clock.now()
        )
        remember(request.session, changed, before)
        messages.success(request, _("Swapped and pinned both pairs. The draft is solved again."))
    except (WrongState, InvalidInput) as error:
        refuse(request, error)
    return see_other(studio_url(draft, pair=f"{first.learner_id}-{second.guide_id}"))


@page(For.STAFF, "POST")
def round_trials(request: HallRequest, pk: int) -> HttpResponse:
    """Try a pair: pin it in a copy of the draft, so that the draft itself stays as it is."""
    draft = visible_round(request, pk)
    learner, guide = _pair(request, draft)
    try:
        copy = try_pair(round=draft, guide=guide, learner=learner, by=request.actor, at=clock.now())
    except (WrongState, InvalidInput) as error:
        refuse(request, error)
        return see_other(studio_url(draft))
    messages.success(
        request,
        _("Draft %(new)s is draft %(old)s with this pair pinned. %(old)s stays as it was.")
        % {"new": copy.letter, "old": draft.letter},
    )
    chosen = {"against": draft.letter, "pair": f"{learner.pk}-{guide.pk}"}
    return see_other(studio_url(copy, **chosen))


def _pair(request: HallRequest, draft: MatchRound) -> tuple[Enrollment, Enrollment]:
    """Learner and guide of the form, of this cohort."""
    found = [_enrollment(request, draft, name) for name in ("learner", "guide")]
    return found[0], found[1]


def _enrollment(request: HallRequest, draft: MatchRound, name: str) -> Enrollment:
    rows = Enrollment.objects.filter(cohort_id=draft.cohort_id).select_related("person")
    row = rows.filter(pk=_number(request, name)).first()
    if row is None:
        raise NotVisible
    return row


def _proposal(request: HallRequest, draft: MatchRound, name: str) -> Proposal:
    learner, _dash, guide = request.POST.get(name, "").partition("-")
    if not (is_id(learner) and is_id(guide)):
        raise NotVisible
    rows = Proposal.objects.filter(round=draft, learner_id=int(learner), guide_id=int(guide))
    row = rows.select_related("guide__person", "learner__person").first()
    if row is None:
        raise NotVisible(_("That pair is not in this draft any more. Look at the draft again."))
    return row


def _number(request: HallRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if is_id(text) else 0


def _said(say: str, learner: Enrollment, guide: Enrollment) -> str:
    names = {"learner": learner.person.name, "guide": guide.person.name}
    told = {
        Say.PIN.value: _("Pinned %(learner)s and %(guide)s. The draft is solved again."),
        Say.FORBID.value: _("Forbade %(learner)s and %(guide)s. The draft is solved again."),
        CLEAR: _("Cleared what was said of %(learner)s and %(guide)s. The draft is solved again."),
    }
    return told[say] % names

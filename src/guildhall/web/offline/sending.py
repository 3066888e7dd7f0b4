"""The door for what waited on a device; each thing gets an answer of its own."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.actions.arriving import MadeSignOff, take_observation, take_sign_off
from guildhall.assessment.actions.observations import Sight
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.lists import RELATED
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core import clock
from guildhall.core.errors import GuildhallError, InvalidInput, NotAllowed, NotVisible
from guildhall.permissions.access import get_visible_or_404
from guildhall.web.offline.arrivals import SIGN_OFF, Item, read_batch
from guildhall.web.offline.sealing import owner_mark
from guildhall.web.shared.request import For, HallRequest, page


@page(For.SIGNED_IN, "POST")
def offline_items(request: HallRequest) -> HttpResponse:
    """Take what was made by whoever is signed in; the same sending again changes nothing."""
    batch = read_batch(request.body, at=clock.now())
    if not constant_time_compare(batch.owner, owner_mark(int(request.user.pk or 0))):
        raise NotAllowed(_("Somebody else made this. It waits until they sign in."))
    return JsonResponse({"answers": [_answer(request, item) for item in batch.items]})


def _answer(request: HallRequest, item: Item) -> dict[str, Any]:
    """Accepted, the same as before, or refused with the reason and what to do."""
    key = str(item.key)
    try:
        path, is_new = _take(request, item)
    except NotVisible:
        return {"key": key, "answer": "refused", "reason": _gone_words()}
    except GuildhallError as error:
        if error.status == 500:
            raise
        return {"key": key, "answer": "refused", "reason": _reason(error)}
    return {"key": key, "answer": "accepted" if is_new else "same", "path": path}


def _take(request: HallRequest, item: Item) -> tuple[str, bool]:
    rows = Passport.objects.select_related(*RELATED)
    passport = get_visible_or_404(READ_PASSPORT, request.actor, item.passport, rows)
    competency, level = _chosen(passport, item)
    by, at = request.actor, clock.now()
    if item.kind == SIGN_OFF:
        made = MadeSignOff(competency, level, item.made_at, item.key, item.words)
        signed, is_new = take_sign_off(passport=passport, made=made, by=by, at=at)
        return reverse("sign_off", args=[signed.pk]), is_new
    sight = Sight(
        competency=competency,
        level=level,
        seen_at=item.seen_at(),
        device_key=item.key,
        went_well=item.went_well,
        next_step=item.next_step,
    )
    seen, is_new = take_observation(
        passport=passport, sight=sight, made_at=item.made_at, by=by, at=at
    )
    return reverse("observation", args=[seen.pk]), is_new


def _chosen(passport: Passport, item: Item) -> tuple[Competency, ScaleLevel]:
    """As they stood when it was made; what has arrived already is found whatever changed since."""
    rows = Competency.objects.select_related("version")
    competency = rows.filter(pk=item.competency, version__framework=passport.framework_id).first()
    if competency is None:
        raise InvalidInput(_("This is not in the passport any more. Record it anew."))
    levels = ScaleLevel.objects.filter(scale=competency.version.scale_id)
    level = levels.filter(code=item.level).first()
    if level is None:
        raise InvalidInput(_("This level is not in the scale any more. Record it anew."))
    return competency, level


def _gone_words() -> str:
    return _("You no longer guide them, or the passport is gone. Ask a coordinator.")


def _reason(error: GuildhallError) -> str:
    """What stands beside fields on a page, in one line."""
    problems = list(error.problems.values()) if isinstance(error, InvalidInput) else []
    return " ".join(problems) or error.message

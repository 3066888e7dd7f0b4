"""What a preceptor needs at hand without network, and the secret that seals it on the device."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guildhall.assessment.queries.lists import guided_passports
from guildhall.assessment.queries.watching import Watched, WatchedPassport, watched
from guildhall.assessment.sign_off_access import SIGN_OFFLINE
from guildhall.competencies.models import ScaleLevel
from guildhall.core import clock
from guildhall.core.errors import InvalidInput
from guildhall.engine.competence import State
from guildhall.permissions.access import visible_to
from guildhall.web.offline.sealing import device_secret, owner_mark
from guildhall.web.passports.loading import today_for
from guildhall.web.passports.words import standing_words
from guildhall.web.shared.request import For, HallRequest, page

ALL = 1000


@page(For.SIGNED_IN)
def offline_key(request: HallRequest) -> HttpResponse:
    """Who is signed in, as a mark, with the secret for `?device=` and the token for sending."""
    account_id = int(request.user.pk or 0)
    try:
        device = UUID(request.GET.get("device", ""))
    except ValueError:
        raise InvalidInput(_("Load the page again.")) from None
    return JsonResponse(
        {
            "owner": owner_mark(account_id),
            "secret": device_secret(account_id, device),
            "csrf": get_token(request),
        }
    )


@page(For.SIGNED_IN)
def offline_ground(request: HallRequest) -> HttpResponse:
    """Whom the reader guides, with what to watch and the levels; for the device to seal."""
    today = today_for(request)
    passports = guided_passports(request.actor)
    found = watched(passports, by=request.person.pk, today=today, at=clock.now(), most=ALL)
    levels = _levels({row.version.scale_id for row in passports})
    signs = set(visible_to(SIGN_OFFLINE, request.actor).values_list("pk", flat=True))
    people = [
        {
            **_person(one, levels[one.passport.version.scale_id], today),
            "signs": one.passport.pk in signs,
        }
        for one in found
    ]
    return JsonResponse({"owner": owner_mark(int(request.user.pk or 0)), "people": people})


def _levels(scales: set[int]) -> dict[int, list[ScaleLevel]]:
    found: dict[int, list[ScaleLevel]] = defaultdict(list)
    for level in ScaleLevel.objects.filter(scale__in=scales).order_by("position"):
        found[level.scale_id].append(level)
    return found


def _person(one: WatchedPassport, levels: Sequence[ScaleLevel], today: date) -> dict[str, Any]:
    learner = one.passport.learner
    target = {level.pk: level.code for level in levels}
    return {
        "passport": one.passport.pk,
        "name": learner.name,
        "given": learner.given_name,
        "initials": learner.initials,
        "framework": one.passport.framework.name,
        "signed": one.signed,
        "total": one.total,
        "levels": [
            {
                "code": level.code,
                "name": capfirst(level.name),
                "anchor": level.anchor,
                "allows": int(level.allows),
                "means": level.get_allows_display(),
            }
            for level in levels
        ],
        "competencies": [_competency(line, target, today) for line in one.lines],
    }


def _competency(line: Watched, target: dict[int, str], today: date) -> dict[str, Any]:
    said = standing_words(
        line.standing,
        observations=line.competency.observations,
        today=today,
        watches=line.only_watches,
    )
    return {
        "id": line.competency.pk,
        "name": line.competency.name,
        "domain": line.competency.domain.name,
        "target": target[line.competency.target_id],
        "level": line.level.code if line.level else "",
        "shape": "nudge" if line.is_asked else said.shape,
        "words": _("They asked for it") if line.is_asked else said.words,
        "is_ready": line.standing.state == State.READY,
    }

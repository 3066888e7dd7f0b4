"""Noting whether the hard gates of a rubric hold."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import RATE_ENROLLMENT
from guildhall.programs.actions.screening import locked_application, record_on, settle
from guildhall.programs.actions.screening_events import GATES_NOTED
from guildhall.programs.models import Enrollment, GateCheck, Screening
from guildhall.programs.queries.screening_standing import rubric_of


def note_gates(
    *, enrollment: Enrollment, holds: Mapping[str, bool | None], by: Actor, at: datetime
) -> Screening | None:
    """Note yes, no or not known (None) for gates by key; keys left out stay.

    Each gate that changes notes who and when; where none does nothing is written. Nobody is
    told. Refuses a gate that the rubric does not have, and a decided application.
    """
    require(RATE_ENROLLMENT, by, enrollment)
    with transaction.atomic():
        row, screening = locked_application(enrollment, by=by, at=at)
        rubric = rubric_of(row, screening)
        known = {gate.key for gate in rubric.gates} if rubric else set()
        if unknown := set(holds) - known:
            raise InvalidInput(
                _("This rubric has no gate named %(gate)s.") % {"gate": sorted(unknown)[0]}
            )
        if screening is None:
            return None
        changed = _changed(screening, holds)
        for gate in changed:
            GateCheck.objects.update_or_create(
                screening=screening,
                gate=gate,
                defaults={"holds": holds[gate], "noted_by_id": by.person_id, "noted_at": at},
            )
        if changed:
            record_on(GATES_NOTED, row, by=by, at=at, screening=screening.pk, gates=len(changed))
            settle(row, screening)
    return screening


def _changed(screening: Screening, holds: Mapping[str, bool | None]) -> list[str]:
    noted = dict(screening.gates.values_list("gate", "holds"))
    return [gate for gate, value in holds.items() if noted.get(gate) is not value]

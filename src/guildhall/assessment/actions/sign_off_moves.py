"""What becomes of a sign-off: each step is a row, and an event of the chain."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.assessment.actions.sign_off_events import (
    SIGN_OFF_CONTESTED,
    SIGN_OFF_REPLACED,
    SIGN_OFF_UPHELD,
    SIGN_OFF_WITHDRAWN,
    note_sign_off,
)
from guildhall.assessment.models import Passport, SignOff, SignOffMove
from guildhall.assessment.queries.record import HOLDING
from guildhall.assessment.states import SIGN_OFF_TRANSITIONS, SignOffState
from guildhall.competencies.models import Competency
from guildhall.core.transitions import require_transition
from guildhall.permissions.actor import Actor

# The event of each step; what was contested and holds again was upheld.
EVENTS = {
    SignOffState.REPLACED: SIGN_OFF_REPLACED,
    SignOffState.CONTESTED: SIGN_OFF_CONTESTED,
    SignOffState.IN_FORCE: SIGN_OFF_UPHELD,
    SignOffState.WITHDRAWN: SIGN_OFF_WITHDRAWN,
}


def held_now(passport: Passport, competency: Competency) -> list[SignOff]:
    """What is signed for a competency and not replaced or taken back, also from an earlier version
    of the framework; locked."""
    rows = SignOff.objects.select_for_update(of=("self",)).select_related("passport")
    return list(rows.filter(passport=passport, competency__key=competency.key, state__in=HOLDING))


def locked_sign_off(row: SignOff) -> SignOff:
    """The row as it is now, held until the transaction ends."""
    rows = SignOff.objects.select_for_update(of=("self",)).select_related(
        "passport__learner", "passport__organization", "signer", "competency", "level"
    )
    return rows.get(pk=row.pk)


def move_sign_off(
    row: SignOff, state: SignOffState, *, why: str = "", by: Actor, at: datetime
) -> SignOffMove:
    """Take a locked sign-off to another state; the step is kept for good, and what was signed
    stays as it is. Refuses steps that do not fit its state."""
    words = {"state": row.get_state_display()}
    refusal = _("This does not fit: the sign-off is “%(state)s” by now.") % words
    require_transition(SIGN_OFF_TRANSITIONS, row.state, state, refusal)
    row.state = state
    row.save(update_fields=["state"])
    move = SignOffMove.objects.create(sign_off=row, state=state, by_id=by.person_id, at=at, why=why)
    note_sign_off(EVENTS[state], row, by=by, at=at)
    return move

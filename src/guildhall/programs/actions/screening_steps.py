"""Interview, references and background check."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import DECIDE_ENROLLMENT
from guildhall.programs.actions.screening import locked_application, record_on, settle
from guildhall.programs.actions.screening_events import STEP_CHANGED
from guildhall.programs.models import Enrollment, ScreeningCheck
from guildhall.programs.queries.screening_standing import rubric_of
from guildhall.programs.states import StepState


def set_step(
    *,
    enrollment: Enrollment,
    step: str,
    state: str,
    by: Actor,
    at: datetime,
    due_on: date | None = None,
    note: str = "",
) -> ScreeningCheck | None:
    """Ask for a step, say by when, note what came of it.

    An empty `state` takes a step back that is not needed after all. Nobody is told: whoever
    runs the step does that. Refuses a step that the rubric does not have, and a decided
    application.
    """
    require(DECIDE_ENROLLMENT, by, enrollment)
    if state and state not in StepState.values:
        raise InvalidInput(_("Choose how the step stands."), {"state": _("Choose one of these.")})
    with transaction.atomic():
        row, screening = locked_application(enrollment, by=by, at=at)
        rubric = rubric_of(row, screening)
        if screening is None or rubric is None or step not in rubric.steps:
            raise InvalidInput(_("This screening has no step of this kind."))
        check = ScreeningCheck.objects.filter(screening=screening, step=step).first()
        if state:
            check = check or ScreeningCheck(screening=screening, step=step)
            check.state, check.due_on, check.note = state, due_on, note.strip()
            check.changed_at, check.changed_by_id = at, by.person_id
            check.save()
        elif check is not None:
            check.delete()
            check = None
        record_on(
            STEP_CHANGED, row, by=by, at=at, screening=screening.pk, step=step, state=state or None
        )
        settle(row, screening)
    return check

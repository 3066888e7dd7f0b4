"""The screening of an application: its beginning, and the doors to each of its parts.

Every action locks the enrollment first, so that two raters who hand in at the same moment are
counted one after the other.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import WrongState
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.actions.enrollments import set_state
from guildhall.programs.actions.screening_events import SCREENING_BEGUN
from guildhall.programs.models import Enrollment, Screening
from guildhall.programs.queries.screening_standing import (
    OPEN_STATES,
    present_screening,
    rubric_of,
    standing_of,
)
from guildhall.programs.screening_states import ScreeningStage
from guildhall.programs.states import EnrollmentState


def begin_screening(
    *, enrollment: Enrollment, at: datetime, by: Actor = SYSTEM
) -> Screening | None:
    """Open the screening of a submitted application; whoever may see it has been asked already.

    Moves “applied” to “being screened”. Called again it changes nothing. Who applied again after
    an earlier screening gets a fresh one, and the earlier one is kept. None where the program
    names no rubric for this side: then somebody decides without one. Refuses an enrollment that
    is not an open application.
    """
    with transaction.atomic():
        row = _locked(enrollment)
        require_open(row)
        present = present_screening(row)
        if present is not None and not _is_outdated(present, row):
            return _entered(enrollment, row, present, by=by, at=at)
        rubric = rubric_of(row)
        if rubric is None:
            return None
        if present is not None:
            present.enrollment, present.earlier_of = None, row
            present.save(update_fields=["enrollment", "earlier_of"])
        screening = Screening.objects.create(
            enrollment=row, rubric_key=rubric.key, started_at=at, stage=ScreeningStage.RATING
        )
        record_on(SCREENING_BEGUN, row, by=by, at=at, rubric=rubric.key)
        return _entered(enrollment, row, screening, by=by, at=at)


def locked_application(
    enrollment: Enrollment, *, by: Actor, at: datetime
) -> tuple[Enrollment, Screening | None]:
    """The enrollment, locked and fresh, with its screening, which begins here if it has not.

    Inside a transaction. Refuses an application that was decided or withdrawn.
    """
    screening = begin_screening(enrollment=enrollment, at=at, by=by)
    return _locked(enrollment), screening


def settle(enrollment: Enrollment, screening: Screening | None) -> None:
    """Note what the application waits for now, so that the queue can count it."""
    if screening is None:
        return
    stage = standing_of(enrollment, screening).stage
    if stage != screening.stage:
        screening.stage = stage
        screening.save(update_fields=["stage"])


def require_open(enrollment: Enrollment) -> None:
    """Refuse an enrollment that is not an application waiting for a decision."""
    if enrollment.state not in OPEN_STATES:
        raise WrongState(
            _("The application of %(name)s is not open: it stands at “%(state)s”.")
            % {"name": enrollment.person.name, "state": enrollment.get_state_display()}
        )


def record_on(
    kind: str, enrollment: Enrollment, *, by: Actor, at: datetime, **ids: int | str | None
) -> None:
    """One event on an application."""
    organization_id = enrollment.cohort.program.organization_id
    record(kind, by=by, subject=enrollment, at=at, organization_id=organization_id, **ids)


def _locked(enrollment: Enrollment) -> Enrollment:
    rows = Enrollment.objects.select_for_update(of=("self",))
    return rows.select_related("cohort__program__organization", "person").get(pk=enrollment.pk)


def _is_outdated(screening: Screening, enrollment: Enrollment) -> bool:
    """Whether it belongs to an earlier application of the same person."""
    return enrollment.applied_at is not None and screening.started_at < enrollment.applied_at


def _entered(
    given: Enrollment, row: Enrollment, screening: Screening, *, by: Actor, at: datetime
) -> Screening:
    if row.state == EnrollmentState.APPLIED:
        set_state(enrollment=row, state=EnrollmentState.SCREENING, by=by, at=at, tells=False)
    given.state = row.state
    return screening

"""Deciding on an application, and taking the decision up again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import DECIDE_ENROLLMENT
from guildhall.programs.actions.enrollments import set_state
from guildhall.programs.actions.screening import (
    begin_screening,
    locked_application,
    record_on,
    settle,
)
from guildhall.programs.actions.screening_events import APPLICATION_DECIDED, DECISION_REOPENED
from guildhall.programs.actions.telling import tell_enrolled
from guildhall.programs.messages import APPLICATION_CONDITIONAL, APPLICATION_REOPENED
from guildhall.programs.models import Decision, Enrollment, Screening
from guildhall.programs.queries.screening_standing import (
    is_rubric_required,
    rubric_of,
    standing_of,
)
from guildhall.programs.rubric import Rubric
from guildhall.programs.screening_states import SUGGESTED, Outcome
from guildhall.programs.screening_verdict import Standing, is_against_band, needs_reason
from guildhall.programs.states import EnrollmentState

ENDS_AT = {
    Outcome.APPROVE: EnrollmentState.APPROVED,
    Outcome.DECLINE: EnrollmentState.DECLINED,
}


def decide_application(
    *,
    enrollment: Enrollment,
    outcome: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    words: str = "",
) -> Decision:
    """Approve, ask for something else first, or decline; the applicant gets one mail.

    `reason` is sealed, for those who decide; `words` go into the mail, and where they are left
    out the rubric's own do. Refuses: approving while a gate does not hold or is not known, or
    while ratings of a required rubric are missing; going against the rubric, past an open step,
    or declining, without a reason; a condition that the rubric does not have; a decided
    application. A decision against the rubric is recorded as such.
    """
    require(DECIDE_ENROLLMENT, by, enrollment)
    with transaction.atomic():
        row, screening = locked_application(enrollment, by=by, at=at)
        rubric = rubric_of(row, screening)
        standing = standing_of(row, screening)
        _refuse_unfit(row, rubric, standing, outcome)
        if needs_reason(outcome, standing) and not reason.strip():
            raise InvalidInput(
                _("This decision needs a reason in words."),
                {"reason": _("Say why, in a sentence. Only those who decide can read it.")},
            )
        decision = Decision.objects.create(
            enrollment=row,
            screening=screening,
            outcome=outcome,
            suggested=standing.suggested or "",
            is_against_band=is_against_band(outcome, standing),
            reason=reason.strip(),
            decided_by_id=by.person_id,
            decided_at=at,
        )
        record_on(
            APPLICATION_DECIDED,
            row,
            by=by,
            at=at,
            decision=decision.pk,
            outcome=outcome,
            against_band=int(decision.is_against_band),
        )
        _carry_out(row, screening, outcome, by=by, at=at, words=_said(rubric, outcome, words))
    enrollment.state, enrollment.decided_at = row.state, row.decided_at
    return decision


def reopen_decision(
    *, enrollment: Enrollment, by: Actor, at: datetime, reason: str = ""
) -> Decision:
    """Look again at somebody who was declined: gates, ratings and steps are as they were.

    The applicant is told by mail. Refuses any enrollment that was not declined here.
    """
    require(DECIDE_ENROLLMENT, by, enrollment)
    with transaction.atomic():
        row = Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
        if row.state != EnrollmentState.DECLINED:
            raise WrongState(
                _("Only a declined application can be looked at again; this one stands at “%(s)s”.")
                % {"s": row.get_state_display()}
            )
        set_state(enrollment=row, state=EnrollmentState.APPLIED, by=by, at=at, tells=False)
        screening = begin_screening(enrollment=row, at=at, by=by)
        decision = Decision.objects.create(
            enrollment=row,
            screening=screening,
            outcome=Outcome.REOPEN,
            reason=reason.strip(),
            decided_by_id=by.person_id,
            decided_at=at,
        )
        record_on(DECISION_REOPENED, row, by=by, at=at, decision=decision.pk)
        settle(row, screening)
        tell_enrolled(APPLICATION_REOPENED, [row], at=at)
    enrollment.state = row.state
    return decision


def default_words(rubric: Rubric | None, outcome: str) -> str:
    """What the applicant reads in the mail where nobody writes other words."""
    bands = rubric.bands if rubric else ()
    return next((band.words for band in bands if SUGGESTED[band.decision] == outcome), "")


def _said(rubric: Rubric | None, outcome: str, words: str) -> str:
    return words.strip() or default_words(rubric, outcome)


def _refuse_unfit(
    enrollment: Enrollment, rubric: Rubric | None, standing: Standing, outcome: str
) -> None:
    decisions = {Outcome.APPROVE, Outcome.CONDITIONAL, Outcome.DECLINE}
    if outcome not in decisions:
        raise InvalidInput(_("Choose what to decide."), {"outcome": _("Choose one of these.")})
    if outcome == Outcome.CONDITIONAL and not default_words(rubric, outcome):
        raise InvalidInput(_("This rubric knows no condition: approve or decline."))
    if outcome == Outcome.CONDITIONAL and standing.after_condition:
        raise WrongState(_("This was asked for already. Once it is done, approve or decline."))
    if outcome == Outcome.DECLINE:
        return
    if why := approval_bars(enrollment, standing):
        raise WrongState(why)


def approval_bars(enrollment: Enrollment, standing: Standing) -> str:
    """What stands in the way of an approval or a condition, in words; empty where nothing does."""
    if standing.gates.failed:
        return _("A gate does not hold: %(gate)s") % {"gate": standing.gates.failed[0].text}
    if standing.gates.unknown:
        count = len(standing.gates.unknown)
        return ngettext(
            "One gate is not known yet: %(gate)s",
            "%(count)s gates are not known yet; the first: %(gate)s",
            count,
        ) % {"count": count, "gate": standing.gates.unknown[0].text}
    if standing.raters_wanted and is_rubric_required(enrollment):
        return ngettext(
            "One more rating is wanted first.",
            "%(count)s more ratings are wanted first.",
            standing.raters_wanted,
        ) % {"count": standing.raters_wanted}
    return ""


def _carry_out(
    row: Enrollment,
    screening: Screening | None,
    outcome: str,
    *,
    by: Actor,
    at: datetime,
    words: str,
) -> None:
    """The decision's effect: the next state with its mail, or the mail of a condition."""
    if outcome == Outcome.CONDITIONAL:
        tell_enrolled(APPLICATION_CONDITIONAL, [row], at=at, words=words)
        settle(row, screening)
        return
    set_state(enrollment=row, state=ENDS_AT[Outcome(outcome)], by=by, at=at, words=words)

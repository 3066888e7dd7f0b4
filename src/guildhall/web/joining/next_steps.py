"""What each state of an enrollment means for the person whose place it is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.programs.models import Enrollment
from guildhall.programs.states import EnrollmentState

S = EnrollmentState


@dataclass(frozen=True)
class NextStep:
    """What the person does next; without a URL there is nothing to do."""

    title: str
    reason: str
    url: str = ""
    action: str = ""
    icon: str = ""
    is_post: bool = False


def next_step_of(enrollment: Enrollment, *, is_open: bool) -> NextStep:
    """One next step for the person whose place this is."""
    state = S(enrollment.state)
    cohort = enrollment.cohort
    if state == S.DRAFT:
        invited = enrollment.invited_at is not None and enrollment.applied_at is None
        return NextStep(
            _("You are invited. Answer a few questions.")
            if invited
            else _("Go on with your answers."),
            _("What you have answered is kept; nobody reads it before you hand it in."),
            reverse("application", args=[enrollment.pk]),
            _("Open the questions"),
            "pen-line",
        )
    if state in (S.DECLINED, S.WITHDRAWN) and is_open:
        return NextStep(
            _("You can apply again."),
            _("Your answers are kept, so there is little to type."),
            reverse("offer_application", args=[cohort.pk, enrollment.side]),
            _("Apply again"),
            "rotate-ccw",
            is_post=True,
        )
    return _nothing_to_do(enrollment, state)


def _nothing_to_do(enrollment: Enrollment, state: EnrollmentState) -> NextStep:
    promised = enrollment.cohort.matches_promised_on
    day = full_day(promised) if promised else ""
    reasons = {
        S.APPLIED: _("Somebody reads your application. You hear from us by mail."),
        S.SCREENING: _("Somebody reads your application. You hear from us by mail."),
        S.APPROVED: _("Matches are promised by %(day)s.") % {"day": day}
        if day
        else _("You hear from us as soon as there is a match."),
        S.WAITING: _("In the next round you come first."),
        S.MATCHED: _("Your match is on the page of your pairs."),
        S.FINISHED: _("Thank you for having been part of it."),
    }
    titles = {
        S.MATCHED: _("You have a match."),
        S.FINISHED: _("This is complete."),
    }
    title = titles.get(state, _("Nothing to do for now."))
    if state == S.MATCHED:
        return NextStep(
            title, reasons[state], reverse("relationships"), _("Open my pairs"), "heart-handshake"
        )
    return NextStep(title, reasons.get(state, _("Applications to this cohort are closed.")))

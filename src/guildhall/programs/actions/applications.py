"""Applying: begin, keep a draft, hand in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import ANSWER_ENROLLMENT
from guildhall.programs.actions.enrolling import default_places, lock_cohort
from guildhall.programs.actions.enrollments import set_state
from guildhall.programs.actions.events import APPLICATION_STARTED
from guildhall.programs.actions.prerequisites import list_prerequisites
from guildhall.programs.actions.profile_answers import write_to_profile
from guildhall.programs.actions.screening import begin_screening
from guildhall.programs.actions.telling import tell_enrolled
from guildhall.programs.messages import APPLICATION_APPROVED, APPLICATION_RECEIVED
from guildhall.programs.models import Cohort, Enrollment, JoinLink
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.applications import (
    Application,
    application_of,
    questions_for,
)
from guildhall.programs.queries.offers import belongs, eligible_sides, is_open, standing_of
from guildhall.programs.states import EnrollmentState, Side
from guildhall.questions.actions.responses import (
    reopen_response,
    save_answers,
    start_response,
    submit_response,
)
from guildhall.questions.answers import check_answers
from guildhall.questions.finding import Finder

S = EnrollmentState
AGAIN = (S.DECLINED, S.WITHDRAWN)


def start_application(
    *,
    cohort: Cohort,
    person: Person,
    side: str,
    by: Actor,
    at: datetime,
    join_link: JoinLink | None = None,
) -> Enrollment:
    """Begin to apply, or go on with what was begun; what was answered before is kept.

    Lets in whom the eligibility rule admits, who came by an open join link of this side, and who
    was in before: invited, declined or withdrawn. Refuses closed cohorts and whoever applied
    already; whoever may not join gets the answer of a missing page.
    """
    if not by.is_system and by.person_id != person.pk:
        raise NotAllowed(_("People apply for themselves. You can invite them instead."))
    with transaction.atomic():
        lock_cohort(cohort)
        present = Enrollment.objects.select_for_update(of=("self",)).filter(
            cohort=cohort, person=person, side=side
        )
        enrollment = present.select_related("cohort__program", "person").first()
        if enrollment is None:
            _refuse_uninvited(cohort, person, side, join_link, at=at)
        elif enrollment.state not in (S.DRAFT, *AGAIN):
            raise WrongState(_("You have applied to this program already."))
        _refuse_closed(cohort, at=at)
        return begin(cohort=cohort, person=person, side=side, by=by, at=at, present=enrollment)


def begin(
    *,
    cohort: Cohort,
    person: Person,
    side: str,
    by: Actor,
    at: datetime,
    present: Enrollment | None = None,
    invited_at: datetime | None = None,
) -> Enrollment:
    """A draft with its sheets. The caller has asked whether this person may join."""
    if present is not None and present.state == S.DRAFT and present.response_id is not None:
        return present
    program = cohort.program
    with transaction.atomic():
        enrollment = present or Enrollment(
            cohort=cohort,
            person=person,
            side=Side(side),
            places=default_places(read_plan(program.plan), side),
            created_at=at,
        )
        if present is not None and present.state != S.DRAFT:
            set_state(enrollment=present, state=S.DRAFT, by=by, at=at)
        enrollment.invited_at = invited_at or enrollment.invited_at
        enrollment.response = enrollment.response or start_response(
            questions=questions_for(program, side), person=person, at=at
        )
        enrollment.baseline = enrollment.baseline or start_response(
            questions=program.baseline_questions, person=person, at=at
        )
        for sheet in (enrollment.response, enrollment.baseline):
            reopen_response(response=sheet)
        enrollment.save()
        record(
            APPLICATION_STARTED,
            by=by,
            subject=enrollment,
            at=at,
            organization_id=program.organization_id,
            person=person.pk,
        )
    return enrollment


def save_application(
    *,
    enrollment: Enrollment,
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
    baseline: Mapping[str, Any] | None = None,
) -> Enrollment:
    """Keep a draft: checked values by question key, as `check_answers` gives them.

    Nobody else reads them before they are handed in. Refuses an application that is in already.
    """
    require(ANSWER_ENROLLMENT, by, enrollment)
    _refuse_handed_in(enrollment)
    response, before = enrollment.response, enrollment.baseline
    assert response is not None
    assert before is not None
    with transaction.atomic():
        save_answers(response=response, values=values, at=at)
        save_answers(response=before, values=baseline or {}, at=at)
    return enrollment


def submit_application(*, enrollment: Enrollment, by: Actor, at: datetime) -> Enrollment:
    """Hand in. In order: checks every answer; keeps what the profile proposed; writes answers that
    map to the profile there; notes the baseline; lists prerequisites; moves to screening, where
    the side is screened, else to approved; tells the person.

    Refuses open required questions by key, a closed cohort, and what was handed in already.
    """
    require(ANSWER_ENROLLMENT, by, enrollment)
    _refuse_handed_in(enrollment)
    _refuse_closed(enrollment.cohort, at=at)
    application = application_of(enrollment)
    _refuse_open(application, enrollment.person)
    plan = read_plan(enrollment.cohort.program.plan)
    screening = plan.screening_of(enrollment.side)
    with transaction.atomic():
        _hand_in_sheets(enrollment, application, at=at)
        write_to_profile(
            person=enrollment.person,
            questions=application.main.questions,
            values=application.main.values,
            by=by,
            at=at,
        )
        enrollment.places = _places(application, enrollment)
        enrollment.applied_at = at
        enrollment.save(update_fields=["places", "applied_at"])
        list_prerequisites([enrollment], plan=plan)
        set_state(enrollment=enrollment, state=S.APPLIED, by=by, at=at)
        if screening is not None and screening.is_required:
            _to_screening(enrollment, by=by, at=at)
        else:
            set_state(enrollment=enrollment, state=S.APPROVED, by=by, at=at, tells=False)
            tell_enrolled(APPLICATION_APPROVED, [enrollment], at=at)
    return enrollment


def _to_screening(enrollment: Enrollment, *, by: Actor, at: datetime) -> None:
    begin_screening(enrollment=enrollment, at=at, by=by)
    tell_enrolled(APPLICATION_RECEIVED, [enrollment], at=at)


def _hand_in_sheets(enrollment: Enrollment, application: Application, *, at: datetime) -> None:
    sheets = (
        (enrollment.response, application.main),
        (enrollment.baseline, application.baseline),
    )
    for response, sheet in sheets:
        assert response is not None
        save_answers(response=response, values=sheet.proposed, at=at)
        submit_response(response=response, at=at)


def _places(application: Application, enrollment: Enrollment) -> int:
    for question in application.main.questions:
        if question.settings.get("maps_to") == "capacity":
            return int(application.main.values.get(question.key, enrollment.places))
    return enrollment.places


def _refuse_open(application: Application, person: Person) -> None:
    finder = Finder(person)
    problems: dict[str, str] = {}
    for sheet in (application.main, application.baseline):
        problems |= check_answers(sheet.questions, sheet.values, finder=finder).problems
    if problems:
        raise InvalidInput(_("Some answers are still needed before you hand it in."), problems)


def _refuse_handed_in(enrollment: Enrollment) -> None:
    if enrollment.state != S.DRAFT or enrollment.response_id is None:
        raise WrongState(
            _("This application was handed in. To change it, withdraw and apply again.")
        )


def _refuse_closed(cohort: Cohort, *, at: datetime) -> None:
    if not is_open(cohort, at=at):
        raise WrongState(_("Applications to %(cohort)s are closed.") % {"cohort": cohort.name})


def _refuse_uninvited(
    cohort: Cohort, person: Person, side: str, join_link: JoinLink | None, *, at: datetime
) -> None:
    if side not in Side.values or not belongs(person, cohort.program):
        raise NotVisible
    if join_link is not None and (join_link.cohort_id, join_link.side) == (cohort.pk, side):
        if not join_link.is_open(at=at):
            raise WrongState(_("This link is closed. Ask the coordinator for a new one."))
        return
    if side not in eligible_sides(cohort.program, standing_of(person)):
        raise NotVisible

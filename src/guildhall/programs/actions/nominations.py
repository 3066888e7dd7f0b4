"""A colleague proposes somebody, and that person decides."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import ANSWER_NOMINATION, PROPOSE_PEOPLE
from guildhall.programs.actions.applications import begin
from guildhall.programs.actions.events import NOMINATION_ANSWERED, PERSON_NOMINATED
from guildhall.programs.actions.telling import common_values
from guildhall.programs.messages import NOMINATED
from guildhall.programs.models import Cohort, Enrollment, Nomination
from guildhall.programs.queries.members import colleagues
from guildhall.programs.queries.offers import belongs, is_open
from guildhall.programs.queries.words import time_asked
from guildhall.programs.states import LIVE, EnrollmentState, Side


def nominate(
    *, cohort: Cohort, side: str, nominee: Person, reason: str, by: Actor, at: datetime
) -> Nomination:
    """Propose a colleague for a side of a cohort, with a reason; they are told and decide.

    Anybody who belongs to the program's organization or a partner may propose people of their own
    house. Refuses oneself, people of other houses, who takes part already, a closed cohort, and the
    same nomination again.
    """
    nominator = Person.objects.filter(pk=by.person_id or 0).first()
    if nominator is None or not belongs(nominator, cohort.program):
        raise NotVisible
    _refuse_unfit(cohort, side, nominee, nominator, reason=reason, at=at)
    with transaction.atomic():
        nomination, is_new = Nomination.objects.get_or_create(
            cohort=cohort,
            side=Side(side),
            nominee=nominee,
            nominated_by=nominator,
            defaults={"reason": reason.strip(), "nominated_at": at},
        )
        if not is_new:
            raise WrongState(_("You have nominated this person for this already."))
        record(
            PERSON_NOMINATED,
            by=by,
            subject=nomination,
            at=at,
            organization_id=cohort.program.organization_id,
            person=nominee.pk,
        )
        send(
            NOMINATED,
            to=nominee,
            values={
                **common_values(cohort, side),
                "nominated_by": nominator.name,
                "reason": reason.strip(),
                "time_asked": time_asked(cohort.program),
            },
            key=f"{NOMINATED}:{nomination.pk}",
            at=at,
            organization=cohort.program.organization,
            about=f"cohort:{cohort.pk}",
            path=f"/nominations/{nomination.pk}/",
        )
    return nomination


def propose_people(
    *, cohort: Cohort, side: str, people: Sequence[Person], reason: str, by: Actor, at: datetime
) -> list[Nomination]:
    """A partner's staff propose several of their people at once, each as `nominate` does.

    From then on whoever runs the program sees these people, and may bring them in. Refuses all of
    them where one does not fit, by name.
    """
    require(PROPOSE_PEOPLE, by, cohort)
    with transaction.atomic():
        return [
            nominate(cohort=cohort, side=side, nominee=person, reason=reason, by=by, at=at)
            for person in people
        ]


def answer_nomination(
    *, nomination: Nomination, is_accepted: bool, by: Actor, at: datetime
) -> Enrollment | None:
    """The nominee accepts, and gets a draft to go on with, or declines, and nothing more happens.

    Refuses a second answer, and accepting after applications closed.
    """
    require(ANSWER_NOMINATION, by, nomination)
    cohort = nomination.cohort
    with transaction.atomic():
        locked = Nomination.objects.select_for_update().get(pk=nomination.pk)
        if locked.answered_at is not None:
            raise WrongState(_("You have answered this nomination already."))
        if is_accepted and not is_open(cohort, at=at):
            raise WrongState(_("Applications to %(cohort)s are closed.") % {"cohort": cohort.name})
        nomination.answered_at, nomination.is_accepted = at, is_accepted
        nomination.save(update_fields=["answered_at", "is_accepted"])
        record(
            NOMINATION_ANSWERED,
            by=by,
            subject=nomination,
            at=at,
            organization_id=cohort.program.organization_id,
        )
        if not is_accepted:
            return None
        present = (
            Enrollment.objects.filter(
                cohort=cohort, person=nomination.nominee, side=nomination.side
            )
            .select_related("cohort__program", "person")
            .first()
        )
        again = (EnrollmentState.DRAFT, EnrollmentState.DECLINED, EnrollmentState.WITHDRAWN)
        if present is not None and present.state not in again:
            return present
        return begin(
            cohort=cohort,
            person=nomination.nominee,
            side=nomination.side,
            by=by,
            at=at,
            present=present,
        )


def _refuse_unfit(
    cohort: Cohort, side: str, nominee: Person, nominator: Person, *, reason: str, at: datetime
) -> None:
    if not is_open(cohort, at=at):
        raise WrongState(_("Applications to %(cohort)s are closed.") % {"cohort": cohort.name})
    problems: dict[str, str] = {}
    if not reason.strip():
        problems["reason"] = _("Say in a sentence why you think of them; they will read it.")
    if nominee.pk == nominator.pk:
        problems["nominee"] = _("This is you. You can apply yourself.")
    elif not colleagues(cohort.program, of=nominator).filter(person=nominee).exists():
        problems["nominee"] = _("This person is not a colleague of yours who could take part.")
    elif cohort.enrollments.filter(person=nominee, side=side, state__in=LIVE).exists():
        problems["nominee"] = _("%(name)s has applied already.") % {"name": nominee.name}
    if problems:
        raise InvalidInput(_("This nomination cannot be sent."), problems)

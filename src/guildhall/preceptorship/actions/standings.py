"""What coordinators do with a standing, and preceptors with their own; the clock does the rest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from guildhall.certificates.actions.issuing import (
    Statement,
    hold_certificate,
    issue_certificate,
    release_certificate,
)
from guildhall.certificates.states import CertificateKind
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Membership, Organization, Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.standing_rows import (
    day_of,
    held,
    months_later,
    move,
    open_standing,
    require_reason,
    state_by_day,
    tell_leads,
    tell_of,
)
from guildhall.preceptorship.actions.training import TrainingDraft, note_training
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.queries.standing_load import has_precepted
from guildhall.preceptorship.standing_access import CHANGE_STANDING, RETIRE_STANDING
from guildhall.preceptorship.standing_messages import CERTIFIED, REINSTATED, RETIRED, SUSPENDED
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import (
    IN_FORCE,
    SUSPENDABLE,
    StandingState,
    TrainingKind,
)

S = StandingState
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Before:
    """What somebody brings from before: the day of their course, and a certificate's last day."""

    trained_on: date
    valid_until: date | None = None


def take_up(
    *, person: Person, organization: Organization, before: Before, by: Actor, at: datetime
) -> Standing:
    """Open the standing of somebody who has precepted before, on paper: provisional, or certified
    with the end of the certificate that they hold.

    Refuses oneself, whoever does not belong to the house, whoever has a standing already unless
    they had retired or their application was closed, and days that cannot be.
    """
    require(STAFF_ORGANIZATION, by, organization)
    _require_takeable(person, organization, before, by=by, at=at)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        row = _opened(person, organization, by=by, at=at)
        draft = TrainingDraft(
            TrainingKind.COURSE,
            before.trained_on,
            standing_rules().course_minutes,
            _("Preceptor course, from before"),
        )
        note_training(row, draft, by=by, at=at)
        if before.valid_until is not None:
            _certify(row, before.valid_until, by=by, at=at, words="")
    return row


def certify(*, standing: Standing, by: Actor, at: datetime, words: str = "") -> Standing:
    """Certified for 24 months, with a certificate; the preceptor is told.

    Refuses oneself, and whoever has neither guided a preceptorship here nor stood in for one,
    unless `words` say why they are ready all the same.
    """
    require(CHANGE_STANDING, by, standing)
    with transaction.atomic():
        row = held(standing)
        said = require_reason(words, is_needed=not has_precepted(row))
        until = months_later(day_of(row, at), standing_rules().months)
        _certify(row, until, by=by, at=at, words=said)
    return row


def renew(*, standing: Standing, by: Actor, at: datetime) -> Standing:
    """Another certificate for 24 months, counted from the end of the one that still holds.

    Refuses unless two hours of training are recorded within the last year, and before the
    certificate begins to lapse.
    """
    require(CHANGE_STANDING, by, standing)
    with transaction.atomic():
        row = held(standing)
        today = day_of(row, at)
        if row.state not in (S.LAPSING, S.LAPSED):
            raise WrongState(
                _("There is nothing to renew yet. It can be renewed once it lapses soon.")
            )
        missing = missing_update(row, today)
        if missing:
            raise WrongState(
                _("%(hours)s h of training within the last year are missing. Record them first.")
                % {"hours": f"{missing / 60:g}"}
            )
        still = row.valid_until if row.state == S.LAPSING else None
        until = months_later(still or today, standing_rules().months)
        _certify(row, until, by=by, at=at, words="")
    return row


def suspend(*, standing: Standing, words: str, by: Actor, at: datetime) -> Standing:
    """No new preceptees, and the certificate is not in force, until they are reinstated. Pairs go
    on; the preceptor and those who coordinate their pairs are told. Refuses without a reason."""
    require(CHANGE_STANDING, by, standing)
    why = require_reason(words)
    with transaction.atomic():
        row = held(standing)
        row.suspended_from = row.state if row.state in SUSPENDABLE else ""
        move(row, S.SUSPENDED, by=by, at=at, words=why)
        if row.certificate is not None:
            hold_certificate(certificate=row.certificate, by=by, at=at)
        tell_of(SUSPENDED, row, [row.person], event=at.isoformat(), at=at)
        tell_leads(row, event=at.isoformat(), at=at)
    return row


def reinstate(*, standing: Standing, words: str = "", by: Actor, at: datetime) -> Standing:
    """Back to where they were; as lapsed, where the certificate ended meanwhile. They are told."""
    require(CHANGE_STANDING, by, standing)
    said = require_reason(words, is_needed=False)
    with transaction.atomic():
        row = held(standing)
        if row.state != S.SUSPENDED:
            raise WrongState(_("%(name)s is not suspended.") % {"name": row.person.name})
        back = StandingState(row.suspended_from)
        if back in IN_FORCE:
            back = state_by_day(row.valid_until, on=day_of(row, at))
        row.suspended_from = ""
        move(row, back, by=by, at=at, words=said)
        if row.certificate is not None:
            release_certificate(certificate=row.certificate, by=by, at=at)
        tell_of(REINSTATED, row, [row.person], event=at.isoformat(), at=at)
    return row


def retire(*, standing: Standing, words: str = "", by: Actor, at: datetime) -> Standing:
    """They precept no longer. Pairs go on; those who coordinate them, and the preceptor unless they
    did it themselves, are told. Their certificate is no longer in force."""
    require(RETIRE_STANDING, by, standing)
    said = require_reason(words, is_needed=False)
    with transaction.atomic():
        row = held(standing)
        row.suspended_from = ""
        move(row, S.RETIRED, by=by, at=at, words=said)
        if row.certificate is not None:
            hold_certificate(certificate=row.certificate, by=by, at=at)
        if row.person_id != by.person_id:
            tell_of(RETIRED, row, [row.person], event=at.isoformat(), at=at)
        tell_leads(row, event=at.isoformat(), at=at)
    return row


def missing_update(row: Standing, today: date) -> int:
    """Minutes of training that a renewal lacks on that day."""
    found = row.trainings.filter(on__gt=today - YEAR, on__lte=today)
    done = found.aggregate(total=Sum("minutes"))["total"] or 0
    return max(0, standing_rules().update_minutes - done)


def _certify(row: Standing, until: date, *, by: Actor, at: datetime, words: str) -> None:
    """The certificate, and the state that its days give."""
    earlier = row.certificate
    words_of = _("%(name)s is certified as a preceptor at %(house)s.")
    statement = Statement(
        CertificateKind.PRECEPTOR,
        words_of % {"name": row.person.name, "house": row.organization.name},
        valid_until=until,
    )
    is_followed = earlier is not None and earlier.revoked_at is None
    today = day_of(row, at)
    row.certificate = issue_certificate(
        statement=statement,
        person=row.person,
        organization=row.organization,
        on=today,
        by=by,
        at=at,
        renews=earlier if is_followed else None,
    )
    row.valid_until = until
    move(row, S.CERTIFIED, by=by, at=at, words=words)
    by_day = state_by_day(until, on=today)
    if by_day != S.CERTIFIED:
        move(row, by_day, by=by, at=at)
    tell_of(CERTIFIED, row, [row.person], event=row.certificate.pk, at=at, until=full_day(until))


def _opened(person: Person, organization: Organization, *, by: Actor, at: datetime) -> Standing:
    known = Standing.objects.filter(person=person, organization=organization).first()
    if known is None:
        return open_standing(person, organization, S.SCREENED, by=by, at=at)
    row = held(known)
    if row.state not in (S.RETIRED, S.CLOSED, S.APPLIED):
        raise WrongState(
            _("%(name)s has a standing here already. It is on the board.") % {"name": person.name}
        )
    # What they bring is their certificate from now on.
    row.certificate, row.valid_until = None, None
    move(row, S.SCREENED, by=by, at=at)
    return row


def _require_takeable(
    person: Person, organization: Organization, before: Before, *, by: Actor, at: datetime
) -> None:
    problems: dict[str, str] = {}
    inside = Membership.objects.filter(
        person=person, organization=organization, ended_at__isnull=True
    )
    guided = person.enrollments.filter(cohort__program__organization=organization)
    if not inside.exists() and not guided.exists():
        problems["person"] = _("Choose somebody who belongs here, or guides here.")
    if person.pk == by.person_id:
        problems["person"] = _("Ask a colleague to do this for you.")
    if before.trained_on > at.date() + timedelta(days=1):
        problems["trained_on"] = _("Choose the day on which the course was done.")
    if before.valid_until is not None and before.valid_until < at.date():
        problems["valid_until"] = _("Leave it empty where it has ended.")
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)

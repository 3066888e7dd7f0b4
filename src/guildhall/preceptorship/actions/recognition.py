"""A letter of recognition: what a preceptor gave, stated by the house from its own records."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.certificates.actions.issuing import Statement, issue_certificate
from guildhall.certificates.models import Certificate
from guildhall.certificates.states import CertificateKind
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.standing_events import RECOGNITION_WRITTEN
from guildhall.preceptorship.actions.standing_rows import day_of, held
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.queries.recognition import Given, given_by
from guildhall.preceptorship.standing_access import RECOGNIZE_SELF

LONGEST = timedelta(days=366 * 40)


def write_recognition(
    *, standing: Standing, start: date, end: date, by: Actor, at: datetime
) -> Certificate:
    """A letter with the facts of that period, and a code by which anybody checks it. Asked for
    again with the same facts, it is the same letter.

    Refuses days that are still to come or the wrong way round, and a period without a preceptee.
    """
    require(RECOGNIZE_SELF, by, standing)
    with transaction.atomic():
        row = held(standing)
        today = day_of(row, at)
        _require_period(start, end, today)
        given = given_by(row.person, row.organization, start=start, end=end)
        if not given.is_any:
            raise WrongState(
                _("Nobody was with you as a preceptee in that time. Choose another one.")
            )
        statement = _statement(row, given)
        known = _same(row, statement)
        if known is not None:
            return known
        letter = issue_certificate(
            statement=statement,
            person=row.person,
            organization=row.organization,
            on=today,
            by=by,
            at=at,
        )
        house = row.organization_id
        record(RECOGNITION_WRITTEN, by=by, subject=letter, at=at, organization_id=house)
    return letter


def _statement(row: Standing, given: Given) -> Statement:
    words = _(
        "%(house)s thanks %(name)s, who guided new colleagues as a preceptor from %(start)s to"
        " %(end)s. A new professional’s first months are made by whoever stands beside them."
    )
    values = {
        "house": row.organization.name,
        "name": row.person.name,
        "start": full_day(given.start),
        "end": full_day(given.end),
    }
    facts = [(_("Preceptees guided"), str(given.preceptees))]
    if given.verified_minutes:
        facts.append((_("Their verified hours of practice"), _hours(given.verified_minutes)))
    if given.meetings:
        meetings = _("%(n)d, %(hours)s") % {
            "n": given.meetings,
            "hours": _hours(given.meeting_minutes),
        }
        facts.append((_("Meetings held"), meetings))
    if given.observations:
        facts.append((_("Observations with feedback"), str(given.observations)))
    return Statement(CertificateKind.RECOGNITION, words % values, facts)


def _hours(minutes: int) -> str:
    return _("%(n)s h") % {"n": f"{minutes / 60:,.1f}".removesuffix(".0")}


def _same(row: Standing, statement: Statement) -> Certificate | None:
    rows = Certificate.objects.filter(
        person=row.person_id,
        organization=row.organization_id,
        kind=CertificateKind.RECOGNITION,
        statement=statement.words,
        revoked_at__isnull=True,
    )
    wanted = [list(fact) for fact in statement.facts]
    return next((one for one in rows if one.facts == wanted), None)


def _require_period(start: date, end: date, today: date) -> None:
    problems: dict[str, str] = {}
    if end > today:
        problems["end"] = _("Choose a day that is not still to come.")
    if start > end or end - start > LONGEST:
        problems["start"] = _("Choose a day before the last one.")
    if problems:
        raise InvalidInput(_("This is not written yet."), problems)

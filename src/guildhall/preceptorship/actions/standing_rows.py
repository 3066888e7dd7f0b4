"""Taking hold of a standing, moving it, and telling people of it."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Organization, Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.standing_events import STANDING_MOVED, STANDING_OPENED
from guildhall.preceptorship.models import Standing, StandingMove
from guildhall.preceptorship.queries.standing_load import going_on, leads_of
from guildhall.preceptorship.standing_messages import NOT_ABLE_LEAD
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import STANDING_TRANSITIONS, StandingState

LONGEST = 1000
S = StandingState


def held(standing: Standing) -> Standing:
    """The standing as it is now, held until the transaction ends."""
    rows = Standing.objects.select_for_update(of=("self",))
    return rows.select_related("person", "organization", "certificate").get(pk=standing.pk)


def open_standing(
    person: Person, organization: Organization, state: StandingState, *, by: Actor, at: datetime
) -> Standing:
    """The one row of a person in a house, at this state; where another moment has just opened it,
    that one."""
    row, is_new = Standing.objects.get_or_create(
        person=person, organization=organization, defaults={"state": state, "changed_at": at}
    )
    if is_new:
        StandingMove.objects.create(standing=row, state=state, by_id=by.person_id, at=at)
        _record(STANDING_OPENED, row, by=by, at=at)
    return row


def move(row: Standing, state: StandingState, *, by: Actor, at: datetime, words: str = "") -> None:
    """One step of a held standing, kept for good. Refuses what the table does not hold."""
    refusal = _("%(name)s stands at “%(state)s”, so that does not fit now.") % {
        "name": row.person.name,
        "state": row.get_state_display(),
    }
    require_transition(STANDING_TRANSITIONS, row.state, state, refusal)
    row.state, row.changed_at = state, at
    row.save()
    StandingMove.objects.create(standing=row, state=state, by_id=by.person_id, at=at, words=words)
    _record(STANDING_MOVED, row, by=by, at=at)


def state_by_day(valid_until: date | None, *, on: date) -> StandingState:
    """Of somebody with a certificate: certified, lapsing from 60 days before its end, or lapsed."""
    if valid_until is None or valid_until < on:
        return S.LAPSED
    left = (valid_until - on).days
    return S.LAPSING if left <= standing_rules().lapsing_days else S.CERTIFIED


def day_of(row: Standing, at: datetime) -> date:
    """The day where the house is."""
    return at.astimezone(ZoneInfo(row.organization.time_zone)).date()


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def require_reason(words: str, *, is_needed: bool = True) -> str:
    """The words without blanks around them; refuses what is missing or too long."""
    said = words.strip()
    if is_needed and not said:
        raise InvalidInput(_("This is not saved yet."), {"words": _("Say why, in a sentence.")})
    if len(said) > LONGEST:
        problem = _("Keep it to %(most)d characters.") % {"most": LONGEST}
        raise InvalidInput(_("This is not saved yet."), {"words": problem})
    return said


def tell_of(
    kind: Kind,
    row: Standing,
    people: Iterable[Person],
    *,
    event: object,
    at: datetime,
    path: str = "/my-standing/",
    **values: str,
) -> int:
    """Tell each of them once for this event; returns how many were told now."""
    messages = [
        Outgoing(
            kind=kind.key,
            to=person,
            values=values,
            key=f"{kind.key}:{row.pk}:{event}:{person.pk}",
            organization=row.organization,
            about=f"standing:{row.pk}",
            path=path,
        )
        for person in people
    ]
    return send_many(messages, at=at).notices


def tell_leads(row: Standing, *, event: object, at: datetime) -> int:
    """Those who coordinate hear that pairs go on with somebody who is given no new ones."""
    pairs = going_on(row)
    if not pairs:
        return 0
    people = [one for one in leads_of(row, pairs) if one.pk != row.person_id]
    path = f"/preceptors/{row.pk}/"
    values = {"who": row.person.name, "pairs": str(len(pairs))}
    return tell_of(NOT_ABLE_LEAD, row, people, event=event, at=at, path=path, **values)


def _record(kind: str, row: Standing, *, by: Actor, at: datetime) -> None:
    record(
        kind,
        by=by,
        subject=row,
        at=at,
        organization_id=row.organization_id,
        person=row.person_id,
        state=str(row.state),
    )

"""Hours planned, logged and cancelled by whoever works them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day, moment
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization, Person, Site, Unit
from guildhall.engine.calendar import CalendarError, shift_between
from guildhall.hours.access import KEEP_ENTRY, LOG_HOURS, OWN_PROTECTED_TIME
from guildhall.hours.actions.cancelled import tell_cancelled_often
from guildhall.hours.actions.events import HOURS_CANCELLED, HOURS_LOGGED, HOURS_PLANNED
from guildhall.hours.actions.rows import (
    LONGEST,
    held_person,
    locked_entry,
    move_entry,
    note_move,
    require_words,
)
from guildhall.hours.models import TimeEntry
from guildhall.hours.queries.rules import host_of, is_over_ratio, learner_of, rules_of
from guildhall.hours.states import STANDING, EntryKind, EntryState, NotCounted
from guildhall.hours.words import hours_words
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import BEGUN

DAY_MINUTES = 24 * 60


@dataclass(frozen=True)
class EntryDraft:
    """What was or will be worked: `start` and `end` on the host's clock, or `minutes`."""

    kind: EntryKind
    on: date
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    site: Site | None = None
    unit: Unit | None = None
    is_simulated: bool = False
    note: str = ""


def log_hours(
    *, relationship: Relationship, draft: EntryDraft, by: Actor, at: datetime
) -> TimeEntry:
    """Log what the learner worked; nobody is told before they ask for it to be verified.

    Kept as not counted where the guide had more learners than the program allows. Refuses what is
    still to come, lies before the pair, or overlaps another entry, which it names.
    """
    require(LOG_HOURS, by, relationship)
    with transaction.atomic():
        row = _open(relationship)
        person = held_person(by.person_id or 0)
        entry = _drafted(draft, person, host_of(row), row, at=at)
        _require_past(entry, at=at)
        entry.not_counted = _not_counted(entry, row)
        _save(entry, EntryState.LOGGED, at=at)
        note_move(entry, event=HOURS_LOGGED, by=by, at=at)
    return entry


def plan_hours(
    *, relationship: Relationship, draft: EntryDraft, by: Actor, at: datetime
) -> TimeEntry:
    """Plan what the learner will work; either of the pair may. Refuses what overlaps."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = _open(relationship)
        learner = learner_of(row)
        if learner is None:
            raise WrongState(_("Nobody learns in this pair now."))
        entry = _drafted(draft, held_person(learner.pk), host_of(row), row, at=at)
        _save(entry, EntryState.PLANNED, at=at)
        note_move(entry, event=HOURS_PLANNED, by=by, at=at)
    return entry


def enter_protected_time(
    *, person: Person, organization: Organization, draft: EntryDraft, by: Actor, at: datetime
) -> TimeEntry:
    """Protected time of one's own, such as training: planned where it is ahead, else logged.

    Refuses a house to which the person does not belong, and what overlaps.
    """
    require(OWN_PROTECTED_TIME, by, person)
    require(SEE_ORGANIZATION, by, organization)
    with transaction.atomic():
        entry = _drafted(draft, held_person(person.pk), organization, None, at=at)
        is_ahead = _ends(entry) > at
        _save(entry, EntryState.PLANNED if is_ahead else EntryState.LOGGED, at=at)
        event = HOURS_PLANNED if is_ahead else HOURS_LOGGED
        note_move(entry, event=event, by=by, at=at)
    return entry


def log_planned(*, entry: TimeEntry, by: Actor, at: datetime) -> TimeEntry:
    """What was planned was worked. Refuses it before it is over."""
    require(KEEP_ENTRY, by, entry)
    with transaction.atomic():
        held_person(entry.person_id)
        row = locked_entry(entry)
        _require_past(row, at=at)
        if row.relationship is not None:
            row.not_counted = _not_counted(row, row.relationship)
            row.save(update_fields=["not_counted"])
        move_entry(row, EntryState.LOGGED, event=HOURS_LOGGED, by=by, at=at)
    return row


def cancel_hours(*, entry: TimeEntry, reason: str, by: Actor, at: datetime) -> TimeEntry:
    """Cancel with a reason. The third planned protected time cancelled within 30 days reaches the
    coordinators of the person's programs."""
    require(KEEP_ENTRY, by, entry)
    words = require_words(reason, field="reason")
    with transaction.atomic():
        row = locked_entry(entry)
        was_planned = row.state == EntryState.PLANNED
        move_entry(row, EntryState.CANCELLED, event=HOURS_CANCELLED, by=by, at=at, words=words)
        if was_planned and row.kind == EntryKind.PROTECTED:
            tell_cancelled_often(row, at=at)
    return row


def _open(relationship: Relationship) -> Relationship:
    row = locked(relationship)
    if row.state not in BEGUN:
        raise WrongState(
            _("Hours are logged while a pair is active. This one is: %(state)s.")
            % {"state": row.get_state_display()}
        )
    return row


def _drafted(
    draft: EntryDraft,
    person: Person,
    host: Organization,
    relationship: Relationship | None,
    *,
    at: datetime,
) -> TimeEntry:
    """The entry, not yet saved, or a refusal that names each field."""
    problems: dict[str, str] = {}
    entry = TimeEntry(
        person=person,
        relationship=relationship,
        organization=host,
        site=draft.site or (draft.unit.site if draft.unit else None),
        unit=draft.unit,
        kind=draft.kind,
        on=draft.on,
        is_simulated=draft.is_simulated,
        note=draft.note.strip(),
        made_at=at,
    )
    for name, place in (("site", draft.site), ("unit", draft.unit)):
        if place is not None and place.organization_id != host.pk:
            problems[name] = _("Choose a place of %(house)s.") % {"house": host.name}
    if len(entry.note) > LONGEST:
        problems["note"] = _("Keep it to %(most)d characters.") % {"most": LONGEST}
    _time(entry, draft, host, problems)
    opened = relationship.opened_at if relationship else None
    if opened and draft.on < opened.astimezone(ZoneInfo(host.time_zone)).date():
        problems["on"] = _("The pair began on %(day)s.") % {"day": full_day(opened)}
    if problems:
        raise InvalidInput(_("These hours are not saved yet."), problems)
    return entry


def _time(
    entry: TimeEntry, draft: EntryDraft, host: Organization, problems: dict[str, str]
) -> None:
    if draft.start is not None and draft.end is not None:
        try:
            stretch = shift_between(draft.on, draft.start, draft.end, host.time_zone)
        except CalendarError as error:
            problems["start"] = str(error)
            return
        entry.started_at, entry.ended_at = stretch.start, stretch.end
        entry.minutes = int((stretch.end - stretch.start) / timedelta(minutes=1))
    elif draft.minutes is None:
        problems["hours"] = _("Give from and to, or how many hours.")
    elif not 0 < draft.minutes <= DAY_MINUTES:
        problems["hours"] = _("Give more than 0 and at most 24 hours.")
    else:
        entry.minutes = draft.minutes


def _save(entry: TimeEntry, state: EntryState, *, at: datetime) -> None:
    _refuse_overlap(entry)
    entry.state = state
    entry.save(force_insert=True)


def _refuse_overlap(entry: TimeEntry) -> None:
    """Hours count once: what is there already is named."""
    around = timedelta(days=1)
    rows = TimeEntry.objects.filter(
        person=entry.person, state__in=STANDING, on__range=(entry.on - around, entry.on + around)
    )
    for other in rows.order_by("on", "started_at", "pk"):
        if entry.started_at and entry.ended_at and other.started_at and other.ended_at:
            is_double = other.started_at < entry.ended_at and entry.started_at < other.ended_at
        else:
            is_double = other.on == entry.on
        if is_double:
            raise InvalidInput(_("These hours are not saved yet."), {"on": _named(other)})


def _named(other: TimeEntry) -> str:
    kind = other.get_kind_display().lower()
    if other.started_at and other.ended_at:
        return _("They overlap your %(kind)s from %(start)s to %(end)s.") % {
            "kind": kind,
            "start": moment(other.started_at),
            "end": moment(other.ended_at),
        }
    sentence = _("%(day)s has %(hours)s of %(kind)s already. Give from and to for both.")
    return sentence % {
        "day": full_day(other.on),
        "hours": hours_words(other.minutes),
        "kind": kind,
    }


def _ends(entry: TimeEntry) -> datetime:
    if entry.ended_at is not None:
        return entry.ended_at
    # A number of hours is over when its day begins where the host is: it may be logged at once.
    zone = ZoneInfo(entry.organization.time_zone)
    return datetime.combine(entry.on, time(), zone).astimezone(UTC)


def _require_past(entry: TimeEntry, *, at: datetime) -> None:
    if _ends(entry) > at:
        raise InvalidInput(
            _("These hours are not saved yet."),
            {"on": _("This is still to come. Plan it, and log it once it is over.")},
        )


def _not_counted(entry: TimeEntry, relationship: Relationship) -> str:
    ratio = rules_of(relationship).ratio
    began = entry.started_at or max(_ends(entry), relationship.opened_at or _ends(entry))
    if ratio is not None and is_over_ratio(relationship, ratio=ratio, at=began):
        return NotCounted.RATIO
    return ""

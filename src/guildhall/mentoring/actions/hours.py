"""Office hours: offered, kept ahead, taken back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.models import Organization, Person
from guildhall.engine.calendar import Rhythm
from guildhall.meetings.states import MeetingMode
from guildhall.mentoring.actions import circle_events as events
from guildhall.mentoring.actions.booking import cancel_booking
from guildhall.mentoring.hours_access import KEEP_HOURS, OFFER_HOURS, WITHDRAW_SLOT
from guildhall.mentoring.models import OfficeHours, Slot
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

LONGEST_TOPICS, LONGEST_WHERE = 300, 300
MOST_PLACES = 8
MINUTES = (15, 20, 30, 45, 60)
MOST_CANCEL_HOURS = 72
# How far ahead weekly times can be booked.
AHEAD = timedelta(weeks=6)


@dataclass(frozen=True)
class HoursDraft:
    """Office hours as they are handed in; `on` and `at` are meant in the guide's time zone."""

    on: date
    at: time
    topics: str
    minutes: int = 30
    places: int = 1
    is_weekly: bool = False
    until: date | None = None
    mode: str = MeetingMode.VIDEO
    where: str = ""
    cancel_hours: int = 24
    languages: tuple[str, ...] = ()


def offer_hours(
    *, guide: Person, organization: Organization, draft: HoursDraft, by: Actor, at: datetime
) -> OfficeHours:
    """Offer times that members of the organization can book; the first ones are there at once.

    Refuses times that are over, that overlap others of the same guide, and what is too long.
    """
    require(OFFER_HOURS, by, guide)
    require(SEE_ORGANIZATION, by, organization)
    with transaction.atomic():
        guide = Person.objects.select_for_update(no_key=True).get(pk=guide.pk)
        _refuse_bad_draft(draft, guide, at=at)
        hours = OfficeHours.objects.create(
            guide=guide,
            organization=organization,
            topics=" ".join(draft.topics.split()),
            languages=f",{','.join(draft.languages)}," if draft.languages else "",
            begins=draft.on,
            minute=draft.at.hour * 60 + draft.at.minute,
            zone=guide.time_zone,
            is_weekly=draft.is_weekly,
            until=draft.until if draft.is_weekly else None,
            minutes=draft.minutes,
            places=draft.places,
            mode=draft.mode,
            where=draft.where.strip(),
            cancel_hours=draft.cancel_hours,
            made_at=at,
        )
        starts = _due_starts(hours, at=at)
        if not starts:
            raise InvalidInput(_refusal(), {"on": _("No time of these is still to come.")})
        _refuse_overlap(hours, starts)
        _make(hours, starts, at=at)
        _note(events.HOURS_OFFERED, hours, by=by, at=at)
    return hours


def keep_slots(*, at: datetime) -> int:
    """Keep six weeks of weekly times ahead; returns how many were made. The clock calls this."""
    made = 0
    weekly = OfficeHours.objects.filter(is_weekly=True, ended_at__isnull=True)
    for hours in weekly.filter(made_until__lt=at + AHEAD - timedelta(days=1)).order_by("pk"):
        with transaction.atomic():
            held = OfficeHours.objects.select_for_update().get(pk=hours.pk)
            if held.ended_at is None:
                made += _make(held, _due_starts(held, at=at), at=at)
    return made


def withdraw_slot(*, slot: Slot, by: Actor, at: datetime) -> Slot:
    """Take a time back; whoever booked it is told through their calendar.

    Refuses a time that has begun.
    """
    require(WITHDRAW_SLOT, by, slot)
    with transaction.atomic():
        held = Slot.objects.select_for_update(of=("self",)).select_related("hours").get(pk=slot.pk)
        if held.starts_at <= at:
            raise WrongState(_("This time has begun already."))
        if held.withdrawn_at is None:
            held.withdrawn_at = at
            held.save(update_fields=["withdrawn_at"])
            _note(events.SLOT_WITHDRAWN, held.hours, by=by, at=at)
            for booking in held.bookings.filter(cancelled_at__isnull=True):
                cancel_booking(booking=booking, by=by, at=at)
    return held


def end_hours(*, hours: OfficeHours, by: Actor, at: datetime) -> OfficeHours:
    """Offer no more of these: open times go, and what is booked stays. Twice changes nothing."""
    require(KEEP_HOURS, by, hours)
    with transaction.atomic():
        held = OfficeHours.objects.select_for_update().get(pk=hours.pk)
        if held.ended_at is None:
            held.ended_at = at
            held.save(update_fields=["ended_at"])
            ahead = Slot.objects.select_for_update().filter(
                hours=held, starts_at__gt=at, withdrawn_at__isnull=True
            )
            booked = held.slots.filter(bookings__cancelled_at__isnull=True, bookings__isnull=False)
            taken = set(booked.values_list("pk", flat=True))
            free = [slot.pk for slot in ahead if slot.pk not in taken]
            Slot.objects.filter(pk__in=free).update(withdrawn_at=at)
            _note(events.HOURS_ENDED, held, by=by, at=at)
    return held


def _due_starts(hours: OfficeHours, *, at: datetime) -> list[datetime]:
    """The starts to make now, in UTC: each day's conversations follow one another."""
    zone = ZoneInfo(hours.zone)
    first = max(hours.begins, (hours.made_until or at).astimezone(zone).date())
    last = (at + AHEAD).astimezone(zone).date()
    if hours.is_weekly:
        rhythm = Rhythm(hours.begins, hours.begins.weekday(), hours.minute, hours.zone, weeks=1)
        last = min(last, hours.until) if hours.until else last
        days = [start.astimezone(UTC) for start in rhythm.local_starts(first=first, last=last)]
    else:
        wall = datetime.combine(hours.begins, time(*divmod(hours.minute, 60)), zone)
        days = [wall.astimezone(UTC)]
    length = timedelta(minutes=hours.minutes)
    starts = [day + number * length for day in days for number in range(hours.places)]
    return [start for start in starts if start > at]


def _make(hours: OfficeHours, starts: list[datetime], *, at: datetime) -> int:
    rows = [Slot(hours=hours, starts_at=start) for start in starts]
    Slot.objects.bulk_create(rows, ignore_conflicts=True)
    hours.made_until = at + AHEAD
    hours.save(update_fields=["made_until"])
    return len(rows)


def _refuse_overlap(hours: OfficeHours, starts: list[datetime]) -> None:
    """A guide is in one place at a time; their row is held, so two offers come in turn."""
    others = Slot.objects.filter(
        hours__guide_id=hours.guide_id,
        withdrawn_at__isnull=True,
        starts_at__gt=starts[0] - timedelta(hours=2),
        starts_at__lt=starts[-1] + timedelta(hours=2),
    ).exclude(hours=hours)
    length = timedelta(minutes=hours.minutes)
    for other in others.select_related("hours"):
        end = other.starts_at + timedelta(minutes=other.hours.minutes)
        if any(start < end and other.starts_at < start + length for start in starts):
            problem = _("You offer a time then already. Choose another, or take that one back.")
            raise InvalidInput(_refusal(), {"at": problem})


def _refuse_bad_draft(draft: HoursDraft, guide: Person, *, at: datetime) -> None:
    problems = {}
    today = at.astimezone(ZoneInfo(guide.time_zone)).date()
    if not draft.topics.strip() or len(draft.topics) > LONGEST_TOPICS:
        problems["topics"] = _("Write up to %(most)d characters.") % {"most": LONGEST_TOPICS}
    if not today <= draft.on <= today + AHEAD:
        problems["on"] = _("Choose a day within the next six weeks.")
    if draft.minutes not in MINUTES:
        problems["minutes"] = _("Choose one of the lengths.")
    if not 1 <= draft.places <= MOST_PLACES:
        problems["places"] = _("Choose between 1 and %(most)d.") % {"most": MOST_PLACES}
    if draft.is_weekly and draft.until and draft.until < draft.on:
        problems["until"] = _("Choose a day after the first one.")
    if draft.mode not in MeetingMode.values:
        problems["mode"] = _("Choose how you talk.")
    if len(draft.where) > LONGEST_WHERE:
        problems["where"] = _("Keep it to %(most)d characters.") % {"most": LONGEST_WHERE}
    elif draft.mode != MeetingMode.VIDEO and not draft.where.strip():
        problems["where"] = _("Say where, or which number to call.")
    if not 0 <= draft.cancel_hours <= MOST_CANCEL_HOURS:
        problems["cancel_hours"] = _("Choose up to %(most)d hours.") % {"most": MOST_CANCEL_HOURS}
    if problems:
        raise InvalidInput(_refusal(), problems)


def _refusal() -> str:
    return _("Your office hours are not open yet.")


def _note(kind: str, hours: OfficeHours, *, by: Actor, at: datetime) -> None:
    record(kind, by=by, subject=hours, at=at, organization_id=hours.organization_id)

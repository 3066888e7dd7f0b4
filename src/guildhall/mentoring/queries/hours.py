"""Times that can be booked, and those that one has booked or offers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from guildhall.directory.models import Person
from guildhall.mentoring.hours_access import ACT_IN_BOOKING, BOOK_SLOT, KEEP_HOURS
from guildhall.mentoring.models import OfficeHours, Slot, SlotBooking
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor

SHOWN = 60


@dataclass(frozen=True)
class Day:
    """The open times of one day where the reader is."""

    day: date
    slots: Sequence[Slot]


def open_slots(
    reader: Person,
    actor: Actor,
    *,
    at: datetime,
    topic: str = "",
    language: str = "",
    day: date | None = None,
) -> QuerySet[Slot]:
    """Times that the reader can book now, soonest first; two queries."""
    booked = SlotBooking.objects.filter(slot=OuterRef("pk"), cancelled_at__isnull=True)
    away = Profile.objects.filter(person_id=OuterRef("hours__guide_id")).filter(
        Q(paused_until__gte=at.date()) | Q(paused_until__isnull=True, is_paused=True)
    )
    rows = visible_to(BOOK_SLOT, actor).filter(
        ~Exists(booked), ~Exists(away), starts_at__gt=at, withdrawn_at__isnull=True
    )
    for word in topic.split():
        rows = rows.filter(Q(hours__topics__icontains=word) | Q(Exists(_offered(word))))
    if language:
        rows = rows.filter(hours__languages__contains=f",{language},")
    if day is not None:
        begins = datetime.combine(day, time(), ZoneInfo(reader.time_zone)).astimezone(UTC)
        rows = rows.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
    return rows.select_related("hours__guide").order_by("starts_at", "pk")


def by_day(slots: Sequence[Slot], reader: Person) -> list[Day]:
    """The times by the reader's own days."""
    zone = ZoneInfo(reader.time_zone)
    days: dict[date, list[Slot]] = {}
    for slot in slots:
        days.setdefault(slot.starts_at.astimezone(zone).date(), []).append(slot)
    return [Day(day, found) for day, found in days.items()]


def own_bookings(actor: Actor, *, at: datetime) -> QuerySet[SlotBooking]:
    """Conversations that are ahead, or wait for an answer, on either side; soonest first."""
    rows = visible_to(ACT_IN_BOOKING, actor).filter(
        cancelled_at__isnull=True, finished_at__isnull=True
    )
    return rows.select_related("slot__hours__guide", "learner", "meeting").order_by(
        "slot__starts_at"
    )


def own_hours(actor: Actor) -> QuerySet[OfficeHours]:
    """What the actor offers and has not ended."""
    rows = visible_to(KEEP_HOURS, actor).filter(ended_at__isnull=True)
    return rows.order_by("begins", "minute")


def slots_of(hours: OfficeHours, *, at: datetime) -> QuerySet[Slot]:
    """Its times still to come, with who booked them as `taken`."""
    booked = SlotBooking.objects.filter(cancelled_at__isnull=True).select_related("learner")
    return hours.slots.filter(starts_at__gt=at, withdrawn_at__isnull=True).prefetch_related(
        Prefetch("bookings", queryset=booked, to_attr="taken")
    )


def _offered(word: str) -> QuerySet[ProfileSkill]:
    return ProfileSkill.objects.filter(
        profile__person_id=OuterRef("hours__guide_id"),
        direction=Direction.OFFERED,
        skill__name__icontains=word,
    )

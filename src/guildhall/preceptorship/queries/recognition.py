"""What somebody has given as a preceptor in a house over a period, counted from its records."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Count, Q, Sum

from guildhall.assessment.models import Observation
from guildhall.directory.models import Organization, Person
from guildhall.hours.models import TimeEntry
from guildhall.hours.states import EntryKind, EntryState
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingState
from guildhall.programs.states import Kind, Side
from guildhall.relationships.models import Party

BESIDE = (EntryKind.SUPERNUMERARY, EntryKind.PRACTICE, EntryKind.PLACEMENT)


@dataclass(frozen=True)
class Given:
    """Preceptees guided, their verified minutes, meetings held with them, observations made."""

    start: date
    end: date
    preceptees: int
    verified_minutes: int
    meetings: int
    meeting_minutes: int
    observations: int

    @property
    def is_any(self) -> bool:
        """Whether there is anything to thank for."""
        return self.preceptees > 0


def given_by(person: Person, organization: Organization, *, start: date, end: date) -> Given:
    """From the first day to the last, both counted; five queries."""
    first = datetime.combine(start, time(), UTC)
    beyond = datetime.combine(end + timedelta(days=1), time(), UTC)
    there = Q(relationship__closed_at__isnull=True) | Q(relationship__closed_at__gte=first)
    guiding = Party.objects.filter(
        there & (Q(left_at__isnull=True) | Q(left_at__gte=first)),
        person=person,
        side=Side.GUIDE,
        relationship__organization=organization,
        relationship__program__kind=Kind.PRECEPTORSHIP,
        relationship__opened_at__lt=beyond,
    )
    pairs = list(guiding.values_list("relationship_id", flat=True))
    learners = Party.objects.filter(relationship__in=pairs, side=Side.LEARNER)
    entries = TimeEntry.objects.filter(
        relationship__in=pairs,
        state=EntryState.VERIFIED,
        kind__in=BESIDE,
        on__gte=start,
        on__lte=end,
    ).exclude(person=person)
    meetings = Meeting.objects.filter(
        relationship__in=pairs,
        state=MeetingState.HELD,
        starts_at__gte=first,
        starts_at__lt=beyond,
    ).aggregate(n=Count("pk"), minutes=Sum("minutes"))
    seen = Observation.objects.filter(
        observer=person,
        passport__organization=organization,
        taken_back_at__isnull=True,
        seen_at__gte=first,
        seen_at__lt=beyond,
    )
    return Given(
        start=start,
        end=end,
        preceptees=learners.values("person").distinct().count(),
        verified_minutes=entries.aggregate(total=Sum("minutes"))["total"] or 0,
        meetings=meetings["n"],
        meeting_minutes=meetings["minutes"] or 0,
        observations=seen.count(),
    )

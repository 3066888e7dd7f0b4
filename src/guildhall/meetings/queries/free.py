"""Times that suit a pair: their week, their calendars, and the meetings that they have booked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guildhall.directory.models import Person
from guildhall.engine.calendar import USUAL_WEEK, Busy, Diary, Window, best_times, free_times
from guildhall.meetings.models import CalendarSource, Meeting
from guildhall.meetings.states import MeetingState
from guildhall.people.models import AvailabilityWindow
from guildhall.relationships.states import USUAL_MINUTES

NOTICE = timedelta(hours=3)
HORIZON = timedelta(days=28)
STEP = timedelta(minutes=30)
# So many are shown at once, and so many more on demand.
BEST, MORE = 6, 24


@dataclass(frozen=True)
class SharedTimes:
    """Moments in UTC; `best` and `more` are good ones of all `times`.

    `without_week`, `without_calendar`: whose week or calendar is not known. Only what suits all of
    them is told, never when one of them is busy.
    """

    times: tuple[datetime, ...]
    best: tuple[datetime, ...]
    more: tuple[datetime, ...]
    without_week: tuple[Person, ...]
    without_calendar: tuple[Person, ...]


def shared_times(
    people: Sequence[Person], *, minutes: int, at: datetime, moves: int | None = None
) -> SharedTimes:
    """What suits all of these people in the next four weeks; three queries for any number.

    `moves` is a meeting that is being moved, so its present time is free again.
    """
    windows = _windows(people)
    sources = {row.person_id: row for row in CalendarSource.objects.filter(person__in=people)}
    booked = _booked(people, at=at, moves=moves)
    diaries = [
        Diary(
            person.time_zone,
            windows.get(person.pk, USUAL_WEEK),
            (*_busy(sources.get(person.pk)), *booked.get(person.pk, ())),
        )
        for person in people
    ]
    start = at + NOTICE
    times = free_times(diaries, minutes=minutes, start=start, end=at + HORIZON, step=STEP)
    zones = [person.time_zone for person in people]
    best = best_times(times, zones, count=BEST)
    others = [time for time in times if time not in set(best)]
    return SharedTimes(
        times=tuple(times),
        best=tuple(best),
        more=tuple(best_times(others, zones, count=MORE)),
        without_week=tuple(person for person in people if person.pk not in windows),
        without_calendar=tuple(person for person in people if person.pk not in sources),
    )


def _windows(people: Sequence[Person]) -> dict[int, tuple[Window, ...]]:
    found: dict[int, tuple[Window, ...]] = {}
    rows = AvailabilityWindow.objects.filter(profile__person__in=people).values_list(
        "profile__person_id", "weekday", "start_minute", "end_minute"
    )
    for person_id, weekday, start, end in rows:
        found[person_id] = (*found.get(person_id, ()), Window(weekday, start, end))
    return found


def _busy(source: CalendarSource | None) -> list[Busy]:
    pairs = json.loads(source.busy) if source and source.busy else []
    return [Busy(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in pairs]


def _booked(people: Sequence[Person], *, at: datetime, moves: int | None) -> dict[int, list[Busy]]:
    rows = Meeting.objects.filter(
        state=MeetingState.BOOKED,
        starts_at__gte=at - timedelta(days=1),
        relationship__parties__person__in=people,
        relationship__parties__left_at__isnull=True,
    ).exclude(pk=moves or 0)
    found: dict[int, list[Busy]] = {}
    for person_id, start, minutes in rows.values_list(
        "relationship__parties__person_id", "starts_at", "minutes"
    ):
        end = start + timedelta(minutes=minutes or USUAL_MINUTES)
        found.setdefault(person_id, []).append(Busy(start, end))
    return found

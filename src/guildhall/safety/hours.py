"""Working hours, counted where an organization is."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS, CLOSES = time(9), time(17)
FRIDAY = 4


def after_working_hours(start: datetime, *, hours: int, time_zone: str) -> datetime:
    """The moment when so many working hours (Monday to Friday, 9 to 5) have passed.

    >>> from datetime import UTC
    >>> friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    >>> after_working_hours(friday, hours=4, time_zone="UTC").isoformat()
    '2026-11-23T11:00:00+00:00'
    """
    zone = ZoneInfo(time_zone)
    left = timedelta(hours=hours)
    day = start.astimezone(zone).date()
    while True:
        opens = datetime.combine(day, OPENS, tzinfo=zone).astimezone(start.tzinfo)
        closes = datetime.combine(day, CLOSES, tzinfo=zone).astimezone(start.tzinfo)
        begins = max(start, opens)
        if day.weekday() <= FRIDAY and begins < closes:
            if begins + left <= closes:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)

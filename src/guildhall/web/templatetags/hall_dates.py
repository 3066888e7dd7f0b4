"""Days in templates: `|date` with its year, `|day` without this year's, `|weekday`, `|moment`,
`|time_of_day`."""

from datetime import date, datetime

from django.utils.timezone import localtime

from guildhall.core import dates


def day(value: date | None) -> str:
    """`{{ cohort.ends_on|day }}`: “Nov 27”, and “Nov 27, 2025” in another year."""
    return dates.short_day(value) if value else ""


def weekday(value: date | None) -> str:
    """`{{ today|weekday }}`: “Friday, Nov 27”."""
    return dates.weekday_and_day(value) if value else ""


def moment(value: datetime | None) -> str:
    """`{{ row.sent_at|moment }}`: “Nov 27, 9:30 am”."""
    return dates.moment(value) if value else ""


def time_of_day(value: datetime | None) -> str:
    """`{{ slot.starts_at|time_of_day }}`: “9:30 am”."""
    return dates.time_of_day(localtime(value)) if value else ""

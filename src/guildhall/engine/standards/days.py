"""Days and months, as standards count them."""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

ONE = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def span_after(since: date, params: Mapping[str, Any], prefix: str = "") -> date:
    """`days` or `months` of the parameters after a day, under names with this prefix."""
    if f"{prefix}months" in params:
        return months_later(since, int(params[f"{prefix}months"]))
    return since + timedelta(days=int(params[f"{prefix}days"]))


def share_of(since: date, until: date, share: float) -> date:
    """The day that lies this share of the way from one day to another."""
    return since + timedelta(days=round((until - since).days * share))

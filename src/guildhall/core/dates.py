"""Days and moments as people read them. How a language writes them is in `config.formats`.

Beside these, only files for machines name a day: there it is 2026-11-27.
"""

from datetime import date, datetime, time

from django.utils.formats import date_format, time_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from guildhall.core import clock


def full_day(day: date) -> str:
    """“Nov 27, 2026”: for mails, records, and whatever is read long after."""
    return date_format(_local(day), "DATE_FORMAT")


def short_day(day: date) -> str:
    """“Nov 27” in this year, “Nov 27, 2025” in another."""
    local = _local(day)
    is_this_year = local.year == localtime(clock.now()).year
    return date_format(local, "MONTH_DAY_FORMAT" if is_this_year else "DATE_FORMAT")


def weekday_and_day(day: date) -> str:
    """“Friday, Nov 27”."""
    local = _local(day)
    words = {"weekday": date_format(local, "l"), "day": short_day(local)}
    return _("%(weekday)s, %(day)s") % words


def moment(at: datetime) -> str:
    """“Nov 27, 9:30 am”."""
    local = localtime(at)
    words = {"day": short_day(local), "time": time_of_day(local)}
    return _("%(day)s, %(time)s") % words


def time_of_day(at: datetime | time) -> str:
    """“9:30 am”, on the clock that the moment carries. A sentence that ends with Django's own
    “a.m.” would have two full stops."""
    shown = at.time() if isinstance(at, datetime) else at
    return time_format(shown, "TIME_FORMAT").replace(".m.", "m")


def _local(day: date) -> date:
    return localtime(day) if isinstance(day, datetime) and is_aware(day) else day

"""Moments as each of a pair reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guildhall.core.dates import time_of_day, weekday_and_day
from guildhall.directory.models import Person


@dataclass(frozen=True)
class Moment:
    """One moment for a reader; `others` is how it reads elsewhere, `value` travels in forms."""

    at: datetime
    day: str
    time: str
    others: str
    value: str


def moments(
    times: Iterable[datetime], *, reader: Person, others: Sequence[Person]
) -> tuple[Moment, ...]:
    """The times as the reader's clock shows them, with the others' where theirs differ."""
    return tuple(_moment(at, reader, others) for at in times)


def by_day(shown: Iterable[Moment]) -> list[tuple[str, list[Moment]]]:
    """The moments under their days."""
    return [(day, list(group)) for day, group in groupby(shown, key=lambda each: each.day)]


def _moment(at: datetime, reader: Person, others: Sequence[Person]) -> Moment:
    local = at.astimezone(ZoneInfo(reader.time_zone))
    elsewhere = []
    for other in others:
        theirs = at.astimezone(ZoneInfo(other.time_zone))
        if theirs.utcoffset() == local.utcoffset():
            continue
        words = {"time": time_of_day(theirs), "name": other.given_name}
        if theirs.date() != local.date():
            words["day"] = weekday_and_day(theirs.date())
            elsewhere.append(_("%(day)s, %(time)s for %(name)s") % words)
        else:
            elsewhere.append(_("%(time)s for %(name)s") % words)
    return Moment(
        at=at,
        day=weekday_and_day(local.date()),
        time=time_of_day(local),
        others=", ".join(elsewhere),
        value=at.isoformat(),
    )

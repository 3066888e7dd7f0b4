"""The week: when somebody has time, in their own time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import CHANGE_PERSON
from guildhall.directory.models import Person
from guildhall.people.actions.events import PROFILE_CHANGED
from guildhall.people.models import AvailabilityWindow, Profile
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

DAY = 24 * 60


@dataclass(frozen=True, order=True)
class Window:
    """From minute to minute of a weekday; Monday is 0."""

    weekday: int
    start_minute: int
    end_minute: int


def set_availability(
    *, person: Person, windows: Iterable[Window], by: Actor, at: datetime
) -> Profile:
    """Replace the week with these windows; those that touch or overlap become one.

    Refuses a window that ends before it starts or leaves the day.
    """
    require(CHANGE_PERSON, by, person)
    merged = _merged(windows)
    with transaction.atomic():
        profile, _is_new = Profile.objects.get_or_create(person=person, defaults={"changed_at": at})
        if replace_windows(profile, merged):
            profile.changed_at = at
            profile.save(update_fields=["changed_at"])
            record(PROFILE_CHANGED, by=by, subject=person, at=at)
    return profile


def replace_windows(profile: Profile, windows: list[Window]) -> bool:
    """Write the windows; whether anything was different before."""
    rows = profile.windows.order_by("weekday", "start_minute")
    before = [Window(*row) for row in rows.values_list("weekday", "start_minute", "end_minute")]
    if before == windows:
        return False
    rows.delete()
    AvailabilityWindow.objects.bulk_create(
        AvailabilityWindow(
            profile=profile,
            weekday=window.weekday,
            start_minute=window.start_minute,
            end_minute=window.end_minute,
        )
        for window in windows
    )
    return True


def _merged(windows: Iterable[Window]) -> list[Window]:
    merged: list[Window] = []
    for window in sorted(windows):
        if not (0 <= window.weekday <= 6 and 0 <= window.start_minute < window.end_minute <= DAY):
            raise InvalidInput(
                _("A time of the week cannot be kept."),
                {"windows": _("Each time starts before it ends, within one day.")},
            )
        last = merged[-1] if merged else None
        if last and last.weekday == window.weekday and last.end_minute >= window.start_minute:
            end = max(last.end_minute, window.end_minute)
            merged[-1] = Window(last.weekday, last.start_minute, end)
        else:
            merged.append(window)
    return merged

"""A rhythm in words, and as the engine counts it."""

from datetime import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.dates import time_of_day
from guildhall.engine.calendar import Rhythm
from guildhall.meetings.models import MeetingRhythm


def weekday_names() -> list[str]:
    """Monday first."""
    return [
        *(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday")),
        *(_("Friday"), _("Saturday"), _("Sunday")),
    ]


def ordinal_names() -> dict[int, str]:
    """Which of a month's."""
    return {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), -1: _("last")}


def rhythm_words(rhythm: MeetingRhythm) -> str:
    """“every third Thursday of the month at 10:00 am, 45 minutes”."""
    words = {
        "day": weekday_names()[rhythm.weekday],
        "time": time_of_day(time(*divmod(rhythm.minute, 60))),
        "minutes": rhythm.minutes,
        "ordinal": ordinal_names().get(rhythm.ordinal, ""),
        "weeks": rhythm.weeks,
    }
    if rhythm.ordinal:
        return _("every %(ordinal)s %(day)s of the month at %(time)s, %(minutes)d minutes") % words
    return (
        ngettext(
            "every %(day)s at %(time)s, %(minutes)d minutes",
            "every %(weeks)d weeks on %(day)s at %(time)s, %(minutes)d minutes",
            rhythm.weeks,
        )
        % words
    )


def counted(rhythm: MeetingRhythm) -> Rhythm:
    """The rhythm as the engine counts it."""
    return Rhythm(
        begins=rhythm.begins,
        weekday=rhythm.weekday,
        minute=rhythm.minute,
        zone=rhythm.zone,
        weeks=rhythm.weeks,
        ordinal=rhythm.ordinal,
    )

"""Taking hold of a worry, and words that fit."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization
from guildhall.safety.hours import after_working_hours
from guildhall.safety.models import Worry
from guildhall.safety.states import WorryState

LONGEST = 10_000
LONGEST_REACH = 500
REMIND_HOURS = 4


def held(worry: Worry) -> Worry:
    """The row as it is now, held until the transaction ends."""
    rows = Worry.objects.select_for_update(of=("self",))
    return rows.select_related("organization", "relationship", "reporter").get(pk=worry.pk)


def require_open(worry: Worry) -> None:
    """Nothing more is written or done once it is closed."""
    if worry.state == WorryState.CLOSED:
        raise WrongState(_("This is closed. If something is new, report it as a new worry."))


def first_reminder(organization: Organization, *, at: datetime) -> datetime:
    """When whoever may read it is told again, unless one of them has seen it by then."""
    return after_working_hours(at, hours=REMIND_HOURS, time_zone=organization.time_zone)


def fitting(text: str, *, name: str, most: int = LONGEST) -> str:
    """Without blanks around it; refuses what is too long, by its field."""
    words = text.strip()
    if len(words) > most:
        problem = _("Keep it to %(most)d characters; this has %(n)d.")
        raise InvalidInput(
            _("This is not sent yet."), {name: problem % {"most": most, "n": len(words)}}
        )
    return words


def some_words(text: str) -> str:
    """The same, and refuses none."""
    words = fitting(text, name="text")
    if not words:
        raise InvalidInput(_("Nothing is written yet."), {"text": _("Write a few words first.")})
    return words

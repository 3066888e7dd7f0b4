"""The quiet line on Today: whom would you like to work with?"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.programs.models import Enrollment
from guildhall.programs.queries.wishes import unsaid_by


@dataclass(frozen=True)
class WishLine:
    """One program that asks, and where to say it."""

    text: str
    url: str


def wish_lines(person_id: int) -> list[WishLine]:
    """Programs in which the person may still say it, and has not; one query."""
    return [WishLine(_text(row), reverse("wishes", args=[row.pk])) for row in unsaid_by(person_id)]


def _text(row: Enrollment) -> str:
    program, promised = row.cohort.program, row.cohort.matches_promised_on
    if promised is None:
        return _("%(program)s asks, if you like to say.") % {"program": program.name}
    return _("%(program)s asks, if you like to say. Matches are promised by %(day)s.") % {
        "program": program.name,
        "day": full_day(promised),
    }

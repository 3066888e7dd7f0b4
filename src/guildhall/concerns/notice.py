"""No surprises, counted: from which day an adverse decision may stand on a concern, and what is
missing until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.models import Concern
from guildhall.concerns.states import GROUNDS, HELD
from guildhall.core.dates import full_day
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class Notice:
    """How far one concern is. `earliest` is None until it is shared."""

    concern: Concern
    earliest: date | None
    problems: tuple[str, ...]


def notices(row: Relationship, *, at: datetime) -> list[Notice]:
    """Of every concern that a decision could stand on, those that lack least first."""
    rows = row.concerns.filter(state__in=GROUNDS).prefetch_related("plans", "reviews")
    today = local_day(row, at)
    found = [_notice(row, concern, today) for concern in rows]
    return sorted(found, key=lambda one: (len(one.problems), one.earliest or date.max))


def missing(found: Sequence[Notice]) -> str:
    """What an adverse decision lacks, in words; empty where one concern is enough."""
    if not found:
        return _(
            "No concern was shared with the learner, so nothing adverse can be decided. Raise and"
            " share it first."
        )
    return " ".join(found[0].problems)


def local_day(row: Relationship, at: datetime) -> date:
    """The day where the organization of the pair is."""
    return at.astimezone(ZoneInfo(row.organization.time_zone)).date()


def _notice(row: Relationship, concern: Concern, today: date) -> Notice:
    days = clocks_of(row).notice_days
    if concern.shared_at is None:
        words = _(
            "The concern has not been shared with the learner. Share it first; %(days)s days"
            " later, with a reviewed plan, a decision can stand on it."
        )
        return Notice(concern, None, (words % {"days": days},))
    shared_on = local_day(row, concern.shared_at)
    earliest = shared_on + timedelta(days=days)
    problems = []
    if today < earliest:
        n = (today - shared_on).days
        shared = ngettext(
            "The concern was shared %(n)s day ago", "The concern was shared %(n)s days ago", n
        )
        if n == 0:
            shared = _("The concern was shared today")
        words = _("%(shared)s; the earliest day is %(day)s.")
        problems.append(words % {"shared": shared % {"n": n}, "day": full_day(earliest)})
    if not concern.plans.all():
        problems.append(_("There is no action plan yet."))
    elif not any(one.outcome in HELD for one in concern.reviews.all()):
        problems.append(_("The plan has not been reviewed yet."))
    return Notice(concern, earliest, tuple(problems))

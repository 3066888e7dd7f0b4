"""One thing to do, and how things to do are put in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The classes of urgency, most urgent first; within a class the earlier date comes first.
NOW, SOON, WHEN_READY, SOME_DAY = range(4)


@dataclass(frozen=True)
class Task:
    """What to do, why, and where. `state` and `state_words` make the pill."""

    urgency: int
    title: str
    reason: str
    url: str
    action: str
    icon: str = "arrow-right"
    due: date | None = None
    state: str = "neutral"
    state_words: str = ""
    label: str = field(default="")


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """By urgency, then by date; what has no date comes last in its class."""
    return sorted(tasks, key=lambda task: (task.urgency, task.due or date.max, task.title))


def days_left(due: date, today: date) -> str:
    """“3 days left”, “today”, “2 days late”."""
    days = (due - today).days
    if days == 0:
        return _("today")
    if days < 0:
        return ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}

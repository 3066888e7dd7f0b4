"""What hours ask of somebody."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.dates import full_day
from guildhall.hours.queries.lists import disputed_entries, waiting_count
from guildhall.hours.words import hours_words
from guildhall.permissions.actor import Actor
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import SOON, Task


def hours_tasks(actor: Actor, moment: Moment) -> Iterator[Task]:
    """Hours to verify and disputes to answer; two queries."""
    n, minutes, oldest = waiting_count(actor)
    if n:
        words = ngettext("Verify %(n)d entry of hours", "Verify %(n)d entries of hours", n)
        yield Task(
            urgency=SOON,
            title=words % {"n": n},
            reason=_("%(hours)s in all. They count once somebody has verified them.")
            % {"hours": hours_words(minutes)},
            url=reverse("hours_worked"),
            action=_("Have a look"),
            icon="timer",
            due=oldest,
        )
    for entry in disputed_entries(actor):
        yield Task(
            urgency=SOON,
            title=_("Your hours of %(day)s are disputed") % {"day": full_day(entry.on)},
            reason=_("A short answer is enough; then they can be verified."),
            url=reverse("time_entry", args=[entry.pk]),
            action=_("Answer"),
            icon="message-circle",
            due=entry.on,
        )

"""What standards put on Today."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.permissions.actor import Actor
from guildhall.standards.queries.broken import broken_for
from guildhall.web.today.task import WHEN_READY, Task


def standard_tasks(actor: Actor, at: datetime) -> Iterator[Task]:
    """One line a program in which something required is not met."""
    for one in broken_for(actor, at=at):
        title = ngettext(
            "%(name)s does not meet %(n)s required rule",
            "%(name)s does not meet %(n)s required rules",
            one.count,
        )
        yield Task(
            urgency=WHEN_READY,
            title=title % {"name": one.name, "n": one.count},
            reason=_("The page says which rows it is about, and what to do."),
            url=reverse("standards", args=[one.program_id]),
            action=_("See what is missing"),
            icon="badge-check",
            state="short",
            state_words=_("not met"),
        )

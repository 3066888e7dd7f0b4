"""What concerns put on Today."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guildhall.concerns.models import Appeal
from guildhall.concerns.queries.lists import Waits, appeals_waiting, waiting_for
from guildhall.core import clock
from guildhall.web.concerns.words import clock_words
from guildhall.web.shared.request import HallRequest
from guildhall.web.today.task import NOW, SOON, Task

SOON_IS = timedelta(days=7)


def concern_tasks(request: HallRequest) -> Iterator[Task]:
    """What is to be read, shared, planned, reviewed, taken up, answered; nothing of what it says,
    since somebody may look over a shoulder."""
    at = clock.now()
    for one in waiting_for(request.actor, at=at, soon=at + SOON_IS):
        yield _task(one)
    for appeal in appeals_waiting(request.actor):
        yield _appeal(appeal)


def _task(one: Waits) -> Task:
    at = clock.now()
    row = one.concern
    name = {"name": row.learner.given_name}
    titles = {
        "read": _("Something to read about your practice"),
        "share": _("Share with %(name)s what you wrote down") % name,
        "plan": _("Make an action plan with %(name)s") % name,
        "review": _("Review the plan of %(name)s") % name,
        "lead": _("A concern in the pair of %(name)s comes to you") % name,
        "settle": _("Settle the concern with %(name)s") % name,
    }
    actions = {
        "read": _("Read it"),
        "share": _("Share it"),
        "plan": _("Make the plan"),
        "review": _("Review it"),
        "lead": _("Take it up"),
        "settle": _("Settle it"),
    }
    is_late = row.due_at is not None and row.due_at <= at
    is_now = one.kind in ("read", "lead") or is_late
    return Task(
        urgency=NOW if is_now else SOON,
        title=titles[one.kind],
        reason=row.relationship.program.name if row.relationship.program else "",
        url=reverse("concern", args=[row.pk]),
        action=actions[one.kind],
        icon="notebook-pen",
        due=localtime(one.by).date() if one.by else None,
        state="person" if is_now and one.kind != "read" else "nudge",
        state_words=clock_words(row, at=at) if one.kind != "read" else _("new"),
    )


def _appeal(appeal: Appeal) -> Task:
    about = appeal.concern or appeal.decision
    assert about is not None
    return Task(
        urgency=NOW,
        title=_("%(name)s appeals") % {"name": about.learner.given_name},
        reason=_("Read both versions, and answer."),
        url=reverse("appeal_answer", args=[appeal.pk]),
        action=_("Answer"),
        icon="scale",
        state="person",
        state_words=_("waits for an answer"),
    )

"""What standings and backups put on Today."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.queries.backups import backups_asked_of
from guildhall.preceptorship.queries.standings import own_standings
from guildhall.preceptorship.standing_access import CHANGE_STANDING
from guildhall.preceptorship.standing_states import StandingState
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import SOON, WHEN_READY, Task, days_left

S = StandingState


def overseer_tasks(actor: Actor) -> Iterator[Task]:
    """For whoever looks after preceptors: certificates that have lapsed; one query."""
    rows = visible_to(CHANGE_STANDING, actor).filter(state=S.LAPSED)
    n = rows.count()
    if n:
        title = ngettext(
            "%(n)s preceptor has no certificate in force",
            "%(n)s preceptors have no certificate in force",
            n,
        )
        yield Task(
            urgency=WHEN_READY,
            title=title % {"n": n},
            reason=_("They are given nobody new. Renew, or let them retire."),
            url=reverse("preceptors") + f"?state={S.LAPSED}",
            action=_("Open the board"),
            icon="badge-check",
            state="short",
            state_words=_("lapsed"),
        )


def preceptor_tasks(person_id: int, moment: Moment) -> Iterator[Task]:
    """A certificate that ends soon or has ended, and being asked as a backup; two queries."""
    for row in own_standings(person_id):
        if row.state not in (S.LAPSING, S.LAPSED):
            continue
        is_over = row.state == S.LAPSED
        title = _("Your preceptor certificate has ended")
        until = row.valid_until
        yield Task(
            urgency=WHEN_READY if is_over else SOON,
            title=title if is_over else _("Your preceptor certificate ends soon"),
            reason=_("See what is missing to renew it."),
            url=reverse("preceptor", args=[row.pk]),
            action=_("Open my standing"),
            icon="award",
            due=until,
            state="short" if is_over else "nudge",
            state_words=_("lapsed") if is_over or until is None else days_left(until, moment.today),
        )
    for one in backups_asked_of(person_id):
        yield Task(
            urgency=SOON,
            title=_("You are asked to be a backup preceptor"),
            reason=one.relationship.program.name if one.relationship.program else "",
            url=reverse("backup", args=[one.pk]),
            action=_("Answer"),
            icon="life-buoy",
            state="nudge",
            state_words=_("waits for an answer"),
        )

"""What somebody's own pairs and applications ask of them."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core.dates import short_day
from guildhall.meetings.queries.waiting import pairs_with_booked
from guildhall.programs.queries.waiting import open_nominations, unsent_applications
from guildhall.relationships.models import FirstStep
from guildhall.relationships.queries.next_step import first_open_steps
from guildhall.relationships.queries.pairs import PairRow
from guildhall.relationships.states import UNDER_WAY
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOME_DAY, SOON, WHEN_READY, Task, days_left


def own_tasks(person_id: int, pairs: Sequence[PairRow], moment: Moment) -> Iterator[Task]:
    """Offers to answer, steps to take, meetings to log, applications to finish."""
    for pair in pairs:
        if pair.waits_for_you:
            yield _offer(pair, moment)
    yield from _nominations(person_id)
    active = [pair for pair in pairs if pair.state in UNDER_WAY]
    steps = first_open_steps({pair.id: pair.side for pair in active})
    # A booked meeting is asked about by itself, once it is over.
    booked = pairs_with_booked([pair.id for pair in active])
    for pair in active:
        if pair.id not in booked:
            yield from _rhythm(pair, moment)
        if pair.id in steps:
            yield _step(pair, steps[pair.id], moment)
    yield from _drafts(person_id)


def _offer(pair: PairRow, moment: Moment) -> Task:
    due = pair.offer_expires_at.date() if pair.offer_expires_at else None
    return Task(
        urgency=NOW,
        title=_("%(name)s and you: say yes?") % {"name": pair.others_words},
        reason=_("%(program)s. You both choose; a no needs no reason.")
        % {"program": pair.program.name if pair.program else ""},
        url=reverse("relationship", args=[pair.id]),
        action=_("See why you fit"),
        icon="heart-handshake",
        due=due,
        state="nudge",
        state_words=days_left(due, moment.today) if due else "",
    )


def _nominations(person_id: int) -> Iterator[Task]:
    for row in open_nominations(person_id):
        words = {
            "word": row.cohort.program.word(row.side),
            "program": row.cohort.program.name,
        }
        yield Task(
            urgency=WHEN_READY,
            title=_("A colleague would like you as %(word)s") % words,
            reason=_("%(program)s. Have a look; it is your choice.") % words,
            url=reverse("offers"),
            action=_("Have a look"),
            icon="hand",
        )


def _rhythm(pair: PairRow, moment: Moment) -> Iterator[Task]:
    every = pair.every_days
    began = pair.last_met_at or pair.opened_at
    if not every or not began:
        return
    due = began.date() + timedelta(days=every)
    if due <= moment.today:
        yield Task(
            urgency=SOON,
            title=_("Did you and %(name)s meet?") % {"name": pair.others_words},
            reason=_("%(days)s days since %(since)s, planned every %(every)s. One click logs it.")
            % {
                "days": (moment.today - began.date()).days,
                "since": _("you met") if pair.last_met_at else _("you began"),
                "every": every,
            },
            url=reverse("relationship", args=[pair.id]),
            action=_("Log it"),
            icon="calendar-check",
            due=due,
            state="nudge",
            state_words=_("worth a moment"),
        )


def _step(pair: PairRow, step: FirstStep, moment: Moment) -> Task:
    due = step.due_on
    return Task(
        urgency=SOON if due and due <= moment.today + timedelta(days=3) else WHEN_READY,
        title=step.text,
        reason=_("A first step with %(name)s.") % {"name": pair.others_words},
        url=reverse("relationship", args=[pair.id]),
        action=_("Open"),
        icon="list-checks",
        due=due,
        state="neutral",
        state_words=_planned(due, moment.today) if due else "",
    )


def _planned(due: date, today: date) -> str:
    """When a step was meant to be done; a day that has passed is no reproach."""
    words = {"day": short_day(due)}
    return (_("by %(day)s") if due >= today else _("planned for %(day)s")) % words


def _drafts(person_id: int) -> Iterator[Task]:
    for row in unsent_applications(person_id):
        yield Task(
            urgency=SOON if row.closes_on else SOME_DAY,
            title=_("Your application to %(program)s is not sent yet") % {"program": row.program},
            reason=_("What you wrote is saved. Nobody sees it before you send it."),
            url=reverse("application", args=[row.enrollment_id]),
            action=_("Go on"),
            icon="square-pen",
            due=row.closes_on,
        )

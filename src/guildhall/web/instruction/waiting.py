"""What learning on shift puts on Today."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.instruction.models import Cover
from guildhall.instruction.queries.covers import covers_of_person
from guildhall.instruction.queries.exchanges import due_exchanges
from guildhall.instruction.queries.ladder import unanswered_tries
from guildhall.instruction.queries.pair import local_time
from guildhall.instruction.queries.weeks import learner_in, weeks_to_talk_about
from guildhall.instruction.states import CoverState
from guildhall.permissions.actor import Actor
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOON, WHEN_READY, Task

LATELY = timedelta(days=14)


def instruction_tasks(actor: Actor, moment: Moment) -> Iterator[Task]:
    """Cover, shift notes, a yes to a try alone, a shared week; a fixed number of queries. Nothing
    here sends a mail, and a shift note is gone after a day."""
    for cover in covers_of_person(actor, at=moment.at):
        yield _cover(cover)
    for due in due_exchanges(actor, at=moment.at):
        yield Task(
            urgency=NOW,
            title=_("End of the shift with %(name)s: two short answers") % {"name": due.other},
            reason=_("Ten seconds. Each reads the other’s once both have written."),
            url=reverse("shift_note", args=[due.relationship.pk, due.on.isoformat()]),
            action=_("Answer"),
            icon="notebook-pen",
            due=due.on,
        )
    for tried in unanswered_tries(actor):
        yield Task(
            urgency=SOON,
            title=_("%(name)s did it alone: %(what)s")
            % {"name": tried.learner.given_name, "what": tried.competency.name},
            reason=_("It stands once you say yes. It is for learning, and no sign-off."),
            url=reverse("skill", args=[tried.relationship_id, tried.competency.key]),
            action=_("Have a look"),
            icon="footprints",
        )
    for week in weeks_to_talk_about(actor, since=moment.today - LATELY):
        learner = learner_in(week.relationship)
        yield Task(
            urgency=WHEN_READY,
            title=_("%(name)s and their preceptor shared a week with you")
            % {"name": learner.given_name if learner else ""},
            reason=_("Talk about it for a quarter of an hour, and agree on one focus."),
            url=reverse("learning_week", args=[week.relationship_id, week.monday.isoformat()]),
            action=_("Read the week"),
            icon="calendar-days",
        )


def _cover(cover: Cover) -> Task:
    words = {
        "name": cover.learner.given_name,
        "until": local_time(cover.relationship, cover.ends_at),
    }
    is_asked = cover.state == CoverState.ASKED
    asks = _("Can you be there for %(name)s until %(until)s?")
    covers = _("You cover for %(name)s until %(until)s")
    return Task(
        urgency=NOW,
        title=(asks if is_asked else covers) % words,
        reason=_("One press. A no needs no reason.")
        if is_asked
        else _("Today’s goals and limits."),
        url=reverse("cover", args=[cover.pk]),
        action=_("Answer") if is_asked else _("Read them"),
        icon="hand-helping",
        due=clock.now().date(),
        state="nudge" if is_asked else "track",
        state_words=_("asked") if is_asked else _("you cover"),
    )

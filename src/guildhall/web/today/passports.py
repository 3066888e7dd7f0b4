"""What passports ask of somebody: to watch one thing, to sign, to rate."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guildhall.assessment.queries.asks import asks_of_person
from guildhall.assessment.queries.ratings import rounds_waiting_for
from guildhall.assessment.queries.requests import requests_waiting_for
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOON, Task, days_left


def passport_tasks(person_id: int, moment: Moment) -> Iterator[Task]:
    """Observations and signatures that were asked for, and ratings that are due; three queries
    where there is none."""
    for ask in asks_of_person(person_id, at=moment.at):
        due = ask.expires_at.date()
        yield Task(
            urgency=SOON,
            title=_("%(name)s asks you to watch: %(what)s")
            % {"name": ask.passport.learner.name, "what": ask.competency.name},
            reason=_("One minute is enough. A no needs no reason."),
            url=reverse("observation_ask", args=[ask.pk]),
            action=_("Have a look"),
            icon="eye",
            due=due,
            state="nudge",
            state_words=days_left(due, moment.today),
        )
    for request in requests_waiting_for(person_id, at=moment.at):
        due = localtime(request.expires_at).date()
        yield Task(
            urgency=NOW,
            title=_("%(name)s asks you to sign: %(what)s")
            % {"name": request.passport.learner.name, "what": request.competency.name},
            reason=_("You say at which level, or not yet. The request ends by itself."),
            url=reverse("sign_off_request", args=[request.pk]),
            action=_("Have a look"),
            icon="signature",
            due=due,
            state="nudge",
            state_words=days_left(due, moment.today),
        )
    for row in rounds_waiting_for(person_id):
        is_late = row.due_on is not None and row.due_on <= moment.today
        is_own = row.passport.learner_id == person_id
        title = _("Rate yourself: %(round)s") if is_own else _("Rate %(name)s: %(round)s")
        yield Task(
            urgency=NOW if is_late else SOON,
            title=title % {"name": row.passport.learner.given_name, "round": row.title},
            reason=_("All competencies, each of you alone. A draft can be saved."),
            url=reverse("rating_round", args=[row.pk]),
            action=_("Rate now"),
            icon="list-checks",
            due=row.due_on,
            state="nudge",
            state_words=days_left(row.due_on, moment.today) if row.due_on else "",
        )

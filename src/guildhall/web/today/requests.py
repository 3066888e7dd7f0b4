"""What other people ask of the reader, beside any program."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.offer_states import OfferState
from guildhall.mentoring.queries.seats import seats_to_answer
from guildhall.mentoring.queries.standing import waiting_for
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOME_DAY, SOON, Task, days_left


def request_tasks(person_id: int, moment: Moment) -> Iterator[Task]:
    """Requests and seats to answer, and an offer that rests; three queries."""
    for row in waiting_for(person_id):
        due = row.expires_at.date()
        learns = row.asker_id == row.learner_id
        yield Task(
            urgency=NOW,
            title=(
                _("%(name)s would like to learn from you")
                if learns
                else _("%(name)s would like to be your mentor")
            )
            % {"name": row.asker.name},
            reason=_("A personal line waits. A no is kind, too, where it comes soon."),
            url=reverse("request", args=[row.pk]),
            action=_("Read and answer"),
            icon="mail-open",
            due=due,
            state="nudge",
            state_words=days_left(due, moment.today),
        )
    yield from _seats(person_id)
    if GuideOffer.objects.filter(person_id=person_id, state=OfferState.RESTS).exists():
        yield Task(
            urgency=SOME_DAY,
            title=_("Your offer to guide rests"),
            reason=_("Three requests in a row went without an answer. Show it when you have time."),
            url=reverse("own_offer"),
            action=_("Have a look"),
            icon="pause",
        )


def _seats(person_id: int) -> Iterator[Task]:
    for row in seats_to_answer(person_id):
        yield Task(
            urgency=SOON,
            title=_("%(name)s asks for a seat in “%(circle)s”")
            % {"name": row.person.name, "circle": row.circle.relationship.title},
            reason=_("You lead it, so you say yes or not this time. Neither needs a reason."),
            url=reverse("circle", args=[row.circle_id]),
            action=_("Answer"),
            icon="network",
            state="nudge",
            state_words=_("waits for you"),
        )

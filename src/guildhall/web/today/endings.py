"""What the ends of somebody's pairs ask of them."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.mentoring.models import Ending
from guildhall.mentoring.queries.endings import endings_to_choose
from guildhall.mentoring.queries.overdue import answers_until
from guildhall.relationships.queries.pairs import PairRow
from guildhall.relationships.states import BEGUN
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOON, Task, days_left


def ending_tasks(person_id: int, pairs: Sequence[PairRow], moment: Moment) -> Iterator[Task]:
    """Two queries, however many pairs there are; none for whoever has no pair."""
    names = {pair.id: pair.others_words for pair in pairs if pair.state in BEGUN}
    if not names:
        return
    for ending in endings_to_choose(list(names), person_id=person_id, on=moment.today):
        yield _task(ending, names[ending.relationship_id], moment)


def _task(ending: Ending, name: str, moment: Moment) -> Task:
    has_passed = ending.ends_on is not None and ending.ends_on < moment.today
    due = answers_until(ending) or ending.ends_on
    if ending.choices.all():
        title = _("%(name)s has said how to go on")
        reason = _("It happens once you would all like the same.")
    elif has_passed:
        title = _("You and %(name)s: close, go on, or go on informally?")
        reason = _("The planned end has passed. Without a word it closes by itself.")
    else:
        title = _("Look back with %(name)s, and choose how to go on")
        reason = _("Three short lines, each alone. Then choose together.")
    return Task(
        urgency=NOW if has_passed or ending.choices.all() else SOON,
        title=title % {"name": name},
        reason=reason,
        url=reverse("relationship_ending", args=[ending.relationship_id]),
        action=_("Say so") if has_passed else _("Look back"),
        icon="hand-heart",
        due=due,
        state="nudge",
        state_words=days_left(due, moment.today) if due else "",
    )

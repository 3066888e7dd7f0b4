"""What somebody's pairs ask of them: a time to choose, a message, feedback, a promise."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.conversations.queries.waiting import pairs_with_unread
from guildhall.goals.queries.waiting import feedback_wanted, promises_due
from guildhall.meetings.queries.waiting import meetings_to_confirm, times_to_choose
from guildhall.relationships.queries.pairs import PairRow
from guildhall.relationships.states import UNDER_WAY
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOON, Task


def pair_tasks(person_id: int, pairs: Sequence[PairRow], moment: Moment) -> Iterator[Task]:
    """Five queries, however many pairs there are; none for whoever has no pair."""
    names = {pair.id: pair.others_words for pair in pairs if pair.state in UNDER_WAY}
    if not names:
        return
    ids = list(names)
    yield from _meetings(ids, names, person_id, moment)
    for pk in pairs_with_unread(ids, person_id=person_id):
        yield Task(
            urgency=SOON,
            title=_("%(name)s wrote to you") % {"name": names[pk]},
            reason=_("Only you two read it."),
            url=reverse("relationship_messages", args=[pk]) + "#newest",
            action=_("Read"),
            icon="message-circle",
        )
    for ask in feedback_wanted(ids, person_id=person_id):
        yield Task(
            urgency=SOON,
            title=_("%(name)s asks for your feedback") % {"name": ask.asker.name},
            reason=_("On one named thing; three short lines are plenty."),
            url=reverse("feedback_ask", args=[ask.pk]),
            action=_("Give it"),
            icon="speech",
        )
    for promise in promises_due(ids, person_id=person_id, on=moment.today):
        yield Task(
            urgency=SOON,
            title=promise.text,
            reason=_("Promised to %(name)s.") % {"name": names[promise.relationship_id]},
            url=reverse("relationship", args=[promise.relationship_id]) + "#promises",
            action=_("Open"),
            icon="list-checks",
            due=promise.due_on,
        )


def _meetings(
    ids: Sequence[int], names: dict[int, str], person_id: int, moment: Moment
) -> Iterator[Task]:
    for meeting in times_to_choose(ids, person_id=person_id, at=moment.at):
        by = meeting.proposed_by
        yield Task(
            urgency=NOW,
            title=_("%(name)s proposes times to meet")
            % {"name": by.name if by else names[meeting.relationship_id]},
            reason=_("One click books one of them and puts it into your calendars."),
            url=reverse("relationship", args=[meeting.relationship_id]),
            action=_("Choose"),
            icon="calendar-clock",
            state="nudge",
            state_words=_("waits for you"),
        )
    asked: set[int] = set()
    for meeting in meetings_to_confirm(ids, person_id=person_id, at=moment.at):
        # One question a pair; an answer brings up the next.
        if meeting.relationship_id in asked:
            continue
        asked.add(meeting.relationship_id)
        yield Task(
            urgency=SOON,
            title=_("Did you and %(name)s meet?") % {"name": names[meeting.relationship_id]},
            reason=_("One click says so; the program sees nothing more."),
            url=reverse("meeting", args=[meeting.pk]),
            action=_("Say so"),
            icon="calendar-check",
            due=meeting.starts_at.date(),
        )

"""What courses of preceptorship ask of somebody."""

from collections.abc import Iterator

from guildhall.preceptorship.queries.course_facts import courses_with_moves
from guildhall.web.courses.shown import move_url, move_words
from guildhall.web.today.staff import Moment
from guildhall.web.today.task import NOW, SOON, Task, days_left


def course_tasks(person_id: int, moment: Moment) -> Iterator[Task]:
    """The next move in each course; one query where there is none."""
    for course, move in courses_with_moves(person_id, today=moment.today):
        title, reason, action, icon = move_words(course, move)
        yield Task(
            urgency=NOW if move.is_late(moment.today) else SOON,
            title=title,
            reason=reason,
            url=move_url(course, move),
            action=action,
            icon=icon,
            due=move.by,
            state="nudge",
            state_words=days_left(move.by, moment.today),
            label=course.program.name,
        )

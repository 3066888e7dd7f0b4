"""Finding courses."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from guildhall.concerns.models import Decision
from guildhall.concerns.states import FinalOutcome
from guildhall.preceptorship.models import Course
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState

# A course that was left longer ago is not gone on with; a new one begins.
LEFT_AT_MOST = timedelta(days=183)
RELATED = ("learner", "organization", "program", "relationship")
Key = tuple[int, int | None]


def course_on(row: Relationship) -> Course | None:
    """The course on which this pair works now; one query."""
    found = Course.objects.filter(relationship=row).select_related(*RELATED).first()
    if found is not None:
        found.relationship = row
    return found


def courses_to_continue(keys: Iterable[Key], *, at: datetime) -> dict[Key, Course]:
    """Courses of these learners in these programs whose pair ended lately without a final
    decision, by learner and program; one query."""
    wanted = set(keys)
    rows = Course.objects.filter(
        learner__in={learner for learner, _program in wanted},
        program__in={program for _learner, program in wanted},
        relationship__state=RelationshipState.CLOSED,
        relationship__closed_at__gte=at - LEFT_AT_MOST,
    )
    decided = Decision.objects.exclude(outcome=FinalOutcome.EXTENDED).order_by()
    rows = rows.exclude(relationship__in=decided.values("relationship_id"))
    found = {
        (row.learner_id, row.program_id): row
        for row in rows.select_related(*RELATED).order_by("opened_at", "pk")
    }
    return {key: row for key, row in found.items() if key in wanted}

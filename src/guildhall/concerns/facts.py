"""What decisions know about people for the matcher."""

from collections import defaultdict

from guildhall.concerns.models import Appeal, Decision
from guildhall.programs.facts import Enrollments, Values, fact
from guildhall.programs.queries.memberships import people_in


@fact("judged_by_ids")
def judged_by_ids(enrollments: Enrollments) -> Values:
    """Who made a final decision about a learner, or answered an appeal of theirs: whoever judged
    somebody does not go on to guide them."""
    found: dict[int, set[int]] = defaultdict(set)
    decided = Decision.objects.filter(people_in(enrollments, "learner"), decided_by__isnull=False)
    answered = Appeal.objects.filter(people_in(enrollments, "by"), answered_by__isnull=False)
    for learner, judge in (
        *decided.order_by().values_list("learner_id", "decided_by_id"),
        *answered.order_by().values_list("by_id", "answered_by_id"),
    ):
        found[learner].add(judge)
    return {
        row.pk: tuple(str(pk) for pk in sorted(found[row.person_id]))
        for row in enrollments
        if row.person_id in found
    }

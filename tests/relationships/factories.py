"""Pairs, opened by the only door."""

from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.models import Enrollment
from guildhall.relationships.actions.opening import open as open_pair
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import opens_at_once
from tests.world import NOW


def make_pair(guide: Enrollment, learner: Enrollment, **values: object) -> Relationship:
    """The pair of two enrollments, as their program opens it: at once, or as an offer."""
    cohort = guide.cohort
    relationship = open_pair(
        **{
            "organization": cohort.program.organization,
            "guides": [guide.person],
            "learners": [learner.person],
            "program": cohort.program,
            "cohort": cohort,
            "enrollments": [guide, learner],
            "opens_at_once": opens_at_once(cohort.program.plan),
            "plan": cohort.program.plan,
            "by": SYSTEM,
            "at": NOW,
            **values,
        }
    )
    mark_matched(enrollments=[guide, learner], at=NOW)
    return relationship

"""How a program fits somebody who thinks of joining, from what both sides have said."""

from collections.abc import Iterable

from django.db.models import Count, Q

from guildhall.directory.models import Person
from guildhall.people.models import ProfileSkill
from guildhall.people.states import Direction
from guildhall.programs.states import EnrollmentState, Side

TAKING_PART = (EnrollmentState.APPROVED, EnrollmentState.WAITING, EnrollmentState.MATCHED)


def shared_skills(person: Person, cohort_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """By cohort and the side that one would join: how many of one's own skills meet there.

    For a learner, wanted skills that somebody who guides there offers; for a guide, offered
    skills that somebody who learns there wants. Two queries, however many cohorts.
    """
    found: dict[tuple[int, str], int] = {}
    wanted = list(cohort_ids)
    for side, own, theirs, other in (
        (Side.LEARNER, Direction.WANTED, Direction.OFFERED, Side.GUIDE),
        (Side.GUIDE, Direction.OFFERED, Direction.WANTED, Side.LEARNER),
    ):
        mine = ProfileSkill.objects.filter(profile__person=person, direction=own)
        part = "profile__person__enrollments__"
        rows = (
            ProfileSkill.objects.filter(
                Q(
                    **{
                        f"{part}cohort_id__in": wanted,
                        f"{part}side": other,
                        f"{part}state__in": TAKING_PART,
                    }
                ),
                direction=theirs,
                skill__in=mine.values("skill_id"),
            )
            .exclude(profile__person=person)
            .order_by()
            .values_list(f"{part}cohort_id")
            .annotate(n=Count("skill_id", distinct=True))
        )
        found |= {(cohort_id, str(side)): count for cohort_id, count in rows}
    return found

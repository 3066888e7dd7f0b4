"""Some people of a demo program say whom they would like to work with."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from guildhall.core import clock
from guildhall.flows.actions.wishing import rank_people
from guildhall.flows.queries.wishing import offered_to
from guildhall.permissions.actor import actor_for
from guildhall.programs.models import Enrollment

SEED = 7


def wish(
    enrollments: Sequence[Enrollment], *, share: float, besides: set[int], at: datetime
) -> None:
    """This share of them, one to four people each; those of the story are asked by Today.

    With dice of its own, so that the rest of the demo stays as it is.
    """
    random = Random(SEED)  # noqa: S311 - a demo, not a secret
    with clock.moved_to(at):
        for row in enrollments:
            if random.random() > share or row.person_id in besides:
                continue
            offered = offered_to(row, at=at).order_by("pk").values_list("person_id", flat=True)
            people = random.sample(list(offered), k=min(len(offered), random.randint(1, 4)))
            if people:
                by = actor_for(account_id=None, person_id=row.person_id)
                rank_people(enrollment=row, people=people, by=by, at=at)

"""Refusing to give somebody to a guide beyond what the rooms above allow."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import NoRoomLeft
from guildhall.directory.models import Person
from guildhall.programs.models import Program
from guildhall.programs.states import Side
from guildhall.relationships.actions.capacity import SeatLike, places_taken
from guildhall.relationships.limits import limits_of
from guildhall.relationships.states import Takes


def refuse_beyond_limits(
    program: Program | None,
    pairs: Sequence[Sequence[SeatLike]],
    *,
    at: datetime,
    takes: str = Takes.EACH,
) -> None:
    """Raises NoRoomLeft with the reason of the first guide who is asked for too much.

    Called after the people of the pairs are locked, so that what is counted stays so. Whoever
    simply has no free place is refused in the words of every other full guide.
    """
    asked: Counter[int] = Counter()
    for seats in pairs:
        learners = sum(1 for seat in seats if seat.side == Side.LEARNER)
        for seat in seats:
            if seat.side == Side.GUIDE:
                asked[seat.person_id] += places_taken(learners, takes)
    limits = limits_of(program, asked.keys(), at=at)
    beyond = sorted(pk for pk, limit in limits.items() if asked[pk] > limit.left)
    if not beyond:
        return
    words = limits[beyond[0]].words
    if not words:
        name = Person.objects.get(pk=beyond[0]).name
        words = _("%(names)s: no free place is left. Solve again, or choose somebody else.")
        words = words % {"names": name}
    raise NoRoomLeft(words)

"""Rooms above say how many more somebody may be given in a program; relationships knows none.

The same answer is asked by the matcher, which then proposes nobody who would be refused, and by
`open()`, which refuses.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from guildhall.programs.models import Program


@dataclass(frozen=True)
class Limit:
    """How many more places a guide has by somebody's rule, and the refusal beyond that.

    `words` name the person, what is missing and who can help, and no other house. Empty words are
    those for whoever simply has no free place.
    """

    left: int
    words: str = ""


# handler(program, ids of guides, at): the limits of those who have one, in a fixed number of
# queries.
Handler = Callable[[Program, Collection[int], datetime], dict[int, Limit]]
LIMITS: list[Handler] = []


def on_give(handler: Handler) -> Handler:
    """Ask it before a guide is given somebody."""
    if handler not in LIMITS:
        LIMITS.append(handler)
    return handler


def limits_of(
    program: Program | None, person_ids: Collection[int], *, at: datetime
) -> dict[int, Limit]:
    """The tightest limit of each guide in this program; who has none is left out."""
    found: dict[int, Limit] = {}
    if program is None or not person_ids:
        return found
    for handler in LIMITS:
        for person_id, limit in handler(program, person_ids, at).items():
            known = found.get(person_id)
            if known is None or limit.left < known.left:
                found[person_id] = limit
    return found

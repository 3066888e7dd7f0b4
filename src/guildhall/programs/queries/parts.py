"""What people take part in now, for lists of people."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_ENROLLMENT, reads_whole_of
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import LIVE


@dataclass(frozen=True, slots=True)
class LivePart:
    """One side of one program, in the program's own word, and how it stands."""

    person_id: int
    side: str
    side_word: str
    program: str
    state: str


def live_parts(actor: Actor, person_ids: Collection[int]) -> list[LivePart]:
    """What these people take part in now, as far as the actor sees it, newest first.

    Three queries at most. Whoever reads a program whole sees everybody in it; only about other
    programs is SEE_ENROLLMENT asked.
    """
    rows = Enrollment.objects.filter(person_id__in=person_ids, state__in=LIVE).order_by("-pk")
    columns = ("pk", "person_id", "side", "state", "cohort__program_id")
    house, name = "cohort__program__organization_id", "cohort__program__name"
    found = list(rows.values_list(*columns, house, name))
    unsure = [
        row[0]
        for row in found
        if row[1] != actor.person_id and not reads_whole_of(actor, program=row[4], house=row[5])
    ]
    hidden = set(unsure) - _seen(actor, unsure)
    shown = [row for row in found if row[0] not in hidden]
    words = _words({row[4] for row in shown})
    return [
        LivePart(person, side, words[program].get(side, side).capitalize(), title, state)
        for _pk, person, side, state, program, _house, title in shown
    ]


def _seen(actor: Actor, ids: Sequence[int]) -> set[int]:
    if not ids:
        return set()
    rows = visible_to(SEE_ENROLLMENT, actor, Enrollment.objects.filter(pk__in=ids))
    return set(rows.order_by().values_list("pk", flat=True))


def _words(program_ids: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Each program's words, without the rest of its plan."""
    if not program_ids:
        return {}
    rows = Program.objects.filter(pk__in=program_ids).order_by()
    return {pk: words or {} for pk, words in rows.values_list("pk", "plan__words")}

"""The rows of the queue, as they are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.programs.queries.screening import Part, Waits
from guildhall.programs.queries.screening_standing import assemble_standing, rubric_of
from guildhall.programs.rubric import Rubric
from guildhall.programs.screening_states import ScreeningStage
from guildhall.programs.states import EnrollmentState
from guildhall.programs.template_files import load_rubric
from guildhall.web.screening.verdict_words import points_words
from guildhall.web.screening.waiting import Wait, waited

DECIDED_SHAPES = {EnrollmentState.DECLINED: "paused"}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One application in the list. `verdict` only for whoever decides, once it is reached."""

    name: str
    side_word: str
    kind: str
    url: str
    wait: Wait
    handed_in: int
    wanted: int
    note: str
    state: str
    state_words: str
    action: str
    decided_at: Any = None

    @property
    def marks(self) -> list[bool]:
        """One mark for each rater that is wanted: whether theirs is in."""
        return [index < self.handed_in for index in range(self.wanted)]


def queue_rows(rows: Iterable[Any], part: Part, *, today: date) -> list[QueueRow]:
    """Rows of `screening_queue` in words; asks the database nothing."""
    return [_row(row, part, today=today) for row in rows]


def _row(row: Any, part: Part, *, today: date) -> QueueRow:
    wait = waited(row.waiting_from, today=today)
    rubric = _rubric(row)
    state, words = _state(row, wait, rubric)
    return QueueRow(
        name=row.person.name,
        side_word=row.cohort.program.word(row.side).capitalize(),
        kind=row.side,
        url=reverse("screening_application", args=[row.pk]),
        wait=wait,
        handed_in=row.handed_in,
        wanted=_wanted(row, rubric),
        note=_note(row, part, rubric),
        state=state,
        state_words=words,
        action=_action(row, part),
        decided_at=row.decided_at if row.waits == Waits.DECIDED else None,
    )


def _wanted(row: Any, rubric: Rubric | None) -> int:
    """How many ratings are wanted; one more where those that are in lie too far apart."""
    if rubric is None:
        return 0
    waits = row.waits != Waits.DECIDED and row.stage == ScreeningStage.RATING
    handed_in = int(row.handed_in)
    return max(rubric.raters, handed_in + 1 if waits else handed_in)


def _rubric(row: Any) -> Rubric | None:
    key = getattr(getattr(row, "screening", None), "rubric_key", "")
    return load_rubric(key) if key else rubric_of(row)


def _state(row: Any, wait: Wait, rubric: Rubric | None) -> tuple[str, str]:
    if row.waits == Waits.DECIDED:
        return DECIDED_SHAPES.get(row.state, "track"), row.get_state_display()
    if row.waits == Waits.TO_RATE:
        return wait.state, _("To rate, %(left)s") % {"left": wait.left_words}
    if row.waits == Waits.TO_DECIDE:
        return wait.state, _("To decide, %(left)s") % {"left": wait.left_words}
    if row.stage == ScreeningStage.CONDITIONAL:
        bands = rubric.bands if rubric else ()
        named = (band.name for band in bands if band.decision == "conditional")
        return "paused", next(named, _("A condition is open"))
    return "early", str(ScreeningStage(row.stage).label)


def _note(row: Any, part: Part, rubric: Rubric | None) -> str:
    if row.waits == Waits.TO_RATE and row.has_draft:
        return _("Your draft is saved")
    if row.waits == Waits.TO_DECIDE and part.may_decide and rubric is not None:
        return _verdict(row, rubric)
    if row.waits == Waits.FOR_OTHERS and row.has_rated:
        return _("Your rating is in")
    return ""


def _verdict(row: Any, rubric: Rubric) -> str:
    """“Accept, 23 of 30”, from rows that are loaded already."""
    screening = getattr(row, "screening", None)
    if screening is None:
        return ""
    standing = assemble_standing(
        rubric,
        gates={gate.gate: gate.holds for gate in screening.gates.all()},
        ratings=screening.ratings.all(),
        checks=screening.checks.all(),
        newest=None,
    )
    if standing.gates.failed:
        return _("A gate does not hold")
    workings = standing.workings
    if workings is None or workings.band is None:
        return ""
    return f"{workings.band.name}, {points_words(workings)}"


def _action(row: Any, part: Part) -> str:
    if row.waits == Waits.TO_RATE:
        return _("Go on") if row.has_draft else _("Rate")
    if row.waits == Waits.TO_DECIDE:
        return _("Decide")
    return _("Read") if part.may_rate else _("Look")

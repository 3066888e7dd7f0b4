"""A coordinator's rating of an application in the demo."""

from datetime import datetime
from random import Random

from guildhall.core import clock
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.screening import begin_screening
from guildhall.programs.actions.screening_gates import note_gates
from guildhall.programs.actions.screening_rating import save_rating
from guildhall.programs.models import Enrollment
from guildhall.programs.template_files import load_rubric

NOTE = "Warm and clear. Would ask more before advising."


def rate(enrollment: Enrollment, *, by: Actor, at: datetime, random: Random) -> None:
    """Gates noted and one rating handed in; where two are wanted, the second is still to come."""
    with clock.moved_to(at):
        screening = begin_screening(enrollment=enrollment, at=at, by=by)
        if screening is None:
            return
        rubric = load_rubric(screening.rubric_key)
        holds = {gate.key: True for gate in rubric.gates}
        note_gates(enrollment=enrollment, holds=holds, by=by, at=at)
        scores = {item.key: random.choice((1, 2, 2, 3)) for item in rubric.items}
        save_rating(enrollment=enrollment, scores=scores, hands_in=True, by=by, at=at, note=NOTE)

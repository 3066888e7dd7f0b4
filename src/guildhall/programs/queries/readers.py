"""Who reads an answer. It is shown where the question is asked, and again before handing in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.programs.models import Program
from guildhall.programs.queries.facts import source_of
from guildhall.programs.states import Side
from guildhall.questions.models import Question
from guildhall.questions.states import QuestionType

TO_THE_PAIR = ("everyone", "pair")


class Readers(models.TextChoices):
    """Circles of readers, narrowest first."""

    NOBODY = "nobody", _("Only you and the matcher")
    PROGRAM = "program", _("You and the program")
    PAIR = "pair", _("You, the program and your match")


def readers_of(program: Program, question: Question) -> Readers:
    """Who reads the answer to a question of this program.

    People never to be paired with are read by nobody. What a criterion that pairs may read looks
    at can appear among the reasons for a match.
    """
    if question.type == QuestionType.PEOPLE_NEVER:
        return Readers.NOBODY
    names = {f"answer:{question.key}", _fact_of(question)}
    for name, field in program.criteria.get("fields", {}).items():
        sources = {source_of(name, field, side) for side in Side.values}
        if sources & names and field.get("readable_by", "pair") in TO_THE_PAIR:
            return Readers.PAIR
    return Readers.PROGRAM


def _fact_of(question: Question) -> str:
    """The fact that an answer becomes by way of the profile."""
    field = str(question.settings.get("maps_to", ""))
    return {"availability": "hours", "time_zone": "time_zone_offset"}.get(field, field)

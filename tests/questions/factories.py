"""Question sets for tests."""

from guildhall.questions.actions.sets import make_question_set
from guildhall.questions.models import Question, QuestionSet
from guildhall.questions.specs import QuestionSpec
from tests.world import NOW

OPTIONS = [{"key": "day", "label": "Day shift"}, {"key": "night", "label": "Night shift"}]


def make_set(*specs: QuestionSpec) -> QuestionSet:
    """A set with these questions."""
    return make_question_set(specs, at=NOW)


def spec(type: str, key: str = "q", *, is_required: bool = False, **settings) -> QuestionSpec:
    """A question of a type, with what the type needs."""
    if type in ("choice", "several_choices") and "options_from" not in settings:
        settings.setdefault("options", OPTIONS)
    if type == "scale":
        settings = {"min": 1, "max": 5, "anchors": {"1": "No", "5": "Yes"}, **settings}
    return QuestionSpec(key, type, f"About {key}?", is_required=is_required, settings=settings)


def make_question(type: str, key: str = "q", **settings) -> Question:
    """One question in a set of its own."""
    return make_set(spec(type, key, **settings)).questions.get()

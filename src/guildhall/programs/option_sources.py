"""Lists that questions may choose from and that people's profiles keep."""

from guildhall.people.languages import language_names
from guildhall.people.states import CareerStage
from guildhall.questions.options import option_source


@option_source("languages")
def languages() -> dict[str, str]:
    """Languages by ISO 639 code."""
    return language_names()


@option_source("career_stages")
def career_stages() -> dict[str, str]:
    """Career stages, first to last."""
    return {str(value): str(label) for value, label in CareerStage.choices}

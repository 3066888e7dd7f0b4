"""What a choice may be: the options of the question, or a list that the platform keeps.

Rooms that keep such a list register it under the name that templates use (`options_from`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from guildhall.competencies.folding import folded
from guildhall.competencies.models import Interest
from guildhall.questions.models import Question

Options = dict[str, str]
OptionSource = Callable[[], Options]
SOURCES: dict[str, OptionSource] = {}
# From this many on, an answer is typed with suggestions instead of picked from a list.
LONG_LIST = 25


def option_source(name: str) -> Callable[[OptionSource], OptionSource]:
    """Register a function that gives labels by key, in the order to show them."""

    def register(function: OptionSource) -> OptionSource:
        if SOURCES.setdefault(name, function) is not function:
            raise ValueError(f"The list of options {name} is registered twice.")
        return function

    return register


def options_of(question: Question) -> Options:
    """Labels by key, in order; empty for questions without a choice."""
    source = question.settings.get("options_from")
    if source:
        return SOURCES[source]()
    return {option["key"]: option["label"] for option in question.settings.get("options", [])}


@dataclass(frozen=True, slots=True)
class OptionFinder:
    """Finds an option by its key or by its label, whatever the case and accents."""

    options: Options

    def find(self, text: str) -> str | None:
        """The option's key, or None."""
        if text in self.options:
            return text
        wanted = folded(text)
        return next((key for key, label in self.options.items() if folded(label) == wanted), None)


@option_source("interests")
def interests() -> Options:
    """Interests of the vocabulary, by name."""
    return dict(Interest.objects.order_by("name").values_list("key", "name"))


@option_source("time_zones")
@cache
def time_zones() -> Options:
    """Places whose clock people know, by region."""
    regions = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe")
    names = sorted(
        name
        for name in available_timezones()
        if name.partition("/")[0] in (*regions, "Indian", "Pacific")
    )
    return {"UTC": "UTC"} | {name: name.replace("_", " ") for name in names}

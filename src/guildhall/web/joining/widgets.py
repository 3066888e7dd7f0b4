"""Controls for answers that are lists. Rows of plain inputs, so that they work without scripts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from guildhall.people.states import Level

SPARE_ROWS = 2
LEAST_ROWS = 3
WEEKDAYS = (
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
    ("workdays", _("Monday to Friday")),
)
WORKDAYS = range(5)


class RowsWidget(forms.Widget):
    """Several texts, one a row, with suggestions; empty rows wait at the end."""

    template_name = "joining/widgets/rows.html"

    def __init__(self, suggestions: Iterable[str] = (), *, placeholder: str = "") -> None:
        super().__init__()
        self.suggestions = list(suggestions)
        self.placeholder = placeholder

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[Any]:
        return [text for text in _all(data, name) if str(text).strip()]

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "rows": self.rows(value or []),
            "suggestions": self.suggestions,
            "placeholder": self.placeholder,
        }
        return context

    def rows(self, value: Sequence[Any]) -> list[Any]:
        """The values given, and empty rows."""
        return [*value, *[""] * max(SPARE_ROWS, LEAST_ROWS - len(value))]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_1" if id_ else id_


class SkillsWidget(RowsWidget):
    """Skills typed with suggestions, each with a level."""

    template_name = "joining/widgets/skills.html"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[Any]:
        pairs = zip(_all(data, name), _all(data, f"{name}-level"), strict=False)
        return [(text, level) for text, level in pairs if str(text).strip()]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["levels"] = [(str(key), label) for key, label in Level.choices]
        return context

    def rows(self, value: Sequence[Any]) -> list[Any]:
        """Pairs of skill and level, and empty pairs."""
        given = [(text, str(level)) for text, level in value]
        return [*given, *[("", "")] * max(SPARE_ROWS, LEAST_ROWS - len(given))]


class WeekWidget(RowsWidget):
    """Times of the week: a day, from, to."""

    template_name = "joining/widgets/week.html"

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> list[Any]:
        columns = (_all(data, name), _all(data, f"{name}-from"), _all(data, f"{name}-to"))
        rows = list(zip(*columns, strict=False))
        return [row for row in rows if any(str(cell).strip() for cell in row)]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["weekdays"] = WEEKDAYS
        return context

    def rows(self, value: Sequence[Any]) -> list[Any]:
        """Triples of day and two times of day as text, and empty triples."""
        given = [tuple(map(str, row)) for row in value]
        return [*given, *[("", "", "")] * max(SPARE_ROWS, LEAST_ROWS - len(given))]


def clock_text(minute: int) -> str:
    """540 is “09:00”; midnight at the end of the day is “23:59”, as controls know no 24:00."""
    hour, rest = divmod(min(minute, 24 * 60 - 1), 60)
    return f"{hour:02}:{rest:02}"


def minutes_of(text: str) -> int | None:
    """“09:00” is 540; a minute to midnight means midnight. None where it is no time of day."""
    hour, colon, rest = text.strip().partition(":")
    if not (colon and len(hour) <= 2 and hour.isdecimal() and rest[:2].isdecimal()):
        return None
    minute = int(hour) * 60 + int(rest[:2])
    if minute == 24 * 60 - 1:
        return 24 * 60
    return minute if int(rest[:2]) < 60 and minute <= 24 * 60 else None


def _all(data: Mapping[str, Any], name: str) -> list[Any]:
    if isinstance(data, MultiValueDict):
        return list(data.getlist(name))
    value = data.get(name, [])
    return list(value) if isinstance(value, (list, tuple)) else [value]

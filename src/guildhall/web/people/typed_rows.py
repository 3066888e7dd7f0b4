"""Lists that are typed row by row, with suggestions: skills with their level, languages.

Plain inputs, so that they work without scripts: a button adds empty rows, and a word that is not
in the list comes back with buttons for what it may have meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from guildhall.competencies.models import Skill
from guildhall.competencies.queries.vocabulary import Vocabulary
from guildhall.people.languages import find_language, near_languages
from guildhall.people.states import Level
from guildhall.web.people.suggesting import not_in_list

LEAST_ROWS = 3
MORE_ROWS = 3


@dataclass(frozen=True)
class TypedRow:
    """What was typed, what is wrong with it, and what it may have meant."""

    text: str = ""
    level: str = ""
    error: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedRows:
    """One list; `name` is that of its inputs."""

    name: str
    rows: tuple[TypedRow, ...] = ()
    blank: int = 1
    is_extended: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether a row has to be mended."""
        return any(row.error for row in self.rows)

    @property
    def shown(self) -> tuple[TypedRow, ...]:
        """The rows, and empty ones to go on in."""
        blank = max(self.blank, LEAST_ROWS - len(self.rows))
        return (*self.rows, *(TypedRow() for _number in range(blank)))

    @property
    def first_blank(self) -> int:
        """The number of the first empty row, counted from 1."""
        return len(self.rows) + 1

    @property
    def levels(self) -> list[tuple[str, str]]:
        """1 to 5 with their words."""
        return [(str(value), f"{value} · {label}") for value, label in Level.choices]


def read_rows(data: QueryDict, name: str) -> TypedRows:
    """The rows that are not empty, with a suggestion that was picked in its place.

    “use” is “list:row:name”, and “more” names the list that wants further rows.
    """
    texts, levels = data.getlist(name), data.getlist(f"{name}-level")
    levels += [""] * (len(texts) - len(levels))
    picked, _colon, rest = data.get("use", "").partition(":")
    place, _colon, suggestion = rest.partition(":")
    if picked == name and place.isdecimal() and int(place) < len(texts):
        texts[int(place)] = suggestion
    rows = tuple(
        TypedRow(" ".join(text.split()), level)
        for text, level in zip(texts, levels, strict=False)
        if text.strip()
    )
    is_extended = data.get("more") == name
    return TypedRows(name, rows, MORE_ROWS if is_extended else 1, is_extended)


@dataclass
class Checked:
    """A list after checking: what was found, by id or code, and the rows with their errors."""

    rows: TypedRows
    found: dict[int | str, int] = field(default_factory=dict)


def checked_skills(typed: TypedRows, vocabulary: Vocabulary) -> Checked:
    """Levels by the skill's id; every row that cannot be kept says why."""
    checked = Checked(typed)
    rows = []
    for row in typed.rows:
        pk = vocabulary.find(row.text)
        if pk is None:
            near = vocabulary.near(row.text)
            rows.append(replace(row, error=not_in_list(row.text, near), near=near))
        elif pk in checked.found:
            words = _("%(name)s stands there twice. Clear one of them.")
            rows.append(replace(row, error=words % {"name": vocabulary.names[pk]}))
        elif row.level not in {str(value) for value in Level.values}:
            rows.append(replace(row, error=_("Choose a level for it.")))
        else:
            checked.found[pk] = int(row.level)
            rows.append(row)
    checked.rows = replace(typed, rows=tuple(rows))
    return checked


def checked_languages(typed: TypedRows) -> Checked:
    """Codes of languages, in the order in which they stand there."""
    checked = Checked(typed)
    rows = []
    for row in typed.rows:
        code = find_language(row.text)
        if code is None:
            near = tuple(near_languages(row.text))
            rows.append(replace(row, error=not_in_list(row.text, near), near=near))
        else:
            checked.found[code] = 1
            rows.append(row)
    checked.rows = replace(typed, rows=tuple(rows))
    return checked


def skill_rows(name: str, skills: Sequence[tuple[str, int]]) -> TypedRows:
    """Stored skills as somebody would have typed them."""
    return TypedRows(name, tuple(TypedRow(skill, str(level)) for skill, level in skills))


def language_rows(names: Sequence[str]) -> TypedRows:
    """Stored languages as somebody would have typed them."""
    return TypedRows("languages", tuple(TypedRow(name) for name in names))


def levels_by_skill(found: Mapping[int | str, int]) -> dict[Skill, int]:
    """The skills themselves, as the action takes them; one query."""
    skills = Skill.objects.in_bulk([pk for pk in found if isinstance(pk, int)])
    return {skills[pk]: level for pk, level in found.items() if isinstance(pk, int)}

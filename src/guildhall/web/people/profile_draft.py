"""A profile as it stands on the page: from what is stored, or from what was just sent."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from guildhall.competencies.models import Skill
from guildhall.competencies.queries.vocabulary import skill_vocabulary
from guildhall.directory.models import Person
from guildhall.people.actions.availability import Window
from guildhall.people.languages import language_name, language_names
from guildhall.people.models import Profile
from guildhall.people.states import Direction
from guildhall.relationships.queries.places import is_pausing
from guildhall.web.people.profile_form import ProfileForm
from guildhall.web.people.suggesting import skill_names
from guildhall.web.people.typed_rows import (
    Checked,
    TypedRows,
    checked_languages,
    checked_skills,
    language_rows,
    levels_by_skill,
    read_rows,
    skill_rows,
)
from guildhall.web.people.week import Week, read_week, week_of


@dataclass
class ProfileDraft:
    """Everything on the page. After `is_valid()` the lists carry their errors."""

    person: Person
    profile: Profile
    form: ProfileForm
    offered: TypedRows
    wanted: TypedRows
    languages: TypedRows
    windows: list[Window]
    checked: dict[str, Checked] = field(default_factory=dict)

    def is_valid(self) -> bool:
        """Check every part, so that all that is wrong is said at once."""
        vocabulary = skill_vocabulary()
        self.checked = {
            "offered": checked_skills(self.offered, vocabulary),
            "wanted": checked_skills(self.wanted, vocabulary),
            "languages": checked_languages(self.languages),
        }
        self.offered = self.checked["offered"].rows
        self.wanted = self.checked["wanted"].rows
        self.languages = self.checked["languages"].rows
        lists_are_right = not any(part.rows.has_errors for part in self.checked.values())
        return self.form.is_valid() and lists_are_right

    def levels(self, direction: Direction) -> dict[Skill, int]:
        """Levels by skill, for saving."""
        return levels_by_skill(self.checked[direction.value].found)

    def language_codes(self) -> list[str]:
        """Codes for saving."""
        return [str(code) for code in self.checked["languages"].found]

    def is_pausing(self, on: date) -> bool:
        """Whether a pause holds."""
        return is_pausing(self.profile.is_paused, self.profile.paused_until, on=on)

    @property
    def week(self) -> Week:
        """The grid."""
        return week_of(self.windows)

    @property
    def row_errors(self) -> list[tuple[str, str]]:
        """Errors of the lists as (id of the input, words)."""
        return [
            (f"{rows.name}-{number}", row.error)
            for rows in (self.offered, self.wanted, self.languages)
            for number, row in enumerate(rows.rows, start=1)
            if row.error
        ]

    @property
    def skill_names(self) -> list[str]:
        """Suggestions."""
        return skill_names()

    @property
    def language_names(self) -> list[str]:
        """Suggestions."""
        return list(language_names().values())


def draft_of(person: Person) -> ProfileDraft:
    """As it is stored; an empty one where there is none yet."""
    profile = _profile(person)
    skills: dict[str, list[tuple[str, int]]] = {"offered": [], "wanted": []}
    windows: list[Window] = []
    if profile.pk is not None:
        columns = ("direction", "skill__name", "level")
        for direction, name, level in profile.skills.values_list(*columns):
            skills[direction].append((name, level))
        rows = profile.windows.values_list("weekday", "start_minute", "end_minute")
        windows = [Window(*row) for row in rows]
    return ProfileDraft(
        person=person,
        profile=profile,
        form=ProfileForm(person=person, profile=profile),
        offered=skill_rows("offered", skills["offered"]),
        wanted=skill_rows("wanted", skills["wanted"]),
        languages=language_rows([language_name(code) for code in profile.languages]),
        windows=windows,
    )


def draft_posted(person: Person, data: QueryDict) -> ProfileDraft:
    """As it was sent."""
    profile = _profile(person)
    return ProfileDraft(
        person=person,
        profile=profile,
        form=ProfileForm(data, person=person, profile=profile),
        offered=read_rows(data, "offered"),
        wanted=read_rows(data, "wanted"),
        languages=read_rows(data, "languages"),
        windows=read_week(data),
    )


def _profile(person: Person) -> Profile:
    return Profile.objects.filter(person=person).first() or Profile(person=person)

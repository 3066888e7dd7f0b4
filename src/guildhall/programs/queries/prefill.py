"""What a profile says already, as answers: nobody types it twice."""

from collections.abc import Callable, Sequence
from typing import Any

from guildhall.directory.models import Person
from guildhall.people.models import Profile
from guildhall.people.states import Direction
from guildhall.programs.models import NeverPair
from guildhall.questions.models import Question

Reader = Callable[[Person, Profile, Question], Any]


def profile_answers(person: Person, questions: Sequence[Question]) -> dict[str, Any]:
    """By question key: what the profile says to questions that map to one of its fields.

    Values have the shapes in which answers are stored; what the profile leaves open is left out.
    """
    profile = Profile.objects.filter(person=person).first() or Profile(person=person)
    found = {}
    for question in questions:
        reader = READERS.get(question.settings.get("maps_to", ""))
        value = reader(person, profile, question) if reader else None
        if value not in (None, "", [], {}):
            found[question.key] = value
    return found


def _skills(direction: str) -> Reader:
    def read(_person: Person, profile: Profile, question: Question) -> dict[str, int]:
        return dict(shown_skills(profile, direction, question))

    return read


def shown_skills(profile: Profile, direction: str, question: Question) -> list[tuple[str, int]]:
    """The skills of a profile that a question has room for, strongest first."""
    if profile._state.adding:
        return []
    most = question.settings.get("max")
    rows = profile.skills.filter(direction=direction).values_list("skill__key", "level")
    return list(rows[:most] if most else rows)


def _interests(_person: Person, profile: Profile, _question: Question) -> list[str]:
    if profile._state.adding:
        return []
    return list(profile.interests.order_by("name").values_list("key", flat=True))


def _availability(_person: Person, profile: Profile, _question: Question) -> list[list[int]]:
    if profile._state.adding:
        return []
    rows = profile.windows.values_list("weekday", "start_minute", "end_minute")
    return [list(row) for row in rows]


def _capacity(_person: Person, profile: Profile, question: Question) -> int | None:
    if profile.capacity is None:
        return None
    return min(profile.capacity, int(question.settings.get("max", profile.capacity)))


def _never(person: Person, _profile: Profile, _question: Question) -> list[int]:
    said = NeverPair.objects.filter(person=person).order_by("other_id")
    return list(said.values_list("other_id", flat=True))


READERS: dict[str, Reader] = {
    "skills_offered": _skills(Direction.OFFERED),
    "skills_wanted": _skills(Direction.WANTED),
    "languages": lambda _person, profile, _question: profile.languages,
    "career_stage": lambda _person, profile, _question: profile.career_stage,
    "years_of_experience": lambda _person, profile, _question: profile.years_of_experience,
    "hopes": lambda _person, profile, _question: profile.hopes,
    "time_zone": lambda person, _profile, _question: person.time_zone,
    "interests": _interests,
    "availability": _availability,
    "capacity": _capacity,
    "never_with": _never,
}

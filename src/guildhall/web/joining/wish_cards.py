"""People of the other side as cards: what their profile says to whoever may choose them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.people.languages import language_name
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.programs.models import Enrollment

SKILLS_ON_A_CARD = 6


@dataclass(frozen=True)
class WishCard:
    """Somebody who can be chosen; `place` is where they stand on the list, 0 when they do not.

    Hopes, wanted skills and hours stay with the program's staff, as the profile promises.
    """

    person_id: int
    name: str
    headline: str
    about: str
    skills: list[str]
    more_skills: int
    languages: list[str]
    place: int


def found(rows: QuerySet[Enrollment], text: str) -> QuerySet[Enrollment]:
    """By name: those in whose name, line or offered skills each word occurs. Never by address."""
    for word in text.split()[:8]:
        skills = ProfileSkill.objects.filter(
            profile__person=OuterRef("person"),
            direction=Direction.OFFERED,
            skill__name__icontains=word,
        )
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__profile__headline__icontains=word)
            | Exists(skills)
        )
    return rows.select_related("person").order_by(
        "person__family_name", "person__given_name", "person_id"
    )


def cards(rows: Sequence[Enrollment], said: Sequence[int]) -> list[WishCard]:
    """In the order of the rows; two queries however many there are."""
    people = [row.person_id for row in rows]
    profiles = {row.person_id: row for row in Profile.objects.filter(person_id__in=people)}
    skills: dict[int, list[str]] = defaultdict(list)
    offered = ProfileSkill.objects.filter(
        profile__person_id__in=people, direction=Direction.OFFERED
    ).order_by("-level", "skill__name")
    for person_id, name in offered.values_list("profile__person_id", "skill__name"):
        skills[person_id].append(name)
    return [_card(row, profiles.get(row.person_id), skills[row.person_id], said) for row in rows]


def _card(
    row: Enrollment, profile: Profile | None, skills: list[str], said: Sequence[int]
) -> WishCard:
    return WishCard(
        person_id=row.person_id,
        name=row.person.name,
        headline=profile.headline if profile else "",
        about=profile.about if profile else "",
        skills=skills[:SKILLS_ON_A_CARD],
        more_skills=max(0, len(skills) - SKILLS_ON_A_CARD),
        languages=[language_name(code) for code in profile.languages] if profile else [],
        place=said.index(row.person_id) + 1 if row.person_id in said else 0,
    )

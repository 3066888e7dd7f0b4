"""What was answered goes into the profile, so that it is asked once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from guildhall.competencies.models import Interest, Skill
from guildhall.directory.actions.members import change_member
from guildhall.directory.models import Membership, Person
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import (
    change_profile,
    ensure_profile,
    set_interests,
    set_skills,
)
from guildhall.people.states import Direction
from guildhall.permissions.actor import Actor
from guildhall.programs.models import NeverPair
from guildhall.programs.queries.prefill import shown_skills
from guildhall.questions.models import Question

PLAIN = ("languages", "career_stage", "years_of_experience", "hopes")


def write_to_profile(
    *,
    person: Person,
    questions: Sequence[Question],
    values: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Keep answers to questions that map to a profile field there. Unanswered ones change nothing
    but the list of people never to be paired with, which can be emptied."""
    plain: dict[str, Any] = {}
    for question in questions:
        field, value = question.settings.get("maps_to", ""), values.get(question.key)
        if field in PLAIN and value is not None:
            plain[field] = value
        elif field == "capacity" and value is not None:
            # The profile counts over all programs: one program's answer never lowers it.
            said = ensure_profile(person=person, at=at).capacity
            plain["capacity"] = value if said is None else max(value, said)
        elif field == "never_with":
            _write_never(person, value or [], at=at)
        elif field in WRITERS and value is not None:
            WRITERS[field](person, question, value, by, at)
    if plain:
        change_profile(person=person, by=by, at=at, **plain)


def _skills(direction: str) -> Callable[[Person, Question, Any, Actor, datetime], None]:
    def write(person: Person, question: Question, value: Any, by: Actor, at: datetime) -> None:
        """Skills for which the question had no room stay on the profile."""
        profile = ensure_profile(person=person, at=at)
        shown = {key for key, _level in shown_skills(profile, direction, question)}
        rows = profile.skills.filter(direction=direction).values_list("skill__key", "level")
        kept = {key: level for key, level in rows if key not in shown}
        wanted = {**kept, **value}
        skills = Skill.objects.filter(key__in=wanted)
        levels = {skill: wanted[skill.key] for skill in skills}
        set_skills(person=person, direction=direction, levels=levels, by=by, at=at)

    return write


def _interests(person: Person, _question: Question, value: Any, by: Actor, at: datetime) -> None:
    interests = list(Interest.objects.filter(key__in=value))
    set_interests(person=person, interests=interests, by=by, at=at)


def _availability(person: Person, _question: Question, value: Any, by: Actor, at: datetime) -> None:
    windows = [Window(*window) for window in value]
    set_availability(person=person, windows=windows, by=by, at=at)


def _time_zone(person: Person, _question: Question, value: Any, by: Actor, at: datetime) -> None:
    membership = Membership.objects.filter(person=person, ended_at__isnull=True).first()
    if membership is not None and person.time_zone != value:
        membership.person = person
        change_member(membership=membership, by=by, at=at, time_zone=value)


def _write_never(person: Person, others: Sequence[int], *, at: datetime) -> None:
    NeverPair.objects.filter(person=person).exclude(other_id__in=others).delete()
    NeverPair.objects.bulk_create(
        (NeverPair(person=person, other_id=pk, said_at=at) for pk in others),
        ignore_conflicts=True,
    )


WRITERS: dict[str, Callable[[Person, Question, Any, Actor, datetime], None]] = {
    "skills_offered": _skills(Direction.OFFERED),
    "skills_wanted": _skills(Direction.WANTED),
    "interests": _interests,
    "availability": _availability,
    "time_zone": _time_zone,
}

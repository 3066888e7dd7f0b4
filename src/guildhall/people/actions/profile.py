"""The profile itself: made, changed, paused."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.competencies.models import Interest, Skill
from guildhall.core.errors import InvalidInput
from guildhall.directory.access import CHANGE_PERSON
from guildhall.directory.models import Person
from guildhall.people.actions.availability import Window, replace_windows, set_availability
from guildhall.people.actions.events import PROFILE_CHANGED, PROFILE_PAUSED, PROFILE_RESUMED
from guildhall.people.languages import language_names
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import CareerStage, Direction, Level
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

__all__ = [
    "FIELDS",
    "Window",
    "change_profile",
    "ensure_profile",
    "pause_profile",
    "replace_windows",
    "resume_profile",
    "set_availability",
    "set_interests",
    "set_skills",
]
FIELDS = (
    "headline",
    "about",
    "hopes",
    "pronouns",
    "career_stage",
    "years_of_experience",
    "languages",
    "capacity",
)
MOST_CAPACITY = 50
MOST_YEARS = 70


def ensure_profile(*, person: Person, at: datetime) -> Profile:
    """The person's profile, made empty where there is none. Nobody is told."""
    profile, _is_new = Profile.objects.get_or_create(person=person, defaults={"changed_at": at})
    return profile


def change_profile(*, person: Person, by: Actor, at: datetime, **fields: object) -> Profile:
    """Change what stands on a profile: any of FIELDS. Nobody is told.

    The person themselves and staff of their organization may. A capacity of None says nothing.
    Refuses unknown languages, a capacity beyond 0 to 50 and years beyond 0 to 70, by field.
    """
    require(CHANGE_PERSON, by, person)
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise ValueError(f"A profile has no {', '.join(sorted(unknown))}.")
    _refuse_wrong(fields)
    with transaction.atomic():
        profile = ensure_profile(person=person, at=at)
        changed = [name for name, value in fields.items() if getattr(profile, name) != value]
        if changed:
            for name in changed:
                setattr(profile, name, fields[name])
            profile.changed_at = at
            profile.save(update_fields=[*changed, "changed_at"])
            record(PROFILE_CHANGED, by=by, subject=person, at=at)
    return profile


def set_skills(
    *, person: Person, direction: str, levels: Mapping[Skill, int], by: Actor, at: datetime
) -> Profile:
    """Replace the skills that a person offers, or wants, with these and their levels 1 to 5."""
    require(CHANGE_PERSON, by, person)
    side = Direction(direction)
    wanted = {skill.pk: int(Level(level)) for skill, level in levels.items()}
    with transaction.atomic():
        profile = ensure_profile(person=person, at=at)
        rows = ProfileSkill.objects.select_for_update().filter(profile=profile, direction=side)
        if dict(rows.values_list("skill_id", "level")) != wanted:
            rows.delete()
            ProfileSkill.objects.bulk_create(
                ProfileSkill(profile=profile, direction=side, skill_id=pk, level=level)
                for pk, level in wanted.items()
            )
            _touch(profile, person, by=by, at=at)
    return profile


def set_interests(*, person: Person, interests: list[Interest], by: Actor, at: datetime) -> Profile:
    """Replace a person's interests with these."""
    require(CHANGE_PERSON, by, person)
    with transaction.atomic():
        profile = ensure_profile(person=person, at=at)
        before = set(profile.interests.values_list("pk", flat=True))
        if before != {interest.pk for interest in interests}:
            profile.interests.set(interests)
            _touch(profile, person, by=by, at=at)
    return profile


def pause_profile(*, person: Person, by: Actor, at: datetime, until: date | None = None) -> Profile:
    """Take no new people and join no new rounds until a day, or until further notice.

    Present pairs go on. Refuses a day that has passed.
    """
    require(CHANGE_PERSON, by, person)
    if until is not None and until <= at.date():
        raise InvalidInput(_("This day has passed."), {"paused_until": _("Choose a day to come.")})
    with transaction.atomic():
        profile = ensure_profile(person=person, at=at)
        profile.is_paused, profile.paused_until, profile.changed_at = True, until, at
        profile.save(update_fields=["is_paused", "paused_until", "changed_at"])
        record(PROFILE_PAUSED, by=by, subject=person, at=at)
    return profile


def resume_profile(*, person: Person, by: Actor, at: datetime) -> Profile:
    """End a pause; where there is none nothing changes."""
    require(CHANGE_PERSON, by, person)
    with transaction.atomic():
        profile = ensure_profile(person=person, at=at)
        if profile.is_paused:
            profile.is_paused, profile.paused_until, profile.changed_at = False, None, at
            profile.save(update_fields=["is_paused", "paused_until", "changed_at"])
            record(PROFILE_RESUMED, by=by, subject=person, at=at)
    return profile


def _touch(profile: Profile, person: Person, *, by: Actor, at: datetime) -> None:
    profile.changed_at = at
    profile.save(update_fields=["changed_at"])
    record(PROFILE_CHANGED, by=by, subject=person, at=at)


def _refuse_wrong(fields: Mapping[str, object]) -> None:
    problems: dict[str, str] = {}
    for name, most in (("capacity", MOST_CAPACITY), ("years_of_experience", MOST_YEARS)):
        value = fields.get(name)
        if value is None:
            continue
        if not isinstance(value, int) or not 0 <= value <= most:
            problems[name] = _("Give a whole number from 0 to %(most)s.") % {"most": most}
    stage = fields.get("career_stage", "")
    if stage and stage not in CareerStage.values:
        problems["career_stage"] = _("Choose one of the stages.")
    languages = fields.get("languages", [])
    if not isinstance(languages, list) or set(languages) - set(language_names()):
        problems["languages"] = _("Choose languages from the list.")
    if problems:
        raise InvalidInput(_("Something on the profile cannot be kept."), problems)

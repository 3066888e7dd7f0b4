"""What a row would change on a profile: values, skills and interests."""

from typing import Any

from django.utils.translation import gettext as _

from guildhall.flows.actions.imports.known import DIRECTIONS, PROFILE, Member
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.actions.imports.scope import Scope
from guildhall.people.languages import language_name
from guildhall.people.states import CareerStage, Level
from guildhall.programs.states import Side


def plan_profile(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    """Values; what people said about themselves stays as they said it."""
    values = dict(row.values)
    if scope.side == Side.GUIDE and "places" in values:
        _raise_capacity(values, row, member)
    for name in PROFILE:
        if name not in values:
            continue
        old = member.profile.get(name) if member else None
        new = values[name]
        if old == new or (member and _is_theirs(member, name, old)):
            continue
        plan.profile[name] = new
        if member:
            plan.change(name, _in_words(name, old), _in_words(name, new))


def _is_theirs(member: Member, name: str, old: object) -> bool:
    """What people said about themselves stays; only what they left open is filled."""
    return member.is_their_own and old not in (None, "", [])


def _raise_capacity(values: dict[str, Any], row: ParsedRow, member: Member | None) -> None:
    """Places in a cohort need as much room over all programs, where somebody has said how much."""
    places = values["places"]
    old = member.profile.get("capacity") if member else None
    if member is None or old is None or places <= old:
        return
    if _is_theirs(member, "capacity", old):
        row.note(
            "less_room",
            _("They said themselves that they can guide %(count)s at once; that counts.")
            % {"count": old},
        )
        return
    values["capacity"] = places


def _in_words(name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "languages" and isinstance(value, list):
        return ", ".join(language_name(code) for code in value)
    if name == "career_stage" and value:
        return str(CareerStage(str(value)).label)
    return str(value)


def plan_skills(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    """Skills of both directions, and interests."""
    for name, direction in DIRECTIONS.items():
        wanted = row.values.get(name)
        if not wanted:
            continue
        old = member.skills.get(direction, {}) if member else {}
        if member and member.is_their_own and old:
            continue
        new = {pk: level or old.get(pk) or Level.SOLID.value for pk, level in wanted.items()}
        if new == old:
            continue
        plan.skills[direction] = new
        if member:
            plan.change(name, _skill_words(old, scope), _skill_words(new, scope))
    interests = row.values.get("interests")
    if interests and not (member and set(interests) == member.interests):
        if member and member.is_their_own and member.interests:
            return
        plan.interests = interests
        if member:
            names = scope.interest_names
            old_words = ", ".join(sorted(names[pk] for pk in member.interests))
            plan.change("interests", old_words, ", ".join(sorted(names[pk] for pk in interests)))


def _skill_words(levels: dict[str, int], scope: Scope) -> str:
    return ", ".join(sorted(f"{scope.skill_names[pk]} {level}" for pk, level in levels.items()))

"""What a row would do: new, changed (from what to what), unchanged or refused.

The same function plans at staging and again at applying; a preview that no longer holds shows by
the two plans being different.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.flows.actions.imports.known import DIRECTIONS, PROFILE, Known, Member
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.scope import Scope
from guildhall.flows.states import RowOutcome
from guildhall.people.languages import language_name
from guildhall.people.states import CareerStage, Level
from guildhall.programs.states import MATCHABLE, EnrollmentState, Side

PERSON = ("given_name", "family_name", "email", "time_zone")
UNSAID_CAPACITY = 1


@dataclass(slots=True)
class Plan:
    """What a row does. `changes` is in words, for people; the rest is what gets written."""

    outcome: str
    member: Member | None = None
    changes: dict[str, list[str]] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    membership: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    skills: dict[str, dict[str, int]] = field(default_factory=dict)
    interests: list[int] | None = None
    enrollment: dict[str, Any] | None = None

    def change(self, name: str, old: object, new: object) -> None:
        """Say it in words."""
        self.changes[name] = [str(old), str(new)]


def plan_row(row: ParsedRow, known: Known, scope: Scope) -> Plan:
    """Find the member whom the row means, and compare. Adds problems and notes to the row."""
    member = None if row.problems else _found(row, known)
    if member is None and not row.problems and "given_name" not in row.values:
        row.refuse("no_name", _("Nobody here has this address or number, and there is no name."))
    plan = Plan(RowOutcome.NEW, member)
    _refuse_lost_manager(row, scope)
    if row.problems:
        plan.outcome = RowOutcome.REFUSED
        return plan
    _plan_person(plan, row, member)
    _plan_membership(plan, row, member, scope)
    _plan_profile(plan, row, member, scope)
    _plan_skills(plan, row, member, scope)
    if scope.side is not None:
        _plan_enrollment(plan, row, member, scope)
    if row.problems:
        plan.outcome = RowOutcome.REFUSED
    elif member is not None and not (plan.enrollment and scope.side and not member.enrollment):
        plan.outcome = RowOutcome.CHANGED if plan.changes else RowOutcome.UNCHANGED
    return plan


def _found(row: ParsedRow, known: Known) -> Member | None:
    """By number first, then by address. Refuses a row that means two different members."""
    number, email = row.values.get("external_id", ""), row.values.get("email", "")
    numbered = known.by_number.get(number)
    addressed = known.by_email.get(email, [])
    if numbered is not None:
        others = [member for member in addressed if member is not numbered]
        if others:
            row.refuse(
                "two_people",
                _("The number is that of %(one)s, the address that of %(other)s.")
                % {"one": numbered.name, "other": others[0].name},
            )
        return numbered
    if len(addressed) > 1:
        row.refuse(
            "shared_address",
            _("Two records here have this address. Merge them first, or give the number."),
        )
        return None
    member = addressed[0] if addressed else None
    if member is not None and number and member.external_id:
        row.refuse(
            "other_number",
            _("The address is that of %(name)s, whose number here is %(number)s.")
            % {"name": member.name, "number": member.external_id},
        )
    return member


def _refuse_lost_manager(row: ParsedRow, scope: Scope) -> None:
    manager_id = row.values.get("manager_id")
    if manager_id is not None and manager_id not in scope.present:
        row.refuse("unknown_manager", _("The manager is no longer here."))


def _plan_person(plan: Plan, row: ParsedRow, member: Member | None) -> None:
    kept = []
    for name in PERSON:
        new = row.values.get(name)
        if new is None:
            continue
        old = member.person[name] if member else ""
        if member and (old == new or (name == "email" and old.lower() == new)):
            continue
        if member and member.is_their_own and old:
            kept.append(name)
            continue
        plan.person[name] = new
        if member:
            plan.change(name, old, new)
    if kept:
        row.note(
            "their_own", _("They look after their own record; name and address stay as they are.")
        )


def _plan_membership(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    values = row.values
    for name in ("external_id", "job_title"):
        if name in values and (member is None or getattr(member, name) != values[name]):
            plan.membership[name] = values[name]
            if member:
                plan.change(name, getattr(member, name), values[name])
    if "unit" in values:
        _plan_unit(plan, row, member, scope)
    if "manager" in values:
        _plan_manager(plan, row, member, scope)
    if "details" in values and scope.side is None:
        old = member.details if member else {}
        _plan_details(plan, old, values["details"], plan.membership, is_new=member is None)
    if member and member.has_left:
        plan.membership["ended_at"] = None
        plan.change("membership", _("left"), _("is back"))


def _plan_unit(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    name = row.values["unit"]
    unit_id = scope.unit_id(name)
    if member and unit_id is not None and member.unit_id == unit_id:
        return
    plan.membership["unit"] = name
    if member:
        old = scope.unit_names.get(member.unit_id or 0, "")
        plan.change("unit", old, scope.unit_names.get(unit_id or 0, name))


def _plan_manager(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    """A manager who is only in the file counts as a change; they get their id at applying."""
    manager_id = row.values.get("manager_id")
    if member and manager_id is not None and member.manager_id == manager_id:
        return
    plan.membership["manager"] = manager_id
    if member:
        old = scope.people.get(member.manager_id or 0, "")
        plan.change("manager", old, scope.people.get(manager_id or 0, row.values["manager"]))


def _plan_details(
    plan: Plan, old: dict[str, str], new: dict[str, str], into: dict[str, Any], *, is_new: bool
) -> None:
    changed = {heading: text for heading, text in new.items() if old.get(heading) != text}
    if not changed:
        return
    into["details"] = {**old, **new}
    if not is_new:
        for heading, text in changed.items():
            plan.change(f"detail:{heading}", old.get(heading, ""), text)


def _plan_profile(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    values = dict(row.values)
    if scope.side == Side.GUIDE and values.get("places", 1) > UNSAID_CAPACITY:
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
    is_open = old in (None, "", []) or (name == "capacity" and old == UNSAID_CAPACITY)
    return member.is_their_own and not is_open


def _raise_capacity(values: dict[str, Any], row: ParsedRow, member: Member | None) -> None:
    """Places in a cohort need as much room over all programs."""
    places = values["places"]
    old = member.profile.get("capacity", UNSAID_CAPACITY) if member else UNSAID_CAPACITY
    if places <= old:
        return
    if member and _is_theirs(member, "capacity", old):
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


def _plan_skills(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
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


REFUSING = {
    EnrollmentState.APPLIED: gettext_lazy(
        "Has applied and waits for a decision. Decide on the application."
    ),
    EnrollmentState.SCREENING: gettext_lazy("Is being screened. Decide on the application."),
    EnrollmentState.DECLINED: gettext_lazy(
        "Was declined in this cohort. Change the decision there."
    ),
    EnrollmentState.WITHDRAWN: gettext_lazy("Has withdrawn from this cohort, and can apply again."),
    EnrollmentState.FINISHED: gettext_lazy("Has finished this cohort."),
}


def _plan_enrollment(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    enrollment = member.enrollment if member else None
    places, details = row.values.get("places"), row.values.get("details", {})
    if enrollment is None:
        plan.enrollment = {"places": places, "details": details}
        return
    state = EnrollmentState(enrollment.state)
    if state in REFUSING:
        row.refuse(f"is_{state.value}", str(REFUSING[state]))
        return
    plan.enrollment = {}
    if state not in MATCHABLE:
        plan.enrollment["state"] = EnrollmentState.APPROVED.value
        plan.change("state", state.label, EnrollmentState.APPROVED.label)
    if places is not None and places != enrollment.places:
        plan.enrollment["places"] = places
        plan.change("places", enrollment.places, places)
    _plan_details(plan, enrollment.details, details, plan.enrollment, is_new=False)

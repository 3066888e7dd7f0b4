"""What a row would do: new, changed (from what to what), unchanged or refused.

The same function plans at staging and again at applying; a preview that no longer holds shows by
the two plans being different.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildhall.flows.actions.imports.comparing_profile import plan_profile, plan_skills
from guildhall.flows.actions.imports.known import Known, Member
from guildhall.flows.actions.imports.limited import find_joining, keep_known_unit
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.actions.imports.scope import Scope
from guildhall.flows.states import RowOutcome
from guildhall.programs.states import MATCHABLE, EnrollmentState

PERSON = ("given_name", "family_name", "email", "time_zone")


def plan_row(row: ParsedRow, known: Known, scope: Scope) -> Plan:
    """Find the member whom the row means, and compare. Adds problems and notes to the row."""
    if scope.is_limited:
        return _plan_joining(row, known, scope)
    member = None if row.problems else _found(row, known)
    if member is None and not row.problems and "given_name" not in row.values:
        row.refuse("no_name", _("Nobody here has this address or number, and there is no name."))
    plan = Plan(RowOutcome.NEW, member)
    _refuse_lost_manager(row, scope)
    if row.problems:
        plan.outcome = RowOutcome.REFUSED
        return plan
    _plan_record(plan, row, member, scope)
    if scope.side is not None:
        _plan_enrollment(plan, row, member, scope)
    _settle(plan, row, scope)
    return plan


def _plan_joining(row: ParsedRow, known: Known, scope: Scope) -> Plan:
    """New people get a record; those who have one keep it, and take part."""
    member = None if row.problems else find_joining(row, known, scope)
    plan = Plan(RowOutcome.NEW, None if row.problems else member)
    # Said for everybody alike: the note must not tell who has a record already.
    keep_known_unit(row, scope)
    if not row.problems:
        if member is None:
            _plan_record(plan, row, None, scope)
        _plan_enrollment(plan, row, member, scope)
    _settle(plan, row, scope)
    return plan


def _plan_record(plan: Plan, row: ParsedRow, member: Member | None, scope: Scope) -> None:
    _plan_person(plan, row, member)
    _plan_membership(plan, row, member, scope)
    plan_profile(plan, row, member, scope)
    plan_skills(plan, row, member, scope)


def _settle(plan: Plan, row: ParsedRow, scope: Scope) -> None:
    member = plan.member
    if row.problems:
        plan.outcome = RowOutcome.REFUSED
    elif member is not None and not (plan.enrollment and scope.side and not member.enrollment):
        plan.outcome = RowOutcome.CHANGED if plan.changes else RowOutcome.UNCHANGED


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
        if member and member.is_their_own and (old or name == "email"):
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

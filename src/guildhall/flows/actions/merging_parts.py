"""Where two records of one person both have something of which one is allowed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from guildhall.assessment.actions.joining import settle_double_sign_offs
from guildhall.assessment.actions.summaries import keep_summary
from guildhall.assessment.models import Passport, PassportSummary
from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.flows.actions.moving import Relation, move_all
from guildhall.people.models import AvailabilityWindow, Profile, ProfileSkill
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment, Screening
from guildhall.programs.states import EnrollmentState

MEMBERSHIP_FIELDS = ("job_title", "external_id", "unit_id", "manager_id")
PROFILE_FIELDS = (
    "headline",
    "about",
    "hopes",
    "pronouns",
    "career_stage",
    "years_of_experience",
    "languages",
    "capacity",
)
# Who is further along keeps their enrollment; the other one goes into it.
STANDING = (
    EnrollmentState.DRAFT,
    EnrollmentState.WITHDRAWN,
    EnrollmentState.DECLINED,
    EnrollmentState.APPLIED,
    EnrollmentState.SCREENING,
    EnrollmentState.APPROVED,
    EnrollmentState.WAITING,
    EnrollmentState.FINISHED,
    EnrollmentState.MATCHED,
)
Chosen = Mapping[str, str]


def take_values(
    row: models.Model, other: models.Model, fields: tuple[str, ...], chosen: Chosen
) -> list[str]:
    """Fill what is empty, and take what was chosen; the names of the fields that changed."""
    changed = []
    for name in fields:
        own, theirs = getattr(row, name), getattr(other, name)
        is_empty = own in (None, "", [])
        wants_theirs = chosen.get(name.removesuffix("_id")) == "merged"
        if theirs not in (None, "", []) and own != theirs and (is_empty or wants_theirs):
            setattr(row, name, theirs)
            changed.append(name)
    return changed


def merge_memberships(kept: Person, merged: Person, chosen: Chosen) -> list[dict[str, Any]]:
    """One membership an organization: filled up, with the roles of both."""
    resolved = []
    own = {row.organization_id: row for row in kept.memberships.select_for_update()}
    for other in merged.memberships.select_for_update():
        row = own.get(other.organization_id)
        if row is None:
            Membership.objects.filter(pk=other.pk).update(person=kept)
            continue
        _move_roles(other, row)
        move_all(old=other, new=row, besides=lambda relation: relation == (RoleGrant, "membership"))
        values = Membership.objects.get(pk=other.pk)
        other.delete()
        take_values(row, values, MEMBERSHIP_FIELDS, chosen)
        row.details = {**values.details, **row.details}
        row.started_at = min(row.started_at, values.started_at)
        if values.ended_at is None:
            row.ended_at = None
        row.save()
        resolved.append({"what": "membership", "organization": row.organization_id})
    return resolved


def _move_roles(other: Membership, row: Membership) -> None:
    """What hangs on a role that both records hold goes on with the one that stays."""
    held = {grant.role: grant for grant in row.roles.filter(ended_at=None)}
    roles = RoleGrant.objects.filter(membership=other)
    for grant in roles.filter(ended_at=None, role__in=held):
        move_all(old=grant, new=held[grant.role], besides=lambda _relation: False)
        grant.delete()
    roles.update(membership=row)


def merge_profiles(kept: Person, merged: Person, chosen: Chosen, *, at: datetime) -> None:
    """One profile: what is open is filled, skills and interests are put together."""
    other = Profile.objects.filter(person=merged).first()
    if other is None:
        return
    row = Profile.objects.filter(person=kept).first()
    if row is None:
        Profile.objects.filter(pk=other.pk).update(person=kept, changed_at=at)
        return
    take_values(row, other, PROFILE_FIELDS, chosen)
    row.changed_at = at
    row.save()
    _join_skills(row, other)
    row.interests.add(*other.interests.all())
    wants_theirs = chosen.get("availability") == "merged" and other.windows.exists()
    if wants_theirs:
        row.windows.all().delete()
    if wants_theirs or not row.windows.exists():
        AvailabilityWindow.objects.filter(profile=other).update(profile=row)
    other.delete()


def _join_skills(row: Profile, other: Profile) -> None:
    """Every skill once on each side, at the higher level of the two."""
    own = {(skill.skill_id, skill.direction): skill for skill in row.skills.all()}
    for skill in list(other.skills.all()):
        like = own.get((skill.skill_id, skill.direction))
        if like is None:
            ProfileSkill.objects.filter(pk=skill.pk).update(profile=row)
        elif skill.level > like.level:
            ProfileSkill.objects.filter(pk=like.pk).update(level=skill.level)


def merge_enrollments(kept: Person, merged: Person) -> list[dict[str, Any]]:
    """One enrollment a side of a cohort: the one that is further along takes the other in."""
    resolved = []
    own = {(row.cohort_id, row.side): row for row in kept.enrollments.select_for_update()}
    for other in merged.enrollments.select_for_update():
        row = own.get((other.cohort_id, other.side))
        if row is None:
            Enrollment.objects.filter(pk=other.pk).update(person=kept)
            continue
        stronger, weaker = sorted((row, other), key=_standing, reverse=True)
        _absorb(stronger, weaker)
        Enrollment.objects.filter(pk=stronger.pk).update(person=kept)
        resolved.append(
            {
                "what": "enrollment",
                "cohort": row.cohort_id,
                "side": row.side,
                "state": stronger.state,
                "other_state": weaker.state,
            }
        )
    return resolved


def _standing(row: Enrollment) -> int:
    return STANDING.index(EnrollmentState(row.state))


def _absorb(stronger: Enrollment, weaker: Enrollment) -> None:
    """Everything that hangs on the weaker one moves; then it goes."""
    take_values(
        stronger,
        weaker,
        ("response_id", "baseline_id", "applied_at", "decided_at", "waiting_since"),
        {},
    )
    stronger.places = max(stronger.places, weaker.places)
    stronger.details = {**weaker.details, **stronger.details}
    stronger.save()
    _settle_screening(stronger, weaker)
    for prerequisite in weaker.prerequisites.filter(met_at__isnull=False):
        stronger.prerequisites.filter(key=prerequisite.key, met_at__isnull=True).update(
            met_at=prerequisite.met_at, met_by=prerequisite.met_by
        )
    if stronger.wishes.exists():
        weaker.wishes.all().delete()
    settled: Relation = (Screening, "enrollment")
    move_all(old=weaker, new=stronger, besides=lambda relation: relation == settled)
    # The person may hold one of this side in this cohort only, so the weaker one goes first.
    Enrollment.objects.filter(pk=weaker.pk).delete()


def _settle_screening(stronger: Enrollment, weaker: Enrollment) -> None:
    """A second screening stays as an earlier one; ratings are never lost."""
    if Screening.objects.filter(enrollment=stronger).exists():
        Screening.objects.filter(enrollment=weaker).update(enrollment=None, earlier_of=stronger)
    else:
        Screening.objects.filter(enrollment=weaker).update(enrollment=stronger)


def merge_passports(
    kept: Person, merged: Person, *, by: Actor, at: datetime
) -> list[dict[str, Any]]:
    """One passport a framework of a house: everything that stands in the other one moves over."""
    resolved = []
    own = {
        (row.organization_id, row.framework_id): row for row in kept.passports.select_for_update()
    }
    for other in merged.passports.select_for_update():
        row = own.get((other.organization_id, other.framework_id))
        if row is not None:
            settle_double_sign_offs(row, other, by=by, at=at)
            PassportSummary.objects.filter(passport=other).delete()
            move_all(old=other, new=row, besides=lambda _relation: False)
            row.opened_at = min(row.opened_at, other.opened_at)
            row.save(update_fields=["opened_at"])
            Passport.objects.filter(pk=other.pk).delete()
            keep_summary(row)
            resolved.append({"what": "passport", "framework": row.framework_id})
    return resolved

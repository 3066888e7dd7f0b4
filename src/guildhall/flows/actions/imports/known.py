"""What an organization knows about the people in some rows, read in few statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Lower

from guildhall.directory.models import Membership, Person
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.programs.models import Enrollment

MEMBER = ("pk", "person_id", "external_id", "job_title", "unit_id", "manager_id", "details")
MEMBER_OF_PERSON = (
    "ended_at",
    "person__account_id",
    "person__given_name",
    "person__family_name",
    "person__email",
    "person__time_zone",
    "person__profile__pk",
)
PROFILE = (
    "career_stage",
    "years_of_experience",
    "languages",
    "capacity",
    "about",
    "hopes",
    "pronouns",
)


@dataclass(slots=True)
class Member:
    """A member as they are now. `is_their_own`: only they change their name and profile.

    `is_inside`: takes part in the program that the file is for; asked for limited imports only.
    """

    membership_id: int
    person_id: int
    external_id: str
    job_title: str
    unit_id: int | None
    manager_id: int | None
    details: dict[str, str]
    has_left: bool
    is_their_own: bool
    person: dict[str, Any]
    profile_id: int | None
    profile: dict[str, Any] = field(default_factory=dict)
    skills: dict[str, dict[str, int]] = field(default_factory=dict)
    interests: set[int] = field(default_factory=set)
    enrollment: Enrollment | None = None
    is_inside: bool = False

    @property
    def name(self) -> str:
        """Full name, given name first."""
        return f"{self.person['given_name']} {self.person['family_name']}".strip()


@dataclass(slots=True)
class Known:
    """Members by number and by address; an address that two records carry leads to both."""

    by_number: dict[str, Member] = field(default_factory=dict)
    by_email: dict[str, list[Member]] = field(default_factory=dict)

    @property
    def people(self) -> dict[int, Member]:
        """Everybody, by person."""
        people = {member.person_id: member for member in self.by_number.values()}
        people.update({m.person_id: m for found in self.by_email.values() for m in found})
        return people


def known_members(*, organization_id: int, emails: Iterable[str], numbers: Iterable[str]) -> Known:
    """The members that carry one of these addresses or numbers, with their profiles.

    Only members of this organization, whoever else has the same address.
    """
    members = Membership.objects.filter(organization_id=organization_id)
    addressed = list(
        Person.objects.annotate(address=Lower("email"))
        .filter(address__in=list(emails))
        .values_list("pk", flat=True)
    )
    rows = {
        row[0]: row
        for found in (
            members.filter(external_id__in=[number for number in numbers if number]),
            members.filter(person_id__in=addressed),
        )
        for row in found.values_list(*MEMBER, *MEMBER_OF_PERSON)
    }
    known = Known()
    if not rows:
        return known
    for member in _members(rows.values(), organization_id):
        if member.external_id:
            known.by_number[member.external_id] = member
        if member.person["email"]:
            known.by_email.setdefault(member.person["email"].lower(), []).append(member)
    return known


def _members(rows: Iterable[tuple[Any, ...]], organization_id: int) -> list[Member]:
    members = [
        Member(
            membership_id=row[0],
            person_id=row[1],
            external_id=row[2],
            job_title=row[3],
            unit_id=row[4],
            manager_id=row[5],
            details=row[6],
            has_left=row[7] is not None,
            is_their_own=row[8] is not None,
            person=dict(
                zip(("given_name", "family_name", "email", "time_zone"), row[9:13], strict=True)
            ),
            profile_id=row[13],
        )
        for row in rows
    ]
    _mark_shared(members, organization_id)
    _add_profiles(members)
    return members


def _mark_shared(members: list[Member], organization_id: int) -> None:
    """Who also belongs elsewhere is not for one organization to rewrite."""
    elsewhere = set(
        Membership.objects.filter(person_id__in=[member.person_id for member in members])
        .exclude(organization_id=organization_id)
        .values_list("person_id", flat=True)
    )
    for member in members:
        member.is_their_own = member.is_their_own or member.person_id in elsewhere


def _add_profiles(members: list[Member]) -> None:
    by_profile = {member.profile_id: member for member in members if member.profile_id}
    ids = list(by_profile)
    for pk, *values in Profile.objects.filter(pk__in=ids).values_list("pk", *PROFILE):
        by_profile[pk].profile = dict(zip(PROFILE, values, strict=True))
    skills = ProfileSkill.objects.filter(profile_id__in=ids).order_by()
    for pk, direction, skill_id, level in skills.values_list(
        "profile_id", "direction", "skill_id", "level"
    ):
        by_profile[pk].skills.setdefault(direction, {})[str(skill_id)] = level
    interests = Profile.interests.through.objects.filter(profile_id__in=ids)
    for pk, interest_id in interests.values_list("profile_id", "interest_id"):
        by_profile[pk].interests.add(interest_id)


def people_by_key(organization_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Who is here now by each of these addresses and numbers: three statements."""
    wanted = set(keys)
    here = Membership.objects.filter(organization_id=organization_id, ended_at__isnull=True)
    addressed = dict(
        Person.objects.annotate(address=Lower("email"))
        .filter(address__in=[key for key in wanted if "@" in key])
        .values_list("pk", "address")
    )
    present = here.filter(person_id__in=list(addressed)).values_list("person_id", flat=True)
    people = {addressed[pk]: pk for pk in present}
    numbers = here.filter(external_id__in=[key for key in wanted if "@" not in key])
    people.update(dict(numbers.values_list("external_id", "person_id")))
    return people


def add_enrollments(known: Known, *, cohort_id: int, side: str) -> None:
    """Puts each member's enrollment on one side of a cohort beside them."""
    people = known.people
    if not people:
        return
    enrollments = Enrollment.objects.filter(cohort_id=cohort_id, side=side)
    for enrollment in enrollments.filter(person_id__in=list(people)):
        people[enrollment.person_id].enrollment = enrollment


def mark_inside(known: Known, *, program_id: int) -> None:
    """Marks who takes part in a program, in any of its cohorts; who withdrew or was declined too:
    whoever runs the program sees them there."""
    people = known.people
    inside = Enrollment.objects.filter(cohort__program_id=program_id, person_id__in=list(people))
    for person_id in inside.values_list("person_id", flat=True):
        people[person_id].is_inside = True


DIRECTIONS = {"skills_offered": Direction.OFFERED, "skills_wanted": Direction.WANTED}

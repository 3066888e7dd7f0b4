"""Two records side by side: which may be one person, where they differ, what each holds."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildhall.directory.access import CHANGE_PERSON
from guildhall.directory.models import Membership, Person
from guildhall.people.languages import language_name
from guildhall.people.models import Profile
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor

Label = str | Promise
PERSON_LABELS: dict[str, Label] = {
    "given_name": _("First name"),
    "family_name": _("Last name"),
    "email": _("E-mail"),
    "time_zone": _("Time zone"),
}
MEMBERSHIP_LABELS: dict[str, Label] = {
    "job_title": _("Job title"),
    "external_id": _("Staff or student number"),
    "unit": _("Unit"),
    "manager": _("Manager"),
}
PROFILE_LABELS: dict[str, Label] = {
    "headline": _("One line about them"),
    "about": _("About them"),
    "hopes": _("What they hope for"),
    "pronouns": _("Pronouns"),
    "career_stage": _("Career stage"),
    "years_of_experience": _("Years of experience"),
    "languages": _("Languages"),
    "capacity": _("How many they can guide"),
}


@dataclass(frozen=True)
class Difference:
    """A field in which both records say something, and not the same."""

    field: str
    label: Label
    kept: str
    merged: str


@dataclass(frozen=True)
class Holding:
    """What hangs on a record."""

    enrollments: int
    pairs: int
    roles: int
    reports: int
    signs_in: str


def possible_doubles(actor: Actor, person: Person, q: str = "") -> QuerySet[Person]:
    """Records that the actor may merge with this one: those found, or those that look alike."""
    houses = person.memberships.values("organization_id")
    inside = Membership.objects.filter(organization_id__in=houses).values("person_id")
    rows = visible_to(CHANGE_PERSON, actor).filter(pk__in=inside).exclude(pk=person.pk)
    if not q:
        alike = Q(family_name__iexact=person.family_name) & Q(
            given_name__istartswith=person.given_name[:1]
        )
        if person.email:
            alike |= Q(email__iexact=person.email)
        return rows.filter(alike)
    for word in q.split():
        rows = rows.filter(
            Q(given_name__icontains=word)
            | Q(family_name__icontains=word)
            | Q(email__icontains=word)
            | Q(memberships__external_id=word)
        )
    return rows.distinct()


def differences(kept: Person, merged: Person) -> list[Difference]:
    """Where somebody has to choose; what only one of them says needs no choice."""
    found = _differing(PERSON_LABELS, kept, merged)
    if kept.account_id is not None or merged.account_id is not None:
        found = [difference for difference in found if difference.field != "email"]
    theirs = {row.organization_id: row for row in _memberships(merged)}
    for row in _memberships(kept):
        if row.organization_id in theirs:
            found += _differing(MEMBERSHIP_LABELS, row, theirs[row.organization_id])
    profiles = {row.person_id: row for row in Profile.objects.filter(person__in=(kept, merged))}
    if len(profiles) == 2:
        found += _differing(PROFILE_LABELS, profiles[kept.pk], profiles[merged.pk])
    if kept.account is not None and merged.account is not None:
        label = _("Signs in with (the other one is closed)")
        found.append(Difference("account", label, kept.account.email, merged.account.email))
    unique = {difference.field: difference for difference in reversed(found)}
    return list(reversed(unique.values()))


def holding_of(person: Person) -> Holding:
    """How much hangs on a record, so that the fuller one can be kept."""
    return Holding(
        enrollments=person.enrollments.count(),
        pairs=person.parties.filter(left_at=None).count(),
        roles=sum(row.roles.filter(ended_at=None).count() for row in person.memberships.all())
        + person.program_grants.filter(ended_at=None).count(),
        reports=person.report_memberships.filter(ended_at=None).count(),
        signs_in=person.account.email if person.account is not None else "",
    )


def _memberships(person: Person) -> QuerySet[Membership]:
    return person.memberships.select_related("unit", "manager").order_by("pk")


def _differing(labels: dict[str, Label], kept: object, merged: object) -> list[Difference]:
    found = []
    for field, label in labels.items():
        own, theirs = (_words(field, getattr(row, field)) for row in (kept, merged))
        if own and theirs and own != theirs:
            found.append(Difference(field, label, own, theirs))
    return found


def _words(field: str, value: object) -> str:
    if value is None:
        return ""
    if field == "languages" and isinstance(value, list):
        return ", ".join(language_name(code) for code in value)
    return str(value)

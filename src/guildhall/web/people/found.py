"""The people that a narrowed list finds, in the order of their names."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.directory.queries.names import named
from guildhall.people.models import Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_ENROLLMENT
from guildhall.programs.states import LIVE, EnrollmentState, Side
from guildhall.web.people.narrowing import Narrowing, Part, Presence
from guildhall.web.people.reach import listed_memberships

S = EnrollmentState
PARTS: dict[str, Q] = {
    Part.GUIDE: Q(side=Side.GUIDE, state__in=LIVE),
    Part.LEARNER: Q(side=Side.LEARNER, state__in=LIVE),
    Part.APPLIED: Q(state__in=(S.APPLIED, S.SCREENING)),
    Part.UNMATCHED: Q(state__in=(S.APPROVED, S.WAITING)),
    Part.MATCHED: Q(state=S.MATCHED),
}


def found_people(actor: Actor, narrowing: Narrowing, *, on: date) -> QuerySet[Person]:
    """Everybody in the actor's list whom all of the narrowing fits.

    Broad conditions are asked row by row in the order of the names, so that a page ends as soon
    as it is full; those that leave few people are sets, which the database begins with.
    """
    has_left = narrowing.presence == Presence.LEFT
    memberships = _memberships(actor, narrowing)
    listed = (
        Q(pk__in=memberships.values("person_id"))
        if has_left
        else Q(Exists(memberships.filter(person_id=OuterRef("pk"))))
    )
    found = Person.objects.filter(listed, merged_into__isnull=True)
    if narrowing.text:
        found = found.filter(named(narrowing.text))
    return _with_part(_with_sets(found, actor, narrowing, on=on), actor, narrowing.part)


def counted(actor: Actor, narrowing: Narrowing) -> QuerySet[Any] | None:
    """Rows as many as `found_people` has and quicker to count; None where there are none such.

    Without further narrowing these are the memberships: a merged record has none left.
    """
    whole = Narrowing(organization_id=narrowing.organization_id, presence=narrowing.presence)
    if narrowing != whole or narrowing.presence == Presence.PAUSED:
        return None
    return _memberships(actor, narrowing).values("person_id").distinct()


def _memberships(actor: Actor, narrowing: Narrowing) -> QuerySet[Membership]:
    """Those by which people are listed."""
    has_left = narrowing.presence == Presence.LEFT
    rows = listed_memberships(actor).filter(ended_at__isnull=not has_left)
    if narrowing.organization_id is not None:
        rows = rows.filter(organization_id=narrowing.organization_id)
    return rows


def _with_sets(
    found: QuerySet[Person], actor: Actor, narrowing: Narrowing, *, on: date
) -> QuerySet[Person]:
    listed = listed_memberships(actor)
    if narrowing.unit_id is not None:
        found = found.filter(pk__in=listed.filter(unit_id=narrowing.unit_id).values("person_id"))
    if narrowing.role:
        held = RoleGrant.objects.filter(
            role=narrowing.role, ended_at__isnull=True, membership__in=listed
        )
        found = found.filter(pk__in=held.values("membership__person_id"))
    if narrowing.skill_id is not None:
        offered = ProfileSkill.objects.filter(
            skill_id=narrowing.skill_id, direction=Direction.OFFERED
        )
        found = found.filter(pk__in=offered.values("profile__person_id"))
    if narrowing.presence == Presence.PAUSED:
        still = Q(paused_until__isnull=True) | Q(paused_until__gte=on)
        pausing = Profile.objects.filter(still, is_paused=True)
        found = found.filter(pk__in=pausing.values("person_id"))
    return found


def _with_part(found: QuerySet[Person], actor: Actor, part: str) -> QuerySet[Person]:
    """By enrollments, as far as the actor sees them."""
    if part not in (Part.NONE, *PARTS):
        return found
    seen = visible_to(SEE_ENROLLMENT, actor)
    if part == Part.NONE:
        return found.exclude(pk__in=seen.filter(state__in=LIVE).values("person_id"))
    return found.filter(pk__in=seen.filter(PARTS[part]).values("person_id"))

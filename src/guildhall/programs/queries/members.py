"""Members of the organizations that take part in a program, as far as who runs it knows them.

A partner's people are its own business until they, or its coordinator, come forward: whoever began
to take part in the program, and whomever the partner's staff proposed, is known from then on.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership, Person
from guildhall.directory.states import STAFF
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Cohort, Enrollment, Nomination, Program


def known_to(program: Program, by: Actor) -> Q:
    """Memberships whose people somebody who runs the program may bring in: those of its own
    organization, those that came forward, and those of a partner whose staff they are."""
    partners = program.partners.all()
    if by.is_system:
        return Q(organization_id=program.organization_id) | Q(organization__in=partners)
    staffed = by.scopes(ORGANIZATION, *STAFF)
    return _known(program) | Q(organization__in=partners.filter(pk__in=staffed))


def _known(program: Program) -> Q:
    came = Enrollment.objects.filter(cohort__program=program, person_id=OuterRef("person_id"))
    sender = "nominated_by__memberships"
    proposed = Nomination.objects.filter(
        cohort__program=program,
        nominee_id=OuterRef("person_id"),
        **{
            f"{sender}__organization_id": OuterRef("organization_id"),
            f"{sender}__ended_at__isnull": True,
            f"{sender}__roles__role__in": STAFF,
            f"{sender}__roles__ended_at__isnull": True,
        },
    ).exclude(is_accepted=False)
    of_partners = Q(organization__in=program.partners.all())
    return Q(organization_id=program.organization_id) | (
        of_partners & (Q(Exists(came)) | Q(Exists(proposed)))
    )


def members_of(program: Program) -> QuerySet[Membership]:
    """Present members whom those who run the program may see, by name."""
    return _by_name(Membership.objects.filter(_known(program)))


def _by_name(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return (
        rows.filter(ended_at__isnull=True, person__merged_into__isnull=True)
        .select_related("person", "unit", "organization")
        .order_by("person__family_name", "person__given_name", "pk")
    )


def member_by_address(program: Program, email: str) -> Person | None:
    """The member with this address, if there is one whom those who run the program may see."""
    row = members_of(program).filter(person__email__iexact=email.strip()).first()
    return row.person if row else None


def colleague_by_address(program: Program, email: str, *, of: Person) -> Person | None:
    """Somebody of one's own organization with this address, where it takes part."""
    row = colleagues(program, of=of).filter(person__email__iexact=email.strip()).first()
    return row.person if row else None


def colleagues(program: Program, *, of: Person) -> QuerySet[Membership]:
    """Present members of the organizations that a person shares with the program, by name."""
    own = Membership.objects.filter(person=of, ended_at__isnull=True).values("organization_id")
    houses = Q(organization_id=program.organization_id) | Q(organization__in=program.partners.all())
    return _by_name(Membership.objects.filter(houses, organization_id__in=own))


def proposable(cohort: Cohort, side: str, by: Actor, *, text: str = "") -> QuerySet[Membership]:
    """Members of the partners whose staff somebody is, who are not on this side of a cohort yet
    and were not proposed for it by them."""
    partners = cohort.program.partners.filter(pk__in=by.scopes(ORGANIZATION, *STAFF))
    asked = cohort.nominations.filter(side=side, nominated_by_id=by.person_id or 0)
    rows = _by_name(Membership.objects.filter(organization__in=partners))
    rows = rows.exclude(person_id__in=asked.values("nominee_id")).exclude(
        person_id=by.person_id or 0
    )
    return _outside(rows, cohort, side, text=text)


def members_outside(cohort: Cohort, side: str, *, text: str = "") -> QuerySet[Membership]:
    """Members who are not on this side of a cohort yet; by name, address, title or team."""
    return _outside(members_of(cohort.program), cohort, side, text=text)


def _outside(
    rows: QuerySet[Membership], cohort: Cohort, side: str, *, text: str
) -> QuerySet[Membership]:
    inside = cohort.enrollments.filter(side=side).exclude(state__in=("declined", "withdrawn"))
    rows = rows.exclude(person_id__in=inside.values("person_id"))
    for word in text.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(job_title__icontains=word)
            | Q(unit__name__icontains=word)
        )
    return rows

"""Which programs somebody may join, and where they take part already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from guildhall.directory.models import Membership, Person
from guildhall.people.models import Profile
from guildhall.programs.eligibility import Standing, read_eligibility
from guildhall.programs.models import Cohort, Enrollment, Nomination, Program
from guildhall.programs.queries.fit import shared_skills
from guildhall.programs.queries.words import time_asked
from guildhall.programs.states import LIVE, Side


@dataclass(frozen=True, slots=True)
class Offer:
    """One side of an open cohort that somebody may join."""

    cohort: Cohort
    side: str
    time_asked: str
    shared_skills: int = 0

    @property
    def fit(self) -> str:
        """Why it may suit this person; empty where nothing is known yet."""
        if not self.shared_skills:
            return ""
        if self.side == Side.LEARNER:
            words = ngettext(
                "One of the skills you want is offered here",
                "%(count)s of the skills you want are offered here",
                self.shared_skills,
            )
        else:
            words = ngettext(
                "One of your skills is wanted here",
                "%(count)s of your skills are wanted here",
                self.shared_skills,
            )
        return words % {"count": self.shared_skills}

    @property
    def program(self) -> Program:
        """What it is a run of."""
        return self.cohort.program

    @property
    def word(self) -> str:
        """The program's word for whoever joins on this side."""
        return self.program.word(self.side)


def standing_of(person: Person) -> Standing:
    """Where a person stands, as eligibility rules ask; two queries."""
    rows = Membership.objects.filter(person=person, ended_at__isnull=True).values_list(
        "organization_id", "unit_id", "unit__site_id"
    )
    stage = Profile.objects.filter(person=person).values_list("career_stage", flat=True).first()
    memberships = list(rows)
    return Standing(
        organizations=frozenset(row[0] for row in memberships),
        units=frozenset(row[1] for row in memberships if row[1]),
        sites=frozenset(row[2] for row in memberships if row[2]),
        career_stage=stage or "",
    )


def open_cohorts(*, at: datetime) -> QuerySet[Cohort]:
    """Cohorts that take applications, judged by the day in UTC; `is_open` judges exactly."""
    yesterday = date.fromordinal(at.date().toordinal() - 1)
    return (
        Cohort.objects.filter(archived_at__isnull=True, program__archived_at__isnull=True)
        .filter(
            Q(applications_close_on__isnull=True) | Q(applications_close_on__gte=yesterday),
            Q(ends_on__isnull=True) | Q(ends_on__gte=yesterday),
        )
        .select_related("program__organization")
    )


def is_open(cohort: Cohort, *, at: datetime) -> bool:
    """Whether a cohort takes applications, by the clock of its organization."""
    program = cohort.program
    today = at.astimezone(ZoneInfo(program.organization.time_zone)).date()
    last = min(
        (day for day in (cohort.applications_close_on, cohort.ends_on) if day is not None),
        default=today,
    )
    return cohort.archived_at is None and program.archived_at is None and today <= last


def eligible_sides(program: Program, standing: Standing) -> list[str]:
    """The sides of a program that the rule opens to somebody who stands here."""
    rule = read_eligibility(program.eligibility)
    return [side for side in Side.values if rule.admits(standing, side=side)]


def offers_for(person: Person, *, at: datetime) -> list[Offer]:
    """What a person may join now, by rule, invitation or accepted nomination, and has not yet.

    Soonest closing first; the same number of queries however many programs.
    """
    standing = standing_of(person)
    houses = Q(program__organization_id__in=standing.organizations) | Q(
        program__partners__in=standing.organizations
    )
    taken = set(
        Enrollment.objects.filter(person=person, state__in=LIVE).values_list("cohort_id", "side")
    )
    open_sides = [
        (cohort, side)
        for cohort in _soonest(open_cohorts(at=at).filter(houses).distinct())
        for side in eligible_sides(cohort.program, standing)
        if (cohort.pk, side) not in taken and is_open(cohort, at=at) and _is_offered(cohort, at=at)
    ]
    shared = shared_skills(person, {cohort.pk for cohort, _side in open_sides})
    return [
        Offer(cohort, side, time_asked(cohort.program), shared.get((cohort.pk, side), 0))
        for cohort, side in open_sides
    ]


def _is_offered(cohort: Cohort, *, at: datetime) -> bool:
    """A cohort that has begun is no longer offered, unless its applications say so or it has no
    beginning for all together. By a link or an invitation people can still come late."""
    has_begun = cohort.starts_on is not None and cohort.starts_on <= at.date()
    is_evergreen = cohort.program.plan["intake"] == "evergreen"
    return not has_begun or is_evergreen or cohort.applications_close_on is not None


def _soonest(cohorts: Iterable[Cohort]) -> list[Cohort]:
    return sorted(cohorts, key=lambda row: (row.applications_close_on or date.max, row.pk))


def enrollments_of(person: Person) -> QuerySet[Enrollment]:
    """A person's own places, newest first."""
    return (
        Enrollment.objects.filter(person=person)
        .select_related("cohort__program__organization")
        .order_by("-created_at", "-pk")
    )


def open_nominations(person: Person) -> Sequence[Nomination]:
    """Nominations that wait for this person's answer."""
    rows = Nomination.objects.filter(nominee=person, answered_at__isnull=True)
    return list(rows.select_related("cohort__program__organization", "nominated_by"))


def belongs(person: Person, program: Program) -> bool:
    """Whether a person is a member of the program's organization or of a partner."""
    houses = Q(organization_id=program.organization_id) | Q(organization__in=program.partners.all())
    return Membership.objects.filter(houses, person=person, ended_at__isnull=True).exists()

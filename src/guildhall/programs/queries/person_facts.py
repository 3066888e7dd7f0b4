"""Facts that the directory, the profile and the enrollment itself hold.

Ids are person ids as text: give `engine.matching.Person` the same, so that “never with”,
managers and wishes find the other side.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guildhall.core import clock
from guildhall.directory.models import Membership, Person
from guildhall.engine.calendar import Window, weekly_slots
from guildhall.engine.matching.types import Value
from guildhall.people.models import AvailabilityWindow, Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.programs.facts import Enrollments, Values, fact, fact_family
from guildhall.programs.models import Cohort, Enrollment, NeverPair, Wish
from guildhall.programs.plan import wishes_of
from guildhall.programs.queries.memberships import belongings, people_in

# A chain of managers longer than this is a mistake in the data.
LONGEST_CHAIN = 30


@fact("organization")
def organization(enrollments: Enrollments) -> Values:
    """The organization's name."""
    return {pk: row.organization for pk, row in belongings(enrollments).items()}


@fact("unit")
def unit(enrollments: Enrollments) -> Values:
    """The team's name."""
    return {pk: row.unit for pk, row in belongings(enrollments).items() if row.unit}


@fact("site")
def site(enrollments: Enrollments) -> Values:
    """The name of the place where the team is."""
    return {pk: row.site for pk, row in belongings(enrollments).items() if row.site}


@fact("manager_ids")
def manager_ids(enrollments: Enrollments) -> Values:
    """The person's own manager."""
    rows = belongings(enrollments).items()
    return {pk: (str(row.manager_id),) for pk, row in rows if row.manager_id}


@fact("reports_to_ids")
def reports_to_ids(enrollments: Enrollments) -> Values:
    """Everyone above the person, nearest first. A circle of managers ends where it closes."""
    above = {pk: row.manager_id for pk, row in belongings(enrollments).items() if row.manager_id}
    manager_of = _managers(enrollments)
    return {pk: tuple(map(str, _chain(first, manager_of))) for pk, first in above.items()}


def _managers(enrollments: Enrollments) -> dict[int, int]:
    """Who manages whom in every organization that has a part in these cohorts; one query."""
    cohorts = {row.cohort_id for row in enrollments}
    people = Enrollment.objects.filter(cohort_id__in=cohorts).values("person_id")
    houses = Membership.objects.filter(person_id__in=people).values("organization_id")
    rows = Membership.objects.filter(
        organization_id__in=houses, manager_id__isnull=False, ended_at__isnull=True
    )
    return dict(rows.order_by("pk").values_list("person_id", "manager_id"))


def _chain(first: int, manager_of: Mapping[int, int]) -> list[int]:
    chain: list[int] = []
    current: int | None = first
    while current is not None and current not in chain and len(chain) < LONGEST_CHAIN:
        chain.append(current)
        current = manager_of.get(current)
    return chain


@fact("never_with")
def never_with(enrollments: Enrollments) -> Values:
    """People never to be paired with this one, whoever of the two said so."""
    pairs: dict[int, set[int]] = defaultdict(set)
    said = NeverPair.objects.filter(people_in(enrollments)).values_list("person_id", "other_id")
    heard = NeverPair.objects.filter(people_in(enrollments, "other"))
    for person, other in said:
        pairs[person].add(other)
    for person, other in heard.values_list("person_id", "other_id"):
        pairs[other].add(person)
    return {
        row.pk: tuple(str(pk) for pk in sorted(pairs[row.person_id]))
        for row in enrollments
        if row.person_id in pairs
    }


@fact("skills_offered")
def skills_offered(enrollments: Enrollments) -> Values:
    """Skills by name with their level."""
    return _skills(enrollments, Direction.OFFERED)


@fact("skills_wanted")
def skills_wanted(enrollments: Enrollments) -> Values:
    """Skills by name with the level that is wished for."""
    return _skills(enrollments, Direction.WANTED)


def _skills(enrollments: Enrollments, direction: str) -> Values:
    by_person: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ProfileSkill.objects.filter(people_in(enrollments, "profile__person"))
    rows = rows.filter(direction=direction).order_by("-level", "skill__name")
    for person, name, level in rows.values_list("profile__person_id", "skill__name", "level"):
        by_person[person][name] = level
    return _by_enrollment(enrollments, by_person)


@fact("languages")
def languages(enrollments: Enrollments) -> Values:
    """ISO 639 codes."""
    rows = Profile.objects.filter(people_in(enrollments)).values_list("person_id", "languages")
    tuples: dict[int, Value] = {person: tuple(codes) for person, codes in rows if codes}
    return _by_enrollment(enrollments, tuples)


@fact("interests")
def interests(enrollments: Enrollments) -> Values:
    """Interests by name."""
    by_person: dict[int, list[str]] = defaultdict(list)
    rows = Profile.objects.filter(people_in(enrollments), interests__isnull=False)
    for person, name in rows.order_by("interests__name").values_list(
        "person_id", "interests__name"
    ):
        by_person[person].append(name)
    tuples: dict[int, Value] = {person: tuple(names) for person, names in by_person.items()}
    return _by_enrollment(enrollments, tuples)


@fact("career_stage")
def career_stage(enrollments: Enrollments) -> Values:
    """The stage's key; ordered in criteria as student, early, mid, senior, executive."""
    return {pk: stage for pk, stage in _profile(enrollments, "career_stage").items() if stage}


@fact("years_of_experience")
def years_of_experience(enrollments: Enrollments) -> Values:
    """Whole years."""
    rows = _profile(enrollments, "years_of_experience").items()
    return {pk: years for pk, years in rows if years is not None}


@fact("time_zone_offset")
def time_zone_offset(enrollments: Enrollments) -> Values:
    """Hours that the person's clock is ahead of UTC when the cohort starts."""
    days, zones = _days(enrollments), _zones(enrollments)
    return {
        row.pk: _offset(zones[row.person_id], days[row.cohort_id])
        for row in enrollments
        if row.person_id in zones
    }


@fact("hours")
def hours(enrollments: Enrollments) -> Values:
    """Half-hour slots of the week in UTC, as they fall when the cohort starts."""
    days, zones = _days(enrollments), _zones(enrollments)
    by_person: dict[int, list[Window]] = defaultdict(list)
    rows = AvailabilityWindow.objects.filter(people_in(enrollments, "profile__person"))
    columns = ("profile__person_id", "weekday", "start_minute", "end_minute")
    for person, weekday, start, end in rows.values_list(*columns):
        by_person[person].append(Window(weekday, start, end))
    return {
        row.pk: weekly_slots(
            by_person[row.person_id], time_zone=zones[row.person_id], on=days[row.cohort_id]
        )
        for row in enrollments
        if row.person_id in by_person
    }


@fact("capacity")
def capacity(enrollments: Enrollments) -> Values:
    """Places of this enrollment: learners of a guide, guides of a learner."""
    return {row.pk: row.places for row in enrollments}


@fact("ranked_wishes")
def ranked_wishes(enrollments: Enrollments) -> Values:
    """People wished for, best first; of the sides that the program lets say so."""
    wished: dict[int, list[str]] = defaultdict(list)
    cohorts = {row.cohort_id for row in enrollments}
    rows = Wish.objects.filter(enrollment__cohort_id__in=cohorts).order_by("rank")
    for enrollment_id, person_id in rows.values_list("enrollment_id", "person_id"):
        wished[enrollment_id].append(str(person_id))
    plans = dict(Cohort.objects.filter(pk__in=cohorts).values_list("pk", "program__plan"))
    asked = {pk: wishes_of(plan) for pk, plan in plans.items()}
    return {
        row.pk: tuple(wished[row.pk])
        for row in enrollments
        if row.pk in wished and asked[row.cohort_id].is_asked_of(row.side)
    }


@fact_family("detail")
def detail(enrollments: Enrollments, headings: Sequence[str]) -> dict[str, Values]:
    """What a file brought under a heading: for this cohort first, else for the person."""
    belonging = belongings(enrollments)
    found: dict[str, dict[int, Value]] = {heading: {} for heading in headings}
    for row in enrollments:
        general = belonging[row.pk].details if row.pk in belonging else {}
        for heading, values in found.items():
            value = row.details.get(heading, general.get(heading))
            if value not in (None, "", []):
                values[row.pk] = tuple(value) if isinstance(value, list) else value
    return dict(found)


def _profile(enrollments: Enrollments, column: str) -> dict[int, Value]:
    rows = Profile.objects.filter(people_in(enrollments)).values_list("person_id", column)
    return dict(_by_enrollment(enrollments, dict(rows)))


def _by_enrollment(enrollments: Enrollments, by_person: Mapping[int, Value]) -> dict[int, Value]:
    return {row.pk: by_person[row.person_id] for row in enrollments if row.person_id in by_person}


def _zones(enrollments: Enrollments) -> dict[int, str]:
    people = Person.objects.filter(people_in(enrollments, ""))
    return dict(people.values_list("pk", "time_zone"))


def _days(enrollments: Enrollments) -> dict[int, date]:
    """On which day clocks are read: when the cohort starts, else today."""
    rows = Cohort.objects.filter(pk__in={row.cohort_id for row in enrollments})
    today = clock.today()
    return {pk: starts_on or today for pk, starts_on in rows.values_list("pk", "starts_on")}


def _offset(zone: str, day: date) -> float:
    offset = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    return offset.total_seconds() / 3600

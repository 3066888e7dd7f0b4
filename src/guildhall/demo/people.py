"""Three organizations and everybody in them; the same people every time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from guildhall.competencies.models import Interest, Skill
from guildhall.demo.files import data
from guildhall.directory.actions.members import add_member, change_member, grant_role
from guildhall.directory.actions.organizations import add_organization, add_site, add_unit
from guildhall.directory.models import Membership, Organization, Person, Unit
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import change_profile, set_interests, set_skills
from guildhall.permissions.actor import SYSTEM

HOPES = (
    "Somebody who has been where I want to go, and says plainly what they would do again.",
    "To find my feet without pretending that I have.",
    "A steady place to think aloud once in a while.",
    "To see how decisions are made two steps above me.",
    "Honest words about my work, and one next step each time.",
)
ABOUT = (
    "I learned most from people who let me try. I would like to pass that on.",
    "I ask many questions, and I like to be asked.",
    "Changed my field once; happy to talk about how.",
    "I work part time and plan ahead.",
    "I like plain words and short meetings.",
)


@dataclass
class House:
    """One organization of the demo, with its people by seniority."""

    key: str
    organization: Organization
    facts: Mapping[str, Any]
    units: list[Unit]
    seniors: list[Person] = field(default_factory=list)
    juniors: list[Person] = field(default_factory=list)
    cast: dict[str, Person] = field(default_factory=dict)


@dataclass
class Vocabulary:
    """Skills by key, and interests in a fixed order."""

    skills: dict[str, Skill]
    interests: list[Interest]


def build_houses(*, at: datetime, random: Random) -> dict[str, House]:
    """Every organization with its people, their managers and their profiles."""
    vocabulary = Vocabulary(
        {skill.key: skill for skill in Skill.objects.all()}, list(Interest.objects.order_by("key"))
    )
    names = _names(random)
    houses = {}
    for facts in data("houses.toml")["house"]:
        house = _house(facts, at=at)
        _add_cast(house, vocabulary, at=at, random=random)
        for number in range(facts["people"]):
            is_senior = number % 5 < 2
            _add_person(house, next(names), is_senior, vocabulary, at=at, random=random)
        _set_managers(house, at=at, random=random)
        houses[house.key] = house
    return houses


def _names(random: Random) -> Any:
    """Pairs of names that never repeat."""
    given, family = data("names.toml")["given"], data("names.toml")["family"]
    pairs = [(first, last) for first in given for last in family]
    random.shuffle(pairs)
    return iter(pairs)


def _house(facts: Mapping[str, Any], *, at: datetime) -> House:
    organization = add_organization(
        name=facts["name"],
        slug=facts["slug"],
        kind=facts["kind"],
        time_zone=facts["time_zone"],
        at=at,
    )
    sites = [add_site(organization=organization, name=n, by=SYSTEM) for n in facts["sites"]]
    units = [
        add_unit(organization=organization, name=name, by=SYSTEM, site=sites[i % len(sites)])
        for i, name in enumerate(facts["units"])
    ]
    return House(facts["key"], organization, facts, units)


def _add_cast(house: House, vocabulary: Vocabulary, *, at: datetime, random: Random) -> None:
    """The people with a story; roles are given, profiles are like everybody's."""
    units = {unit.name: unit for unit in house.units}
    for entry in data("cast.toml")["person"]:
        if entry["house"] != house.key:
            continue
        given, _space, family = entry["name"].partition(" ")
        membership = _member(
            house, given, family, entry["job"], units.get(entry.get("unit", "")), at=at
        )
        if "time_zone" in entry:
            change_member(membership=membership, by=SYSTEM, at=at, time_zone=entry["time_zone"])
        if "role" in entry:
            grant_role(membership=membership, role=entry["role"], by=SYSTEM, at=at)
        is_senior = entry["kind"] != "learner"
        _fill_profile(membership.person, house, is_senior, vocabulary, at=at, random=random)
        house.cast[entry["key"]] = membership.person


def _add_person(
    house: House,
    name: tuple[str, str],
    is_senior: bool,
    vocabulary: Vocabulary,
    *,
    at: datetime,
    random: Random,
) -> None:
    job = random.choice(house.facts["jobs"]["senior" if is_senior else "junior"])
    unit = random.choice(house.units)
    person = _member(house, *name, job, unit, at=at).person
    (house.seniors if is_senior else house.juniors).append(person)
    _fill_profile(person, house, is_senior, vocabulary, at=at, random=random)


def _member(
    house: House, given: str, family: str, job: str, unit: Unit | None, *, at: datetime
) -> Membership:
    number = house.organization.memberships.count() + 1
    return add_member(
        organization=house.organization,
        given_name=given,
        family_name=family,
        email=f"{given}.{family}@{house.facts['slug']}.example".lower().replace(" ", ""),
        job_title=job,
        unit=unit,
        external_id=f"{house.key[:1].upper()}{number:04d}",
        by=SYSTEM,
        at=at,
    )


def _fill_profile(
    person: Person,
    house: House,
    is_senior: bool,
    vocabulary: Vocabulary,
    *,
    at: datetime,
    random: Random,
) -> None:
    years = random.randint(5, 28) if is_senior else random.randint(0, 5)
    languages = ["en", *random.sample(house.facts["languages"][1:], k=random.choice((0, 1, 1, 2)))]
    change_profile(
        person=person,
        by=SYSTEM,
        at=at,
        about=random.choice(ABOUT),
        hopes=random.choice(HOPES),
        career_stage=("senior" if years > 12 else "mid") if is_senior else _junior_stage(years),
        years_of_experience=years,
        languages=languages,
        capacity=random.choice((1, 2, 2, 3)) if is_senior else 1,
    )
    wanted = random.sample(house.facts["wants"], k=3)
    levels = {vocabulary.skills[key]: random.randint(2, 4) for key in wanted}
    set_skills(person=person, direction="wanted", levels=levels, by=SYSTEM, at=at)
    least, most, count = (3, 5, 4) if is_senior else (2, 3, 2)
    offered = random.sample(house.facts["offers"], k=count)
    levels = {vocabulary.skills[key]: random.randint(least, most) for key in offered}
    set_skills(person=person, direction="offered", levels=levels, by=SYSTEM, at=at)
    chosen = random.sample(vocabulary.interests, k=3)
    set_interests(person=person, interests=chosen, by=SYSTEM, at=at)
    set_availability(person=person, windows=_windows(random), by=SYSTEM, at=at)


def _junior_stage(years: int) -> str:
    return "student" if years == 0 else "early"


def _windows(random: Random) -> list[Window]:
    """Two or three windows a week, mostly late afternoons, so that most pairs share one."""
    days = random.sample(range(5), k=random.choice((2, 3)))
    found = []
    for day in days:
        start = random.choice((9, 12, 15, 16, 16, 17)) * 60
        found.append(Window(day, start, start + random.choice((60, 90, 120))))
    return found


def _set_managers(house: House, *, at: datetime, random: Random) -> None:
    """Everybody reports to a senior of their unit; the manager of the cast has a team."""
    memberships = list(house.organization.memberships.select_related("person", "unit"))
    heads: dict[int, Person] = {}
    for row in memberships:
        is_head = row.person in house.seniors or row.person == house.cast.get("milo")
        if row.unit_id and is_head and (row.unit_id not in heads or row.person == _milo(house)):
            heads[row.unit_id] = row.person
    for row in memberships:
        head = heads.get(row.unit_id or 0)
        if head and head.pk != row.person_id:
            change_member(membership=row, by=SYSTEM, at=at, manager=head)


def _milo(house: House) -> Person | None:
    return house.cast.get("milo")

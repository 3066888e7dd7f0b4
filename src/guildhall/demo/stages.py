"""Programs of the demo, each brought to its stage by the same actions that people use."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from guildhall.competencies.queries.frameworks import framework_for
from guildhall.core import clock
from guildhall.demo.answers import application_values
from guildhall.demo.people import House
from guildhall.demo.rating import rate
from guildhall.demo.running import live_through, open_round, publish
from guildhall.demo.standing import bring_certificates
from guildhall.demo.wishing import wish
from guildhall.directory.models import Person
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.programs.actions.applications import begin, save_application, submit_application
from guildhall.programs.actions.cohorts import open_cohort
from guildhall.programs.actions.enrollments import set_state
from guildhall.programs.actions.prerequisites import set_prerequisite
from guildhall.programs.actions.programs import create_program
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.applications import application_of
from guildhall.programs.states import EnrollmentState, Side


def build_program(
    entry: Mapping[str, Any], houses: dict[str, House], *, today: datetime, random: Random
) -> None:
    """One program with its cohort, its people, and whatever its stage asks for."""
    house = houses[entry["house"]]
    began = today - timedelta(days=entry["began"])
    coordinator = _coordinator(house)
    with clock.moved_to(began):
        cohort = _cohort(entry, houses, coordinator, began=began, today=today)
    applied = today - timedelta(days=5) if entry["stage"] == "screening" else began
    enrollments = _applications(entry, houses, cohort, at=applied, today=today, random=random)
    stage = entry["stage"]
    if stage in ("joining", "screening"):
        _leave_open(enrollments, stage, by=coordinator, at=applied, random=random)
        return
    bring_certificates(enrollments, by=coordinator, at=applied, today=today)
    _approve(enrollments, at=applied)
    if "wishes" in entry:
        story = {person.pk for person in house.cast.values()}
        wish(enrollments, share=entry["wishes"], besides=story, at=applied + timedelta(days=2))
    drafts = int(entry.get("drafts", 1))
    at = today - timedelta(hours=20) if stage == "drafted" else began
    together = _together(entry, house, enrollments)
    rounds = open_round(cohort, by=coordinator, at=at, drafts=drafts, together=together)
    if stage == "drafted":
        return
    publish(rounds[-1], by=coordinator, at=began)
    if stage == "offered":
        return
    live_through(
        cohort,
        began=began,
        today=today,
        closes=stage == "closing",
        story={person.pk for person in house.cast.values()},
        random=random,
    )


def _together(
    entry: Mapping[str, Any], house: House, enrollments: list[Enrollment]
) -> tuple[Enrollment, Enrollment] | None:
    """The guide and the learner whom the story pairs."""
    if "together" not in entry:
        return None
    guide, learner = (house.cast[key].pk for key in entry["together"])
    of = {row.person_id: row for row in enrollments}
    return of[guide], of[learner]


def _coordinator(house: House) -> Actor:
    """Whoever of the cast coordinates; Calder's and Fernhill's people too."""
    key = {"alder": "maren", "calder": "ingrid", "fernhill": "simon"}[house.key]
    person = house.cast[key]
    return actor_for(account_id=person.account_id, person_id=person.pk)


def _cohort(
    entry: Mapping[str, Any],
    houses: dict[str, House],
    by: Actor,
    *,
    began: datetime,
    today: datetime,
) -> Cohort:
    house = houses[entry["house"]]
    partners = [houses[entry["partner"]].organization] if "partner" in entry else []
    everybody = [row.pk for row in (house.organization, *partners)]
    changes: dict[str, Any] = {
        "eligibility": {"organizations": everybody},
        "partners": partners,
    }
    if "wishes" in entry:
        changes["wishes"] = dict.fromkeys(Side.values, True)
    if "framework" in entry:
        changes["framework"] = framework_for(house.organization, entry["framework"])
    program = create_program(
        organization=house.organization,
        template_key=entry["template"],
        name=entry["name"],
        by=by,
        at=began,
        changes=changes,
    )
    is_open = entry["stage"] in ("joining", "screening", "drafted")
    plan = read_plan(program.plan)
    dates: dict[str, Any] = {}
    if is_open and not plan.is_evergreen:
        dates["applications_close_on"] = (today + timedelta(days=6)).date()
        dates["matches_promised_on"] = (today + timedelta(days=11)).date()
        dates["starts_on"] = (today + timedelta(days=16)).date()
    elif not plan.is_evergreen:
        dates["starts_on"] = began.date()
    return open_cohort(program=program, name=entry["cohort"], by=by, at=began, **dates)


def _applications(
    entry: Mapping[str, Any],
    houses: dict[str, House],
    cohort: Cohort,
    *,
    at: datetime,
    today: datetime,
    random: Random,
) -> list[Enrollment]:
    """People apply as they would: what the profile knows is proposed, the rest is answered."""
    found = []
    with clock.moved_to(at):
        for person, side in _people(entry, houses, random):
            enrollment = begin(cohort=cohort, person=person, side=side, by=SYSTEM, at=at)
            application = application_of(enrollment)
            values, baseline = application_values(
                application, is_guide=side == Side.GUIDE, today=today.date(), random=random
            )
            save_application(
                enrollment=enrollment, values=values, baseline=baseline, by=SYSTEM, at=at
            )
            found.append(submit_application(enrollment=enrollment, by=SYSTEM, at=at))
    return found


def _people(
    entry: Mapping[str, Any], houses: dict[str, House], random: Random
) -> list[tuple[Person, str]]:
    house = houses[entry["house"]]
    away = houses[entry["partner"]] if "partner" in entry else house
    cast = [(house.cast[key], side) for key, side in entry.get("cast", {}).items()]
    seniors = away.seniors if away is not house else house.seniors
    guides = random.sample(seniors, k=len(seniors))
    learners = random.sample(house.juniors, k=len(house.juniors))
    if entry["template"].startswith("nurse"):
        guides = _of_units(guides, house, random)
        learners = _of_units(learners, house, random)
    if entry["template"] == "reverse-mentoring":
        guides, learners = learners, guides
    taken = {person.pk for person, _side in cast}
    counts = {side: sum(1 for _p, s in cast if s == side) for side in Side.values}
    chosen = cast
    for side, pool in ((Side.GUIDE, guides), (Side.LEARNER, learners)):
        free = (person for person in pool if person.pk not in taken)
        more = list(islice(free, entry[f"{side}s"] - counts[side]))
        taken |= {person.pk for person in more}
        chosen = [*chosen, *((person, side.value) for person in more)]
    return chosen


def _of_units(people: list[Person], house: House, random: Random) -> list[Person]:
    """Nurses of four wards, so that preceptor and preceptee share one."""
    wards = {unit.pk for unit in house.units[:4]}
    rows = house.organization.memberships.filter(person__in=people)
    unit_of = dict(rows.values_list("person_id", "unit_id"))
    return sorted(people, key=lambda person: unit_of.get(person.pk) not in wards)


def _approve(enrollments: list[Enrollment], *, at: datetime) -> None:
    for enrollment in enrollments:
        enrollment.refresh_from_db()
        if enrollment.state != EnrollmentState.APPROVED:
            set_state(
                enrollment=enrollment,
                state=EnrollmentState.APPROVED,
                by=SYSTEM,
                at=at,
                tells=False,
            )
        for prerequisite in enrollment.prerequisites.filter(met_at__isnull=True):
            set_prerequisite(prerequisite=prerequisite, is_met=True, by=SYSTEM, at=at)


def _leave_open(
    enrollments: list[Enrollment], stage: str, *, by: Actor, at: datetime, random: Random
) -> None:
    """Of three applications one is decided, one is rated, one waits for somebody."""
    for number, enrollment in enumerate(enrollments):
        enrollment.refresh_from_db()
        if enrollment.state == EnrollmentState.APPROVED:
            continue
        if stage == "joining" or number % 3 == 0:
            set_state(
                enrollment=enrollment,
                state=EnrollmentState.APPROVED,
                by=SYSTEM,
                at=at + timedelta(days=1),
                tells=False,
            )
        elif number % 3 == 1:
            rate(enrollment, by=by, at=at + timedelta(days=2), random=random)

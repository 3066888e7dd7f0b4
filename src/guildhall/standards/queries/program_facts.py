"""Facts about a program itself: who leads it, room for starters, and what people recorded."""

from typing import Any

from guildhall.directory.models import RoleGrant
from guildhall.directory.states import Role
from guildhall.programs.models import Enrollment, ProgramGrant
from guildhall.programs.plan import hours_of
from guildhall.programs.states import EnrollmentState, ProgramRole, Side
from guildhall.relationships.queries.places import free_places
from guildhall.standards.facts import FACTS, Gathering, Values, gatherer
from guildhall.standards.models import Attestation
from guildhall.standards.queries.days import day_of
from guildhall.standards.states import Subject

ATTESTED = tuple(fact.key for fact in FACTS.values() if fact.is_attested)


@gatherer(Subject.PROGRAM, "leads")
def leading_people(asked: Gathering) -> Values:
    """Coordinators of the program, and those of its house; two queries."""
    own = ProgramGrant.objects.filter(
        program=asked.program, role=ProgramRole.COORDINATOR, ended_at__isnull=True
    )
    house = RoleGrant.objects.filter(
        membership__organization=asked.program.organization_id,
        membership__ended_at__isnull=True,
        role=Role.COORDINATOR,
        ended_at__isnull=True,
    )
    people = {*own.values_list("person_id", flat=True)}
    people |= {*house.values_list("membership__person_id", flat=True)}
    return {asked.program.pk: {"leads": len(people)}}


@gatherer(Subject.PROGRAM, "free_places", "starters")
def room_for_starters(asked: Gathering) -> Values:
    """Free places of approved guides, and the first days of learners who have nobody yet."""
    rows = Enrollment.objects.filter(
        cohort__program=asked.program,
        cohort__archived_at__isnull=True,
        state__in=(EnrollmentState.APPROVED, EnrollmentState.WAITING, EnrollmentState.MATCHED),
    ).select_related("cohort")
    enrollments = list(rows.defer("details"))
    free = free_places(enrollments, at=asked.at)
    places = sum(free[row.pk] for row in enrollments if row.side == Side.GUIDE)
    starts: list[Any] = []
    for row in enrollments:
        if row.side == Side.LEARNER and row.state != EnrollmentState.MATCHED:
            approved = day_of(asked.program, row.decided_at or row.created_at)
            starts.append(max(approved, row.cohort.starts_on or approved))
    return {asked.program.pk: {"free_places": places, "starters": starts}}


@gatherer(Subject.PROGRAM, "ratio_set")
def set_ratio(asked: Gathering) -> Values:
    """What the program's plan says; no query."""
    return {asked.program.pk: {"ratio_set": hours_of(asked.program.plan).ratio}}


@gatherer(Subject.PROGRAM, *ATTESTED)
def recorded_facts(asked: Gathering) -> Values:
    """The newest of each that people recorded; one query."""
    found: dict[str, Any] = {}
    rows = Attestation.objects.filter(program=asked.program, recorded_at__lte=asked.at)
    for row in rows.order_by("recorded_at", "pk"):
        found[row.fact] = {"on": row.on, "until": row.until, "holds": row.holds, **row.counts}
    return {asked.program.pk: found}

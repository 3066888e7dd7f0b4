"""A preceptorship that is held against the core level: Gwen guides Noor, from NOW on."""

from datetime import datetime, timedelta

from guildhall.meetings.actions.logging import log_meeting
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship
from guildhall.standards.queries.standing import ProgramStanding, RuleStanding, standing_of
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW, World

CORE = "nhs-nursing-core"


def day(number: int) -> datetime:
    """So many days after the pair began."""
    return NOW + timedelta(days=number)


def nursing(world: World, **changes: object) -> Relationship:
    """The pair; its program has the packs of its template, or those that are given."""
    program = preceptorship(world.alder, **changes)
    cohort = cohort_of(program)
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))


def met(pair: Relationship, world: World, *, on: datetime) -> None:
    """They met on a day, and Noor logged it then."""
    noor = world.actor("noor")
    log_meeting(relationship=pair, on=on.date(), minutes=45, mode="in_person", by=noor, at=on)


def fresh(program: Program | None) -> Program:
    """The program as it is stored."""
    assert program is not None
    return Program.objects.select_related("organization").get(pk=program.pk)


def standing(pair: Relationship, *, at: datetime) -> ProgramStanding:
    """Where the pair's program stands at a moment."""
    return standing_of(fresh(pair.program), at=at)


def rule(pair: Relationship, rule_id: str, *, at: datetime, pack: str = CORE) -> RuleStanding:
    """One rule of it."""
    found = standing(pair, at=at).pack(pack)
    assert found is not None
    return next(one for one in found.rules if one.rule.id == rule_id)

"""What somebody learned and could pass on: proposals for skills that they offer."""

from dataclasses import dataclass

from guildhall.competencies.models import Skill
from guildhall.directory.models import Person
from guildhall.goals.models import Goal
from guildhall.goals.states import GoalState
from guildhall.people.models import ProfileSkill
from guildhall.people.states import Direction, Level


@dataclass(frozen=True)
class Proposal:
    """A skill that could be offered. `reached`: a goal that it served was reached."""

    skill: Skill
    level: int
    reached: bool


def proposals_for(person: Person) -> list[Proposal]:
    """Skills of goals that were reached, then those that the person wanted; offered ones are left
    out. Three queries."""
    held = ProfileSkill.objects.filter(profile__person=person).select_related("skill")
    levels: dict[str, dict[int, ProfileSkill]] = {side: {} for side in Direction.values}
    for row in held:
        levels[row.direction][row.skill_id] = row
    offered, wanted = levels[Direction.OFFERED], levels[Direction.WANTED]
    goals = Goal.objects.filter(owner=person, state=GoalState.REACHED)
    reached = list(Skill.objects.filter(pk__in=goals.values("skills")).order_by("name"))
    found = [
        Proposal(skill, wanted[skill.pk].level if skill.pk in wanted else Level.SOLID, True)
        for skill in reached
        if skill.pk not in offered
    ]
    done = {skill.pk for skill in reached} | set(offered)
    found += [Proposal(row.skill, row.level, False) for pk, row in wanted.items() if pk not in done]
    return found

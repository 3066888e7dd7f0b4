"""A pair and a circle in which stories are told and challenges put."""

from guildhall.mentoring.actions.circles import CircleDraft, start_own_circle
from guildhall.mentoring.actions.seats import take_seat
from guildhall.mentoring.actions.stories import StoryDraft, write_story
from guildhall.mentoring.circle_states import Joining
from guildhall.mentoring.models import Story
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair
from tests.world import NOW, World

CAST = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")


def begin_pair(world: World, *, program: Program | None = None) -> Relationship:
    """Gwen guides Noor; they have begun."""
    cohort = cohort_of(program or mentoring(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), opens_at_once=True)


def begin_circle(world: World, *members: str) -> Relationship:
    """Gwen leads a circle in which these people sit."""
    draft = CircleDraft("Night shifts", "How we sleep", seats=8, joining=Joining.FREE)
    circle = start_own_circle(organization=world.alder, draft=draft, by=world.actor("gwen"), at=NOW)
    for name in members:
        take_seat(circle=circle, by=world.actor(name), at=NOW)
    return circle.relationship


def write(world: World, *, by: str = "gwen", **values: object) -> Story:
    """A draft of somebody's."""
    draft = {
        "title": "The wrong dose",
        "happened": "I was sure, and did not ask.",
        "now": "I would ask twice.",
        "keys": ("mistake",),
        **values,
    }
    return write_story(
        organization=world.alder, draft=StoryDraft(**draft), by=world.actor(by), at=NOW
    )

"""Doors of the board and of readiness. The scene: Noor's passport in her pair with Gwen."""

from tests.assessment.ground import make_passport
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import World


def scene(world: World) -> None:
    """As the module says."""
    cohort = cohort_of(preceptorship(world.alder))
    make_passport(make_pair(guide(cohort, world.gwen), learner(cohort, world.noor)))


DOORS = {
    # whoever runs or reads a program; at a partner it is the partner's own people
    "board": Door(everyone(404) | {"vera": 200, "maren": 200, "ada": 200, "olga": 200}),
    # a manager's own team
    "readiness": Door(everyone(404) | {"milo": 200}),
}

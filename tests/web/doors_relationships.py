"""Doors of pairs. The scene: Noor and Gwen, in a preceptorship that is open."""

from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import World


def scene(world: World) -> dict[str, int]:
    """The pair, and one of its first steps."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    return {"pk": pair.pk, "step_pk": pair.first_steps.first().pk}


def _pair(scene: dict[str, int]) -> dict[str, int]:
    return {"pk": scene["pk"]}


# Who sees it and may not act is refused in words; who does not see it finds nothing.
SEES = everyone(404) | {"noor": 200, "gwen": 200, "maren": 200, "ada": 200, "vera": 200}
STAFF_REFUSED = {"maren": 403, "ada": 403, "vera": 403}

DOORS = {
    "relationships": Door(everyone(200)),
    "relationship": Door(SEES, _pair),
    # an open pair has no offer to answer any more, so a second yes changes nothing
    "relationship_acceptance": Door(
        SEES | STAFF_REFUSED | {"noor": 303, "gwen": 303}, _pair, method="post"
    ),
    "relationship_refusal": Door(SEES | STAFF_REFUSED, _pair),
    "relationship_meetings": Door(
        SEES | STAFF_REFUSED | {"noor": 422, "gwen": 422}, _pair, method="post"
    ),
    "relationship_step": Door(
        SEES | STAFF_REFUSED | {"noor": 303, "gwen": 303}, lambda scene: scene, method="post"
    ),
    "relationship_closure": Door(SEES | {"vera": 403}, _pair),
    # whoever comes first in the walk pauses it; then it stands paused (409)
    "relationship_pause": Door(
        SEES | {"vera": 403, "noor": 303, "gwen": 409, "maren": 409, "ada": 409},
        _pair,
        method="post",
    ),
    "relationship_resumption": Door(
        SEES | {"vera": 403, "noor": 303, "gwen": 409, "maren": 409, "ada": 409},
        _pair,
        method="post",
    ),
}

"""Doors of expectations and agreements. The scene: Noor and Gwen, who both answered; Gwen wrote
an agreement that Noor has not signed."""

from guildhall.agreements.actions.agreement import write_version
from guildhall.agreements.models import Review
from tests.agreements.factories import begun_pair, both_answer, proposal
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """The pair, and the day on which its agreement is looked at again."""
    row = begun_pair(world)
    both_answer(world, row)
    terms = proposal(world, row)
    write_version(relationship=row, terms=terms, based_on=0, by=world.actor("gwen"), at=NOW)
    return {"pk": row.pk, "review_pk": Review.objects.first().pk}


def _pair(scene: dict[str, int]) -> dict[str, int]:
    return {"pk": scene["pk"]}


# Staff see that it is done, on the pair's page, and are refused here; outsiders find nothing.
PAIR = everyone(404) | {"maren": 403, "ada": 403, "vera": 403, "noor": 200, "gwen": 200}

DOORS = {
    "expectations": Door(PAIR, _pair),
    # nothing is chosen
    "expectation_settlement": Door(
        PAIR | {"noor": 422, "gwen": 422},
        lambda scene: {**_pair(scene), "topic": "replies"},
        method="post",
    ),
    "agreement": Door(PAIR, _pair),
    "agreement_draft": Door(PAIR, _pair),
    "agreement_signature": Door(
        PAIR | {"noor": 303, "gwen": 303},
        lambda scene: {**_pair(scene), "number": 1},
        method="post",
    ),
    # its day is still to come
    "agreement_review": Door(PAIR | {"noor": 409, "gwen": 409}, lambda scene: scene, method="post"),
}

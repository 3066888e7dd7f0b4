"""Doors of finding each other. The scene: Gwen offers, Noor asked her."""

from tests.mentoring.finding import ask, make_offer
from tests.web.doors import Door, everyone, staff_only
from tests.world import World


def scene(world: World) -> dict[str, int]:
    """An offer and a request."""
    offer = make_offer(world, places=2)
    return {"offer": offer.pk, "request": ask(world, offer).pk}


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


OWN_OFFER = everyone(404) | {"gwen": 303}
TWO = everyone(404) | {"noor": 200, "gwen": 200}
# Whoever was asked, or asked, may not do the other's part.
ASKED = everyone(404) | {"noor": 403, "gwen": 303}

DOORS = {
    "guides": Door(everyone(200)),
    # Gwen is led to her own offer; no consent reaches Calder.
    "guide": Door(everyone(200) | {"gwen": 303, "olga": 404}, _of("offer")),
    "own_offer": Door(everyone(200)),
    "own_offer_pause": Door(OWN_OFFER, method="post"),
    "own_offer_showing": Door(OWN_OFFER, method="post"),
    "own_offer_withdrawal": Door(OWN_OFFER, method="post"),
    "requests": Door(everyone(200)),
    "request_new": Door(everyone(200)),
    "requests_overseen": Door(staff_only(outsider=200)),
    "request": Door(TWO, _of("request")),
    "request_acceptance": Door(ASKED, _of("request"), method="post"),
    # Gwen said yes a moment ago.
    "request_refusal": Door(ASKED | {"gwen": 409}, _of("request"), method="post"),
    "request_withdrawal": Door(
        everyone(404) | {"noor": 409, "gwen": 403}, _of("request"), method="post"
    ),
}

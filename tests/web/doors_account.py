"""Doors of one's own address."""

from dataclasses import dataclass

from guildhall.directory.actions.addresses import request_address
from guildhall.directory.models import AddressRequest, Membership
from tests.web.doors import Door, everyone
from tests.world import NOW, World


@dataclass(frozen=True)
class Scene:
    """Maren asked Noor, and asked Gwen, for new addresses."""

    world: World
    of_noor: AddressRequest
    token: str
    of_gwen: AddressRequest


def scene(world: World) -> Scene:
    asked = [
        request_address(
            membership=Membership.objects.get(person=person),
            email=f"new.{person.email}",
            by=world.actor("maren"),
            at=NOW,
        )
        for person in (world.noor, world.gwen)
    ]
    (of_noor, token), (of_gwen, _token) = asked
    return Scene(world, of_noor, token, of_gwen)


DOORS = {
    "address_confirmation": Door(everyone(404) | {"noor": 200}, lambda s: {"token": s.token}),
    "address_request": Door(everyone(404) | {"noor": 200}, lambda s: {"pk": s.of_noor.pk}),
    # Gwen says no herself; for the staff that come after her it is settled.
    "address_withdrawal": Door(
        everyone(404) | {"gwen": 303, "maren": 409, "ada": 409},
        lambda s: {"pk": s.of_gwen.pk},
        "post",
    ),
}

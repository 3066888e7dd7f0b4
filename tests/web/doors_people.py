"""Doors of people and of one's own profile."""

from dataclasses import dataclass

from guildhall.directory.models import Membership, RoleGrant
from tests.web.doors import Door, everyone
from tests.world import NOW, World


@dataclass(frozen=True)
class Scene:
    """Noor's membership, and a role of Tomas's to take away."""

    world: World
    noor: Membership
    grant: RoleGrant


def scene(world: World) -> Scene:
    tomas = Membership.objects.get(person=world.tomas)
    grant = RoleGrant.objects.create(membership=tomas, role="executive", granted_at=NOW)
    return Scene(world, Membership.objects.get(person=world.noor), grant)


def listing(status: int) -> dict[str, int]:
    """Staff of any organization, and managers."""
    return everyone(404) | dict.fromkeys(("maren", "ada", "vera", "milo", "olga"), status)


def of_noor(staff: int, *, others: int = 403) -> dict[str, int]:
    """Staff; those who see Noor and may not; and those for whom she is not there."""
    seeing = dict.fromkeys(("noor", "vera", "milo"), others)
    return everyone(404) | seeing | {"maren": staff, "ada": staff}


def noor(s: Scene) -> dict[str, int]:
    return {"pk": s.world.noor.pk}


def noor_in_alder(s: Scene) -> dict[str, int]:
    return {"pk": s.world.noor.pk, "membership_pk": s.noor.pk}


DOORS = {
    "people": Door(listing(200)),
    "people_export": Door(listing(200)),
    "person_new": Door(
        everyone(404) | {"maren": 200, "ada": 200, "olga": 200, "vera": 403, "milo": 403}
    ),
    "person": Door(of_noor(200, others=200), noor),
    "person_record": Door(of_noor(200), noor),
    "membership_end": Door(of_noor(200), noor_in_alder),
    "person_roles": Door(of_noor(403) | {"ada": 422}, noor_in_alder, "post"),
    # Whoever comes after Ada finds that the role has ended: she took it away.
    "person_role_end": Door(
        everyone(404) | {"vera": 403, "maren": 403, "ada": 303},
        lambda s: {"pk": s.world.tomas.pk, "grant_pk": s.grant.pk},
        "post",
    ),
    "profile": Door(everyone(200)),
    "profile_pause": Door(everyone(303), method="post"),
    "profile_resumption": Door(everyone(303), method="post"),
}

"""Doors of the frame: Today, search, help, coming in, settings."""

from dataclasses import dataclass

from guildhall.directory.actions.invitations import invite
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Invitation, Person, RoleGrant
from guildhall.permissions.actor import SYSTEM
from tests.web.doors import Door, everyone
from tests.world import NOW, World


@dataclass(frozen=True)
class Scene:
    """An open invitation into Alder Bay; a record at Calder with Gwen's address."""

    world: World
    token: str
    invitation: Invitation
    grant: RoleGrant
    record: Person


def scene(world: World) -> Scene:
    row, token = invite(
        organization=world.alder, email="new@alderbay.example", by=world.actor("ada"), at=NOW
    )
    grant = RoleGrant.objects.get(role="administrator")
    record = add_member(
        organization=world.calder, given_name="G.", email=world.gwen.email, by=SYSTEM, at=NOW
    ).person
    return Scene(world, token, row, grant, record)


def administrators(status: int) -> dict[str, int]:
    return everyone(404) | {"ada": status}


def of_alder(s: Scene) -> dict[str, int]:
    return {"pk": s.world.alder.pk}


DOORS = {
    "today": Door(everyone(200)),
    "search": Door(everyone(200)),
    "help": Door(everyone(200), nobody=200),
    "privacy": Door(everyone(200), nobody=200),
    "style": Door(everyone(404) | {"maren": 200, "ada": 200, "vera": 200, "olga": 200}),
    "newcomer": Door(everyone(302)),
    "invitation": Door(everyone(200), lambda s: {"token": s.token}, nobody=200),
    "own_records": Door(everyone(200)),
    # An empty answer to a record with one's own address; nobody else has one here.
    "record_answer": Door(everyone(404) | {"gwen": 422}, lambda s: {"pk": s.record.pk}, "post"),
    "demo_doors": Door(everyone(404), nobody=404),
    "demo_door": Door(
        everyone(404), lambda s: {"account_id": s.world.gwen.account_id}, "post", nobody=404
    ),
    "settings": Door(everyone(200)),
    "organization": Door(administrators(200), of_alder),
    "sites": Door(administrators(422), of_alder, "post"),
    "units": Door(administrators(422), of_alder, "post"),
    "staff": Door(administrators(200), of_alder),
    "invitations": Door(administrators(422), of_alder, "post"),
    # For the last administrator the role stays; for the others there is nothing here.
    "role_end": Door(administrators(409), lambda s: {"pk": s.grant.pk}, "post"),
    "invitation_revocation": Door(administrators(303), lambda s: {"pk": s.invitation.pk}, "post"),
}

"""The fixed cast, and whoever else might read on: from another house, with another role, or gone.

sara    safety officer          erik    executive            cora    coordinates the program
fern    coordinated until lately                             petra   coordinator of a partner
"""

from dataclasses import dataclass, fields

from guildhall.directory.actions.members import grant_role
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.partners import add_partner
from guildhall.programs.models import Program, ProgramGrant
from guildhall.programs.states import ProgramRole
from tests.world import NOW, World, build_world, make_person

PERSONAS = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")
MORE = ("sara", "erik", "cora", "fern", "petra")
EVERYBODY = (*PERSONAS, *MORE)


@dataclass(frozen=True)
class Cast(World):
    """The cast and those who stand around it."""

    sara: Person
    erik: Person
    cora: Person
    fern: Person
    petra: Person


def build_cast() -> Cast:
    """Noor is sent by a partner, Birch College, whose coordinator is Petra."""
    world = build_world()
    known = {field.name: getattr(world, field.name) for field in fields(world)}
    sara = make_person(world.alder, "Sara Nyberg")
    grant_role(membership=sara.memberships.get(), role="safety_officer", by=SYSTEM, at=NOW)
    fern = make_person(world.alder, "Fern Ito", role="coordinator")
    RoleGrant.objects.filter(membership__person=fern).update(ended_at=NOW)
    birch = add_organization(
        name="Birch College", slug="birch", kind="university", time_zone="UTC", at=NOW
    )
    Membership.objects.create(organization=birch, person=world.noor, started_at=NOW)
    return Cast(
        **known,
        sara=sara,
        erik=make_person(world.alder, "Erik Dahl", role="executive"),
        cora=make_person(world.alder, "Cora Lang"),
        fern=fern,
        petra=make_person(birch, "Petra Sand", role="coordinator"),
    )


def place_around(cast: Cast, program: Program) -> None:
    """Cora coordinates the program, and Birch takes part in it."""
    add_partner(
        program=program, organization=cast.petra.memberships.get().organization, by=SYSTEM, at=NOW
    )
    ProgramGrant.objects.create(
        program=program, person=cast.cora, role=ProgramRole.COORDINATOR, granted_at=NOW
    )

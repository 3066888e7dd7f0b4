"""The fixed cast. Two organizations; one of them is the outsider's.

maren   coordinator of Alder Bay          ada     administrator of Alder Bay
vera    read-only at Alder Bay            milo    manager at Alder Bay (of noor)
gwen    member, a guide                   omar    member, a second guide
noor    member, a learner                 tomas   member, a second learner
olga    coordinator of Calder, the outsider
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from guildhall.accounts.actions import make_account
from guildhall.directory.actions.accounts import tie_account
from guildhall.directory.actions.members import add_member
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Membership, Organization, Person, RoleGrant
from guildhall.permissions.actor import SYSTEM, Actor, actor_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
ROLES = {"maren": "coordinator", "ada": "administrator", "vera": "viewer", "milo": "manager"}
NAMES = {
    "maren": "Maren Okafor",
    "ada": "Ada Lindt",
    "vera": "Vera Brandt",
    "milo": "Milo Santos",
    "gwen": "Gwen Castellan",
    "omar": "Omar Haddad",
    "noor": "Noor Rahimi",
    "tomas": "Tomas Weber",
}


@dataclass(frozen=True)
class World:
    """The cast and their houses."""

    alder: Organization
    calder: Organization
    maren: Person
    ada: Person
    vera: Person
    milo: Person
    gwen: Person
    omar: Person
    noor: Person
    tomas: Person
    olga: Person

    def actor(self, name: str) -> Actor:
        """The actor of somebody of the cast, with their roles as they are now."""
        person: Person = getattr(self, name)
        return actor_for(account_id=person.account_id, person_id=person.pk)


def make_person(organization: Organization, name: str, *, role: str = "") -> Person:
    """A member with an account; `name` is “Given Family”."""
    given, _, family = name.partition(" ")
    email = f"{given.lower()}@{organization.slug}.example"
    membership = add_member(
        organization=organization,
        given_name=given,
        family_name=family,
        email=email,
        by=SYSTEM,
        at=NOW,
    )
    person = tie_account(person=membership.person, account=make_account(email=email, at=NOW))
    if role:
        RoleGrant.objects.create(membership=membership, role=role, granted_at=NOW)
    return person


def build_world() -> World:
    """Build the cast; call once in a test through the `world` fixture."""
    alder = add_organization(
        name="Alder Bay Teaching Hospital",
        slug="alderbay",
        kind="hospital",
        time_zone="UTC",
        at=NOW,
    )
    calder = add_organization(
        name="Calder University", slug="calder", kind="university", time_zone="UTC", at=NOW
    )
    people = {key: make_person(alder, name, role=ROLES.get(key, "")) for key, name in NAMES.items()}
    Membership.objects.filter(person=people["noor"]).update(manager=people["milo"])
    olga = make_person(calder, "Olga Berg", role="coordinator")
    return World(alder=alder, calder=calder, olga=olga, **people)

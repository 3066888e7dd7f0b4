"""Members, roles, managers: what changes, what is recorded, who may not."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import (
    add_member,
    change_member,
    end_membership,
    end_role,
    grant_role,
)
from guildhall.directory.models import Membership, Person, RoleGrant
from tests.world import NOW


def membership(person: Person) -> Membership:
    return Membership.objects.get(person=person)


def last_event() -> tuple[str, int | None, int]:
    event = Event.objects.latest("pk")
    return event.kind, event.person_id, event.subject_id


def test_a_coordinator_adds_a_member(world):
    row = add_member(
        organization=world.alder,
        given_name="Priya",
        family_name="Nair",
        email=" Priya@Alderbay.example ",
        by=world.actor("maren"),
        at=NOW,
    )
    assert (row.person.name, row.person.email, row.person.initials) == (
        "Priya Nair",
        "priya@alderbay.example",
        "PN",
    )
    assert last_event() == ("member_added", world.maren.pk, row.person_id)


@pytest.mark.parametrize(
    ("name", "error"),
    [("vera", NotAllowed), ("noor", NotAllowed), ("milo", NotAllowed), ("olga", NotVisible)],
)
def test_others_do_not(world, name, error):
    with pytest.raises(error):
        add_member(organization=world.alder, given_name="X", by=world.actor(name), at=NOW)


def test_an_address_is_taken_once_in_an_organization_but_may_exist_elsewhere(world):
    values = {"given_name": "Gwen", "email": "GWEN@alderbay.example", "at": NOW}
    with pytest.raises(InvalidInput) as refusal:
        add_member(organization=world.alder, by=world.actor("maren"), **values)
    assert refusal.value.message == "Somebody here already has this e-mail address."
    elsewhere = add_member(organization=world.calder, by=world.actor("olga"), **values)
    assert elsewhere.person_id != world.gwen.pk


def test_nobody_is_their_own_manager(world):
    with pytest.raises(InvalidInput, match="Nobody is their own manager"):
        change_member(
            membership=membership(world.noor), by=world.actor("maren"), at=NOW, manager=world.noor
        )


def test_a_member_changes_their_own_name_and_nobody_elses(world):
    noor = world.actor("noor")
    change_member(membership=membership(world.noor), by=noor, at=NOW, given_name="Noora")
    world.noor.refresh_from_db()
    assert world.noor.given_name == "Noora"
    with pytest.raises(NotVisible):
        change_member(membership=membership(world.gwen), by=noor, at=NOW, given_name="X")


def test_an_administrator_gives_a_role_once(world):
    ada = world.actor("ada")
    first = grant_role(membership=membership(world.gwen), role="coordinator", by=ada, at=NOW)
    again = grant_role(membership=membership(world.gwen), role="coordinator", by=ada, at=NOW)
    assert first.pk == again.pk
    assert world.actor("gwen").holds("organization", world.alder.pk, "coordinator")
    assert Event.objects.filter(kind="role_granted").count() == 1


def test_a_coordinator_gives_no_roles(world):
    with pytest.raises(NotAllowed):
        grant_role(
            membership=membership(world.gwen),
            role="coordinator",
            by=world.actor("maren"),
            at=NOW,
        )


def test_the_last_administrator_stays(world):
    grant = RoleGrant.objects.get(role="administrator")
    with pytest.raises(WrongState, match="This is the last administrator"):
        end_role(grant=grant, by=world.actor("ada"), at=NOW)
    grant_role(
        membership=membership(world.maren), role="administrator", by=world.actor("ada"), at=NOW
    )
    assert end_role(grant=grant, by=world.actor("ada"), at=NOW).ended_at == NOW
    assert not world.actor("ada").holds("organization", world.alder.pk, "administrator")


def test_who_leaves_loses_the_roles_and_keeps_the_history(world):
    end_membership(membership=membership(world.vera), by=world.actor("ada"), at=NOW)
    assert world.actor("vera").grants == frozenset()
    assert RoleGrant.objects.get(membership__person=world.vera).ended_at == NOW


def test_the_last_administrator_does_not_leave_either(world):
    with pytest.raises(WrongState, match="This is the last administrator"):
        end_membership(membership=membership(world.ada), by=world.actor("ada"), at=NOW)


def test_who_left_does_not_leave_again(world):
    row = membership(world.vera)
    end_membership(membership=row, by=world.actor("ada"), at=NOW)
    with pytest.raises(WrongState, match="has ended already"):
        end_membership(membership=row, by=world.actor("ada"), at=NOW)


def test_a_change_takes_nobody_elses_address(world):
    maren = world.actor("maren")
    with pytest.raises(InvalidInput, match="already has this e-mail"):
        change_member(
            membership=membership(world.noor), by=maren, at=NOW, email="GWEN@alderbay.example"
        )
    change_member(
        membership=membership(world.noor), by=maren, at=NOW, email="noor@alderbay.example"
    )

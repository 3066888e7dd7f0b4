"""Officers are named and end in the open, and an organization that has one keeps one."""

import pytest

from guildhall.accounts.models import Account
from guildhall.audit.models import Event
from guildhall.core.errors import NotAllowed, WrongState
from guildhall.directory.actions.invitations import accept_invitation, invite
from guildhall.directory.actions.members import end_membership, end_role, grant_role
from guildhall.directory.models import RoleGrant
from guildhall.notify.models import Message, Notice
from guildhall.permissions.actor import SYSTEM
from guildhall.safety.queries.readers import holders_of
from tests.safety.conftest import officer
from tests.world import NOW, make_person


def heard(kind):
    rows = Notice.objects.filter(kind=f"safety.{kind}").order_by("person__given_name")
    return [notice.person.given_name for notice in rows]


def grant_of(person):
    return RoleGrant.objects.get(
        membership__person=person, role="safety_officer", ended_at__isnull=True
    )


def test_naming_is_told_to_the_others_and_is_an_event(world, sara):
    make_person(world.alder, "Bea Ortiz", role="administrator")
    Notice.objects.all().delete()
    membership = world.omar.memberships.get()
    grant_role(membership=membership, role="safety_officer", by=world.actor("ada"), at=NOW)
    assert heard("officer_named") == ["Bea", "Sara"]
    assert heard("you_are_officer") == ["Omar"]
    mail = Message.objects.filter(kind="safety.officer_named").first()
    assert "Omar Haddad" in mail.subject
    event = Event.objects.filter(kind="role_granted").latest("pk")
    assert (event.person_id, event.subject_id) == (world.ada.pk, world.omar.pk)
    assert event.organization_id == world.alder.pk
    grant_role(membership=membership, role="safety_officer", by=world.actor("ada"), at=NOW)
    assert heard("officer_named") == ["Bea", "Sara"]


def test_an_end_is_told_to_the_others(world, sara):
    tess = officer(world.alder, "Tess Moreau")
    end_role(grant=grant_of(sara), by=world.actor("ada"), at=NOW)
    assert heard("officer_ended") == ["Tess"]
    end_role(
        grant=RoleGrant.objects.get(membership__person=sara, role="safety_officer"),
        by=world.actor("ada"),
        at=NOW,
    )
    assert heard("officer_ended") == ["Tess"]
    assert holders_of(world.alder, "safety_officer") == [tess]


@pytest.mark.parametrize("has_worry", [True, False])
def test_the_last_officer_stays_whether_or_not_there_are_worries(world, sara, report, has_worry):
    if has_worry:
        report()
    with pytest.raises(WrongState, match="last safety officer"):
        end_role(grant=grant_of(sara), by=world.actor("ada"), at=NOW)
    with pytest.raises(WrongState, match="last safety officer"):
        end_membership(membership=sara.memberships.get(), by=world.actor("maren"), at=NOW)
    assert holders_of(world.alder, "safety_officer") == [sara]
    tess = officer(world.alder, "Tess Moreau")
    end_membership(membership=sara.memberships.get(), by=world.actor("maren"), at=NOW)
    assert holders_of(world.alder, "safety_officer") == [tess]
    assert "Ada" in heard("officer_ended")


def test_an_officer_of_another_organization_does_not_count(world, sara, carl):
    with pytest.raises(WrongState, match="last safety officer"):
        end_role(grant=grant_of(sara), by=world.actor("ada"), at=NOW)


def test_nobody_names_themselves_by_an_invitation(world, sara):
    ada = world.actor("ada")
    with pytest.raises(NotAllowed):
        grant_role(membership=world.ada.memberships.get(), role="safety_officer", by=ada, at=NOW)
    _invitation, token = invite(
        organization=world.alder, email=world.ada.email, role="safety_officer", by=ada, at=NOW
    )
    account = Account.objects.get(pk=world.ada.account_id)
    with pytest.raises(WrongState, match="Nobody makes themselves"):
        accept_invitation(token=token, account=account, at=NOW)
    assert holders_of(world.alder, "safety_officer") == [sara]


def test_an_officer_by_invitation_is_told_of_too(world, sara):
    _invitation, token = invite(
        organization=world.alder,
        email=world.omar.email,
        role="safety_officer",
        by=world.actor("ada"),
        at=NOW,
    )
    Notice.objects.all().delete()
    account = Account.objects.get(pk=world.omar.account_id)
    accept_invitation(token=token, account=account, at=NOW)
    assert heard("officer_named") == ["Ada", "Sara"]
    assert Event.objects.filter(kind="role_granted", subject_id=world.omar.pk).count() == 1
    grant_role(membership=world.omar.memberships.get(), role="coordinator", by=SYSTEM, at=NOW)
    assert heard("officer_named") == ["Ada", "Sara"]

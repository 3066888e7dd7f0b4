"""Invitations: the link works once, for the right address, in time."""

from datetime import timedelta

import pytest

from guildhall.accounts.models import Account
from guildhall.core.errors import NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.invitations import (
    accept_invitation,
    invite,
    open_invitation,
    revoke_invitation,
)
from guildhall.directory.actions.members import end_membership
from guildhall.directory.models import Invitation, Membership
from guildhall.permissions.actor import actor_for
from tests.world import NOW


def make_account(email: str) -> Account:
    return Account.objects.create_user(email)


def test_a_new_colleague_joins_with_the_role_that_was_promised(world):
    row, token = invite(
        organization=world.alder,
        email="New@alderbay.example",
        role="coordinator",
        by=world.actor("ada"),
        at=NOW,
    )
    account = make_account("new@alderbay.example")
    person = accept_invitation(token=token, account=account, at=NOW)
    row.refresh_from_db()
    assert (row.accepted_at, row.person, person.account) == (NOW, person, account)
    actor = actor_for(account_id=account.pk, person_id=person.pk)
    assert actor.holds("organization", world.alder.pk, "coordinator")
    with pytest.raises(WrongState, match="has been used"):
        accept_invitation(token=token, account=account, at=NOW)


def test_the_table_holds_no_secret(world):
    row, token = invite(
        organization=world.alder, email="x@a.example", by=world.actor("maren"), at=NOW
    )
    assert token not in str(Invitation.objects.values().get(pk=row.pk))
    with pytest.raises(NotVisible):
        open_invitation(token=row.digest, at=NOW)


def test_a_forwarded_link_lets_no_stranger_in(world):
    _, token = invite(
        organization=world.alder, email="x@a.example", by=world.actor("maren"), at=NOW
    )
    with pytest.raises(WrongState, match="another address"):
        accept_invitation(token=token, account=make_account("y@a.example"), at=NOW)


def test_an_old_revoked_or_replaced_link_is_refused_in_words(world):
    maren = world.actor("maren")
    _, first = invite(organization=world.alder, email="x@a.example", by=maren, at=NOW)
    row, second = invite(organization=world.alder, email="x@a.example", by=maren, at=NOW)
    for token, at in ((first, NOW), (second, NOW + timedelta(days=14))):
        with pytest.raises(WrongState, match="no longer valid"):
            open_invitation(token=token, at=at)
    revoke_invitation(invitation=row, by=maren, at=NOW)
    with pytest.raises(WrongState, match="no longer valid"):
        open_invitation(token=second, at=NOW)


def test_only_administrators_invite_into_a_role(world):
    with pytest.raises(NotAllowed):
        invite(
            organization=world.alder,
            email="x@a.example",
            role="viewer",
            by=world.actor("maren"),
            at=NOW,
        )


def test_who_left_may_be_asked_back(world):
    row = Membership.objects.get(person=world.gwen)
    end_membership(membership=row, by=world.actor("ada"), at=NOW)
    assert world.actor("gwen").grants == frozenset()
    _, token = invite(
        organization=world.alder, email=world.gwen.email, by=world.actor("maren"), at=NOW
    )
    assert accept_invitation(token=token, account=world.gwen.account, at=NOW) == world.gwen
    assert world.actor("gwen").holds("organization", world.alder.pk, "member")

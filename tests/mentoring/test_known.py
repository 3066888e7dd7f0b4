"""Two people begin by themselves: somebody here, or a colleague who is not here yet."""

import pytest

from guildhall.accounts.actions import make_account
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.directory.models import Invitation, Membership, Person
from guildhall.flows.actions.claiming import join_by_invitation
from guildhall.mentoring.actions.answers import accept_request
from guildhall.mentoring.actions.known import ask_by_mail, ask_member
from guildhall.mentoring.actions.requests import RequestDraft
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.queries.known import members_named
from guildhall.notify.models import ActionLink, Message, Notice
from guildhall.permissions.actor import actor_for
from tests.world import NOW, make_person

DRAFT = RequestDraft(line="You know how I got here.")


def ask_known(world, name="gwen", *, side="learner", by="noor"):
    membership = Membership.objects.get(person=getattr(world, name))
    return ask_member(membership=membership, side=side, draft=DRAFT, by=world.actor(by), at=NOW)


def by_mail(world, email="Ines.Moor@alderbay.example", *, by="noor", side="learner"):
    return ask_by_mail(
        organization=world.alder, email=email, side=side, draft=DRAFT, by=world.actor(by), at=NOW
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gwen castellan", ["Gwen Castellan"]),
        ("GWEN@alderbay.example ", ["Gwen Castellan"]),
        ("Gwen", []),
        ("castellan", []),
        ("olga berg", []),
        ("noor rahimi", []),
        ("", []),
    ],
)
def test_only_a_whole_name_or_address_finds_somebody(world, text, found):
    rows = members_named(world.alder, text, besides=world.noor.pk)
    assert [row.person.name for row in rows] == found


def test_people_of_one_name_are_all_found(world):
    make_person(world.calder, "Gwen Castellan")
    assert len(members_named(world.alder, "gwen castellan", besides=world.noor.pk)) == 1


@pytest.mark.parametrize(("side", "guide"), [("learner", "gwen"), ("guide", "noor")])
def test_either_side_may_ask(world, side, guide):
    row = ask_known(world, side=side)
    assert row.guide == getattr(world, guide)
    assert row.asked == world.gwen
    assert ActionLink.objects.filter(person=world.gwen).count() == 2
    pair = accept_request(request=row, by=world.actor("gwen"), at=NOW)
    assert pair.parties.get(side="guide").person == getattr(world, guide)


def test_oneself_and_strangers_are_refused(world):
    with pytest.raises(InvalidInput, match="This is you"):
        ask_known(world, "noor")
    with pytest.raises(NotVisible):
        ask_known(world, "olga")
    with pytest.raises(WrongState):
        ask_known(world, "milo")


def test_a_colleague_joins_by_mail_and_says_yes(world):
    row = by_mail(world)
    mail = Message.objects.get(kind="mentoring.request_invited")
    assert "how I got here" not in mail.body
    assert not ActionLink.objects.filter(person=row.asked).exists()
    path = Notice.objects.get(person=row.asked).path
    assert path.startswith("/invitation/")
    account = make_account(email="ines.moor@alderbay.example", at=NOW)
    person = join_by_invitation(token=path.split("/")[2], account=account, at=NOW)
    by = actor_for(account_id=account.pk, person_id=person.pk)
    row.refresh_from_db()
    pair = accept_request(request=row, by=by, at=NOW)
    assert pair.parties.get(side="guide").person == person


def test_two_who_invite_the_same_colleague_ask_the_same_person(world):
    rows = [by_mail(world), by_mail(world, by="tomas")]
    assert rows[0].guide_id == rows[1].guide_id
    assert Invitation.objects.filter(revoked_at=None).count() == 1


@pytest.mark.parametrize("by", ["noor", "tomas"])
def test_nobody_of_another_house_is_invited_by_members(world, by):
    people = Person.objects.count()
    with pytest.raises(InvalidInput, match="ask a coordinator"):
        by_mail(world, "someone@elsewhere.example", by=by)
    assert (Person.objects.count(), GuideRequest.objects.count()) == (people, 0)
    assert by_mail(world, "someone@elsewhere.example", by="maren").state == "asked"


def test_whoever_left_is_not_let_in_again_by_a_colleague(world):
    Membership.objects.filter(person=world.gwen).update(ended_at=NOW)
    with pytest.raises(InvalidInput, match="ask a coordinator"):
        by_mail(world, "gwen@alderbay.example")


def test_an_invited_person_keeps_the_role_that_was_promised(world):
    from guildhall.directory.actions.invitations import invite

    email = "ines.moor@alderbay.example"
    invite(organization=world.alder, email=email, role="viewer", by=world.actor("ada"), at=NOW)
    by_mail(world)
    assert Invitation.objects.get(revoked_at=None).role == "viewer"

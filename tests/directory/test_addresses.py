"""Nobody who signs in is reached at another address before they say yes to it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from guildhall.accounts.actions import make_account
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.addresses import (
    confirm_address,
    follow_account,
    request_address,
    withdraw_address_request,
)
from guildhall.directory.actions.members import add_member, change_member
from guildhall.directory.models import AddressRequest, Membership, Person
from guildhall.permissions.actor import SYSTEM
from tests.world import NOW

NEW = "noor.lund@private.example"


def ask(world, *, by="maren", person="noor", email=NEW, at=NOW) -> tuple[AddressRequest, str]:
    membership = Membership.objects.get(person=getattr(world, person))
    return request_address(membership=membership, email=email, by=world.actor(by), at=at)


def address_of(person: Person) -> tuple[str, str]:
    person.refresh_from_db()
    account = type(person.account).objects.get(pk=person.account_id)
    return person.email, account.email


def last_event() -> tuple[str, int | None, int | None]:
    event = Event.objects.latest("pk")
    return event.kind, event.person_id, event.organization_id


def test_a_request_changes_nothing_and_a_yes_everything(world):
    row, token = ask(world, email=" Noor.Lund@private.example ")
    assert (row.email, row.person, row.asked_by) == (NEW, world.noor, world.maren)
    assert last_event() == ("address_requested", world.maren.pk, world.alder.pk)
    assert address_of(world.noor) == ("noor@alderbay.example",) * 2
    confirm_address(token=token, account=world.noor.account, at=NOW)
    assert address_of(world.noor) == (NEW, NEW)
    assert last_event() == ("address_confirmed", world.noor.pk, None)
    rows = EmailAddress.objects.filter(user=world.noor.account).order_by("pk")
    assert list(rows.values_list("email", "verified", "primary")) == [
        ("noor@alderbay.example", True, False),
        (NEW, True, True),
    ]
    with pytest.raises(WrongState, match="counts already"):
        confirm_address(token=token, account=world.noor.account, at=NOW)


def test_only_its_own_person_says_yes(world):
    _row, token = ask(world)
    for other in (world.gwen, world.maren, world.olga):
        with pytest.raises(NotVisible):
            confirm_address(token=token, account=other.account, at=NOW)
    with pytest.raises(NotVisible):
        confirm_address(token="x" * 43, account=world.noor.account, at=NOW)
    assert address_of(world.noor) == ("noor@alderbay.example",) * 2


def test_the_newest_request_counts_for_a_week(world):
    first, old = ask(world)
    _second, new = ask(world, email="n@private.example")
    first.refresh_from_db()
    assert first.withdrawn_at == NOW
    for token, at in ((old, NOW), (new, NOW + timedelta(days=7))):
        with pytest.raises(WrongState, match="no longer valid"):
            confirm_address(token=token, account=world.noor.account, at=at)


@pytest.mark.parametrize(
    ("by", "error"),
    [("vera", NotAllowed), ("milo", NotAllowed), ("gwen", NotVisible), ("olga", NotVisible)],
)
def test_who_may_ask_and_take_back(world, by, error):
    with pytest.raises(error):
        ask(world, by=by)
    row, _token = ask(world)
    with pytest.raises(NotVisible):
        withdraw_address_request(row=row, by=world.actor(by), at=NOW)


def test_whoever_holds_a_role_is_asked_by_an_administrator(world):
    with pytest.raises(NotAllowed, match="Ask an administrator"):
        ask(world, person="vera")
    assert ask(world, person="vera", by="ada")[0].email == NEW


def test_who_belongs_elsewhere_too_is_asked_by_neither(world):
    Membership.objects.create(organization=world.calder, person=world.noor, started_at=NOW)
    membership = Membership.objects.get(person=world.noor, organization=world.alder)
    with pytest.raises(NotAllowed, match="belongs to another organization too"):
        request_address(membership=membership, email=NEW, by=world.actor("maren"), at=NOW)


@pytest.mark.parametrize("by", ["noor", "maren"])
def test_a_no_leaves_all_as_it_was(world, by):
    row, token = ask(world)
    withdraw_address_request(row=row, by=world.actor(by), at=NOW)
    assert last_event()[:2] == ("address_withdrawn", getattr(world, by).pk)
    with pytest.raises(WrongState, match="no longer valid"):
        confirm_address(token=token, account=world.noor.account, at=NOW)
    with pytest.raises(WrongState, match="settled already"):
        withdraw_address_request(row=row, by=world.actor(by), at=NOW)


def test_an_address_of_somebody_else_is_refused_at_both_ends(world):
    with pytest.raises(InvalidInput, match="already has this e-mail"):
        ask(world, email="gwen@alderbay.example")
    _row, token = ask(world)
    add_member(organization=world.alder, given_name="N", email=NEW, by=SYSTEM, at=NOW)
    with pytest.raises(InvalidInput, match="already has this e-mail"):
        confirm_address(token=token, account=world.noor.account, at=NOW)
    _row, token = ask(world, email="taken@private.example")
    make_account(email="taken@private.example", at=NOW)
    with pytest.raises(WrongState, match="Somebody else signs in with"):
        confirm_address(token=token, account=world.noor.account, at=NOW)
    assert address_of(world.noor) == ("noor@alderbay.example",) * 2


def test_no_way_leads_around_the_yes(world):
    for by in ("maren", "ada", "noor"):
        with pytest.raises(NotAllowed, match="once they have said yes"):
            change_member(
                membership=Membership.objects.get(person=world.noor),
                by=world.actor(by),
                at=NOW,
                email=NEW,
            )
    assert address_of(world.noor)[0] == "noor@alderbay.example"


def test_who_does_not_sign_in_is_changed_at_once(world):
    row = add_member(
        organization=world.alder, given_name="P", email="p@x.example", by=SYSTEM, at=NOW
    )
    change_member(membership=row, by=world.actor("maren"), at=NOW, email=NEW)
    assert Person.objects.get(pk=row.person_id).email == NEW


def test_a_first_address_of_ones_own_is_followed(world):
    account = world.noor.account
    account.email = NEW
    account.save()
    assert follow_account(account=account, at=NOW) == world.noor
    assert address_of(world.noor) == (NEW, NEW)
    assert last_event()[:2] == ("member_changed", world.noor.pk)
    assert follow_account(account=account, at=NOW) is None
    add_member(organization=world.alder, given_name="N", email="n@x.example", by=SYSTEM, at=NOW)
    account.email = "n@x.example"
    account.save()
    assert follow_account(account=account, at=NOW) is None
    assert address_of(world.noor)[0] == NEW

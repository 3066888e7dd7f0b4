"""A proven address claims every record that carries it."""

from guildhall.accounts.models import Account
from guildhall.audit.models import Event
from guildhall.directory.actions.members import add_member
from guildhall.directory.models import Membership, Person
from guildhall.flows.actions.claiming import claim_records
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.models import Party, Relationship
from tests.world import NOW


def account(email="ana@x.example") -> Account:
    """Somebody who has just proven an address."""
    return Account.objects.create_user(email=email)


def member(organization, email="Ana@x.example", **values) -> Person:
    """A record that an import or a coordinator made."""
    return add_member(
        organization=organization, given_name="Ana", email=email, by=SYSTEM, at=NOW, **values
    ).person


def test_nobody_is_claimed_where_nobody_is(world):
    assert claim_records(account=account(), at=NOW) is None


def test_the_first_record_gets_the_account_and_the_others_go_into_it(world):
    first, second = member(world.alder), member(world.calder, job_title="Dean")
    own = claim_records(account=account(), at=NOW)
    assert own == first
    second.refresh_from_db()
    assert second.merged_into == first
    houses = Membership.objects.filter(person=first).values_list("organization__slug", flat=True)
    assert sorted(houses) == ["alderbay", "calder"]
    kinds = Event.objects.filter(kind__in=("records_claimed", "records_merged"))
    assert list(kinds.order_by("pk").values_list("kind", "subject_id", "person_id")) == [
        ("records_claimed", first.pk, first.pk),
        ("records_merged", first.pk, first.pk),
    ]


def test_who_has_a_record_takes_those_that_came_later(world):
    later = member(world.calder, email="gwen@alderbay.example")
    own = claim_records(account=world.gwen.account, at=NOW)
    later.refresh_from_db()
    assert (own, later.merged_into) == (world.gwen, world.gwen)
    assert claim_records(account=world.gwen.account, at=NOW) == world.gwen
    assert Event.objects.filter(kind="records_merged").count() == 1


def test_records_of_others_and_of_other_accounts_stay(world):
    other = member(world.calder, email="ana.other@x.example")
    own = member(world.alder)
    claim_records(account=account(), at=NOW)
    other.refresh_from_db()
    assert (other.account_id, other.merged_into_id) == (None, None)
    assert own.pk != other.pk
    assert claim_records(account=world.omar.account, at=NOW) == world.omar


def test_two_records_that_are_paired_stay_apart(world):
    later = member(world.calder, email="gwen@alderbay.example")
    pair = Relationship.objects.create(organization=world.alder, state="active", created_at=NOW)
    for person, side in ((world.gwen, "guide"), (later, "learner")):
        Party.objects.create(relationship=pair, person=person, side=side)
    assert claim_records(account=world.gwen.account, at=NOW) == world.gwen
    later.refresh_from_db()
    assert later.merged_into is None

"""A proven address gives the right to be asked; a record joins only by its owner's yes."""

import pytest

from guildhall.accounts.actions import make_account
from guildhall.accounts.models import Account
from guildhall.audit.models import Event
from guildhall.core.errors import NotVisible, WrongState
from guildhall.directory.access import SEE_PERSON
from guildhall.directory.actions.invitations import invite
from guildhall.directory.actions.members import add_member
from guildhall.directory.actions.organizations import add_organization
from guildhall.directory.models import Membership, Person
from guildhall.flows.actions.claiming import (
    claim_from,
    claim_record,
    join_by_invitation,
    refuse_record,
)
from guildhall.flows.models import RecordRefusal
from guildhall.flows.queries.claiming import known_as, open_questions
from guildhall.permissions.access import may
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.models import Party, Relationship
from tests.world import NOW


def account(email="ana@x.example") -> Account:
    """Somebody who has just proven an address."""
    return make_account(email=email, at=NOW)


def member(organization, email="Ana@x.example", **values) -> Person:
    """A record that an import or a coordinator made."""
    return add_member(
        organization=organization, given_name="Ana", email=email, by=SYSTEM, at=NOW, **values
    ).person


def houses_of(person: Person) -> list[str]:
    rows = Membership.objects.filter(person=person).values_list("organization__slug", flat=True)
    return sorted(rows)


def events(*kinds: str) -> list[tuple[str, int, int | None, int | None]]:
    rows = Event.objects.filter(kind__in=kinds).order_by("pk")
    return list(rows.values_list("kind", "subject_id", "person_id", "organization_id"))


def test_whoever_is_known_is_asked_and_nothing_has_joined(world):
    record = member(world.calder, email="GWEN@alderbay.example", job_title="Dean")
    (question,) = open_questions(world.gwen.account)
    assert (question.record, question.keepers, question.job_title, question.since) == (
        record,
        "Calder University",
        "Dean",
        NOW,
    )
    assert houses_of(world.gwen) == ["alderbay"]
    # Calder's coordinator sees the record that she made, and nothing of Gwen.
    olga = world.actor("olga")
    assert may(SEE_PERSON, olga, record)
    assert not may(SEE_PERSON, olga, world.gwen)
    assert open_questions(world.omar.account) == []


def test_yes_joins_the_record_to_ones_own(world):
    record = member(world.calder, email="gwen@alderbay.example")
    assert claim_record(account=world.gwen.account, record=record, at=NOW) == world.gwen
    record.refresh_from_db()
    assert record.merged_into == world.gwen
    assert houses_of(world.gwen) == ["alderbay", "calder"]
    assert [row[:3] for row in events("records_claimed", "records_merged")] == [
        ("records_merged", world.gwen.pk, world.gwen.pk)
    ]
    assert known_as(world.gwen.account) == []


def test_the_first_yes_gets_the_account_and_the_second_goes_into_it(world):
    first, second = member(world.alder), member(world.calder)
    ana = account()
    assert [row.record for row in open_questions(ana)] == [first, second]
    assert claim_record(account=ana, record=second, at=NOW) == second
    assert claim_record(account=ana, record=first, at=NOW) == second
    assert houses_of(second) == ["alderbay", "calder"]
    assert [row[:3] for row in events("records_claimed", "records_merged")] == [
        ("records_claimed", second.pk, second.pk),
        ("records_merged", second.pk, second.pk),
    ]


def test_no_is_for_good_and_tells_nobody(world):
    record = member(world.calder, email="gwen@alderbay.example")
    for _again in range(2):
        refuse_record(account=world.gwen.account, record=record, at=NOW)
    refusal = RecordRefusal.objects.get()
    assert (refusal.organization, refusal.refused_at) == (world.calder, NOW)
    assert events("record_refused") == [("record_refused", refusal.pk, world.gwen.pk, None)]
    record.refresh_from_db()
    assert (record.account_id, record.merged_into_id) == (None, None)
    # Another record of the same organization does not ask again.
    Membership.objects.filter(person=record).delete()
    again = member(world.calder, email="gwen@alderbay.example")
    assert open_questions(world.gwen.account) == []
    assert [(row.record, row.is_set_apart) for row in known_as(world.gwen.account)] == [
        (again, True)
    ]


def test_a_no_can_become_a_yes(world):
    record = member(world.calder, email="gwen@alderbay.example")
    refuse_record(account=world.gwen.account, record=record, at=NOW)
    claim_record(account=world.gwen.account, record=record, at=NOW)
    assert not RecordRefusal.objects.exists()
    assert houses_of(world.gwen) == ["alderbay", "calder"]


@pytest.mark.parametrize("act", [claim_record, refuse_record])
def test_only_ones_own_address_only_proven_only_records_of_nobody(world, act):
    others = member(world.calder, email="ana.other@x.example")
    kept_nowhere = Person.objects.create(given_name="A", email="ana@x.example", created_at=NOW)
    unproven = Account.objects.create_user("bo@x.example")
    bo = member(world.calder, email="bo@x.example")
    ana = account()
    for owner, record in ((ana, others), (ana, world.gwen), (ana, kept_nowhere), (unproven, bo)):
        with pytest.raises(NotVisible):
            act(account=owner, record=record, at=NOW)
    assert known_as(unproven) == []


def test_two_who_are_paired_stay_two(world):
    record = member(world.calder, email="gwen@alderbay.example")
    pair = Relationship.objects.create(organization=world.alder, state="active", created_at=NOW)
    for person, side in ((world.gwen, "guide"), (record, "learner")):
        Party.objects.create(relationship=pair, person=person, side=side)
    with pytest.raises(WrongState, match="paired with each other"):
        claim_record(account=world.gwen.account, record=record, at=NOW)
    record.refresh_from_db()
    assert record.merged_into is None
    assert [row.record for row in open_questions(world.gwen.account)] == [record]


def test_an_organizations_own_link_is_a_yes_to_it_alone(world):
    here, there = member(world.alder), member(world.calder)
    ana = account()
    assert claim_from(account=ana, organization=world.alder, at=NOW) == here
    there.refresh_from_db()
    assert there.account_id is None
    assert [row.record for row in open_questions(ana)] == [there]
    # From now on she has a record, and is asked.
    assert claim_from(account=ana, organization=world.calder, at=NOW) is None


def test_a_record_that_two_keep_is_asked_about(world):
    both = member(world.alder)
    Membership.objects.create(organization=world.calder, person=both, started_at=NOW)
    ana = account()
    assert claim_from(account=ana, organization=world.alder, at=NOW) is None
    assert open_questions(ana)[0].keepers == "Alder Bay Teaching Hospital, Calder University"


def test_accepting_an_invitation_brings_the_record_that_it_was_sent_to(world):
    record = member(world.calder, email="gwen@alderbay.example", job_title="Dean")
    refuse_record(account=world.gwen.account, record=record, at=NOW)
    _row, token = invite(
        organization=world.calder, email=record.email, by=world.actor("olga"), at=NOW
    )
    assert join_by_invitation(token=token, account=world.gwen.account, at=NOW) == world.gwen
    record.refresh_from_db()
    assert record.merged_into == world.gwen
    assert Membership.objects.get(person=world.gwen, organization=world.calder).job_title == "Dean"
    assert known_as(world.gwen.account) == []
    assert not RecordRefusal.objects.exists()


def test_asking_costs_one_query_where_nobody_else_knows_the_reader(
    world, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert open_questions(world.gwen.account) == []
    for number in range(1, 4):
        house = add_organization(
            name=f"House {number}", slug=f"house-{number}", kind="other", time_zone="UTC", at=NOW
        )
        member(house, email="gwen@alderbay.example")
        if number != 2:
            with django_assert_num_queries(5):
                assert len(open_questions(world.gwen.account)) == number

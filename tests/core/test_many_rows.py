"""Rows by the thousand: the same as Django's own way would write them."""

import pytest
from django.db import IntegrityError, transaction

from guildhall.audit.actions import record_each
from guildhall.audit.models import Event
from guildhall.core.many_rows import draw_ids, insert_rows, update_rows
from guildhall.directory.actions.events import MEMBER_ADDED
from guildhall.directory.models import Membership, Organization, Person
from guildhall.permissions.actor import SYSTEM
from tests.world import NOW

PERSON = ("id", "given_name", "family_name", "email", "time_zone", "created_at")
AWKWARD = "O'Neill; \\N\t“quoted”\nnext line, 100 %s %"


@pytest.fixture
def house(db):
    return Organization.objects.create(name="A", slug="a", created_at=NOW)


def test_rows_are_as_if_they_had_been_created_one_by_one(house):
    first, second = draw_ids(Person, 2)
    count = insert_rows(
        Person,
        PERSON,
        [
            (first, AWKWARD, "", "a@x.example", "UTC", NOW),
            (second, "Ben", "Roy", "", "Europe/Lisbon", NOW),
        ],
    )
    insert_rows(
        Membership,
        ("organization", "person", "manager", "job_title", "external_id", "details", "started_at"),
        [(house.pk, first, second, "", "", {"a": ['"', "\\"]}, NOW)],
    )
    person = Person.objects.get(pk=first)
    assert (count, person.given_name, person.created_at) == (2, AWKWARD, NOW)
    assert person.account_id is None
    membership = Membership.objects.get(person=person)
    assert (membership.manager_id, membership.details) == (second, {"a": ['"', "\\"]})
    assert Person.objects.create(given_name="Cleo", created_at=NOW).pk > second


def test_ids_are_never_given_twice(house):
    one = draw_ids(Person, 3)
    insert_rows(Person, PERSON, [(pk, "A", "", "", "UTC", NOW) for pk in one])
    Person.objects.all().delete()
    two = draw_ids(Person, 2)
    assert set(one).isdisjoint(two)
    assert draw_ids(Person, 0) == []


def test_each_row_is_updated_with_its_own_values(house):
    ids = draw_ids(Person, 3)
    insert_rows(Person, PERSON, [(pk, "A", "B", "", "UTC", NOW) for pk in ids])
    changes = [(ids[0], {"given_name": AWKWARD}), (ids[1], {"given_name": "C", "email": "c@x"})]
    assert update_rows(Person, [*changes, (ids[2], {})]) == 2
    assert list(Person.objects.order_by("pk").values_list("given_name", "email")) == [
        (AWKWARD, ""),
        ("C", "c@x"),
        ("A", ""),
    ]


def test_constraints_hold(house):
    pk = draw_ids(Person, 1)[0]
    insert_rows(Person, PERSON, [(pk, "A", "B", "", "UTC", NOW)])
    names = ("organization", "person", "job_title", "external_id", "details", "started_at")
    row = (house.pk, pk, "", "", {}, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Membership, names, [row, row])
    assert not Membership.objects.exists()


def test_one_event_for_each_of_many(house):
    record_each(
        MEMBER_ADDED,
        by=SYSTEM,
        model=Person,
        subject_ids=[4, 5],
        at=NOW,
        organization_id=house.pk,
        **{"import": 9},
    )
    events = Event.objects.order_by("subject_id").values_list(
        "kind", "subject_type", "subject_id", "organization_id", "at", "ids", "position"
    )
    same = (house.pk, NOW, {"import": 9}, None)
    assert list(events) == [
        ("member_added", "person", 4, *same),
        ("member_added", "person", 5, *same),
    ]
    with pytest.raises(ValueError, match="Declare"):
        record_each("no_such_kind", by=SYSTEM, model=Person, subject_ids=[1], at=NOW)

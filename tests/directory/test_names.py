"""People by a part of their name: every way of writing a person is found again."""

import pytest
from django.core.management import call_command
from django.db import connection

from guildhall.core.many_rows import insert_rows
from guildhall.directory.models import Person
from guildhall.directory.queries import names
from guildhall.directory.queries.names import FEW, NAME_INDEX, named
from tests.world import NOW

pytestmark = pytest.mark.django_db


def found(text):
    rows = Person.objects.filter(named(text)).order_by("pk")
    return [row.name for row in rows]


def add(given, family="", email=""):
    return Person.objects.create(given_name=given, family_name=family, email=email, created_at=NOW)


def test_each_word_may_stand_in_the_middle_of_any_name():
    add("Anneliese", "van der Berg", "ab@x.example")
    add("Jo", "O'Brien-Lee", 'j"o@x.example')
    assert found("nelie") == ["Anneliese van der Berg"]
    assert found("BERG anne") == ["Anneliese van der Berg"]
    assert found("o'brien") == ["Jo O'Brien-Lee"]
    assert found('j"o@x') == ["Jo O'Brien-Lee"]
    assert found("jo") == ["Jo O'Brien-Lee"]
    assert found("berg jo") == []
    assert found("100%") == found("x_example") == found('" OR "') == []


def test_a_rare_word_beside_a_common_one(monkeypatch):
    monkeypatch.setattr(names, "RARE", 1)
    for family in ("Abbott", "Bachmann", "Cabot"):
        add("Maria", family)
    assert found("maria bachmann") == found("bachmann maria") == ["Maria Bachmann"]
    # Both are common, and only together rare.
    add("Jo", "Cabot")
    assert found("maria cabot") == ["Maria Cabot"]
    assert found("maria zzz") == []


def test_changes_removals_and_many_at_once_are_followed():
    row = add("Before")
    Person.objects.filter(pk=row.pk).update(given_name="After")
    assert (found("before"), found("after")) == ([], ["After"])
    row.delete()
    assert found("after") == []
    Person.objects.bulk_create([Person(given_name="Together", created_at=NOW)])
    columns = ("given_name", "family_name", "email", "time_zone", "created_at")
    insert_rows(Person, columns, [("Straight", "", "", "UTC", NOW)])
    assert found("together") == ["Together"]
    assert found("straight") == ["Straight"]


def test_a_word_of_very_many_people_is_found_too():
    Person.objects.bulk_create(
        Person(given_name="Common", family_name=f"{n:05d}", created_at=NOW) for n in range(FEW + 5)
    )
    assert len(found("common")) == FEW + 5
    assert found("common 00777") == ["Common 00777"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the index is SQLite's")
def test_a_migration_mends_what_a_rebuilt_table_lost():
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {NAME_INDEX}_put")
    add("Missed")
    assert found("missed") == []
    call_command("migrate", verbosity=0)
    assert found("missed") == ["Missed"]

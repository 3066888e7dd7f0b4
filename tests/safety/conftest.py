"""A pair, safety officers on both sides of the street, and words that must not travel."""

import pytest

from guildhall.directory.actions.members import grant_role
from guildhall.directory.models import Person
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.safety.actions.reporting import Report, report_worry
from tests.relationships.conftest import offer, pair
from tests.world import NOW, make_person

__all__ = ["offer", "pair"]

SECRET = "He waited at my bicycle again"
PHONE = "555 0199, after six"


def officer(organization, name: str) -> Person:
    """A member who reads reports."""
    person = make_person(organization, name)
    grant_role(membership=person.memberships.get(), role="safety_officer", by=SYSTEM, at=NOW)
    return person


def acting(person: Person) -> Actor:
    """The person with the roles that they hold now."""
    return actor_for(account_id=person.account_id, person_id=person.pk)


@pytest.fixture
def sara(world) -> Person:
    """Safety officer of Alder Bay."""
    return officer(world.alder, "Sara Nyberg")


@pytest.fixture
def carl(world) -> Person:
    """Safety officer of Calder, which has nothing to do with it."""
    return officer(world.calder, "Carl Vance")


@pytest.fixture
def report(world, pair):
    """`report("unsafe")`: Noor reports a worry about Gwen."""

    def now(kind="unsafe", *, by="noor", at=NOW, **values):
        given = Report(**{"kind": kind, "text": SECRET, "reach": PHONE, **values})
        return report_worry(report=given, relationship=pair.relationship, by=world.actor(by), at=at)

    return now

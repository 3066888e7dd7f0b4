"""Contact begins to rest while a pair of the two opens: the new pair rests as well."""

from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction

from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.resting import rest_contact
from guildhall.relationships.models import Relationship
from tests.mentoring.ending import informal
from tests.world import NOW, build_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_pair_that_opens_in_the_same_instant_rests_too():
    world = build_world()
    pair = informal(world, world.gwen, world.noor)
    is_open, rests = Event(), Event()

    def rest() -> None:
        try:
            is_open.wait(5)
            rest_contact(relationship=pair, by=SYSTEM, at=NOW)
            rests.set()
        finally:
            connections.close_all()

    resting = Thread(target=rest)
    resting.start()
    with transaction.atomic():
        informal(world, world.gwen, world.noor)
        is_open.set()
        assert not rests.wait(0.5), connection.vendor
    resting.join(10)
    assert rests.is_set()
    assert not Relationship.objects.filter(contact_rests_since__isnull=True).exists()

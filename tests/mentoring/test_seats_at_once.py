"""Two who want the same seat, or the same time, at the same moment: one has it, on either
database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from guildhall.core.errors import WrongState
from guildhall.mentoring.actions.booking import book_slot
from guildhall.mentoring.actions.seats import take_seat
from guildhall.mentoring.models import SeatRequest, SlotBooking
from guildhall.relationships.models import Party, Relationship
from tests.mentoring.circling import own_circle
from tests.mentoring.test_hours import offer
from tests.world import NOW, build_world

NAMES = ("noor", "tomas", "omar", "milo")


def at_once(press) -> list[object]:
    """What each of four people gets who press at the same moment; an error by its message."""
    together = Barrier(len(NAMES))

    def do(name: str) -> object:
        try:
            together.wait()
            return press(name)
        except WrongState as error:
            return error.message
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(NAMES)) as presses:
        return list(presses.map(do, NAMES))


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once_and_the_others_stand_in_line():
    world = build_world()
    circle = own_circle(world, seats=1)
    actors = {name: world.actor(name) for name in NAMES}
    at_once(lambda name: take_seat(circle=circle, by=actors[name], at=NOW).state)
    states = sorted(SeatRequest.objects.values_list("state", flat=True))
    assert states == ["taken", "waiting", "waiting", "waiting"]
    assert Party.objects.filter(relationship=circle.relationship).count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_time_is_booked_once():
    world = build_world()
    slot = offer(world).slots.first()
    actors = {name: world.actor(name) for name in NAMES}
    got = at_once(lambda name: book_slot(slot=slot, about="A question", by=actors[name], at=NOW).pk)
    booking = SlotBooking.objects.get()
    assert got.count(booking.pk) == 1
    assert sum("quicker" in str(one) for one in got) == 3
    assert Relationship.objects.count() == 1

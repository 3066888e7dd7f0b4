"""Two clicks at the same moment: one request, one place, one pair; on either database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from guildhall.core.errors import WrongState
from guildhall.mentoring.actions.answers import accept_request
from guildhall.mentoring.models import GuideRequest
from guildhall.relationships.actions.course import let_relationship_sleep, resume_relationship
from guildhall.relationships.models import Relationship
from tests.mentoring.ending import informal
from tests.mentoring.finding import ask, make_offer
from tests.world import NOW, World, build_world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*presses: Callable[[], object]) -> list[object]:
    """What each press came to: its result, or the refusal."""
    together = Barrier(len(presses))

    def press(do: Callable[[], object]) -> object:
        try:
            together.wait()
            return do()
        except WrongState as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(press, presses))


def accepting(world: World, row: GuideRequest, name: str) -> Callable[[], object]:
    actor = world.actor(name)
    return lambda: accept_request(request=row, by=actor, at=NOW)


def pairs(results: list[object]) -> int:
    return sum(isinstance(result, Relationship) for result in results)


def test_one_request_of_many_presses():
    world = build_world()
    offer = make_offer(world)
    results = at_once(*[lambda: ask(world, offer)] * 4)
    assert sum(isinstance(result, GuideRequest) for result in results) == 1
    assert GuideRequest.objects.count() == 1


def test_never_more_than_three_wait():
    world = build_world()
    offers = [make_offer(world, name) for name in ("gwen", "omar", "tomas", "vera", "ada")]
    at_once(*[lambda offer=offer: ask(world, offer) for offer in offers])
    assert GuideRequest.objects.count() == 3


def test_the_last_place_is_taken_once():
    world = build_world()
    offer = make_offer(world, places=1)
    rows = [ask(world, offer, name) for name in ("noor", "tomas", "omar", "vera")]
    results = at_once(*[accepting(world, row, "gwen") for row in rows])
    assert (pairs(results), Relationship.objects.count()) == (1, 1)
    assert GuideRequest.objects.filter(state="accepted").count() == 1


def test_the_last_place_goes_to_a_new_pair_or_wakes_a_sleeping_one():
    world = build_world()
    offer = make_offer(world, places=1)
    sleeper = informal(world, world.gwen, world.noor)
    let_relationship_sleep(relationship=sleeper, at=NOW)
    row = ask(world, offer, "tomas")
    noor = world.actor("noor")

    def wake() -> object:
        return resume_relationship(relationship=sleeper, by=noor, at=NOW)

    results = at_once(accepting(world, row, "gwen"), wake)
    assert pairs(results) == 1
    assert Relationship.objects.filter(state="active").count() == 1


def test_one_request_accepted_twice_is_one_pair():
    world = build_world()
    row = ask(world, make_offer(world, places=5))
    results = at_once(*[accepting(world, row, "gwen")] * 3)
    assert (pairs(results), Relationship.objects.count()) == (1, 1)


def test_two_guides_say_yes_to_a_learner_who_wanted_one():
    """Each yes takes the other request back, so they must not wait for each other for ever."""
    world = build_world()
    names = ("gwen", "omar", "vera")
    rows = [ask(world, make_offer(world, name)) for name in names]
    presses = [accepting(world, row, name) for row, name in zip(rows, names, strict=True)]
    assert pairs(at_once(*presses)) == 1
    states = sorted(GuideRequest.objects.values_list("state", flat=True))
    assert states == ["accepted", "withdrawn", "withdrawn"]

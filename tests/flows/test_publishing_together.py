"""Two coordinators publish at the same moment, on PostgreSQL, each in a connection of their own."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from guildhall.core.errors import GuildhallError, NoRoomLeft, WrongState
from guildhall.flows.actions.publishing import publish_round
from guildhall.matching.models import Publication
from guildhall.notify.models import Message
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import HOLDING
from tests.matching.factories import (
    cohort_of,
    guide,
    learner,
    preceptorship,
    solved,
    started,
)
from tests.programs.factories import make_people
from tests.world import NOW, build_world, make_person

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs GUILDHALL_DATABASE_URL on PostgreSQL"
    ),
]


def publish_together(*rounds):
    """Publish all rounds at once, each in its own thread; the outcome of each in order."""
    outcomes = [None] * len(rounds)
    gate = Barrier(len(rounds))

    def run(at, round):
        try:
            gate.wait(timeout=20)
            outcomes[at] = publish_round(round=round, by=SYSTEM, at=NOW)
        except Exception as error:  # the test looks at it
            outcomes[at] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(at, round)) for at, round in enumerate(rounds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def split(outcomes):
    """Publications, and errors of the tree; anything else (a deadlock) fails here."""
    done = [one for one in outcomes if isinstance(one, Publication)]
    refused = [one for one in outcomes if isinstance(one, GuildhallError)]
    assert len(done) + len(refused) == len(outcomes), outcomes
    return done, refused


def holding(person):
    return Party.objects.filter(
        person=person, side=Side.GUIDE, relationship__state__in=HOLDING
    ).count()


def round_with(organization, name, guide_person, learner_person):
    cohort = cohort_of(preceptorship(organization, name))
    guide(cohort, guide_person, team="North", skills=["Python"])
    learner(cohort, learner_person, team="East", skills=["Python"])
    return solved(started(cohort))


@pytest.mark.parametrize("attempt", range(5))
def test_a_guide_shared_by_two_programs_is_never_overfilled(attempt):
    world = build_world()
    rounds = [
        round_with(world.alder, "First", world.gwen, world.noor),
        round_with(world.alder, "Second", world.gwen, world.tomas),
        round_with(world.alder, "Third", world.gwen, make_person(world.alder, "Ines Ray")),
    ]
    world.gwen.profile.refresh_from_db()
    world.gwen.profile.capacity = 1
    world.gwen.profile.save()
    done, refused = split(publish_together(*rounds))
    assert len(done) == 1
    assert [type(error) for error in refused] == [NoRoomLeft, NoRoomLeft]
    assert all("Gwen Castellan" in error.message for error in refused)
    assert holding(world.gwen) == 1
    assert Message.objects.filter(kind="relationships.match_published").count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_one_round_is_published_once(attempt):
    world = build_world()
    round = round_with(world.alder, "First", world.gwen, world.noor)
    done, refused = split(publish_together(round, round, round))
    assert len(done) == 1
    assert all(isinstance(e, WrongState) and "is published" in e.message for e in refused)
    assert Relationship.objects.count() == 1
    assert Message.objects.filter(kind="relationships.match_published").count() == 2


@pytest.mark.parametrize("attempt", range(5))
def test_two_drafts_of_one_cohort(attempt):
    world = build_world()
    cohort = cohort_of(preceptorship(world.alder))
    guide(cohort, world.gwen, places=1, team="North", skills=["Python"])
    guide(cohort, world.omar, places=1, team="South", skills=["Python"])
    learner(cohort, world.noor, team="East", skills=["Python"])
    drafts = [solved(started(cohort)), solved(started(cohort, objective="best"))]
    done, refused = split(publish_together(*drafts))
    assert (len(done), len(refused)) == (1, 1)
    assert Relationship.objects.count() == 1


def test_many_shared_guides_do_not_lock_each_other_out():
    world = build_world()
    guides = make_people(world.alder, 12)
    cohorts = []
    for name, people in (("Up", guides), ("Down", guides[::-1])):
        cohort = cohort_of(preceptorship(world.alder, name))
        for person in people:
            guide(cohort, person, team="North", skills=["Python"])
        start = 100 if name == "Up" else 200
        for person in make_people(world.alder, 12, start=start):
            learner(cohort, person, team="East", skills=["Python"])
        cohorts.append(solved(started(cohort)))
    done, refused = split(publish_together(*cohorts))
    assert refused == []
    assert [publication.pairs for publication in done] == [12, 12]
    assert {holding(person) for person in guides} == {2}

"""Pairs that end or go on, made by the actions that people use."""

from datetime import datetime

from guildhall.directory.models import Person
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.actions.opening import NewPair, Seat, open_agreed
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms
from tests.world import NOW, World


def acting(person: Person) -> Actor:
    """A person as an actor, with the roles that they hold now."""
    return actor_for(account_id=person.account_id, person_id=person.pk)


def informal(world: World, guide: Person, learner: Person, *, at: datetime = NOW) -> Relationship:
    """A pair that began by itself, without a program and without a last day."""
    seats = (Seat(guide.pk, Side.GUIDE), Seat(learner.pk, Side.LEARNER))
    terms = Terms(organization=world.alder)
    return open_agreed(terms=terms, pair=NewPair(seats), by=acting(learner), at=at)

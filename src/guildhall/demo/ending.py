"""Pairs of the demo that end well, go on for years, and pass on what they learned."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from guildhall.core import clock
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.meetings.actions.logging import log_meeting
from guildhall.mentoring.actions.departures import leave_relationship
from guildhall.mentoring.actions.endings import (
    Review,
    choose_onward,
    remind_of_endings,
    write_review,
)
from guildhall.mentoring.actions.fit import ask_fit
from guildhall.mentoring.actions.naming import set_naming
from guildhall.mentoring.actions.renewals import ask_renewals
from guildhall.mentoring.models import Ending
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.actions.continuing import extend
from guildhall.relationships.actions.opening import NewPair, Seat, open_agreed
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms
from guildhall.relationships.states import RelationshipState


def pass_on(houses: Mapping[str, House], *, today: datetime) -> None:
    """Gwen taught somebody, who teaches somebody, who teaches the next; before any program, so
    that everybody still has room. Noor has known a colleague for over a year; Lucía's ends soon."""
    house = houses["fernhill"]
    gwen, noor = house.cast["gwen"], house.cast["noor"]
    first, second, third = house.seniors[-1], house.seniors[-2], house.juniors[-1]
    ended = _begin(house, gwen, first, at=today - timedelta(days=380))
    _end_well(ended, first, gwen, at=today - timedelta(days=150))
    _begin(house, first, second, at=today - timedelta(days=240))
    _begin(house, second, third, at=today - timedelta(days=90))
    yearly = _begin(house, house.seniors[-3], noor, at=today - timedelta(days=372))
    _meet(yearly, noor, at=today - timedelta(days=200))
    _meet(yearly, noor, at=today - timedelta(days=30))
    calder = houses["calder"]
    lucia = calder.cast["lucia"]
    soon = _begin(calder, calder.seniors[-1], lucia, at=today - timedelta(days=170))
    _meet(soon, lucia, at=today - timedelta(days=40))
    extend(soon, ends_on=(today + timedelta(days=18)).date(), by=SYSTEM, at=today)
    for person in (first, second, noor):
        set_naming(person=person, is_named=True, by=_acting(person), at=today)


def end_and_go_on(houses: Mapping[str, House], *, today: datetime) -> None:
    """A pair that ended early and would like a call, and what the clock asks."""
    house = houses["fernhill"]
    ended = (
        Relationship.objects.filter(
            organization=house.organization,
            state=RelationshipState.ACTIVE,
            is_circle=False,
            program__isnull=False,
        )
        .exclude(parties__person__in=[person.pk for person in house.cast.values()])
        .order_by("pk")
        .last()
    )
    with clock.moved_to(today):
        if ended is not None:
            by = _acting(ended.parties.filter(side=Side.LEARNER)[0].person)
            leave_relationship(relationship=ended, wish="call", by=by, at=today)
        remind_of_endings(at=today)
        for row in _near_their_end():
            _suggest(row, at=today)
        ask_renewals(at=today)
        ask_fit(at=today)


def _near_their_end() -> list[Relationship]:
    return [one.relationship for one in Ending.objects.filter(settled_at=None).order_by("pk")]


def _suggest(row: Relationship, *, at: datetime) -> None:
    guide = row.parties.filter(side=Side.GUIDE).first()
    assert guide is not None
    by = _acting(guide.person)
    thanks = Review(thanks="For asking the questions that I had stopped asking.")
    write_review(relationship=row, review=thanks, by=by, at=at)
    choose_onward(relationship=row, choice="informal", by=by, at=at)


def _begin(house: House, guide: Person, learner: Person, *, at: datetime) -> Relationship:
    seats = (Seat(guide.pk, Side.GUIDE), Seat(learner.pk, Side.LEARNER))
    with clock.moved_to(at):
        return open_agreed(
            terms=Terms(organization=house.organization),
            pair=NewPair(seats),
            by=_acting(learner),
            at=at,
        )


def _meet(row: Relationship, person: Person, *, at: datetime) -> None:
    with clock.moved_to(at):
        log_meeting(
            relationship=row, on=at.date(), minutes=45, mode="video", by=_acting(person), at=at
        )


def _end_well(row: Relationship, learner: Person, guide: Person, *, at: datetime) -> None:
    _meet(row, learner, at=at - timedelta(days=60))
    reviews = {
        learner: Review(
            reached="I run the planning of our team.",
            learned="To say what I need before it is late.",
            thanks="You asked what I would do, every single time. I do that now with others.",
        ),
        guide: Review(learned="How our tools feel to somebody new.", thanks="For your candor."),
    }
    with clock.moved_to(at):
        for person, review in reviews.items():
            write_review(relationship=row, review=review, by=_acting(person), at=at)
        for person in reviews:
            choose_onward(relationship=row, choice="close", by=_acting(person), at=at)


def _acting(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)

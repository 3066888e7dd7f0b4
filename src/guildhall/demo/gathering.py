"""Circles and office hours of the demo: a circle with free seats, eight times to book."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from guildhall.core import clock
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.mentoring.actions.booking import book_slot
from guildhall.mentoring.actions.circles import CircleDraft, start_own_circle
from guildhall.mentoring.actions.hours import HoursDraft, offer_hours
from guildhall.mentoring.actions.seats import answer_seat, take_seat
from guildhall.permissions.actor import Actor, actor_for
from guildhall.relationships.queries.places import rooms

CIRCLE = CircleDraft(
    title="Leading without a title",
    topic="How to move things when nobody reports to you",
    seats=6,
)
SEATED = 3
# In how many days, from what time, on what.
HOURS = (
    (2, time(13), "Talks and slides, giving feedback"),
    (3, time(16), "Reviewing designs, asking good questions"),
    (5, time(9), "Between research and product"),
    (6, time(15, 30), "Leading a small team"),
)


def build_gatherings(houses: Mapping[str, House], *, today: datetime) -> None:
    """At Fernhill somebody leads a circle, and four people offer two times each; one is booked."""
    house = houses["fernhill"]
    gwen = house.cast["gwen"]
    _circle(house, at=today - timedelta(days=20))
    at = today - timedelta(hours=30)
    guides = [gwen, *(person for person in house.seniors if person.pk != gwen.pk)]
    with clock.moved_to(at):
        slots = [
            offer_hours(
                guide=guide,
                organization=house.organization,
                draft=HoursDraft(
                    on=(today + timedelta(days=days)).date(),
                    at=start,
                    topics=topics,
                    places=2,
                    where="https://meet.example.org/office-hours",
                    languages=("en",),
                ),
                by=_actor(guide),
                at=at,
            ).slots.first()
            for guide, (days, start, topics) in zip(guides, HOURS, strict=False)
        ]
        if slots[0] is not None:
            about = "How do I say no to a talk that I cannot prepare?"
            learner = _others(house)[-1]
            book_slot(slot=slots[0], about=about, by=_actor(learner), at=at)


def _circle(house: House, *, at: datetime) -> None:
    people = _others(house)
    left = rooms([person.pk for person in house.seniors], on=at.date())
    leader = next(person for person in house.seniors if left[person.pk].left != 0)
    with clock.moved_to(at):
        circle = start_own_circle(
            organization=house.organization, draft=CIRCLE, by=_actor(leader), at=at
        )
        for person in people[:SEATED]:
            asked = take_seat(circle=circle, by=_actor(person), at=at)
            answer_seat(request=asked, is_given=True, by=_actor(leader), at=at)
        take_seat(circle=circle, by=_actor(people[SEATED]), at=at)


def _others(house: House) -> list[Person]:
    """Those at the beginning of their way who have no story of their own."""
    cast = {person.pk for person in house.cast.values()}
    return [person for person in house.juniors if person.pk not in cast]


def _actor(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)

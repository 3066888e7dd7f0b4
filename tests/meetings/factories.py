"""Meetings by the doors that people use."""

from datetime import datetime, timedelta

from guildhall.directory.models import Person
from guildhall.meetings.actions.proposing import accept_time, propose_times
from guildhall.meetings.models import Meeting
from guildhall.notify.models import ActionLink, Message
from guildhall.relationships.models import Relationship
from tests.world import NOW, World

THURSDAY = datetime(2026, 11, 19, 14, 30, tzinfo=NOW.tzinfo)
FRIDAY = THURSDAY + timedelta(days=1)


def propose(world: World, pair: Relationship, *times: datetime, by: str = "gwen", **values):
    """Gwen proposes times."""
    return propose_times(
        relationship=pair,
        times=times or (THURSDAY, FRIDAY),
        by=world.actor(by),
        **{"minutes": 45, "mode": "video", "at": NOW, **values},
    )


def booked(world: World, pair: Relationship, at: datetime = THURSDAY) -> Meeting:
    """Proposed by Gwen, chosen by Noor."""
    time = propose(world, pair, at).times.get()
    return accept_time(time=time, by=world.actor("noor"), at=NOW)


def links(person: Person, act: str) -> list[ActionLink]:
    """Links of one act for one person, in the order in which they stand in the mail."""
    return list(ActionLink.objects.filter(person=person, act=act).order_by("pk"))


def told(kind: str) -> list[tuple[str, str]]:
    """(given name, subject) of each mail of a kind."""
    rows = Message.objects.filter(kind=f"meetings.{kind}").order_by("pk")
    return [(row.person.given_name, row.subject) for row in rows.select_related("person")]

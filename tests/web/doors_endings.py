"""Doors of ending well. The scene: Gwen and Noor are in a program and were asked whether it is
right; another pair of theirs is asked for another year; Tomas left one, and would like a call."""

from datetime import timedelta

from guildhall.mentoring.actions.departures import leave_relationship
from guildhall.mentoring.actions.renewals import ask_renewals
from guildhall.mentoring.models import AfterEnd, FitCheck, GuideTalk
from tests.agreements.factories import begun_pair
from tests.mentoring.ending import informal
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """Three pairs, a call that is asked for, a talk that is advised."""
    pair = begun_pair(world)
    for person in (world.gwen, world.noor):
        FitCheck.objects.create(relationship=pair, person=person, asked_at=NOW)
    yearly = informal(world, world.omar, world.noor, at=NOW - timedelta(days=365))
    ask_renewals(at=NOW)
    ended = informal(world, world.gwen, world.tomas)
    leave_relationship(relationship=ended, wish="call", by=world.actor("tomas"), at=NOW)
    talk = GuideTalk.objects.create(organization=world.alder, guide=world.gwen, suggested_at=NOW)
    return {
        "pair": pair.pk,
        "yearly": yearly.pk,
        "ended": ended.pk,
        "call": AfterEnd.objects.get().pk,
        "talk": talk.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


REFUSED = {"maren": 403, "ada": 403, "vera": 403}
PAIR = everyone(404) | REFUSED | {"noor": 200, "gwen": 200}
STAFF_POST = staff_only(staff=303, viewer=403)

DOORS = {
    "relationship_ending": Door(PAIR, _of("pair")),
    # nothing was chosen
    "relationship_ending_choice": Door(
        PAIR | {"noor": 422, "gwen": 422}, _of("pair"), method="post"
    ),
    "relationship_departure": Door(PAIR, _of("pair")),
    "relationship_next": Door(PAIR | {"noor": 404}, _of("ended")),
    # it goes on, so there is nothing to open again
    "relationship_reopening": Door(PAIR | {"noor": 409, "gwen": 409}, _of("pair"), method="post"),
    "relationship_fit": Door(PAIR, _of("pair")),
    "relationship_renewal": Door(PAIR | {"gwen": 404}, _of("yearly")),
    "relationship_home": Door(PAIR, _of("pair")),
    "passing_on": Door(everyone(200)),
    "endings": Door(staff_only(outsider=200)),
    "call_wish": Door(STAFF_POST, _of("call"), method="post"),
    "guide_talk": Door(STAFF_POST, _of("talk"), method="post"),
    "ripple": Door(everyone(200)),
    "ripple_name": Door(everyone(303), method="post"),
}

"""Doors of the inbox."""

from tests.notify.factories import send_one
from tests.web.doors import Door, everyone
from tests.world import World


def scene(world: World) -> int:
    """A notice of Noor's; everybody else has nothing of that number."""
    send_one(world.noor, "notice")
    return world.noor.notices.latest("pk").pk


DOORS = {
    "inbox": Door(everyone(200)),
    "inbox_reading": Door(everyone(303), method="post"),
    "notice": Door(everyone(404) | {"noor": 200}, lambda pk: {"pk": pk}),
    "notification_settings": Door(everyone(200)),
}

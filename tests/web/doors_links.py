"""Doors that stand in mails: whoever has the secret comes in, signed in or not."""

from dataclasses import dataclass

from guildhall.notify.links import link_token
from guildhall.notify.models import ActionLink
from guildhall.notify.unsubscribing import unsubscribe_token
from tests.notify.factories import ACCEPT, send_one
from tests.web.doors import Door, everyone
from tests.world import World


@dataclass(frozen=True)
class Secrets:
    """What Noor's mail holds."""

    act: str
    stop: str


def scene(world: World) -> Secrets:
    send_one(world.noor, "link", acts=(ACCEPT,))
    link = ActionLink.objects.filter(person=world.noor).latest("pk")
    return Secrets(
        act=link_token(link.pk),
        stop=unsubscribe_token(person_id=world.noor.pk, kind="tests.paired"),
    )


DOORS = {
    "action_link": Door(everyone(200), lambda s: {"token": s.act}, nobody=200),
    # Before the act there is no outcome: back to the link.
    "action_outcome": Door(everyone(303), lambda s: {"token": s.act}, nobody=303),
    "unsubscribe": Door(everyone(200), lambda s: {"token": s.stop}, nobody=200),
    "subscription": Door(everyone(303), lambda s: {"token": s.stop}, "post", nobody=303),
}

"""Doors of the outbox, of the texts, and of the demo's mail."""

from dataclasses import dataclass

from guildhall.notify.actions.texts import change_text, restore_default
from guildhall.notify.models import Message, MessageText
from guildhall.notify.wording import Wording
from tests.notify.factories import PAIRED, send_one
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World


@dataclass(frozen=True)
class Scene:
    """One message of Alder Bay that is already sent, and an earlier wording."""

    world: World
    message: Message
    earlier: MessageText


def scene(world: World) -> Scene:
    message = send_one(world.noor, "door", organization=world.alder)
    Message.objects.filter(pk=message.pk).update(state="sent", sent_at=NOW)
    what = {"organization": world.alder, "kind": PAIRED.key, "by": world.actor("maren"), "at": NOW}
    earlier = change_text(wording=Wording("Own", "Own words."), **what)
    restore_default(**what)
    return Scene(world, message, earlier)


def of_message(s: Scene) -> dict[str, int]:
    return {"pk": s.message.pk}


def of_text(s: Scene) -> dict[str, object]:
    return {"organization": s.world.alder.pk, "kind": PAIRED.key}


def of_earlier(s: Scene) -> dict[str, object]:
    return {**of_text(s), "pk": s.earlier.pk}


# Pages that every staff member has for their own organization, the outsider too.
OWN = staff_only(outsider=200)
DOORS = {
    "outbox": Door(OWN),
    "outbox_retries": Door(staff_only(staff=303, viewer=403, outsider=303), method="post"),
    "mail_check": Door(staff_only(staff=303, viewer=403, outsider=303), method="post"),
    "outbox_message": Door(staff_only(), of_message),
    # A sent message can neither be stopped nor sent again.
    "outbox_retry": Door(staff_only(staff=409, viewer=403), of_message, "post"),
    "outbox_cancellation": Door(staff_only(staff=409, viewer=403), of_message, "post"),
    "message_texts": Door(OWN),
    "message_text": Door(staff_only(), of_text),
    "message_text_preview": Door(staff_only(), of_text, "post"),
    "message_text_default": Door(staff_only(staff=303, viewer=403), of_text, "post"),
    "message_text_earlier": Door(staff_only(staff=303, viewer=403), of_earlier, "post"),
    "demo_mails": Door(everyone(404), nobody=404),
    "demo_mail": Door(everyone(404), lambda s: {"pk": 1}, nobody=404),
}

"""Doors of what a pair writes. The scene: Noor wrote Gwen a message, and a note for herself."""

from guildhall.conversations.actions.notes import write_note
from guildhall.conversations.actions.posts import send_post
from guildhall.conversations.states import Readers
from guildhall.files.enclosed import Enclosure
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """The pair, a private note, a message."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    noor = world.actor("noor")
    note = write_note(relationship=pair, text="For me.", readers=Readers.SELF, by=noor, at=NOW)
    file = Enclosure("plan.pdf", b"%PDF")
    post = send_post(relationship=pair, text="Hello.", files=[file], by=noor, at=NOW)
    attached = post.attachments.get().pk
    return {"pair": pair.pk, "note": note.pk, "post": post.pk, "attachment": attached}


REFUSED = {"maren": 403, "ada": 403, "vera": 403}

DOORS = {
    "relationship_notes": Door(
        everyone(404) | REFUSED | {"noor": 422, "gwen": 422},
        lambda scene: {"pk": scene["pair"]},
        method="post",
    ),
    "relationship_messages": Door(
        everyone(404) | REFUSED | {"noor": 200, "gwen": 200}, lambda scene: {"pk": scene["pair"]}
    ),
    "note": Door(everyone(404) | {"noor": 200}, lambda scene: {"pk": scene["note"]}),
    "attachment": Door(
        everyone(404) | {"noor": 200, "gwen": 200}, lambda scene: {"pk": scene["attachment"]}
    ),
    "post_retraction": Door(
        everyone(404) | {"noor": 303, "gwen": 403},
        lambda scene: {"pk": scene["post"]},
        method="post",
    ),
    "note_removal": Door(
        everyone(404) | {"noor": 303}, lambda scene: {"pk": scene["note"]}, method="post"
    ),
}

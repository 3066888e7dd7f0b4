"""Doors of learning on shift. The scene: Noor and Gwen are on shift, Noor noted two tries, one of
them done alone; both wrote and shared the week, with a focus; Omar is asked to cover.

None of the personas of the table is Omar: whoever covers is in tests/web/test_instruction.py.
"""

from guildhall.instruction.actions.sharing import set_focus, share_week
from tests.instruction.ground import MONDAY, make_ground
from tests.web.doors import Door, everyone
from tests.world import NOW, World

DAY = MONDAY.isoformat()


def scene(world: World) -> dict[str, int]:
    """The pair, a try of each kind, the week, the cover."""
    ground = make_ground(world)
    noor, gwen = world.actor("noor"), world.actor("gwen")
    values = {"relationship": ground.pair, "monday": MONDAY, "at": NOW}
    for actor in (noor, gwen):
        share_week(by=actor, **values)
    set_focus(focus="Say it aloud", by=gwen, **values)
    return {
        "pair": ground.pair.pk,
        "try": ground.tried(step="together").pk,
        "alone": ground.tried(step="alone").pk,
        "cover": ground.asked().pk,
    }


def _of(name: str, **more: str):
    return lambda scene: {"pk": scene[name], **more}


PAIR = everyone(404) | {"noor": 200, "gwen": 200}
EDUCATED = PAIR | {"maren": 200}
COVER = PAIR | {"maren": 200, "ada": 200, "vera": 403}

DOORS = {
    "skills": Door(PAIR, _of("pair")),
    "skill": Door(PAIR, _of("pair", key="iv-push")),
    # taken away by the learner before the preceptor asks
    "try_removal": Door(PAIR | {"noor": 303, "gwen": 404}, _of("try"), method="post"),
    "try_confirmation": Door(PAIR | {"noor": 403, "gwen": 303}, _of("alone"), method="post"),
    "shift_notes": Door(PAIR, _of("pair")),
    "shift_note": Door(PAIR, _of("pair", day=DAY)),
    "learning_week": Door(EDUCATED, _of("pair", day=DAY)),
    # an empty focus is refused after the question who may
    "learning_week_focus": Door(
        everyone(404) | dict.fromkeys(("noor", "gwen", "maren"), 422),
        _of("pair", day=DAY),
        method="post",
    ),
    # a focus that was not read is refused in words
    "learning_week_agreement": Door(
        everyone(404) | dict.fromkeys(("noor", "gwen", "maren"), 409),
        _of("pair", day=DAY),
        method="post",
    ),
    "learning_week_sharing": Door(
        everyone(404) | {"noor": 303, "gwen": 303}, _of("pair", day=DAY), method="post"
    ),
    "shared_learning_weeks": Door(everyone(200)),
    "pair_cover": Door(COVER, _of("pair")),
    "cover": Door(PAIR, _of("cover")),
    "cover_acceptance": Door(PAIR | {"noor": 403, "gwen": 403}, _of("cover"), method="post"),
    "cover_refusal": Door(PAIR | {"noor": 403, "gwen": 403}, _of("cover"), method="post"),
    # called off by the first who may; the others come too late
    "cover_ending": Door(
        everyone(404) | {"noor": 303, "gwen": 409, "maren": 409, "ada": 409},
        _of("cover"),
        method="post",
    ),
}

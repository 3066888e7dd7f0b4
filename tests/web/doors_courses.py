"""Doors of courses. The scene: Gwen and Noor have begun; the first meeting was held and waits for
Noor's signature, a plan waits for her yes."""

from guildhall.preceptorship.actions.learning_plan import ObjectiveDraft, write_plan
from tests.preceptorship.course_ground import begun, days, first, held
from tests.web.doors import Door, everyone
from tests.world import World


def scene(world: World) -> dict[str, int]:
    """The pair, its course, a meeting that was held, one that is due."""
    course = begun(world)
    demanded = held(course, world, on=days(-3), signs=False)
    objectives = [ObjectiveDraft("Two rounds alone", days(60).date())]
    write_plan(course=course, objectives=objectives, based_on=0, by=world.actor("gwen"), at=days(0))
    return {
        "pair": course.relationship_id,
        "course": course.pk,
        "held": demanded.pk,
        "due": first(course, "interim").pk,
    }


def _of(name: str, **more: int):
    return lambda scene: {"pk": scene[name], **more}


def post(status: dict[str, int], name: str, **more: int) -> Door:
    return Door(status, _of(name, **more), method="post")


STAFF = {"maren": 200, "ada": 200}
# Read-only staff read dates and states; the manager does not see the pair.
READ = everyone(404) | STAFF | {"vera": 200, "gwen": 200, "noor": 200}
PAIR = READ | {"maren": 403, "ada": 403, "vera": 403}
RUN = READ | {"vera": 403, "gwen": 403, "noor": 403}
GUIDE = PAIR | {"noor": 403}
DOORS = {
    "relationship_course": post(
        READ | {"maren": 303, "ada": 303, "vera": 403, "gwen": 303, "noor": 303}, "pair"
    ),
    "course": Door(READ, _of("course")),
    "course_needs": Door(PAIR, _of("course")),
    "course_plan": Door(PAIR, _of("course")),
    "course_plan_signature": post(PAIR | {"gwen": 303, "noor": 303}, "course", number=1),
    "course_handover": Door(GUIDE, _of("course")),
    "course_preceptor": Door(RUN, _of("course")),
    "course_extension": Door(RUN, _of("course")),
    "course_place": Door(RUN, _of("course")),
    "course_share": Door(RUN, _of("course")),
    "demanded_booking": Door(PAIR, _of("due")),
    "demanded_record": Door(PAIR, _of("held")),
    # without saying which words were read it is refused, after the question who may
    "demanded_signature": post(PAIR | {"gwen": 409, "noor": 409}, "held"),
}

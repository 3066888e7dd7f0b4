"""Doors of circles. The scene: Gwen leads a circle of Alder Bay, Tomas sits in it, Omar asked."""

from guildhall.mentoring.actions.circles import CircleDraft, start_own_circle
from guildhall.mentoring.actions.seats import answer_seat, leave_circle, take_seat
from guildhall.mentoring.circle_states import Joining
from tests.matching.factories import cohort_of, guide, learner
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """An own circle with somebody in it and somebody asking, and a matched one without seats."""
    draft = CircleDraft("Night shifts", "How we sleep", seats=3, joining=Joining.ASKED)
    gwen = world.actor("gwen")
    circle = start_own_circle(organization=world.alder, draft=draft, by=gwen, at=NOW)
    seated = take_seat(circle=circle, by=world.actor("tomas"), at=NOW)
    answer_seat(request=seated, is_given=True, by=gwen, at=NOW)
    asked = take_seat(circle=circle, by=world.actor("omar"), at=NOW)
    cohort = cohort_of(make_program(world.alder, "Circles", template="mentoring-circle"))
    matched = make_pair(guide(cohort, world.gwen), learner(cohort, world.tomas), opens_at_once=True)
    left = take_seat(circle=circle, by=world.actor("milo"), at=NOW)
    answer_seat(request=left, is_given=True, by=gwen, at=NOW)
    leave_circle(relationship=circle.relationship, by=world.actor("milo"), at=NOW)
    return {
        "circle": circle.pk,
        "asked": asked.pk,
        "own": circle.relationship_id,
        "matched": matched.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


SEEN = everyone(200) | {"olga": 404}
LED = everyone(403) | {"gwen": 200, "olga": 404}

DOORS = {
    "circles": Door(everyone(200)),
    "circle_new": Door(everyone(200)),
    "circle": Door(SEEN, _of("circle")),
    "circle_seat": Door(everyone(303) | {"gwen": 403, "olga": 404}, _of("circle"), method="post"),
    "circle_settings": Door(LED, _of("circle")),
    # whoever leads it chose nobody
    "circle_facilitator": Door(LED | {"gwen": 303}, _of("circle"), method="post"),
    "seat_request_answer": Door(everyone(404) | {"gwen": 303}, _of("asked"), method="post"),
    "seat_request_withdrawal": Door(everyone(404) | {"gwen": 403}, _of("asked"), method="post"),
    "relationship_seats": Door(
        everyone(404) | {"gwen": 200, "maren": 403, "ada": 403, "vera": 403}, _of("matched")
    ),
    "circle_remembered": Door(everyone(404) | {"milo": 200}, _of("own")),
    "relationship_leaving": Door(
        everyone(404) | {"gwen": 200, "maren": 403, "ada": 403, "vera": 403}, _of("own")
    ),
}

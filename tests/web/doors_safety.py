"""Doors of safety. The scene: Noor reported a worry about her pair with Gwen, and asked for a
person; Omar is Alder's safety officer, and nobody of the personas is."""

from guildhall.directory.actions.members import grant_role
from guildhall.permissions.actor import SYSTEM
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.actions.support import ask_for_person
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, object]:
    """The pair, the worry, the ask."""
    membership = world.omar.memberships.get()
    grant_role(membership=membership, role="safety_officer", by=SYSTEM, at=NOW)
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    noor = world.actor("noor")
    report = Report(kind="other", text="Something.")
    worry = report_worry(report=report, relationship=pair, by=noor, at=NOW)
    ask = ask_for_person(relationship=pair, category="fit", by=noor, at=NOW)
    return {"pair": pair.pk, "worry": worry.code, "ask": ask.pk, "alder": world.alder.pk}


PAIR = everyone(404) | {"maren": 403, "ada": 403, "vera": 403, "noor": 200, "gwen": 200}
REPORTER = everyone(404)


def of_worry(scene: dict[str, object]) -> dict[str, object]:
    return {"code": scene["worry"]}


def of_pair(scene: dict[str, object]) -> dict[str, object]:
    return {"pk": scene["pair"]}


def of_alder(scene: dict[str, object]) -> dict[str, object]:
    return {"pk": scene["alder"]}


def act(noor: int) -> Door:
    """A press on the page of the worry: the reporter's answer; for all others it is not there."""
    return Door(REPORTER | {"noor": noor}, of_worry, method="post")


DOORS = {
    "support": Door(everyone(200)),
    "support_edit": Door(
        everyone(404) | {"maren": 200, "ada": 200, "vera": 403},
        of_alder,
    ),
    "safety_officers": Door(everyone(404) | {"ada": 200}, of_alder),
    "relationship_contact": Door(PAIR, of_pair),
    "contact_ask_answer": Door(
        everyone(404) | {"maren": 303, "ada": 303, "noor": 403},
        lambda scene: {"pk": scene["ask"]},
        method="post",
    ),
    "relationship_worry": Door(PAIR, of_pair),
    "worries": Door(everyone(200)),
    "worry_new": Door(everyone(200)),
    "worry": Door(everyone(404) | {"noor": 200}, of_worry),
    "worry_sight": act(403),
    "worry_words": act(422),
    "worry_entries": act(403),
    "worry_readers": act(422),
    "worry_handover": act(403),
    "worry_rest": act(303),
    "worry_rest_end": act(403),
    "worry_pair_end": act(403),
    "worry_closure": act(403),
}

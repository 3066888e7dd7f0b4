"""Doors of concerns and decisions. The scene: Gwen shared a concern with Noor and made a plan, and
raised another that is not shared; more time was decided, and Noor appealed the first concern."""

from datetime import timedelta

from guildhall.concerns.actions.appealing import appeal_concern
from guildhall.concerns.actions.deciding import DecisionDraft, decide
from tests.concerns.ground import planned, raised
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """The pair, both concerns, the decision, the appeal."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    concern = planned(pair, world)
    maren, noor = world.actor("maren"), world.actor("noor")
    until = NOW.date() + timedelta(days=300)
    draft = DecisionDraft("extended", "More nights", until)
    decision = decide(relationship=pair, draft=draft, by=maren, at=NOW)
    appeal = appeal_concern(concern=concern, words="I had checked", by=noor, at=NOW)
    return {
        "pair": pair.pk,
        "concern": concern.pk,
        "hidden": raised(pair, world).pk,
        "decision": decision.pk,
        "appeal": appeal.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


STAFF = {"maren": 200, "ada": 200}
# Read-only staff see neither; the manager reads, and does nothing.
READ = everyone(404) | STAFF | {"noor": 200, "gwen": 200, "milo": 200}
WORK = READ | {"noor": 403, "milo": 403}
LEAD = WORK | {"gwen": 403}
OWN = everyone(404) | dict.fromkeys(("gwen", "maren", "ada", "milo"), 403) | {"noor": 200}
PAIR = everyone(404) | STAFF | {"noor": 403, "gwen": 200, "vera": 403}


def post(status: dict[str, int], name: str = "concern") -> Door:
    return Door(status, _of(name), method="post")


DOORS = {
    "concerns": Door(everyone(200)),
    "relationship_concern": Door(PAIR, _of("pair")),
    "relationship_decision": Door(READ | {"vera": 403}, _of("pair")),
    "concern": Door(READ, _of("concern")),
    # an empty way of sharing is refused after the question who may
    "concern_sharing": post(everyone(404) | {"gwen": 422, "maren": 422, "ada": 422}, "hidden"),
    "concern_reading": post(OWN | {"noor": 303}),
    "concern_plan": Door(WORK, _of("concern")),
    "concern_review": Door(WORK, _of("concern")),
    "concern_escalation": Door(READ | {"milo": 403}, _of("concern")),
    "concern_lead": Door(LEAD, _of("concern")),
    "concern_resolution": Door(WORK, _of("concern")),
    "concern_referral": Door(LEAD, _of("concern")),
    "concern_withdrawal": Door(WORK, _of("concern")),
    "concern_appeal": Door(OWN, _of("concern")),
    "decision_appeal": Door(OWN, _of("decision")),
    "appeal_answer": Door(LEAD, _of("appeal")),
}

"""Doors of competency passports. The scene: Noor's passport in her pair with Gwen, with an
observation, an ask to Gwen, a round of ratings and a file of hers."""

from guildhall.assessment.actions.asks import ask_for_observation
from guildhall.assessment.actions.copies import sign_copy
from guildhall.assessment.actions.evidence import add_evidence
from guildhall.assessment.actions.rounds import open_round
from guildhall.assessment.states import EvidenceLevel
from guildhall.files.enclosed import Enclosure
from tests.assessment.ground import make_passport
from tests.assessment.seeing import see
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone
from tests.world import NOW, World


def scene(world: World) -> dict[str, int]:
    """The passport and one thing of each kind that hangs on it."""
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    passport = make_passport(pair)
    competency = passport.version.competencies.first()
    noor, gwen = world.actor("noor"), world.actor("gwen")
    ask = ask_for_observation(
        passport=passport, competency=competency, person=world.gwen, by=noor, at=NOW
    )
    evidence = add_evidence(
        passport=passport,
        competency=competency,
        file=Enclosure("card.pdf", b"%PDF"),
        shows=EvidenceLevel.KNOWS,
        by=noor,
        at=NOW,
    )
    return {
        "pair": pair.pk,
        "passport": passport.pk,
        "copy": str(sign_copy(passport=passport, by=noor, at=NOW).code),
        "competency": competency.pk,
        "observation": see(passport, gwen).pk,
        "ask": ask.pk,
        "round": open_round(passport=passport, title="Week 1", by=gwen, at=NOW).pk,
        "evidence": evidence.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


# It is assessment: the pair, those who run or read the program, and Noor's manager.
READ = everyone(200) | {"olga": 404}

DOORS = {
    "passports": Door(everyone(200)),
    "preceptees": Door(everyone(200)),
    "passport": Door(READ, _of("passport")),
    "passport_competency": Door(
        READ, lambda scene: {"pk": scene["passport"], "competency_pk": scene["competency"]}
    ),
    "passport_observations": Door(everyone(403) | {"gwen": 200, "olga": 404}, _of("passport")),
    "passport_asks": Door(everyone(403) | {"noor": 200, "gwen": 200, "olga": 404}, _of("passport")),
    # no title: back to the passport, with words
    "passport_rounds": Door(everyone(303) | {"olga": 404}, _of("passport"), method="post"),
    "passport_copy": Door(READ, _of("passport"), method="post"),
    # Open to whoever holds the code.
    "passport_copy_check": Door(everyone(200), lambda scene: {"code": scene["copy"]}, nobody=200),
    "passport_evidence": Door(READ, _of("passport")),
    "observation": Door(READ, _of("observation")),
    "observation_ask": Door(everyone(404) | {"noor": 200, "gwen": 200}, _of("ask")),
    "rating_round": Door(READ, _of("round")),
    "evidence_file": Door(READ, _of("evidence")),
    # the first one who may is Noor; after that it is gone for everybody
    "evidence_removal": Door(everyone(404) | {"noor": 303}, _of("evidence"), method="post"),
    # it is open already, which changes nothing; read-only staff and managers may not
    "relationship_passport": Door(
        everyone(404) | {"noor": 303, "gwen": 303, "maren": 303, "ada": 303, "vera": 403},
        _of("pair"),
        method="post",
    ),
}

"""Doors of sign-offs and the gate.

The scene: Noor learns with Gwen, who signed one thing and is asked for another; Omar is an assessor
who signed something that Noor contests; he reported that Noor was asked to do more.
"""

from guildhall.assessment.actions.contesting import contest_sign_off
from guildhall.assessment.actions.incidents import report_incident
from guildhall.assessment.actions.ward_cards import make_ward_card
from guildhall.assessment.models import SignOffFlag
from guildhall.assessment.queries.gate import card_path
from guildhall.assessment.sign_off_seals import link_secret
from tests.assessment.ground import make_passport
from tests.assessment.signed import ask, competency_of, name, see, sign
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World


def scene(world: World) -> dict[str, object]:
    """As the module says."""
    cohort = cohort_of(preceptorship(world.alder))
    passport = make_passport(make_pair(guide(cohort, world.gwen), learner(cohort, world.noor)))
    assessor = name(world)
    signed = sign(world, passport)
    other = sign(world, passport, "handover", signer="omar")
    contest_sign_off(row=other, why="Not so", by=world.actor("noor"), at=NOW)
    see(passport, "iv-push", world.gwen, world.omar, world.gwen)
    request = ask(world, passport, "iv-push")
    flag = SignOffFlag.objects.create(sign_off=signed, kind="fast", flagged_at=NOW)
    incident = report_incident(
        passport=passport,
        competency=competency_of(passport, "transfusion"),
        by=world.actor("omar"),
        at=NOW,
    )
    card = make_ward_card(passport=passport, by=world.actor("noor"), at=NOW)
    return {
        "alder": world.alder.pk,
        "passport": passport.pk,
        "request": request.pk,
        "secret": link_secret(request),
        "signed": signed.pk,
        "contested": other.pk,
        "flag": flag.pk,
        "incident": incident.pk,
        "card": card.pk,
        "card_secret": card_path(card, NOW).strip("/").rpartition("/")[2],
        "assessor": assessor.pk,
    }


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


def _secret(name: str):
    return lambda scene: {"secret": scene[name]}


def _key(scene: dict[str, object]) -> dict[str, object]:
    return {"pk": scene["passport"], "key": "transfusion"}


def post(statuses: dict[str, int], arguments) -> Door:
    return Door(everyone(404) | statuses, arguments, method="post")


HOUSE = everyone(200) | {"olga": 404}
PAIR = everyone(404) | {"noor": 200, "gwen": 200}
READERS = dict.fromkeys(("vera", "milo", "maren", "ada"), 403)
STAFF = {"maren": 422, "ada": 422}

DOORS = {
    "sign_off_new": Door(PAIR | READERS, _of("passport")),
    "sign_offs": Door(everyone(200)),
    "sign_off_review": Door(staff_only(outsider=200)),
    "sign_off_request": Door(PAIR, _of("request")),
    "sign_off_request_code": Door(PAIR, _of("request")),
    "sign_off_refusal": post({"noor": 403, "gwen": 422}, _of("request")),
    "sign_off_link": post({"noor": 303, "gwen": 303}, _of("request")),
    "sign_off": Door(HOUSE, _of("signed")),
    "sign_off_contest": post({"noor": 422, "gwen": 403, **READERS}, _of("signed")),
    "sign_off_withdrawal": post({"noor": 403, "gwen": 422, **READERS, **STAFF}, _of("signed")),
    "sign_off_settlement": post({"noor": 403, "gwen": 403, **READERS, **STAFF}, _of("contested")),
    # signed in: the signer goes on to the page of the request, the learner is refused
    "sign_by_link": Door(everyone(404) | {"noor": 403, "gwen": 303}, _secret("secret"), nobody=200),
    "sign_outcome": Door(everyone(404) | {"noor": 403, "gwen": 303}, _secret("secret"), nobody=303),
    # nobody is first and has a code sent; a second one within a minute is too soon
    "sign_code": Door(
        everyone(404) | {"noor": 403, "gwen": 409}, _secret("secret"), method="post", nobody=303
    ),
    "gate_search": Door(everyone(200)),
    "gate_person": Door(HOUSE, _of("passport")),
    "gate": Door(HOUSE, _key),
    "gate_incident": Door(HOUSE, _key),
    "ward_card": Door(everyone(200), _secret("card_secret"), nobody=200),
    "own_ward_card": Door(HOUSE, _of("passport")),
    "ward_card_code": Door(PAIR | READERS, _of("passport")),
    "incidents": Door(everyone(200)),
    "incident": Door(everyone(404) | {"maren": 200, "ada": 200}, _of("incident")),
    "assessors": Door(staff_only(viewer=404), _of("alder")),
    # last, since whoever may ends something by it
    "sign_off_look": post({"maren": 303, "ada": 303}, _of("flag")),
    "ward_card_end": post({"noor": 303, "gwen": 303, "maren": 303, "ada": 303}, _of("card")),
    "assessor_end": post({"maren": 303, "ada": 303}, _of("assessor")),
    "sign_off_request_removal": post({"noor": 303, "gwen": 303}, _of("request")),
}

"""Answers and terms for pairs."""

from datetime import datetime

from guildhall.agreements.actions.expectations import Given, save_answers
from guildhall.agreements.models import AgreementVersion
from guildhall.agreements.queries.terms import AgreedTerms, proposed_terms
from guildhall.agreements.topics import topics
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.offers import accept_offer
from guildhall.relationships.actions.opening import open as open_pair
from guildhall.relationships.models import Party, Relationship
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.relationships.factories import make_pair
from tests.world import NOW, World

# Where the two differ: Noor wants a reply the same day, a frank word, and open doors.
NOORS = {"replies": "same_day", "feedback": "at_once", "introductions": "sponsor"}
GWENS = {"replies": "week", "feedback": "on_request", "introductions": "one_or_two"}


def begun_pair(world: World, *, at: datetime = NOW, **plan: object) -> Relationship:
    """Gwen guides Noor, and both have said yes."""
    program = mentoring(world.alder)
    if plan:
        program.plan = {**program.plan, **plan}
        program.save()
    cohort = cohort_of(program)
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), at=at)
    for name in ("gwen", "noor"):
        row = accept_offer(relationship=row, by=world.actor(name), at=at)
    return row


def circle(world: World) -> Relationship:
    """Gwen guides Noor and Tomas together; its program asks for expectations."""
    program = mentoring(world.alder, "Circle")
    return open_pair(
        organization=world.alder,
        guides=[world.gwen],
        learners=[world.noor, world.tomas],
        program=program,
        plan=program.plan,
        opens_at_once=True,
        by=SYSTEM,
        at=NOW,
    )


def answers(**chosen: str) -> dict[str, Given]:
    """What is usual for every topic, changed where named."""
    usual = {topic.key: topic.usual or "one_or_two" for topic in topics()}
    return {key: Given(option) for key, option in {**usual, **chosen}.items()}


def answer(world: World, row: Relationship, name: str, *, at=NOW, is_done=True, **chosen: str):
    """Somebody's answers to all topics."""
    return save_answers(
        relationship=row,
        answers=answers(**chosen),
        is_done=is_done,
        by=world.actor(name),
        at=at,
    )


def both_answer(world: World, row: Relationship, *, at=NOW) -> None:
    """Gwen, then Noor; they differ on three topics."""
    answer(world, row, "gwen", at=at, **GWENS)
    answer(world, row, "noor", at=at, **NOORS)


def party(row: Relationship, person) -> Party:
    """Somebody's place in it."""
    return row.parties.select_related("person").get(person=person)


def proposal(world: World, row: Relationship, name: str = "gwen", *, at=NOW) -> AgreedTerms:
    """What a first draft says to somebody."""
    parties = list(row.parties.select_related("person"))
    return proposed_terms(row, reader=party(row, getattr(world, name)), parties=parties, at=at)


def latest(row: Relationship) -> AgreementVersion:
    """The version written last."""
    return row.agreement_versions.get(number=row.agreement_versions.count())

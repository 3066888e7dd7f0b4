"""Pairs of the demo say what they expect and sign what they agree."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from guildhall.agreements.actions.agreement import sign_version, write_version
from guildhall.agreements.actions.expectations import MIDDLE, Given, save_answers, settle_topic
from guildhall.agreements.queries.comparison import comparison
from guildhall.agreements.queries.standing import ASKED, mode
from guildhall.agreements.queries.terms import NUMBERS, proposed_terms
from guildhall.agreements.topics import Topic, topics
from guildhall.core import clock
from guildhall.permissions.actor import Actor, actor_for
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import cadence, plan_of

PURPOSES = (
    "Lead larger designs with calm",
    "Find my feet in the first year, and ask for help sooner",
    "Decide by spring which way to go",
    "Say no kindly, and yes to the right things",
    "Run a meeting that people look forward to",
)
ANSWERED, SIGNED = timedelta(days=6), timedelta(days=11)


def agree(relationship: Relationship, *, began: datetime, today: datetime, random: Random) -> None:
    """Both answer, settle one difference, write an agreement and sign it, as far as time allows."""
    if mode(relationship) != ASKED or began + ANSWERED > today:
        return
    people = [
        actor_for(account_id=None, person_id=party.person_id)
        for party in relationship.parties.order_by("pk")
    ]
    for actor in people:
        _answer(relationship, actor, at=began + ANSWERED, random=random)
    if began + SIGNED < today:
        _sign(relationship, people, at=began + SIGNED, random=random)


def _answer(relationship: Relationship, by: Actor, *, at: datetime, random: Random) -> None:
    """Mostly what is usual and what the program plans, and here and there something else."""
    answers = {}
    for topic in topics():
        option = topic.usual or topic.options[1].key
        if topic.term in NUMBERS:
            option = _planned(relationship, topic) or option
        elif random.random() < 0.25:
            option = random.choice(topic.options).key
        answers[topic.key] = Given(option, random.choice((None, None, 1, 2, 3)))
    with clock.moved_to(at):
        save_answers(relationship=relationship, answers=answers, is_done=True, by=by, at=at)


def _planned(relationship: Relationship, topic: Topic) -> str:
    """The answer that comes nearest to the rhythm of the program."""
    planned = cadence(plan_of(relationship))
    days = [option for option in topic.options if option.days]
    if planned is None or not days:
        return ""
    return min(days, key=lambda option: abs((option.days or 0) - planned.every_days)).key


def _sign(relationship: Relationship, people: list[Actor], *, at: datetime, random: Random) -> None:
    parties = list(relationship.parties.select_related("person").order_by("pk"))
    current = relationship.expectation_rounds.get()
    with clock.moved_to(at):
        found = comparison(current, reader=parties[0], parties=parties)
        for talk in found.conversations:
            settle_topic(round=current, topic=talk.topic.key, choice=MIDDLE, by=people[0], at=at)
        terms = proposed_terms(relationship, reader=parties[0], parties=parties, at=at)
        texts = {**terms.texts, "purpose": random.choice(PURPOSES)}
        version = write_version(
            relationship=relationship,
            terms=replace(terms, texts=texts),
            based_on=0,
            by=people[0],
            at=at,
        )
        for actor in people[1:]:
            sign_version(version=version, by=actor, at=at)

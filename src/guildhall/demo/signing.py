"""Sign-offs of the demo: the passport of the story, with its assessor, a request that waits, a ward
card, and a report from the ward."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guildhall.assessment.actions.assessors import name_assessor
from guildhall.assessment.actions.incidents import report_incident
from guildhall.assessment.actions.requesting import ask_sign_off
from guildhall.assessment.actions.signing import sign_off
from guildhall.assessment.actions.ward_cards import make_ward_card
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.gate import gates_of
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.queries.signers import coordinators_of, present_guides
from guildhall.competencies.models import Competency
from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.engine.competence import Answer, State
from guildhall.permissions.actor import Actor, actor_for


@dataclass(frozen=True)
class Told:
    """The passport of the story, with everybody who acts in it."""

    passport: Passport
    learner: Actor
    guide: Person
    assessor: Person


def build_sign_offs(houses: Mapping[str, House], *, today: datetime) -> None:
    """What is ready is signed, a day apart, but for the last one, which waits for its answer."""
    story = data("signing.toml")
    cast = {key: person for house in houses.values() for key, person in house.cast.items()}
    passport = Passport.objects.filter(learner=cast[story["learner"]]).first()
    guide = next(iter(present_guides(passport)), None) if passport else None
    if passport is None or guide is None:
        return
    with clock.moved_to(today):
        told = _told(passport, guide, at=today)
    ready = _ready(passport, at=today)
    for place, competency in enumerate(ready):
        is_last = competency is ready[-1]
        at = today - timedelta(days=len(ready) - place - 1, hours=2)
        with clock.moved_to(at):
            _ask(told, competency, place, is_signed=not is_last, at=at)
    with clock.moved_to(today):
        make_ward_card(passport=passport, by=told.learner, at=today)
        _report(told, story["at_the_gate"], at=today)


def _told(passport: Passport, guide: Person, *, at: datetime) -> Told:
    """The assessor is a colleague who has seen the learner at work, else a coordinator."""
    coordinator = coordinators_of(passport)[0]
    seen = passport.observations.exclude(observer=guide).exclude(observer__email="")
    colleague = seen.order_by("pk").first()
    assessor = colleague.observer if colleague else coordinator
    house = passport.organization
    name_assessor(organization=house, email=assessor.email, by=_actor(coordinator), at=at)
    return Told(passport, _actor(passport.learner), guide, assessor)


def _ready(passport: Passport, *, at: datetime) -> Sequence[Competency]:
    answers = gates_of(record_of(passport), today=at.date())
    return [one.competency for one in answers if one.gate.state == State.READY]


def _ask(told: Told, competency: Competency, place: int, *, is_signed: bool, at: datetime) -> None:
    """Every third one is asked of the assessor."""
    signer = told.assessor if place % 3 == 2 else told.guide
    request = ask_sign_off(
        passport=told.passport,
        competency=competency,
        level=competency.target,
        signer=signer,
        by=told.learner,
        at=at,
    )
    if is_signed:
        sign_off(request=request, level=competency.target, by=_actor(signer), at=at)


def _report(told: Told, words: str, *, at: datetime) -> None:
    """A colleague reports the first thing that may only be done with help."""
    answers = gates_of(record_of(told.passport), today=at.date())
    asked = next((one for one in answers if one.answer != Answer.ALONE), None)
    if asked is not None:
        report_incident(
            passport=told.passport,
            competency=asked.competency,
            words=words,
            by=_actor(told.assessor),
            at=at,
        )


def _actor(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)

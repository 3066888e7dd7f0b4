"""Observations, requests and sign-offs of Noor's passport, in a line each."""

from datetime import datetime, timedelta
from uuid import uuid4

from guildhall.assessment.actions.assessors import name_assessor
from guildhall.assessment.actions.requesting import ask_sign_off
from guildhall.assessment.actions.signing import sign_off
from guildhall.assessment.models import (
    Assessor,
    Observation,
    Passport,
    SignOff,
    SignOffRequest,
)
from guildhall.assessment.proven import OBSERVATIONS
from guildhall.audit.actions import record
from guildhall.audit.proven import proof, seal_row
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.directory.models import Person
from guildhall.permissions.actor import Actor
from tests.world import NOW, World

RECORDED = "observation_recorded"


def competency_of(passport: Passport, key: str) -> Competency:
    return passport.version.competencies.get(key=key)


def level_of(passport: Passport, code: str) -> ScaleLevel:
    return passport.version.scale.levels.get(code=code)


def see(
    passport: Passport,
    key: str,
    *people: Person,
    level: str = "4",
    at: datetime = NOW - timedelta(days=1),
) -> list[Observation]:
    """Each of these people saw it once."""
    rows = [
        Observation(
            passport=passport,
            competency=competency_of(passport, key),
            level=level_of(passport, level),
            observer=person,
            seen_at=at,
            recorded_at=at,
            device_key=uuid4(),
        )
        for person in people
    ]
    for row in rows:
        seal_row(OBSERVATIONS, row)
        row.save()
        by = Actor(person_id=row.observer_id)
        record(RECORDED, by=by, subject=row, at=at, **proof(OBSERVATIONS, RECORDED, row))
    return rows


def name(world: World, person: str = "omar") -> Assessor:
    """Maren names an assessor of Alder Bay."""
    email = getattr(world, person).email
    return name_assessor(organization=world.alder, email=email, by=world.actor("maren"), at=NOW)


def ask(
    world: World,
    passport: Passport,
    key: str = "catheter",
    *,
    level: str = "4",
    signer: str = "gwen",
    by: str = "noor",
    at: datetime = NOW,
) -> SignOffRequest:
    return ask_sign_off(
        passport=passport,
        competency=competency_of(passport, key),
        level=level_of(passport, level),
        signer=getattr(world, signer),
        by=world.actor(by),
        at=at,
    )


def sign(
    world: World,
    passport: Passport,
    key: str = "catheter",
    *,
    level: str = "4",
    signer: str = "gwen",
    by: str = "noor",
    words: str = "",
    at: datetime = NOW,
) -> SignOff:
    """Seen by the signer where nobody has, asked by Noor or another learner, and signed."""
    if not passport.observations.filter(competency__key=key).exists():
        see(passport, key, getattr(world, signer), at=at - timedelta(days=1))
    request = ask(world, passport, key, level=level, signer=signer, by=by, at=at)
    return sign_off(
        request=request,
        level=level_of(passport, level),
        words=words,
        by=world.actor(signer),
        at=at,
    )

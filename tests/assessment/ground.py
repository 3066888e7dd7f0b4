"""A small framework on an entrustment scale, and Noor's passport in her pair with Gwen."""

from datetime import datetime

from guildhall.assessment.models import Passport
from guildhall.competencies.models import (
    Competency,
    Domain,
    Framework,
    FrameworkVersion,
    Scale,
    ScaleLevel,
)
from guildhall.relationships.models import Relationship
from tests.world import NOW

LEVELS = [
    ("1", "watches", 1),
    ("2a", "together", 2),
    ("2b", "in the room", 2),
    ("3", "help at hand", 3),
    ("4", "alone", 4),
    ("5", "teaches", 5),
]
# key, name, critical, observations, people, days that a sign-off holds
ASKED = [
    ("iv-push", "IV push medication", True, 3, 2, 365),
    ("transfusion", "Blood transfusion", True, 5, 2, 365),
    ("catheter", "Urinary catheter", False, 1, 1, None),
    ("handover", "Bedside handover", False, 1, 1, None),
]


def make_framework(*, at: datetime = NOW) -> FrameworkVersion:
    """A published framework for everybody; a second call gives the same."""
    found = FrameworkVersion.objects.filter(framework__key="ward-test").first()
    if found is not None:
        return found
    scale = Scale.objects.create(key="entrustment-test", name="Entrustment", kind="entrustment")
    levels = {
        code: ScaleLevel.objects.create(
            scale=scale, position=position, code=code, name=name, allows=allows
        )
        for position, (code, name, allows) in enumerate(LEVELS)
    }
    framework = Framework.objects.create(key="ward-test", name="Ward nursing")
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, scale=scale, made_at=at, published_at=at
    )
    domain = Domain.objects.create(version=version, position=0, key="care", name="Care")
    for position, (key, name, critical, observations, people, days) in enumerate(ASKED):
        Competency.objects.create(
            version=version,
            domain=domain,
            position=position,
            key=key,
            name=name,
            is_critical=critical,
            target=levels["4"],
            floor=levels["3"],
            observations=observations,
            people=people,
            fresh_days=60,
            last_count=2,
            valid_days=days,
        )
    return version


def make_passport(
    relationship: Relationship, version: FrameworkVersion | None = None, *, at: datetime = NOW
) -> Passport:
    """The passport of the pair's learner."""
    version = version or make_framework(at=at)
    learner = relationship.parties.get(side="learner").person
    passport, _is_new = Passport.objects.get_or_create(
        learner=learner,
        organization=relationship.organization,
        framework=version.framework,
        defaults={"version": version, "opened_at": at},
    )
    passport.relationships.add(relationship)
    return passport

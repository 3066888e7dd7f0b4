"""Observations as tests record them."""

from datetime import datetime
from uuid import UUID, uuid4

from guildhall.assessment.actions.observations import Sight, record_observation
from guildhall.assessment.models import Observation, Passport
from tests.world import NOW


def sight_of(
    passport: Passport,
    key: str = "iv-push",
    level: str = "3",
    *,
    seen_at: datetime = NOW,
    device_key: UUID | None = None,
    **words: str,
) -> Sight:
    """What somebody saw of one competency."""
    return Sight(
        competency=passport.version.competencies.get(key=key),
        level=passport.version.scale.levels.get(code=level),
        seen_at=seen_at,
        device_key=device_key or uuid4(),
        **words,
    )


def see(passport: Passport, by, key: str = "iv-push", level: str = "3", **values) -> Observation:
    """One observation, recorded at its own moment."""
    at = values.pop("at", values.get("seen_at", NOW))
    ask = values.pop("ask", None)
    sight = sight_of(passport, key, level, **values)
    return record_observation(passport=passport, sight=sight, by=by, at=at, ask=ask)

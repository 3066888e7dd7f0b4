"""One competency of a passport: every observation with its words, files and asks."""

from dataclasses import dataclass
from datetime import date

from guildhall.assessment.models import Evidence, Observation, ObservationAsk, SignOff
from guildhall.assessment.queries.record import Record
from guildhall.competencies.models import Competency
from guildhall.engine.competence import Asked, Standing


@dataclass(frozen=True)
class History:
    """Newest first. What was taken back is in here, and counts for nothing."""

    competency: Competency
    standing: Standing
    asked: Asked
    sign_off: SignOff | None
    observations: tuple[Observation, ...]
    evidence: tuple[Evidence, ...]
    asks: tuple[ObservationAsk, ...]
    first: tuple[Competency, ...]


def history_of(record: Record, competency: Competency, *, today: date) -> History:
    """The history of one competency of a record; three queries."""
    passport = record.passport
    seen = Observation.objects.filter(passport=passport, competency=competency)
    files = Evidence.objects.filter(passport=passport, competency=competency)
    asks = ObservationAsk.objects.filter(
        passport=passport, competency=competency, observation=None, declined_at=None
    )
    standing = record.standing(competency, today=today)
    waits = set(standing.waits_for)
    return History(
        competency=competency,
        standing=standing,
        asked=record.asked(competency),
        sign_off=record.holding(competency),
        observations=tuple(seen.select_related("level", "observer", "taken_back_by")),
        evidence=tuple(files.select_related("file", "added_by")),
        asks=tuple(asks.select_related("asked")),
        first=tuple(one for one in record.competencies if one.key in waits),
    )


def competency_of(record: Record, pk: int) -> Competency | None:
    """The record's competency of this id."""
    return next((one for one in record.competencies if one.pk == pk), None)

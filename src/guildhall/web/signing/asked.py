"""What a signer sees before they decide, signed in or behind a link."""

from dataclasses import dataclass
from datetime import date, timedelta

from guildhall.assessment.models import Observation, SignOff, SignOffRequest
from guildhall.assessment.queries.gate import today_in
from guildhall.assessment.queries.readiness import missing_for
from guildhall.assessment.queries.record import Record, record_of
from guildhall.assessment.queries.signers import present_guides
from guildhall.core import clock
from guildhall.engine.competence import Standing


@dataclass(frozen=True)
class Asked:
    """A request with all that bears on it. `missing`: what the level asked for waits for."""

    request: SignOffRequest
    record: Record
    standing: Standing
    observations: tuple[Observation, ...]
    before: SignOff | None
    missing: tuple[str, ...]
    until: date | None

    @property
    def newest(self) -> Observation | None:
        """The last time that somebody saw it."""
        return self.observations[0] if self.observations else None

    @property
    def people(self) -> int:
        """By how many people it was seen."""
        return len({row.observer_id for row in self.observations})


def asked(row: SignOffRequest) -> Asked:
    """Put it together."""
    passport, competency = row.passport, row.competency
    record = record_of(passport)
    today = today_in(passport, clock.now())
    guides = {one.pk for one in present_guides(passport)}
    days = competency.valid_days
    seen = list(record.observations.get(competency.pk, ()))
    for one in seen:
        one.level = record.level_of[one.level_id]
    return Asked(
        request=row,
        record=record,
        standing=record.standing(competency, today=today),
        observations=tuple(reversed(seen)),
        before=record.holding(competency),
        missing=tuple(missing_for(record, competency, row.level, guide_ids=guides, today=today)),
        until=today + timedelta(days=days) if days else None,
    )

"""When a pair met, beside how often they agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guildhall.programs.program_template import Cadence
from guildhall.programs.queries.words import meeting_rhythm
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms, agreed_cadence
from guildhall.relationships.states import RelationshipState


@dataclass(frozen=True)
class Rhythm:
    """When they met, beside how often they agreed to. `state` is a state of a status pill."""

    days: tuple[date, ...]
    start: date
    end: date
    today: date
    cadence: Cadence
    state: str
    next_by: date

    @property
    def words(self) -> str:
        """“60 minutes every 3 weeks”."""
        return meeting_rhythm(self.cadence)


def rhythm_of(relationship: Relationship, days: Sequence[date], *, today: date) -> Rhythm | None:
    """None where there is no cadence, or nothing has begun. `days`: when they met."""
    agreed = agreed_cadence(relationship)
    if agreed is None or relationship.opened_at is None:
        return None
    start = Terms.of(relationship).start(relationship.opened_at)
    last = max(days, default=start)
    next_by = last + timedelta(days=agreed.every_days)
    end = relationship.closed_at.date() if relationship.closed_at else today
    return Rhythm(
        days=tuple(sorted(days)),
        start=min([start, *days]),
        end=max(end, start + timedelta(days=1)),
        today=today,
        cadence=agreed,
        state=_state(relationship, days, next_by=next_by, today=today, agreed=agreed),
        next_by=next_by,
    )


def _state(
    relationship: Relationship,
    days: Sequence[date],
    *,
    next_by: date,
    today: date,
    agreed: Cadence,
) -> str:
    """Half a cadence of grace before a nudge; before the first meeting is due it is too early."""
    if relationship.state == RelationshipState.PAUSED:
        return "paused"
    if today <= next_by:
        return "track" if days else "early"
    return "track" if today <= next_by + timedelta(days=agreed.every_days // 2) else "nudge"

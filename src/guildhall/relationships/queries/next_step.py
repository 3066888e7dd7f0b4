"""The one thing to do now in a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guildhall.relationships.models import FirstStep, Party, Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import RelationshipState


@dataclass(frozen=True)
class NextStep:
    """`kind`: answer (an offer waits for you), wait (for others' answer), step (a first step),
    meet (a meeting is due), calm (nothing is due), paused, closed, none (not one of the pair)."""

    kind: str
    by: date | None = None
    names: str = ""
    step: FirstStep | None = None
    last_met: date | None = None

    @property
    def days_since(self) -> int | None:
        """Days from the last meeting to the day by which the next was due."""
        return (self.by - self.last_met).days if self.by and self.last_met else None


def next_step(
    relationship: Relationship,
    *,
    parties: Sequence[Party],
    you: Party | None,
    steps: Sequence[FirstStep],
    last_met: date | None,
    next_by: date | None,
    today: date,
) -> NextStep:
    """What the reader is to do, in this order: answer, late or coming first step, meet."""
    if you is None:
        return NextStep("none", last_met=last_met, by=next_by)
    if relationship.state == RelationshipState.OFFERED:
        return _offer(relationship, parties, you)
    if relationship.state == RelationshipState.PAUSED:
        return NextStep("paused", last_met=last_met)
    if relationship.state == RelationshipState.CLOSED:
        return NextStep("closed", last_met=last_met)
    open_steps = [s for s in steps if not s.done_at and s.side in ("", you.side)]
    if open_steps and (next_by is None or (open_steps[0].due_on or today) <= max(next_by, today)):
        return NextStep("step", by=open_steps[0].due_on, step=open_steps[0])
    if next_by is not None and next_by <= today:
        return NextStep("meet", by=next_by, last_met=last_met)
    return NextStep("calm", by=next_by, last_met=last_met)


def _offer(relationship: Relationship, parties: Sequence[Party], you: Party) -> NextStep:
    until = relationship.offer_expires_at.date() if relationship.offer_expires_at else None
    others = [party for party in parties if party.pk != you.pk]
    if you.accepted_at is None:
        return NextStep("answer", by=until, names=listed([p.person.name for p in others]))
    waiting = [p.person.given_name for p in others if p.accepted_at is None]
    return NextStep("wait", by=until, names=listed(waiting))

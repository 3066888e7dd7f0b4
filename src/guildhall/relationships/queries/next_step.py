"""What the pair itself asks of the reader now; rooms on it ask for more (meetings, agreements)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from guildhall.relationships.models import FirstStep, Party, Relationship
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import RelationshipState


@dataclass(frozen=True)
class NextStep:
    """`kind`: answer (an offer waits for you), wait (for others' answer), step (a first step),
    calm (nothing is due), paused, closed, none (not one of the pair). `by_staff`: somebody who is
    not one of the pair let it rest."""

    kind: str
    by: date | None = None
    names: str = ""
    step: FirstStep | None = None
    by_staff: bool = False


def next_step(
    relationship: Relationship,
    *,
    parties: Sequence[Party],
    you: Party | None,
    steps: Sequence[FirstStep],
) -> NextStep:
    """What the reader is to do, in this order: answer, then the late or coming first step."""
    if you is None:
        return NextStep("none")
    if relationship.state == RelationshipState.OFFERED:
        return _offer(relationship, parties, you)
    if relationship.state == RelationshipState.PAUSED:
        pauser = relationship.paused_by_id
        people = {party.person_id for party in parties}
        return NextStep("paused", by_staff=pauser is not None and pauser not in people)
    if relationship.state == RelationshipState.CLOSED:
        return NextStep("closed")
    open_steps = [s for s in steps if not s.done_at and s.side in ("", you.side)]
    if open_steps:
        return NextStep("step", by=open_steps[0].due_on, step=open_steps[0])
    return NextStep("calm")


def first_open_steps(sides: Mapping[int, str]) -> dict[int, FirstStep]:
    """By pair, the first step that is not done and concerns this side of it; one query."""
    found: dict[int, FirstStep] = {}
    if not sides:
        return found
    rows = FirstStep.objects.filter(relationship_id__in=sides, done_at__isnull=True)
    for step in rows.order_by("position"):
        if step.side in ("", sides[step.relationship_id]):
            found.setdefault(step.relationship_id, step)
    return found


def _offer(relationship: Relationship, parties: Sequence[Party], you: Party) -> NextStep:
    until = relationship.offer_expires_at.date() if relationship.offer_expires_at else None
    others = [party for party in parties if party.pk != you.pk]
    if you.accepted_at is None:
        return NextStep("answer", by=until, names=listed([p.person.name for p in others]))
    waiting = [p.person.given_name for p in others if p.accepted_at is None]
    return NextStep("wait", by=until, names=listed(waiting))

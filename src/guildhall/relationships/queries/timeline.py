"""What happened in a pair, newest first. What the pair wrote is only in it for the pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from guildhall.relationships.models import (
    Closure,
    FirstStep,
    MatchReason,
    Party,
    Relationship,
)
from guildhall.relationships.reasons import said


@dataclass(frozen=True)
class SaidReason:
    """A reason of the match, in the reader's language."""

    label: str
    words: str
    points: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class Entry:
    """One entry. `kind`: step, opened, offered, closed.

    `who` is who did it, empty for the reader; `text` what was written, for the pair alone.
    """

    kind: str
    at: datetime
    who: str = ""
    by_you: bool = False
    # Of a step: its key in the plan.
    key: str = ""
    text: str = ""
    reasons: tuple[SaidReason, ...] = ()


def timeline(
    relationship: Relationship,
    *,
    steps: Sequence[FirstStep],
    you: Party | None,
    reader_id: int | None,
) -> tuple[Entry, ...]:
    """The pair's own entries, newest first. For whoever is not one of the pair: that it began and
    that it ended, and nothing that they wrote."""
    entries: list[Entry] = []
    if you is not None:
        entries += [_step(step, you) for step in steps if step.done_at]
    entries += _beginnings(relationship, you)
    closure = Closure.objects.filter(relationship=relationship).first()
    if closure is not None:
        entries.append(_end(closure, reader_id))
    return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))


def _step(step: FirstStep, you: Party) -> Entry:
    assert step.done_at is not None
    return Entry(
        kind="step",
        key=step.key,
        at=step.done_at,
        text=step.text,
        who=step.done_by.given_name if step.done_by else "",
        by_you=step.done_by_id == you.person_id,
    )


def _beginnings(relationship: Relationship, you: Party | None) -> list[Entry]:
    """The offer, where there was one, and the beginning; the reasons stand by the first."""
    reasons = _reasons(relationship) if you is not None else ()
    if relationship.offered_at is None:
        opened = relationship.opened_at or relationship.created_at
        return [Entry(kind="opened", at=opened, reasons=reasons)]
    entries = [Entry(kind="offered", at=relationship.offered_at, reasons=reasons)]
    if relationship.opened_at is not None:
        entries.append(Entry(kind="opened", at=relationship.opened_at))
    return entries


def _reasons(relationship: Relationship) -> tuple[SaidReason, ...]:
    """What added points, the most first; only what both may read was copied to the pair."""
    rows = MatchReason.objects.filter(relationship=relationship, points__gt=0)
    return tuple(
        SaidReason(
            row.label,
            said(row.template, row.params, row.plural, row.count),
            row.points,
            row.maximum,
        )
        for row in rows.order_by("-points", "position")
    )


def _end(closure: Closure, reader_id: int | None) -> Entry:
    """Only whoever ended it reads the own words again; nobody else learns of a reason."""
    by_you = reader_id is not None and closure.closed_by_id == reader_id
    return Entry(
        kind="closed", at=closure.closed_at, text=closure.words if by_you else "", by_you=by_you
    )

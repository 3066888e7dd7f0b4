"""Rows that the chain proves without holding them, and the check of every one of them.

A kind of row declares what its digest holds and which events tell of it. Each event carries the
digest, salted by the row, and a seal over it made with the chain's key, which lives outside the
database: a row, its events and a whole chain that were written into the database alone do not pass.
Whoever erases the row and its salt leaves a chain that is whole and says nothing about anybody.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

from django.db import models

from guildhall.audit.chain import signature_of
from guildhall.core.tokens import new_token

Plain = str | int | bool | None | Sequence["Plain"]
Content = Mapping[str, Plain]
People = Mapping[str, int | None]


class ProvenRow(models.Model):
    """A row that the events of it prove: its digest, and the salt that keeps it from being told."""

    salt = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


Row = TypeVar("Row", bound=ProvenRow)


@dataclass(frozen=True)
class Step:
    """What became of a row later: the state, who brought it there, and what they said."""

    state: str
    by: int | None
    content: Content


def no_steps(_row: ProvenRow) -> Sequence[Step]:
    """For kinds that never change."""
    return ()


@dataclass(frozen=True)
class Proven(Generic[Row]):
    """A kind of row that is proven.

    `states` names every event that tells of a row, with the state that it leads to; the `born` ones
    come first. `rows` are all that should have such an event. `people` are compared with those of
    the event, so that a merged record keeps what it said. After `gone` the row is removed.
    """

    noun: str
    said: str
    model: type[Row]
    born: tuple[str, ...]
    states: Mapping[str, str]
    rows: Callable[[], models.QuerySet[Row]]
    content: Callable[[Row], Content]
    people: Callable[[Row], People]
    state: Callable[[Row], str]
    steps: Callable[[Row], Sequence[Step]] = no_steps
    gone: str = ""


def seal_row(kind: Proven[Row], row: Row) -> None:
    """Give a row that is about to be saved its salt and its digest."""
    row.salt = new_token()
    row.digest = row_digest(kind, row, kind.people(row))


def proof(kind: Proven[Row], event: str, row: Row) -> dict[str, int | str | None]:
    """What an event about a saved row carries: its people, the digest, and the seal over it. A
    later step carries a digest of its own."""
    steps = kind.steps(row)
    step = "" if event in kind.born or event == kind.gone else _step_digest(row, steps[-1])
    seal = seal_of(kind, event, row.pk, row.digest, step)
    return {**kind.people(row), "digest": row.digest, "step": step, "seal": seal}


def row_digest(kind: Proven[Row], row: Row, people: People) -> str:
    """SHA-256 over the salt and all that the row says about these people."""
    return _digest(row.salt, {**kind.content(row), "people": [[k, people[k]] for k in people]})


def seal_of(kind: Proven[Row], event: str, row_id: int, digest: str, step: str = "") -> str:
    """What only this installation can write into an event about a row."""
    return signature_of(f"{kind.noun}:{event}:{row_id}:{digest}:{step}")


def moment(at: datetime | None) -> str | None:
    """A moment as digests hold it."""
    return at.astimezone(UTC).isoformat() if at else None


def day(on: date | None) -> str | None:
    """A day as digests hold it."""
    return on.isoformat() if on else None


def step_holds(row: ProvenRow, step: Step, told: str) -> bool:
    """Whether a step is what its event tells of."""
    return _step_digest(row, step) == told


def _step_digest(row: ProvenRow, step: Step) -> str:
    return _digest(row.salt, {**step.content, "of": row.digest, "state": step.state})


def _digest(salt: str, content: Content) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{plain}".encode()).hexdigest()

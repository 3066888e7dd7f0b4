"""What the engine takes and gives: facts of one subject, findings, verdicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

# Days are dates; amounts are (day, number); intervals are (first day,) or (first day, last day);
# an attestation is a table of its day `on`, and what else was said. None, or left out: not known.
Facts = Mapping[str, Any]
Params = Mapping[str, Any]


class Outcome(StrEnum):
    """What a rule says about a subject, or about a whole program."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_MEASURABLE = "not_measurable"


@dataclass(frozen=True)
class Finding:
    """One row of evidence, or one that is missing: a code and its values, to be put into words."""

    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """What a predicate says on one day. `is_met` is None where a fact is not known."""

    is_met: bool | None
    evidence: tuple[Finding, ...] = ()
    missing: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a rule says about one subject today.

    `first_breach` is the earliest later day on which it would be broken if nothing further
    happened; None where it is broken already, cannot be measured, or stays met. `is_covered`:
    what is booked would keep that day from being a breach.
    """

    outcome: Outcome
    evidence: tuple[Finding, ...]
    missing: tuple[Finding, ...]
    first_breach: date | None = None
    is_covered: bool = False


def unknown(*names: str) -> Check:
    """Facts that nobody has told."""
    return Check(None, missing=tuple(Finding("unknown", {"fact": name}) for name in names))


def lacking(facts: Facts, *names: str) -> tuple[str, ...]:
    """Which of these facts are not known."""
    return tuple(name for name in names if facts.get(name) is None)


def days_of(facts: Facts, name: str, *, until: date) -> list[date]:
    """The days of an event up to a day, in order; one day may stand alone."""
    value = facts[name]
    found: Sequence[date] = [value] if isinstance(value, date) else value
    return sorted(day for day in found if day <= until)

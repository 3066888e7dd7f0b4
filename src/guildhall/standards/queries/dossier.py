"""The evidence of a day without anybody in it.

People are letters that mean nothing beyond the day. Where fewer than five would stand out, neither
their number nor their rows are told; hiding one number alone would leave it to be reckoned from the
others, so all numbers of that rule are hidden.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from guildhall.engine.standards import Outcome, Verdict
from guildhall.standards.models import Attestation
from guildhall.standards.queries.standing import ProgramStanding, RuleStanding
from guildhall.standards.states import Subject

SMALLEST = 5
MOST_ROWS = 12
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Evidence:
    """A rule as the dossier tells it. `counts` is None where some group is too small; `rows` are
    letters with what decided, none where one of them would stand out."""

    one: RuleStanding
    total: int | None
    counts: Mapping[Outcome, int] | None
    rows: tuple[tuple[str, Verdict], ...]


@dataclass(frozen=True)
class Said:
    """What was recorded of a fact: its days only. Words, files and names stay in the house."""

    fact: str
    on: date
    until: date | None
    holds: bool


@dataclass(frozen=True)
class Dossier:
    """A program's evidence on a day."""

    found: ProgramStanding
    evidence: Mapping[tuple[str, str], Evidence]
    recorded: tuple[Said, ...]


def dossier_of(found: ProgramStanding) -> Dossier:
    """The dossier of a standing; one query more."""
    letters = {kind: _letters(found, kind) for kind in Subject}
    evidence = {
        (one.pack.id, one.rule.id): _evidence(one, letters[one.rule.subject]) for one in found.rules
    }
    wanted = {fact for one in found.rules for fact in one.rule.facts}
    newest: dict[str, Said] = {}
    rows = Attestation.objects.filter(program=found.program, fact__in=wanted)
    for row in rows.order_by("recorded_at", "pk"):
        newest[row.fact] = Said(row.fact, row.on, row.until, row.holds)
    return Dossier(found, evidence, tuple(newest[key] for key in sorted(newest)))


def _evidence(one: RuleStanding, letters: Mapping[int, str]) -> Evidence:
    if one.rule.subject == Subject.PROGRAM:
        rows = tuple(("", row.verdict) for row in one.rows)
        return Evidence(one, None, None, rows)
    total = len(one.rows)
    counts = {outcome: len(one.of(outcome)) for outcome in Outcome}
    if total < SMALLEST:
        return Evidence(one, None, None, ())
    if any(0 < count < SMALLEST for count in counts.values()):
        return Evidence(one, total, None, ())
    lettered = sorted(((letters[row.row.pk], row.verdict) for row in one.rows), key=_place)
    return Evidence(one, total, counts, tuple(lettered[:MOST_ROWS]))


def _letters(found: ProgramStanding, kind: Subject) -> dict[int, str]:
    """In an order that tells nothing of names or of who came first, the same all day."""
    salt = f"{found.program.pk}:{found.today.isoformat()}:{kind}"

    def mixed(pk: int) -> str:
        return hashlib.sha256(f"{salt}:{pk}".encode()).hexdigest()

    ids: Iterable[int] = (row.pk for row in found.subjects.get(kind, ()))
    return {pk: _letter(number) for number, pk in enumerate(sorted(ids, key=mixed))}


def _letter(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    before, last = divmod(number, len(LETTERS))
    return (_letter(before - 1) if before else "") + LETTERS[last]


def _place(row: tuple[str, Verdict]) -> tuple[int, str]:
    return len(row[0]), row[0]

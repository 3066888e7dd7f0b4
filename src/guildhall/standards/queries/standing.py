"""Where a program stands against its packs: each rule with its rows, its first breach, its since.

A rule is not met where one row is not; it is met only where every row was measured and is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from guildhall.engine.standards import Outcome, Verdict, evaluate
from guildhall.programs.models import Program
from guildhall.standards.facts import GATHERERS, Gathering
from guildhall.standards.packs import Pack, Rule, chosen_packs
from guildhall.standards.queries import pair_facts, people_facts, program_facts
from guildhall.standards.queries.days import day_of
from guildhall.standards.queries.subjects import SubjectRow, Subjects, subjects_of
from guildhall.standards.states import Severity, Subject

# A rule of a pack by their ids.
Only = tuple[str, str] | None
# Loaded so that their gatherers are known.
SOURCES = (pair_facts, people_facts, program_facts)
WEIGHT = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}
ORDER = {Outcome.NOT_MET: 0, Outcome.NOT_MEASURABLE: 1, Outcome.MET: 2}


@dataclass(frozen=True)
class RowVerdict:
    """What a rule says about one subject."""

    row: SubjectRow
    verdict: Verdict


@dataclass(frozen=True)
class RuleStanding:
    """A rule of a program today, with every row that it looked at."""

    pack: Pack
    rule: Rule
    rows: tuple[RowVerdict, ...]

    def of(self, outcome: str) -> tuple[RowVerdict, ...]:
        """The rows with this verdict."""
        return tuple(one for one in self.rows if one.verdict.outcome == outcome)

    @property
    def outcome(self) -> Outcome:
        """One row that is not met decides; so does, after that, one that cannot be measured."""
        if self.of(Outcome.NOT_MET):
            return Outcome.NOT_MET
        if not self.rows or self.of(Outcome.NOT_MEASURABLE):
            return Outcome.NOT_MEASURABLE
        return Outcome.MET

    @property
    def coming(self) -> tuple[RowVerdict, ...]:
        """Rows that would break if nothing further happened, soonest first; what is booked and
        would prevent it comes last."""
        found = [one for one in self.rows if one.verdict.first_breach]
        found.sort(key=lambda one: (one.verdict.is_covered, one.verdict.first_breach or date.max))
        return tuple(found)

    @property
    def next_breach(self) -> RowVerdict | None:
        """The first of them that nothing booked prevents."""
        return next((one for one in self.coming if not one.verdict.is_covered), None)

    @property
    def first_breach(self) -> date | None:
        """The first day on which any row would break."""
        days = [one.verdict.first_breach for one in self.rows if one.verdict.first_breach]
        return min(days, default=None)

    @property
    def unknown_facts(self) -> tuple[str, ...]:
        """The facts that nobody told, each once."""
        names = (
            finding.values["fact"]
            for one in self.of(Outcome.NOT_MEASURABLE)
            for finding in one.verdict.missing
            if finding.code == "unknown"
        )
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class PackStanding:
    """A pack of a program today."""

    pack: Pack
    rules: tuple[RuleStanding, ...]

    def count(self, outcome: str) -> int:
        """How many rules come to this."""
        return sum(1 for one in self.rules if one.outcome == outcome)

    @property
    def in_order(self) -> tuple[RuleStanding, ...]:
        """What is not met first, the required before the advised."""
        return tuple(
            sorted(self.rules, key=lambda one: (ORDER[one.outcome], WEIGHT[one.rule.severity]))
        )


@dataclass(frozen=True)
class ProgramStanding:
    """A program against all of its packs."""

    program: Program
    today: date
    packs: tuple[PackStanding, ...]
    subjects: Subjects

    @property
    def rules(self) -> tuple[RuleStanding, ...]:
        """The rules of all packs."""
        return tuple(rule for pack in self.packs for rule in pack.rules)

    @property
    def next_breach(self) -> tuple[RuleStanding, RowVerdict] | None:
        """The first breach that is coming, of all packs, required rules first on the same day."""
        found = [
            (one.verdict.first_breach or date.max, WEIGHT[rule.rule.severity], number)
            for number, rule in enumerate(self.rules)
            if (one := rule.next_breach) is not None
        ]
        if not found:
            return None
        rule = self.rules[min(found)[2]]
        return (rule, rule.next_breach) if rule.next_breach else None

    def pack(self, key: str) -> PackStanding | None:
        """One of them by its id."""
        return next((one for one in self.packs if one.pack.id == key), None)


def standing_of(program: Program, *, at: datetime, only: Only = None) -> ProgramStanding:
    """Everything, measured now, or `only` one rule of one pack. A fixed number of queries, however
    many pairs there are; the caller asked whether the reader may, and loaded the organization."""
    today, packs = day_of(program, at), chosen_packs(program.plan)
    if only is not None:
        wanted = (pack for pack in packs if pack.id == only[0])
        packs = tuple(
            replace(pack, rules=tuple(rule for rule in pack.rules if rule.id == only[1]))
            for pack in wanted
        )
    if not packs:
        return ProgramStanding(program, today, (), {})
    subjects = subjects_of(program)
    facts = _gathered(program, packs, subjects, at=at, today=today)
    measured = []
    for pack in packs:
        rules = (_measured(pack, rule, subjects, facts, today) for rule in pack.rules)
        measured.append(PackStanding(pack, tuple(rules)))
    return ProgramStanding(program, today, tuple(measured), subjects)


def _measured(
    pack: Pack,
    rule: Rule,
    subjects: Subjects,
    facts: Mapping[tuple[Subject, int], Mapping[str, Any]],
    today: date,
) -> RuleStanding:
    rows = tuple(
        RowVerdict(
            row, evaluate(rule.predicate, rule.params, facts.get((row.kind, row.pk), {}), today)
        )
        for row in subjects[rule.subject]
    )
    return RuleStanding(pack, rule, rows)


def _gathered(
    program: Program,
    packs: tuple[Pack, ...],
    subjects: Subjects,
    *,
    at: datetime,
    today: date,
) -> dict[tuple[Subject, int], dict[str, Any]]:
    """Only what some rule looks at is asked for."""
    needed = {(rule.subject, fact) for pack in packs for rule in pack.rules for fact in rule.facts}
    found: dict[tuple[Subject, int], dict[str, Any]] = {}
    for one in GATHERERS:
        if not any((one.subject, fact) in needed for fact in one.facts):
            continue
        ids = frozenset(row.pk for row in subjects[one.subject])
        if not ids:
            continue
        for pk, values in one.find(Gathering(program, ids, at, today)).items():
            found.setdefault((one.subject, pk), {}).update(values)
    return found

"""The packs of rules: read from data/packs, checked against their schema, newest version first."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from guildhall.standards.states import Mark, Severity, Subject

DATA = Path(__file__).parent / "data"
PACKS = DATA / "packs"
# Which parameters of a predicate name facts.
FACT_ROLES = (
    "event",
    "events",
    "since",
    "until",
    "planned",
    "amounts",
    "share",
    "intervals",
    "value",
    "have",
    "need",
    "part",
    "whole",
)


@dataclass(frozen=True)
class Source:
    """Where something was read."""

    key: str
    title: str
    address: str

    @property
    def is_link(self) -> bool:
        """Whether it can be followed."""
        return self.address.startswith("https://")


@dataclass(frozen=True)
class Cited:
    """One number of a rule: its place in the parameters, its value, and where it comes from."""

    place: str
    value: float
    source: Source
    mark: Mark


@dataclass(frozen=True)
class Case:
    """Facts of a day, and what the rule must say about them."""

    verdict: str
    today: date
    facts: Mapping[str, Any]
    first_breach: date | None = None


@dataclass(frozen=True)
class Rule:
    """One measurable item of a standard, in our own words."""

    id: str
    text: str
    todo: str
    subject: Subject
    predicate: str
    params: Mapping[str, Any]
    unit: str
    severity: Severity
    source: Source
    mark: Mark
    numbers: tuple[Cited, ...]
    cases: tuple[Case, ...]
    unverified: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it looks at; booked days are extra and may be missing."""
        named = (self.params.get(role) for role in FACT_ROLES)
        return tuple(name for name in named if isinstance(name, str))


@dataclass(frozen=True)
class Pack:
    """One version of one standard."""

    id: str
    version: int
    title: str
    issuer: str
    jurisdiction: str
    about: str
    verified: str
    read_on: date
    sources: tuple[Source, ...]
    rules: tuple[Rule, ...]
    file: str = field(default="", compare=False)
    # SHA-256 of the file.
    digest: str = field(default="", compare=False)

    @property
    def is_primary(self) -> bool:
        """Whether the issuer's own text was read."""
        return self.verified == "primary"

    def rule(self, rule_id: str) -> Rule | None:
        """A rule by its id."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@cache
def all_versions() -> tuple[Pack, ...]:
    """Every version of every pack, by id, newest first. A wrong file fails with its places."""
    found = [_read(path) for path in sorted(PACKS.glob("*.toml"))]
    return tuple(sorted(found, key=lambda pack: (pack.id, -pack.version)))


@cache
def load_packs() -> Mapping[str, Pack]:
    """The newest version of each pack, by id."""
    newest: dict[str, Pack] = {}
    for pack in all_versions():
        newest.setdefault(pack.id, pack)
    return newest


def chosen_packs(plan: Mapping[str, Any]) -> tuple[Pack, ...]:
    """Those that a program's plan names, in its order; what is not known any more is left out."""
    packs = load_packs()
    return tuple(packs[key] for key in plan.get("standards", ()) if key in packs)


def numbers_in(value: Any, place: str = "") -> Iterator[tuple[str, float]]:
    """Every number in the parameters of a rule, with its place: “windows.middle.by_share”."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from numbers_in(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list):
        for entry in value:
            yield from numbers_in(entry, f"{place}.{entry['key']}")
    elif isinstance(value, int | float):
        yield place, value


def _read(path: Path) -> Pack:
    content = path.read_bytes()
    table = tomllib.loads(content.decode())
    problems = [
        f"{path.name}, {'.'.join(map(str, error.absolute_path))}: {error.message}"
        for error in _schema().iter_errors(table)
    ]
    if path.name != f"{table.get('id')}.{table.get('version')}.toml":
        problems.append(f"{path.name}: the name must be <id>.<version>.toml.")
    if problems:
        raise ValueError("\n".join(problems))
    sources = {key: Source(key, **entry) for key, entry in table["sources"].items()}
    plain = {key: value for key, value in table.items() if key not in ("sources", "rules")}
    rules = tuple(_rule(entry, sources) for entry in table["rules"])
    return Pack(
        **plain,
        sources=tuple(sources.values()),
        rules=rules,
        file=path.name,
        digest=hashlib.sha256(content).hexdigest(),
    )


def _rule(table: Mapping[str, Any], sources: Mapping[str, Source]) -> Rule:
    plain = ("id", "text", "todo", "predicate", "params", "unit")
    other = table.get("numbers", {})
    usual = {"source": table["source"], "mark": table["mark"]}
    cited = []
    for place, value in numbers_in(table["params"]):
        said = other.get(place, usual)
        cited.append(Cited(place, value, sources[said["source"]], Mark(said["mark"])))
    if unknown := set(other) - {one.place for one in cited}:
        raise ValueError(f"Rule {table['id']} cites numbers that it has not: {sorted(unknown)}.")
    return Rule(
        **{key: table[key] for key in plain},
        subject=Subject(table["subject"]),
        severity=Severity(table["severity"]),
        source=sources[table["source"]],
        mark=Mark(table["mark"]),
        numbers=tuple(cited),
        cases=tuple(Case(**case) for case in table["cases"]),
        unverified=table.get("unverified", ""),
    )


@cache
def _schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads((DATA / "pack.schema.json").read_text(encoding="utf-8")))

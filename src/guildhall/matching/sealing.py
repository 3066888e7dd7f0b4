"""A matching problem as it is kept: people's values without their names, compressed and sealed."""

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, cast

from guildhall.engine.matching import MatchResult, Person, Value, load_criteria, match

Pair = tuple[str, str]


@dataclass(frozen=True)
class Problem:
    """Everything that a solve depends on. Pairs are (learner id, guide id) of people."""

    criteria: Mapping[str, Any]
    objective: str
    minimum: Decimal | None
    seed: int
    guides: tuple[Person, ...]
    learners: tuple[Person, ...]
    pins: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()

    def solve(self) -> MatchResult:
        """Ask the engine. The same problem always has the same answer."""
        return match(
            self.guides,
            self.learners,
            load_criteria(self.criteria, source="round"),
            objective=cast(Literal["fair", "best", "stable"], self.objective),
            pins=self.pins,
            forbidden=self.forbidden,
            minimum_score=self.minimum,
            seed=self.seed,
        )

    def with_names(self, names: Mapping[str, str]) -> "Problem":
        """The problem with people's names, for sentences that name somebody."""
        return replace(
            self,
            guides=tuple(replace(p, name=names.get(p.id, "")) for p in self.guides),
            learners=tuple(replace(p, name=names.get(p.id, "")) for p in self.learners),
        )


def packed(problem: Problem) -> str:
    """The problem as one text, without names."""
    plain = {
        "criteria": problem.criteria,
        "objective": problem.objective,
        "minimum": None if problem.minimum is None else str(problem.minimum),
        "seed": problem.seed,
        "guides": [_person(person) for person in problem.guides],
        "learners": [_person(person) for person in problem.learners],
        "pins": problem.pins,
        "forbidden": problem.forbidden,
    }
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 6)).decode()


def unpacked(text: str) -> Problem:
    """The problem from its text."""
    plain = json.loads(zlib.decompress(base64.b85decode(text)).decode())
    minimum = plain["minimum"]
    return Problem(
        criteria=plain["criteria"],
        objective=plain["objective"],
        minimum=None if minimum is None else Decimal(minimum),
        seed=plain["seed"],
        guides=_people(plain["guides"]),
        learners=_people(plain["learners"]),
        pins=_pairs(plain["pins"]),
        forbidden=_pairs(plain["forbidden"]),
    )


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "places": [person.capacity, person.need],
        "values": {name: _kept(value) for name, value in person.values.items()},
    }


def _kept(value: Value | None) -> Any:
    """Sets and mappings are marked, so that they come back as what they were."""
    if isinstance(value, frozenset):
        return {"set": sorted(value)}
    if isinstance(value, Mapping):
        return {"levels": dict(value)}
    return list(value) if isinstance(value, tuple) else value


def _people(rows: Iterable[Mapping[str, Any]]) -> tuple[Person, ...]:
    return tuple(
        Person(
            id=row["id"],
            name="",
            values={name: _value(kept) for name, kept in row["values"].items()},
            capacity=row["places"][0],
            need=row["places"][1],
            same_as=row["id"],
        )
        for row in rows
    )


def _value(kept: Any) -> Any:
    if isinstance(kept, dict):
        return frozenset(kept["set"]) if "set" in kept else kept["levels"]
    return tuple(kept) if isinstance(kept, list) else kept


def _pairs(rows: Iterable[Iterable[str]]) -> tuple[Pair, ...]:
    return tuple((learner, guide) for learner, guide in rows)

"""The registry of facts about enrolled people; criteria name them, rooms provide them.

A fact is a function from enrollments to values by enrollment id, in bulk: it asks the database
as often for three as for three thousand. Values have the shapes of `engine.matching.Person`;
who has none is left out. A family provides every fact with one prefix, as `answer:shift`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from guildhall.engine.matching.types import Value

# Loaded with the facts at start: the lists that questions of programs choose from.
from guildhall.programs import option_sources  # noqa: F401
from guildhall.programs.models import Enrollment

Enrollments = Sequence[Enrollment]
Values = Mapping[int, Value]
FactFunction = Callable[[Enrollments], Values]
FamilyFunction = Callable[[Enrollments, Sequence[str]], Mapping[str, Values]]
F = TypeVar("F", bound=FactFunction)
G = TypeVar("G", bound=FamilyFunction)

FACTS: dict[str, FactFunction] = {}
FAMILIES: dict[str, FamilyFunction] = {}


def fact(name: str) -> Callable[[F], F]:
    """Register `def f(enrollments) -> {enrollment_id: value}` under a name."""

    def register(function: F) -> F:
        if FACTS.setdefault(name, function) is not function:
            raise ValueError(f"The fact {name} is registered twice.")
        return function

    return register


def fact_family(prefix: str) -> Callable[[G], G]:
    """Register `def f(enrollments, rests) -> {rest: {enrollment_id: value}}` for `prefix:rest`."""

    def register(function: G) -> G:
        if FAMILIES.setdefault(prefix, function) is not function:
            raise ValueError(f"The facts {prefix}: are registered twice.")
        return function

    return register


def is_fact(name: str) -> bool:
    """Whether anybody provides a fact of this name."""
    prefix, colon, rest = name.partition(":")
    return name in FACTS or bool(colon and rest and prefix in FAMILIES)

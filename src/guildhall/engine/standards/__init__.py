"""Rules of published standards over plain facts: met, not met, not measurable, and until when.

A rule is a predicate with parameters. `evaluate()` says what it comes to for one subject, with the
rows that decide it, and the earliest day on which it would be broken if nothing further happened.
"""

from guildhall.engine.standards.evaluating import PREDICATES, as_of, evaluate
from guildhall.engine.standards.types import Check, Finding, Outcome, Verdict

__all__ = ["PREDICATES", "Check", "Finding", "Outcome", "Verdict", "as_of", "evaluate"]

"""Tables of relationships."""

from guildhall.relationships.models.relationship import (
    Closure,
    FirstStep,
    MatchReason,
    Party,
    Relationship,
)

__all__ = ["Closure", "FirstStep", "MatchReason", "Party", "Relationship"]

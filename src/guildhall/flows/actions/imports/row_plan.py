"""What one row does: the plan that the preview shows and that saving carries out."""

from dataclasses import dataclass, field
from typing import Any

from guildhall.flows.actions.imports.known import Member


@dataclass(slots=True)
class Plan:
    """What a row does. `changes` is in words, for people; the rest is what gets written."""

    outcome: str
    member: Member | None = None
    changes: dict[str, list[str]] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    membership: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    skills: dict[str, dict[str, int]] = field(default_factory=dict)
    interests: list[int] | None = None
    enrollment: dict[str, Any] | None = None

    def change(self, name: str, old: object, new: object) -> None:
        """Say it in words."""
        self.changes[name] = [str(old), str(new)]

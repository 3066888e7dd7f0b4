"""The gap between a self-rating and a preceptor's: steps to talk about, not a score."""

from __future__ import annotations

from dataclasses import dataclass

from .levels import Scale

# So many steps above the preceptor, on something critical, ask for one more look. Our own figure.
OVERCONFIDENT_FROM = 2


@dataclass(frozen=True)
class Gap:
    """`steps`: how far the self-rating stands above the preceptor's; negative is below."""

    own: str
    other: str
    steps: int

    @property
    def is_agreed(self) -> bool:
        """Both chose the same level."""
        return self.steps == 0

    def asks_for_an_observation(self, *, is_critical: bool) -> bool:
        """Whether the learner rates a critical thing two steps or more above the preceptor."""
        return is_critical and self.steps >= OVERCONFIDENT_FROM


def gap_between(scale: Scale, *, own: str, other: str) -> Gap:
    """The gap of two ratings on one scale.

    >>> scale = Scale.of([("1", 1), ("2", 2), ("3", 3)])
    >>> gap_between(scale, own="3", other="1").steps
    2
    """
    return Gap(own, other, scale.steps_between(other, own))

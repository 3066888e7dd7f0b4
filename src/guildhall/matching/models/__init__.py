"""Tables of matching."""

from guildhall.matching.models.round import (
    MatchRound,
    PairWord,
    Proposal,
    Publication,
    SolvedProblem,
    Unmatched,
)

__all__ = ["MatchRound", "PairWord", "Proposal", "Publication", "SolvedProblem", "Unmatched"]

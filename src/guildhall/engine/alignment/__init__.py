"""Alignment: how two sides' expectations of working together compare, topic by topic.

Owns: gaps, bands, the topics worth a conversation, and an index for research only.
Does not own: the topics and their words, who may read an answer, what is shown. The index is not
validated: it is never shown to a pair.
"""

from .comparing import (
    FEWEST_SHARED,
    MOST_CONVERSATIONS,
    USUAL_IMPORTANCE,
    Alignment,
    AlignmentError,
    Answer,
    Band,
    Compared,
    Topic,
    align,
)

__all__ = [
    "FEWEST_SHARED",
    "MOST_CONVERSATIONS",
    "USUAL_IMPORTANCE",
    "Alignment",
    "AlignmentError",
    "Answer",
    "Band",
    "Compared",
    "Topic",
    "align",
]

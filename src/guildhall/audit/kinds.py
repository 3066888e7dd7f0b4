"""The registry of event kinds: rooms declare theirs, and nothing else can be recorded."""

KINDS: dict[str, str] = {}


def declare(kind: str, sentence: str) -> str:
    """Make a kind known. `kind` is in the past tense; `sentence` says what happened."""
    known = KINDS.setdefault(kind, sentence)
    if known != sentence:
        raise ValueError(f"The event kind {kind} is declared twice.")
    return kind

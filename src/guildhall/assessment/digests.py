"""Salted digests of what was assessed: the chain of events proves it without holding it.

Whoever erases the row and its salt leaves a chain that is whole and says nothing about anybody.
"""

import hashlib
import json
from datetime import UTC

from guildhall.assessment.models import Observation, Rating


def observation_digest(row: Observation) -> str:
    """Of one observation, as it was recorded."""
    return _digest(
        row.salt,
        {
            "passport": row.passport_id,
            "competency": row.competency_id,
            "level": row.level_id,
            "observer": row.observer_id,
            "seen_at": row.seen_at.astimezone(UTC).isoformat(),
            "shows": int(row.shows),
            "went_well": row.went_well,
            "next_step": row.next_step,
        },
    )


def rating_digest(row: Rating) -> str:
    """Of one locked sheet: who rated what at which level."""
    lines = row.lines.order_by("competency_id").values_list("competency_id", "level_id")
    return _digest(
        row.salt,
        {"round": row.round_id, "rater": row.rater, "person": row.person_id, "lines": list(lines)},
    )


def _digest(salt: str, content: dict[str, object]) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{salt}\n{plain}".encode()).hexdigest()

"""Taking back the last change of a draft: how it was is kept in the session of whoever changed it.

An entry counts only while the draft is at the revision that the change made, so that nobody takes
back what somebody else did afterward.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from guildhall.matching.actions.rounds import RoundChanges
from guildhall.matching.models import MatchRound

KEY = "studio_undo"
MOST = 6
Said = list[tuple[int, int, str]]


def rules_before(round: MatchRound) -> dict[str, Any]:
    """The rules of a draft as they are, in a shape that a session keeps."""
    least = round.minimum_score
    return {
        "criteria": round.criteria,
        "objective": round.objective,
        "minimum": None if least is None else str(least),
    }


def words_before(round: MatchRound) -> dict[str, Any]:
    """What is said about pairs: [[guide, learner, say], …]."""
    rows = round.words.order_by("pk").values_list("guide_id", "learner_id", "say")
    return {"words": [list(row) for row in rows]}


def remember(session: SessionBase, changed: MatchRound, before: Mapping[str, Any]) -> None:
    """Keep how a draft was before the change that made it what it is now."""
    entries = _entries(session)
    entries.append({"round": changed.pk, "revision": changed.revision, **before})
    session[KEY] = entries[-MOST:]


def last_change(session: SessionBase, round: MatchRound) -> dict[str, Any] | None:
    """How the draft was before its last change; None where that was not this person's."""
    for entry in reversed(_entries(session)):
        if entry["round"] == round.pk:
            return entry if entry["revision"] == round.revision else None
    return None


def forget(session: SessionBase, entry: Mapping[str, Any], *, now: MatchRound) -> None:
    """The entry was used; the one before it now follows the draft's new revision."""
    entries = [one for one in _entries(session) if one != entry]
    mine = [one for one in entries if one["round"] == now.pk]
    if mine:
        mine[-1]["revision"] = now.revision
    session[KEY] = entries


def changes_back(entry: Mapping[str, Any]) -> RoundChanges:
    """The changes that bring kept rules back."""
    changes = RoundChanges(criteria=entry["criteria"], objective=entry["objective"])
    least = entry["minimum"]
    if least is None:
        return replace(changes, has_minimum=False)
    return replace(changes, minimum_score=Decimal(least))


def _entries(session: SessionBase) -> list[dict[str, Any]]:
    return [dict(entry) for entry in session.get(KEY, [])]

"""Drafts that wait to be published."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from guildhall.matching.models import MatchRound
from guildhall.matching.states import RoundState


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft with a result, and its figures as the engine gave them."""

    letter: str
    figures: Mapping[str, Any]


def newest_drafts(cohort_ids: Collection[int]) -> dict[int, OpenDraft | None]:
    """By cohort, of those with any round: the newest draft to publish; one query.

    None where nothing waits: it is being solved, put away, or a round was published already.
    """
    rows = MatchRound.objects.filter(cohort_id__in=cohort_ids).order_by("-pk")
    found: dict[int, OpenDraft | None] = {}
    published = set()
    for pk, state, archived_at, letter, figures in rows.values_list(
        "cohort_id", "state", "archived_at", "letter", "figures"
    ):
        found.setdefault(pk, None)
        if state == RoundState.PUBLISHED:
            published.add(pk)
        elif state == RoundState.DRAFT and archived_at is None and found[pk] is None:
            found[pk] = OpenDraft(letter, figures)
    return {pk: None if pk in published else draft for pk, draft in found.items()}

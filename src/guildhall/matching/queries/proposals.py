"""The suggested pairs of a draft, weakest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from guildhall.matching.criteria import WAITED
from guildhall.matching.models import MatchRound, Proposal
from guildhall.matching.reading import COORDINATORS, Circle, readable_labels

# The list's filters; the studio names them.
FILTERS = ("all", "pinned", "breaks_rule", "weakest")
WEAK_SHARE = Decimal("0.6")


@dataclass(frozen=True)
class ProposalRow:
    """One line of the list. `telling` is the label of the preference that says most about the
    pair: what it lacks most where it `is_weak`, what it is best at otherwise."""

    id: int
    learner_id: int
    learner_name: str
    guide_id: int
    guide_name: str
    score: Decimal
    maximum: Decimal
    telling: str
    is_weak: bool
    is_pinned: bool
    breaks_rule: str


def proposals(round: MatchRound, *, search: str = "", only: str = "all") -> QuerySet[Proposal]:
    """The pairs, weakest first, with their people. `search` looks in the names of both."""
    rows = round.proposals.select_related("guide__person", "learner__person")
    for part in search.split():
        rows = rows.filter(_named(part, "guide") | _named(part, "learner"))
    if only == "pinned":
        rows = rows.filter(is_pinned=True)
    elif only == "breaks_rule":
        rows = rows.exclude(breaks_rule="")
    elif only == "weakest":
        top = round.proposals.values_list("maximum", flat=True).first() or Decimal(0)
        rows = rows.filter(score__lt=top * WEAK_SHARE)
    return rows.order_by("score", "learner__person__family_name", "pk")


def proposal_rows(
    page: Iterable[Proposal], *, round: MatchRound, circle: Circle = COORDINATORS
) -> list[ProposalRow]:
    """One page of a round's list, ready to be shown to this circle; no further queries."""
    return [_row(proposal, round.criteria, circle) for proposal in page]


def _row(proposal: Proposal, criteria: Mapping[str, Any], circle: Circle) -> ProposalRow:
    is_weak = proposal.score < proposal.maximum * WEAK_SHARE
    return ProposalRow(
        id=proposal.pk,
        learner_id=proposal.learner_id,
        learner_name=proposal.learner.person.name,
        guide_id=proposal.guide_id,
        guide_name=proposal.guide.person.name,
        score=proposal.score,
        maximum=proposal.maximum,
        telling=_telling(
            [item for item in proposal.contributions if item["readable_by"] in circle],
            is_weak=is_weak,
        ),
        is_weak=is_weak,
        is_pinned=proposal.is_pinned,
        breaks_rule=readable_labels(proposal.breaks_rule, criteria, circle),
    )


def _telling(contributions: Iterable[Mapping[str, Any]], *, is_weak: bool) -> str:
    """The label with the largest gap, or with the most points."""
    best, label = Decimal(0), ""
    for item in contributions:
        if item["id"] == WAITED:
            continue
        points, most = Decimal(str(item["points"])), Decimal(str(item["of"]))
        amount = most - points if is_weak else points
        if amount > best:
            best, label = amount, str(item["label"])
    return label


def _named(part: str, side: str) -> Q:
    return Q(**{f"{side}__person__given_name__icontains": part}) | Q(
        **{f"{side}__person__family_name__icontains": part}
    )

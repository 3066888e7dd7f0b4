"""`match`: people and criteria in, explained and proven pairs out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeVar

from guildhall.engine.matching.assign import Assignment
from guildhall.engine.matching.certificate import Certificate
from guildhall.engine.matching.criteria import Criteria
from guildhall.engine.matching.explain import (
    contributions_of,
    explanation,
    failures_of,
    ranked_best,
)
from guildhall.engine.matching.outcome import figures_of, summary_of
from guildhall.engine.matching.points import in_points
from guildhall.engine.matching.setting import Pair, Setting, read_setting
from guildhall.engine.matching.types import (
    READERS,
    Contribution,
    Explanation,
    Figures,
    MatchedPair,
    MinimumCost,
    Objective,
    Person,
    Reader,
    RuleFailure,
    Unmatched,
    WhyNot,
    Words,
)
from guildhall.engine.matching.unmatched import missing_guides
from guildhall.engine.matching.what_if import what_if

Reasoned = TypeVar("Reasoned", Contribution, RuleFailure)


@dataclass(frozen=True)
class MatchResult:
    """Pairs with reasons, the people without, the figures, and the proof.

    The certificate speaks of the pairs that were free to choose; figures count pins too.
    """

    objective: Objective
    criteria: Criteria
    guides: tuple[Person, ...]
    learners: tuple[Person, ...]
    pairs: tuple[MatchedPair, ...]
    unmatched: tuple[Unmatched, ...]
    short: tuple[Unmatched, ...]
    figures: Figures
    certificate: Certificate
    summary: tuple[Words, ...]
    minimum_cost: MinimumCost | None
    _setting: Setting = field(repr=False)
    _pairs: tuple[Pair, ...] = field(repr=False)

    @property
    def is_proven(self) -> bool:
        """Whether everything that the objective promises is proven."""
        return self.certificate.is_proven

    def explain(self, learner_id: str, guide_id: str) -> Explanation:
        """Everything about one pair, made or not. Raises KeyError for an unknown id."""
        pair = self._setting.at(learner_id=learner_id, guide_id=guide_id)
        return explanation(self._setting, pair, is_pair=pair in self._pairs)

    def best_alternative(self, learner_id: str) -> Explanation | None:
        """The allowed guide with the most points who is not the learner's, or None."""
        if learner_id not in self._setting.learner_at:
            raise KeyError(f"nobody has the id '{learner_id}'")
        learner = self._setting.learner_at[learner_id]
        own = {guide for mine, guide in self._pairs if mine == learner}
        guide = ranked_best(self._setting, learner, apart_from=own)
        if guide is None:
            return None
        return explanation(self._setting, (learner, guide), is_pair=False)

    def why_not(self, learner_id: str, guide_id: str) -> WhyNot:
        """Force the pair, solve again, and say what that costs and who is displaced."""
        pair = self._setting.at(learner_id=learner_id, guide_id=guide_id)
        return what_if(self._setting, self._pairs, pair)


def match(
    guides: Iterable[Person],
    learners: Iterable[Person],
    criteria: Criteria,
    *,
    objective: Literal["fair", "best", "stable"] = "fair",
    pins: Iterable[tuple[str, str]] = (),
    forbidden: Iterable[tuple[str, str]] = (),
    minimum_score: float | Decimal | None = None,
    seed: int = 0,
) -> MatchResult:
    """Pair learners with guides by criteria (example: docs/reference/matching-engine.md).

    guides, learners: people with unique ids on each side; their order changes nothing.
    pins, forbidden: pairs of (learner id, guide id). Pins are fixed first, even against a rule
        (then flagged); forbidden pairs are never made.
    minimum_score: in points; no pair below it is made, and `minimum_cost` says the price.
    Raises MatchError with every problem of people, pins and forbidden pairs.
    """
    setting = read_setting(
        guides,
        learners,
        criteria,
        objective=objective,
        pins=pins,
        forbidden=forbidden,
        minimum_score=minimum_score,
        seed=seed,
    )
    assignment = setting.solve()
    pairs = tuple(sorted((*setting.pins, *assignment.pairs)))
    missing = missing_guides(setting, pairs)
    with_some = {learner for learner, _ in pairs}
    figures = figures_of(setting, pairs, assignment)
    return MatchResult(
        objective=objective,
        criteria=criteria,
        guides=setting.guides,
        learners=setting.learners,
        pairs=_told(setting, pairs),
        unmatched=tuple(u for u in missing if setting.learner_at[u.learner_id] not in with_some),
        short=tuple(u for u in missing if setting.learner_at[u.learner_id] in with_some),
        figures=figures,
        certificate=assignment.certificate,
        summary=summary_of(setting, assignment, figures),
        minimum_cost=_minimum_cost(setting, pairs),
        _setting=setting,
        _pairs=pairs,
    )


def visible_to(items: Sequence[Reasoned], *, reader: Reader) -> list[Reasoned]:
    """Those contributions or failures whose reasons this reader may read.

    "pair" reads what is for everyone and for the pair; "coordinator" reads all. Items over
    fields that nobody may read are kept for the coordinator alone; their reasons hold no value.
    """
    allowed = READERS[: READERS.index(reader) + 1] if reader != "coordinator" else READERS
    return [item for item in items if item.readable_by in allowed]


def _told(setting: Setting, pairs: tuple[Pair, ...]) -> tuple[MatchedPair, ...]:
    contributions = contributions_of(setting, pairs)
    found = []
    for pair in pairs:
        learner, guide = pair
        pinned = pair in setting.pins
        broken = () if setting.by_rules[pair] else failures_of(setting, pair)
        found.append(
            MatchedPair(
                learner_id=setting.learners[learner].id,
                guide_id=setting.guides[guide].id,
                score=in_points(int(setting.score[pair])),
                maximum=setting.criteria.maximum,
                contributions=contributions[pair],
                pinned=pinned,
                breaks_rule=bool(broken),
                broken_rules=broken,
            )
        )
    return tuple(found)


def _minimum_cost(setting: Setting, pairs: tuple[Pair, ...]) -> MinimumCost | None:
    if setting.minimum is None:
        return None
    without: Assignment = setting.without_minimum().solve()
    everyone = {learner for learner, _ in (*setting.pins, *without.pairs)}
    return MinimumCost(
        minimum=in_points(setting.minimum),
        matched_with=len({learner for learner, _ in pairs}),
        matched_without=len(everyone),
    )

"""Why a pair has its points, which rules it breaks, and how both sides rank it."""

from collections.abc import Collection, Sequence

import numpy as np

from guildhall.engine.matching.columns import Columns
from guildhall.engine.matching.eligibility import fails, same_person
from guildhall.engine.matching.points import in_points, points
from guildhall.engine.matching.reasons import preference_reason, rule_failure
from guildhall.engine.matching.setting import Pair, Setting
from guildhall.engine.matching.types import Contribution, Explanation, RuleFailure, Words


def contributions_of(
    setting: Setting, pairs: Sequence[Pair]
) -> dict[Pair, tuple[Contribution, ...]]:
    """The contributions of each pair; they add up to its score."""
    found: dict[Pair, list[Contribution]] = {pair: [] for pair in pairs}
    criteria = setting.criteria
    columns = _columns_of(setting, pairs)
    at_learner = {learner: at for at, learner in enumerate(sorted({i for i, _ in pairs}))}
    at_guide = {guide: at for at, guide in enumerate(sorted({j for _, j in pairs}))}
    for preference in criteria.preferences:
        grid = points(preference, columns)
        for pair in pairs:
            learner, guide = pair
            gained = int(grid[at_learner[learner], at_guide[guide]])
            people = setting.guides[guide], setting.learners[learner]
            if gained and preference.text is not None:
                reason = Words(preference.text.replace("%", "%%"))
            else:
                reason = preference_reason(preference, *people, criteria)
            found[pair].append(
                Contribution(
                    preference_id=preference.id,
                    label=preference.label,
                    points=in_points(gained),
                    of=preference.weight,
                    reason=reason,
                    readable_by=criteria.reader_of(preference),
                )
            )
    return {pair: tuple(contributions) for pair, contributions in found.items()}


def failures_of(setting: Setting, pair: Pair) -> tuple[RuleFailure, ...]:
    """What keeps the two apart: rules, one human being on both sides, the coordinator."""
    learner, guide = setting.learners[pair[0]], setting.guides[pair[1]]
    columns = _columns_of(setting, [pair])
    found = []
    if same_person(columns).any():
        reason = Words("One person cannot be paired with themselves")
        found.append(RuleFailure("same_person", "Two different people", reason, "pair"))
    for rule in setting.criteria.rules:
        if fails(rule, columns).any():
            found.append(rule_failure(rule, guide, learner, setting.criteria))
    if pair in setting.forbidden:
        reason = Words("Ruled out by the coordinator")
        found.append(RuleFailure("forbidden", "Not ruled out by hand", reason, "coordinator"))
    return tuple(found)


def explanation(setting: Setting, pair: Pair, *, is_pair: bool) -> Explanation:
    """Everything about one pair. Ranks are among eligible pairs; ties share the better rank."""
    learner, guide = pair
    own = int(setting.score[pair])
    of_learner, of_guide = setting.eligible[learner], setting.eligible[:, guide]
    is_eligible = bool(setting.eligible[pair])
    better_guides = int((of_learner & (setting.score[learner] > own)).sum())
    better_learners = int((of_guide & (setting.score[:, guide] > own)).sum())
    return Explanation(
        learner_id=setting.learners[learner].id,
        guide_id=setting.guides[guide].id,
        is_pair=is_pair,
        is_eligible=is_eligible,
        failures=() if is_eligible else failures_of(setting, pair),
        score=in_points(own),
        maximum=setting.criteria.maximum,
        contributions=contributions_of(setting, [pair])[pair],
        learner_rank=better_guides + 1 if is_eligible else None,
        learner_choices=int(of_learner.sum()),
        guide_rank=better_learners + 1 if is_eligible else None,
        guide_choices=int(of_guide.sum()),
    )


def ranked_best(setting: Setting, learner: int, *, apart_from: Collection[int]) -> int | None:
    """The learner's eligible guide with the most points, the first by id among equals."""
    open_guides = setting.eligible[learner].copy()
    open_guides[list(apart_from)] = False
    if not open_guides.any():
        return None
    return int(np.where(open_guides, setting.score[learner], -1).argmax())


def _columns_of(setting: Setting, pairs: Sequence[Pair]) -> Columns:
    learners = [setting.learners[i] for i in sorted({i for i, _ in pairs})]
    guides = [setting.guides[j] for j in sorted({j for _, j in pairs})]
    return Columns(guides, learners, setting.criteria)

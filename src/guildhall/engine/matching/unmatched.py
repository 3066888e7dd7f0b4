"""Why somebody has fewer guides than wanted: a code, a sentence, and the counts behind it."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from guildhall.engine.matching.columns import Columns
from guildhall.engine.matching.eligibility import fails
from guildhall.engine.matching.points import in_points
from guildhall.engine.matching.problem import IntArray
from guildhall.engine.matching.setting import Pair, Setting
from guildhall.engine.matching.types import RuleCount, Unmatched, Words

SHORT_LIST = 3


def missing_guides(setting: Setting, pairs: Sequence[Pair]) -> tuple[Unmatched, ...]:
    """Everybody who has fewer guides than wanted, sorted by id, with the reason."""
    have = Counter(learner for learner, _ in pairs)
    load = Counter(guide for _, guide in pairs)
    capacity = np.array([guide.capacity for guide in setting.guides], dtype=np.int64)
    places = capacity - np.array([load[at] for at in range(len(capacity))], dtype=np.int64)
    own: dict[int, set[int]] = {}
    for learner, guide in pairs:
        own.setdefault(learner, set()).add(guide)
    missing = [at for at, person in enumerate(setting.learners) if have[at] < person.need]
    counts = _rule_counts(setting, missing)
    return tuple(
        _reason(setting, learner, places, own.get(learner, set()), counts[learner])
        for learner in missing
    )


def _rule_counts(setting: Setting, missing: list[int]) -> dict[int, tuple[RuleCount, ...]]:
    """For each of these learners, how many guides each rule keeps away, most first."""
    columns = Columns(setting.guides, [setting.learners[at] for at in missing], setting.criteria)
    found: dict[int, list[RuleCount]] = {at: [] for at in missing}
    for rule in setting.criteria.rules:
        for at, count in zip(missing, fails(rule, columns).sum(axis=1).tolist(), strict=True):
            if count:
                found[at].append(RuleCount(rule.id, rule.label, count, len(setting.guides)))
    return {at: tuple(sorted(c, key=lambda one: -one.guides)) for at, c in found.items()}


def _reason(
    setting: Setting,
    learner: int,
    places: IntArray,
    own: set[int],
    counts: tuple[RuleCount, ...],
) -> Unmatched:
    open_guides = setting.eligible[learner].copy()
    open_guides[list(own)] = False
    eligible = np.flatnonzero(open_guides)
    code, reason = _code(setting, learner, eligible, places, counts)
    return Unmatched(
        learner_id=setting.learners[learner].id,
        code=code,
        reason=reason,
        missing=setting.learners[learner].need - len(own),
        rule_counts=counts,
    )


def _code(
    setting: Setting,
    learner: int,
    eligible: IntArray,
    places: IntArray,
    counts: tuple[RuleCount, ...],
) -> tuple[str, Words]:
    nouns = {"guide": setting.criteria.nouns.guide, "guides": setting.criteria.nouns.guides}
    if not setting.guides:
        return "no_guides", Words("There are no %(guides)s in this round", nouns)
    if not len(eligible):
        return "no_eligible_guide", _no_fit(setting, counts, nouns)
    with_places = [at for at in eligible.tolist() if setting.guides[at].capacity > 0]
    if not with_places:
        names = {**nouns, "names": _names(setting, eligible.tolist())}
        return "only_paused", Words("Only %(guides)s without a place fit: %(names)s", names)
    near = [at for at in with_places if setting.acceptable[learner, at]]
    if not near:
        best = max(int(setting.score[learner, at]) for at in with_places)
        minimum = in_points(setting.minimum or 0)
        return "below_minimum", Words(
            "The best fit has %(best)s points; the minimum is %(minimum)s",
            {"best": str(in_points(best)), "minimum": str(minimum)},
        )
    params = {**nouns, "count": len(near), "names": _names(setting, near)}
    if any(places[at] > 0 for at in near):
        return "waits", Words("Waits: %(names)s would fit, but the aim chose otherwise", params)
    if len(near) <= SHORT_LIST:
        return "list_too_short", Words(
            "Only %(count)d %(guide)s fits, and every place there is taken: %(names)s",
            params,
            plural="Only %(count)d %(guides)s fit, and every place there is taken: %(names)s",
            count=len(near),
        )
    return "no_capacity", Words("All %(count)d %(guides)s who fit are full: %(names)s", params)


def _no_fit(setting: Setting, counts: tuple[RuleCount, ...], nouns: dict[str, str]) -> Words:
    if not counts:
        return Words("No %(guide)s is allowed for this person", nouns)
    told = [
        Words(
            "%(rule)s (not met by %(count)d of %(of)d %(guides)s)",
            {**nouns, "rule": one.label, "count": one.guides, "of": one.of},
        )
        for one in counts
    ]
    return Words("No %(guide)s fits: %(rules)s", {**nouns, "rules": told})


def _names(setting: Setting, guides: list[int]) -> str:
    shown = [setting.guides[at].name or setting.guides[at].id for at in guides[:SHORT_LIST]]
    return ", ".join(shown) + (", …" if len(guides) > SHORT_LIST else "")

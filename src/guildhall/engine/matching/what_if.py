"""What forcing one pair would cost: a second solution, compared with the first."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from guildhall.engine.matching.explain import failures_of
from guildhall.engine.matching.points import in_points
from guildhall.engine.matching.setting import Pair, Setting
from guildhall.engine.matching.types import Change, RuleFailure, WhyNot, Words


def what_if(setting: Setting, pairs: Sequence[Pair], pair: Pair) -> WhyNot:
    """Pin `pair` on top of the pins, solve again keeping as many pairs as possible, compare."""
    failures = _obstacles(setting, pair)
    if failures:
        told = Words("This pair cannot be made: %(reasons)s", {"reasons": _labels(failures)})
        return _answer(setting, pairs, pairs, pair, failures=failures, summary=(told,))
    if pair in pairs:
        return _answer(setting, pairs, pairs, pair, summary=(Words("They are a pair already"),))
    forced = setting.with_pin(pair)
    keep = np.zeros(setting.score.shape, dtype=bool)
    for kept in pairs:
        keep[kept] = True
    after = sorted((*forced.pins, *forced.solve(keep=keep).pairs))
    return _answer(setting, pairs, after, pair)


def _obstacles(setting: Setting, pair: Pair) -> tuple[RuleFailure, ...]:
    if not setting.eligible[pair] and pair not in setting.pins:
        return failures_of(setting, pair)
    if pair in setting.pins:
        return ()
    learner, guide = pair
    found = []
    nouns = setting.criteria.nouns
    if sum(1 for _, other in setting.pins if other == guide) >= setting.guides[guide].capacity:
        reason = Words("No place is left beside the pinned pairs")
        found.append(
            RuleFailure("no_place", f"A free place with the {nouns.guide}", reason, "pair")
        )
    if sum(1 for mine, _ in setting.pins if mine == learner) >= setting.learners[learner].need:
        reason = Words("Everyone wanted is pinned already")
        found.append(RuleFailure("no_need", f"A {nouns.guide} still wanted", reason, "pair"))
    return tuple(found)


def _answer(
    setting: Setting,
    before: Sequence[Pair],
    after: Sequence[Pair],
    pair: Pair,
    *,
    failures: tuple[RuleFailure, ...] = (),
    summary: tuple[Words, ...] = (),
) -> WhyNot:
    changes = _changes(setting, before, after)
    forced = setting.learners[pair[0]].id
    lost = [c for c in changes if c.points < 0 or len(c.after) < len(c.before)]
    cost = sum(int(setting.score[p]) for p in before) - sum(int(setting.score[p]) for p in after)
    matched = len({mine for mine, _ in before}) - len({mine for mine, _ in after})
    return WhyNot(
        learner_id=forced,
        guide_id=setting.guides[pair[1]].id,
        is_possible=not failures,
        failures=failures,
        total_cost=in_points(cost),
        matched_cost=matched,
        worst_before=_worst(setting, before),
        worst_after=_worst(setting, after),
        changes=changes,
        displaced=tuple(c.learner_id for c in lost if c.learner_id != forced),
        summary=summary or _summary(setting, cost, matched, changes),
    )


def _worst(setting: Setting, pairs: Sequence[Pair]) -> Decimal | None:
    return in_points(min(int(setting.score[p]) for p in pairs)) if pairs else None


def _changes(setting: Setting, before: Sequence[Pair], after: Sequence[Pair]) -> tuple[Change, ...]:
    found = []
    for learner in sorted({mine for mine, _ in set(before) ^ set(after)}):
        old = [guide for mine, guide in before if mine == learner]
        new = [guide for mine, guide in after if mine == learner]
        gained = sum(int(setting.score[learner, g]) for g in new)
        gained -= sum(int(setting.score[learner, g]) for g in old)
        found.append(
            Change(
                learner_id=setting.learners[learner].id,
                before=tuple(setting.guides[g].id for g in old),
                after=tuple(setting.guides[g].id for g in new),
                points=in_points(gained),
            )
        )
    return tuple(found)


def _summary(
    setting: Setting, cost: int, matched: int, changes: tuple[Change, ...]
) -> tuple[Words, ...]:
    nouns = setting.criteria.nouns
    amount = {"points": str(in_points(abs(cost)))}
    told = [
        Words("All pairs together lose %(points)s points", amount)
        if cost > 0
        else Words("All pairs together gain %(points)s points", amount)
        if cost < 0
        else Words("All pairs together keep their points")
    ]
    if matched:
        fewer = "%(count)d %(learner)s fewer has a %(guide)s"
        more = "%(count)d %(learner)s more has a %(guide)s"
        named = {"count": abs(matched), "learner": nouns.learner, "guide": nouns.guide}
        told.append(Words(fewer if matched > 0 else more, named))
    told.append(
        Words(
            "%(count)d %(learner)s changes",
            {"count": len(changes), "learner": nouns.learner, "learners": nouns.learners},
            plural="%(count)d %(learners)s change",
            count=len(changes),
        )
    )
    return tuple(told)


def _labels(failures: tuple[RuleFailure, ...]) -> list[Words]:
    return [
        Words("%(label)s (%(reason)s)", {"label": one.label, "reason": one.reason})
        for one in failures
    ]

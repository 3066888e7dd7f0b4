"""Pair rules over all pairs at once: where each rule keeps a guide and a learner apart."""

import numpy as np

from guildhall.engine.matching.columns import Columns
from guildhall.engine.matching.criteria import Criteria, Rule
from guildhall.engine.matching.problem import BoolArray

MINUTES_A_SLOT = 30


def fails(rule: Rule, columns: Columns) -> BoolArray:
    """Where the rule does not hold, as a grid (learners, guides)."""
    if rule.condition is not None:
        broken = ~columns.holds(rule.condition)
        if rule.allows_missing:
            present = columns.present(rule.condition.side, rule.condition.field)
            broken = broken & (present[None, :] if _is_guide(rule) else present[:, None])
        return broken
    if rule.kind == "not_in":
        return _listed(rule, columns)
    guide, learner = _fields(rule)
    both = columns.both_present(guide, learner)
    broken = ~_holds(rule, columns)
    return np.where(both, broken, not rule.allows_missing)


def allowed(columns: Columns, criteria: Criteria) -> BoolArray:
    """Where every rule holds and the two are not the same human being."""
    grid = ~same_person(columns)
    for rule in criteria.rules:
        grid &= ~fails(rule, columns)
    return grid


def same_person(columns: Columns) -> BoolArray:
    """Where guide and learner are one human being by their `same_as` keys."""
    known: dict[str, int] = {}

    def coded(keys: list[str | None], nobody: int) -> list[int]:
        return [nobody if k is None else known.setdefault(k, len(known)) for k in keys]

    guides = np.array(coded([p.same_as for p in columns.people["guide"]], -1), dtype=np.int64)
    learners = np.array(coded([p.same_as for p in columns.people["learner"]], -2), dtype=np.int64)
    return np.asarray(learners[:, None] == guides[None, :])


def _is_guide(rule: Rule) -> bool:
    return rule.condition is not None and rule.condition.side == "guide"


def _fields(rule: Rule) -> tuple[str, str]:
    if rule.guide_field is None or rule.learner_field is None:
        raise ValueError(f"rule {rule.id} needs a field on both sides")
    return rule.guide_field, rule.learner_field


def _holds(rule: Rule, columns: Columns) -> BoolArray:
    guide, learner = _fields(rule)
    match rule.kind:
        case "same" | "different":
            for_guides, for_learners = columns.codes(guide, learner)
            equal = for_learners[:, None] == for_guides[None, :]
            return np.asarray(equal if rule.kind == "same" else ~equal)
        case "gap":
            gap = columns.gap(guide, learner)
            least = -np.inf if rule.minimum is None else rule.minimum
            most = np.inf if rule.maximum is None else rule.maximum
            return np.asarray((gap >= least) & (gap <= most))
        case "shares":
            common = columns.common(guide, learner)
            if columns.criteria.fields[guide].kind == "hours":
                common = common * MINUTES_A_SLOT
            return np.asarray(common >= (1 if rule.minimum is None else rule.minimum))
        case "includes":
            return np.asarray(columns.common(guide, learner) > 0)
    raise ValueError(f"rule {rule.id} has an unknown kind '{rule.kind}'")


def _listed(rule: Rule, columns: Columns) -> BoolArray:
    listed = np.zeros(columns.shape, dtype=bool)
    if rule.learner_field is not None:
        listed |= columns.places("learner", rule.learner_field) > 0
    if rule.guide_field is not None:
        listed |= columns.places("guide", rule.guide_field) > 0
    if rule.allows_missing:
        return listed
    for side, name in (("learner", rule.learner_field), ("guide", rule.guide_field)):
        if name is not None:
            absent = ~columns.present("learner" if side == "learner" else "guide", name)
            listed |= absent[:, None] if side == "learner" else absent[None, :]
    return listed

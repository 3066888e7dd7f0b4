"""Preferences over all pairs at once, in whole hundredths of a point.

Every rule of thumb here is exact: fractions are rounded half up from whole numbers, so that a
pair has the same points alone and among a million others.
"""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from guildhall.engine.matching.columns import SIXTIETHS, Columns
from guildhall.engine.matching.criteria import Criteria, Preference
from guildhall.engine.matching.eligibility import MINUTES_A_SLOT
from guildhall.engine.matching.problem import BoolArray, FloatArray, IntArray


def points(preference: Preference, columns: Columns) -> IntArray:
    """What the preference adds to each pair, in hundredths, as a grid (learners, guides)."""
    found = _points(preference, columns)
    if preference.condition is not None:
        found = np.where(columns.holds(preference.condition), found, 0)
    return found


def score(columns: Columns, criteria: Criteria) -> IntArray:
    """The score of each pair, in hundredths, as a grid."""
    total = np.zeros(columns.shape, dtype=np.int64)
    for preference in criteria.preferences:
        total += points(preference, columns)
    return total


def in_points(hundredths: int) -> Decimal:
    """Hundredths as points, without trailing zeros: 1950 is 19.5, 2200 is 22."""
    value = Decimal(hundredths) / 100
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _points(preference: Preference, columns: Columns) -> IntArray:
    weight = preference.hundredths
    if preference.kind == "room":
        return _room(preference, columns)
    if preference.kind == "ranked":
        name = preference.learner_field or preference.guide_field or ""
        return _looked_up(preference.points, columns.places(preference.side, name))
    guide, learner = preference.guide_field or "", preference.learner_field or ""
    match preference.kind:
        case "skills":
            wanted = columns.sizes("learner", learner)[:, None] * SIXTIETHS
            return _share(weight, columns.skill_sixtieths(guide, learner), wanted)
        case "same":
            for_guides, for_learners = columns.codes(guide, learner)
            equal = (for_learners[:, None] == for_guides) & (for_guides >= 0)
            return _all_or_nothing(weight, equal)
        case "shares":
            wanted = columns.sizes("learner", learner)[:, None]
            if preference.target is not None:
                wanted = np.full_like(wanted, int(preference.target))
            return _share(weight, columns.common(guide, learner), wanted)
        case "includes":
            return _all_or_nothing(weight, columns.common(guide, learner) > 0)
        case "hours":
            target = np.full((columns.shape[0], 1), round(preference.target or MINUTES_A_SLOT))
            return _share(weight, columns.common(guide, learner) * MINUTES_A_SLOT, target)
    return _of_gap(preference, columns.gap(guide, learner))


def _of_gap(preference: Preference, gap: FloatArray) -> IntArray:
    if preference.kind == "gap" and preference.points:
        whole = np.isfinite(gap) & (gap == np.rint(gap)) & (np.abs(gap) < 1e9)
        return _looked_up(preference.points, np.where(whole, gap, 10**9).astype(np.int64))
    if preference.kind == "gap":
        away = np.abs(gap - (preference.preferred or 0)) / (preference.tolerance + 1)
    else:
        away = np.abs(gap) / preference.span
    part = np.clip(1 - np.nan_to_num(away, nan=1.0), 0, 1)
    return np.floor(preference.hundredths * part + 0.5).astype(np.int64)


def _room(preference: Preference, columns: Columns) -> IntArray:
    target = round(preference.target or 2)
    places = np.array([guide.capacity for guide in columns.people["guide"]], dtype=np.int64)
    row = _share(preference.hundredths, places[None, :], np.full((1, 1), target))
    return np.broadcast_to(row, columns.shape)


def _share(weight: int, part: IntArray, whole: IntArray) -> IntArray:
    """weight x min(1, part / whole), rounded half up; nothing where the whole is nothing."""
    safe = np.maximum(whole, 1)
    rounded = (2 * weight * np.minimum(part, safe) + safe) // (2 * safe)
    return np.where(whole > 0, rounded, 0)


def _all_or_nothing(weight: int, where: BoolArray) -> IntArray:
    return np.where(where, weight, 0).astype(np.int64)


def _looked_up(table: Mapping[int, Decimal], keys: IntArray) -> IntArray:
    found = np.zeros(keys.shape, dtype=np.int64)
    for key, worth in table.items():
        found[keys == key] = int((worth * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
    return found

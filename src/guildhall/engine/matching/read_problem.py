"""From the arguments of `assign` to a checked `Problem`."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from guildhall.engine.matching.problem import (
    EXACT_FLOAT,
    EXACT_INT,
    BoolArray,
    FloatArray,
    IntArray,
    NumberArray,
    Problem,
    Unit,
)


def read_problem(
    score: object,
    *,
    capacity: object = 1,
    need: object = 1,
    eligible: Any = None,
    learner_preference: object = None,
    guide_preference: object = None,
    fresh: BoolArray | None = None,
) -> Problem:
    """Check the arguments of `assign` and turn them into a `Problem`.

    Raises ValueError that names the argument, the learner and the guide.
    """
    given, allowed = _matrix(score, "score")
    _refuse_bad_scores(given, allowed)
    if eligible is not None:
        is_sparse = bool(sp.issparse(eligible))
        mask = np.asarray(eligible.toarray() if is_sparse else eligible)
        if mask.shape != given.shape:
            raise ValueError(f"eligible has shape {mask.shape}, but score has {given.shape}")
        allowed = allowed & mask.astype(bool)
    learners, guides = given.shape
    places = _counts(capacity, "capacity", "guide", guides)
    wanted = _counts(need, "need", "learner", learners)
    allowed = allowed & (wanted > 0)[:, None] & (places > 0)[None, :]
    places = np.minimum(places, allowed.sum(axis=0))
    given = np.where(allowed, given, 0)
    limit = _exact_limit(min(int(np.minimum(wanted, guides).sum()), int(places.sum())), given.shape)
    whole, unit = _whole_scores(given, limit)
    return Problem(
        score=whole,
        given=given,
        eligible=allowed,
        need=wanted,
        capacity=places,
        learner_preference=_preference(learner_preference, "learner_preference", given, allowed),
        guide_preference=_preference(guide_preference, "guide_preference", given, allowed),
        fresh=np.ones(learners, dtype=bool) if fresh is None else fresh,
        unit=unit,
    )


def _matrix(values: Any, name: str) -> tuple[NumberArray, BoolArray]:
    """Dense numbers and a mask of what is stored and not NaN."""
    dense: NumberArray
    stored: BoolArray
    is_sparse = bool(sp.issparse(values))
    if is_sparse:
        rows = sp.csr_array(values, copy=True)
        rows.sum_duplicates()
        entries = rows.tocoo()
        data = _numbers(np.asarray(entries.data), name)
        dense = np.zeros_like(data, shape=rows.shape)
        stored = np.zeros(rows.shape, dtype=bool)
        row, column = entries.coords
        dense[row, column] = data
        stored[row, column] = True
    else:
        dense = _numbers(np.asarray(values), name)
        if dense.size == 0 and dense.ndim == 1:
            dense = dense.reshape(0, 0)
        stored = np.ones(dense.shape, dtype=bool)
    if dense.ndim != 2:
        raise ValueError(f"{name} needs two dimensions (learners, guides), not {dense.ndim}")
    if dense.dtype.kind == "f":
        missing = np.isnan(dense)
        dense = np.where(missing, 0.0, dense)
        stored = stored & ~missing
    return dense, stored


def _numbers(values: npt.NDArray[np.generic], name: str) -> NumberArray:
    """The same numbers as int64 or float64."""
    if values.dtype.kind in "bi" or (values.dtype.kind == "u" and values.dtype.itemsize < 8):
        return values.astype(np.int64)
    if values.dtype.kind in "uO" and values.size and _are_whole(values):
        if any(abs(int(value)) > EXACT_INT for value in values.flat):
            raise ValueError(f"{name} holds whole numbers above 2**62; divide them first")
        return values.astype(np.int64)
    try:
        return values.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} holds something that is not a number") from None


def _are_whole(values: npt.NDArray[np.generic]) -> bool:
    return all(isinstance(value, int | np.integer) for value in values.flat)


def _refuse_bad_scores(given: NumberArray, stored: BoolArray) -> None:
    bad = stored & ((given < 0) | np.isinf(given))
    if bad.any():
        learner, guide = (int(index) for index in np.argwhere(bad)[0])
        value = given[learner, guide].item()
        problem = "negative" if value < 0 else "infinite"
        raise ValueError(
            f"score of learner {learner} and guide {guide} is {value}: a score cannot be {problem}"
        )


def _counts(values: object, name: str, side: str, length: int) -> IntArray:
    """A number or one number for each person, as int64."""
    counts = np.asarray(values)
    if counts.size == 0 and length == 0:
        return np.zeros(0, dtype=np.int64)
    if counts.ndim > 1 or (counts.ndim == 1 and len(counts) != length):
        raise ValueError(f"{name} needs one number, or one for each of the {length} {side}s")
    if counts.dtype.kind not in "iuf" or (counts != np.floor(counts)).any():
        raise ValueError(f"{name} needs whole numbers, not {counts.tolist()!r}")
    if (counts < 0).any():
        first = int(np.argmax(counts < 0)) if counts.ndim else 0
        where = f" of {side} {first}" if counts.ndim else ""
        raise ValueError(f"{name}{where} is {counts.flat[first].item()}: it cannot be negative")
    return np.broadcast_to(np.minimum(counts, 2**31).astype(np.int64), (length,)).copy()


def _preference(values: Any, name: str, given: NumberArray, allowed: BoolArray) -> FloatArray:
    """Liking as float64; NaN where the other is unacceptable or the pair is not eligible."""
    if values is None:
        values = given
        if given.dtype.kind == "i" and given.size and int(given.max()) >= EXACT_FLOAT:
            # Floats would make neighbors equal, so their ranks stand for them.
            values = np.unique(given, return_inverse=True)[1].reshape(given.shape)
        return np.where(allowed, values.astype(np.float64), np.nan)
    liking, stored = _matrix(values, name)
    if liking.shape != given.shape:
        raise ValueError(f"{name} has shape {liking.shape}, but score has {given.shape}")
    if np.isinf(liking[stored]).any():
        raise ValueError(f"{name} holds an infinite value; use NaN for an unacceptable partner")
    return np.where(stored & allowed, liking.astype(np.float64), np.nan)


def _exact_limit(pairs: int, shape: tuple[int, ...]) -> int:
    """The largest integer score for which float64 path sums in the solvers stay exact."""
    return EXACT_FLOAT // ((2 * pairs + 4) * (min(shape) + 2))


def _whole_scores(given: NumberArray, limit: int) -> tuple[IntArray, Unit]:
    if given.dtype.kind == "i":
        whole = given.astype(np.int64)
        most = EXACT_INT // EXACT_FLOAT * limit
        if whole.size and int(whole.max()) > most:
            raise ValueError(f"scores above {most} cannot be kept exact for {given.shape}")
        return whole, Unit(scale=1, is_whole=True)
    largest = float(given.max()) if given.size else 0.0
    if largest == 0:
        return np.zeros(given.shape, dtype=np.int64), Unit(scale=1.0, is_whole=False)
    for power in range(7):
        scale = 10.0**power
        if largest * scale > limit:
            break
        near = np.rint(given * scale)
        if (near / scale == given).all():
            return near.astype(np.int64), Unit(scale=scale, is_whole=False)
    scale = 2.0 ** math.floor(math.log2(limit / largest))
    return np.rint(given * scale).astype(np.int64), Unit(scale=scale, is_whole=False)

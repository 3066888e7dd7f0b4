"""Figures of a solution and its proof in plain sentences."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from guildhall.engine.matching.assign import Assignment
from guildhall.engine.matching.fairness import fairness, mean_rank
from guildhall.engine.matching.points import in_points
from guildhall.engine.matching.read_problem import read_problem
from guildhall.engine.matching.setting import Pair, Setting
from guildhall.engine.matching.types import Figures, Words
from guildhall.engine.matching.validity import blocking_pairs


def figures_of(setting: Setting, pairs: Sequence[Pair], assignment: Assignment) -> Figures:
    """The figures of all pairs, pins included; `bound` adds the pins to the proven bound."""
    need = np.array([person.need for person in setting.learners], dtype=np.int64)
    capacity = np.array([person.capacity for person in setting.guides], dtype=np.int64)
    everything = read_problem(
        setting.score, capacity=capacity, need=need, eligible=setting.acceptable
    )
    chosen = np.zeros(setting.score.shape, dtype=bool)
    for pair in pairs:
        chosen[pair] = True
    scores = [int(setting.score[pair]) for pair in pairs]
    spread = fairness(scores)
    liking = np.where(setting.acceptable | chosen, setting.score.astype(np.float64), np.nan)
    total, gap = sum(scores), int(assignment.gap)
    return Figures(
        learners=len(setting.learners),
        guides=len(setting.guides),
        places=int(capacity.sum()),
        pairs=len(pairs),
        matched=len({learner for learner, _ in pairs}),
        total=in_points(total),
        bound=in_points(total + gap),
        gap=in_points(gap),
        worst=None if not scores else in_points(min(scores)),
        fifth_percentile=_points(spread.fifth_percentile),
        median=_points(spread.median),
        gini=spread.gini,
        learner_mean_rank=mean_rank(liking, chosen),
        guide_mean_rank=mean_rank(liking.T, chosen.T),
        blocking_pairs=len(blocking_pairs(everything, chosen)),
    )


def summary_of(setting: Setting, assignment: Assignment, figures: Figures) -> tuple[Words, ...]:
    """What the certificate proves, in sentences for people."""
    nouns = setting.criteria.nouns
    params = {
        "guide": nouns.guide,
        "guides": nouns.guides,
        "learner": nouns.learner,
        "learners": nouns.learners,
        "matched": figures.matched,
        "worst": str(figures.worst),
        "total": f"{figures.total:,}",
        "bound": f"{figures.bound:,}",
        "count": len(setting.pins),
    }
    told = [Words(text, params) for text in _sentences(setting, assignment, figures)]
    if setting.pins:
        told.append(
            Words(
                "%(count)d pair was fixed by hand; the proof is about all the others",
                params,
                plural="%(count)d pairs were fixed by hand; the proof is about all the others",
                count=len(setting.pins),
            )
        )
    told.append(Words("Checked again from your lists, apart from the search"))
    return tuple(told)


def _sentences(setting: Setting, assignment: Assignment, figures: Figures) -> list[str]:
    if not figures.pairs:
        return ["Under these rules no pair can be made"]
    if setting.objective == "stable":
        return [
            "No %(learner)s and %(guide)s would both rather have each other",
            "The best total of any set of pairs is %(bound)s; this one has %(total)s",
        ]
    if not assignment.is_proven:
        return ["No total above %(bound)s is possible; this one has %(total)s"]
    if setting.objective == "best":
        return ["No set of pairs under these rules has a total above %(total)s"]
    return [
        "No set of pairs under these rules gives a %(guide)s to more than %(matched)d %(learners)s",
        "None of those lifts the weakest pair above %(worst)s points",
        "None of those has a total above %(total)s",
    ]


def _points(hundredths: float | None) -> Decimal | None:
    return None if hundredths is None else in_points(int(hundredths))

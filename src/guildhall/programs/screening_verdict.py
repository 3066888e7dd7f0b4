"""What a rubric makes of gates and ratings, with its arithmetic: plain numbers, no database.

`Rubric.verdict` gives total and band; here is how they came about, what follows for the gates
and the raters, and which decisions agree with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guildhall.programs.rubric import DecisionBand, Gate, Rubric
from guildhall.programs.screening_states import SUGGESTED, Outcome, ScreeningStage

Scores = Mapping[str, int]
ONE, MEAN, MEDIAN = "one", "mean", "median"


@dataclass(frozen=True, slots=True)
class Workings:
    """The arithmetic of a verdict. `total` and `band` are None while ratings are wanted.

    `method` is how several totals became one; `zeros` are the items that somebody rated 0;
    `barred_band` is the better band that the total reached and a 0 closed; `better_band` is the
    next one up and `points_missing` what is missing to it.
    """

    totals: tuple[int, ...]
    highest_total: int
    spread: int
    is_split: bool
    method: str
    zeros: tuple[str, ...]
    total: float | None
    band: DecisionBand | None
    raters_wanted: int
    barred_band: DecisionBand | None = None
    better_band: DecisionBand | None = None
    points_missing: float = 0

    @property
    def suggested(self) -> Outcome | None:
        """The decision that the band suggests."""
        return SUGGESTED[self.band.decision] if self.band else None


def work_out(rubric: Rubric, ratings: Sequence[Scores]) -> Workings:
    """The workings of the finished ratings, in the order in which they came in.

    Raises ValueError for a rating that is not whole, as `Rubric.verdict` does.
    Example: 22 and 18 for a preceptor differ by 4 and ask a third rater; with 19 as the third
    the median, 19, counts: “Co-precept first”, 2 points below “Accept”.
    """
    verdict = rubric.verdict(ratings)
    totals = tuple(sum(rating.values()) for rating in ratings)
    spread = max(totals) - min(totals) if totals else 0
    is_split = rubric.tolerance is not None and spread > rubric.tolerance
    zeros = tuple(
        item.key for item in rubric.items if any(rating[item.key] == 0 for rating in ratings)
    )
    barred, better = _bands_above(rubric, verdict.total, verdict.band)
    return Workings(
        totals=totals,
        highest_total=rubric.highest_total,
        spread=spread,
        is_split=is_split,
        method=ONE if len(totals) < 2 else MEDIAN if is_split else MEAN,
        zeros=zeros,
        total=verdict.total,
        band=verdict.band,
        raters_wanted=verdict.raters_wanted,
        barred_band=barred,
        better_band=better,
        points_missing=better.lowest - verdict.total if better and verdict.total is not None else 0,
    )


def _bands_above(
    rubric: Rubric, total: float | None, band: DecisionBand | None
) -> tuple[DecisionBand | None, DecisionBand | None]:
    """Of the bands above the one reached: the one that a 0 closed, and the nearest by points."""
    if total is None or band is None:
        return None, None
    above = rubric.bands[: rubric.bands.index(band)]
    barred = next((upper for upper in above if total >= upper.lowest), None)
    better = next((upper for upper in reversed(above) if total < upper.lowest), None)
    return barred, better


@dataclass(frozen=True, slots=True)
class GateStanding:
    """Which gates do not hold, and which are not known yet."""

    failed: tuple[Gate, ...] = ()
    unknown: tuple[Gate, ...] = ()


def gate_standing(rubric: Rubric, noted: Mapping[str, bool | None]) -> GateStanding:
    """Sort the gates. A gate that counts only where asked for may stay unknown."""
    return GateStanding(
        failed=tuple(gate for gate in rubric.gates if noted.get(gate.key) is False),
        unknown=tuple(
            gate
            for gate in rubric.gates
            if noted.get(gate.key) is None and not gate.only_when_asked
        ),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """All that a decision looks at. `workings` is None without a rubric.

    `open_steps` were asked for and have no answer yet; `failed_steps` were not cleared.
    `after_condition` says that something else was asked for first and is done or given up.
    """

    workings: Workings | None
    gates: GateStanding = GateStanding()
    open_steps: tuple[str, ...] = ()
    failed_steps: tuple[str, ...] = ()
    after_condition: bool = False

    @property
    def raters_wanted(self) -> int:
        """How many more ratings are wanted; none where a gate has closed the way already."""
        if self.workings is None or self.gates.failed:
            return 0
        return self.workings.raters_wanted

    @property
    def suggested(self) -> Outcome | None:
        """What gates and bands suggest."""
        if self.gates.failed:
            return Outcome.DECLINE
        return self.workings.suggested if self.workings else None

    @property
    def stage(self) -> ScreeningStage:
        """What the application waits for."""
        if self.after_condition:
            return ScreeningStage.CONDITIONAL
        if self.gates.failed:
            return ScreeningStage.READY
        if self.raters_wanted:
            return ScreeningStage.RATING
        return ScreeningStage.STEPS if self.open_steps else ScreeningStage.READY


def is_against_band(outcome: str, standing: Standing) -> bool:
    """Whether a decision differs from what gates and bands suggest.

    Where something else was asked for first, approving afterwards is what was agreed.
    """
    if standing.suggested is None or outcome == standing.suggested:
        return False
    return not (standing.after_condition and outcome == Outcome.APPROVE)


def needs_reason(outcome: str, standing: Standing) -> bool:
    """Whether a decision asks for words: against the band, before the ratings, or past a step."""
    if is_against_band(outcome, standing):
        return True
    if outcome == Outcome.DECLINE:
        return standing.suggested != Outcome.DECLINE
    return bool(standing.raters_wanted or standing.open_steps or standing.failed_steps)


def missing_items(rubric: Rubric, scores: Scores) -> tuple[str, ...]:
    """Keys of items without a score, in the rubric's order."""
    return tuple(item.key for item in rubric.items if item.key not in scores)

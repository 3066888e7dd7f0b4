"""A screening rubric as data, and the decision that its numbers lead to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

LEVELS = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that must hold before anything is scored."""

    key: str
    text: str
    evidence: str
    code: str = ""
    only_when_asked: bool = False


@dataclass(frozen=True, slots=True)
class RubricItem:
    """One thing to look for; `anchors` says in words what 0, 1, 2 and 3 mean."""

    key: str
    name: str
    look_for: str
    anchors: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class DecisionBand:
    """A range of totals with its decision: accept, conditional or decline."""

    decision: str
    name: str
    lowest: int
    highest: int
    words: str
    none_zero: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scores say so far. `band` is None until enough raters have scored."""

    total: float | None
    band: DecisionBand | None
    raters_wanted: int


@dataclass(frozen=True, slots=True)
class Rubric:
    """How applications of one side are judged. `tolerance` is None with a single rater."""

    key: str
    name: str
    side: str
    summary: str
    basis: str
    gates: tuple[Gate, ...]
    items: tuple[RubricItem, ...]
    bands: tuple[DecisionBand, ...]
    raters: int
    tolerance: int | None
    steps: tuple[str, ...]

    @property
    def highest_total(self) -> int:
        """The total that full marks on every item give."""
        return max(LEVELS) * len(self.items)

    def verdict(self, ratings: Sequence[Mapping[str, int]]) -> Verdict:
        """Judge the finished ratings, one mapping of item key to 0–3 for each rater.

        The total is the mean of the raters' totals; where these lie further apart than the
        tolerance one more rater is asked, and then the median counts. A 0 from any rater is a 0.
        Raises ValueError when a rating misses an item, names an unknown one, or leaves 0–3.
        Example: two raters at 22 and 20 for a preceptor, no 0, give 21 and "Accept".
        """
        for rating in ratings:
            self._refuse_unless_whole(rating)
        totals = [sum(rating.values()) for rating in ratings]
        if len(totals) < self.raters:
            return Verdict(total=None, band=None, raters_wanted=self.raters - len(totals))
        total = mean(totals)
        if self.tolerance is not None and max(totals) - min(totals) > self.tolerance:
            if len(totals) == self.raters:
                return Verdict(total=None, band=None, raters_wanted=1)
            total = median(totals)
        has_zero = any(score == 0 for rating in ratings for score in rating.values())
        band = self._band_reached(total, has_zero=has_zero)
        return Verdict(total=float(total), band=band, raters_wanted=0)

    def _band_reached(self, total: float, *, has_zero: bool) -> DecisionBand:
        for band in self.bands:
            if total >= band.lowest and not (band.none_zero and has_zero):
                return band
        return self.bands[-1]

    def _refuse_unless_whole(self, rating: Mapping[str, int]) -> None:
        keys = {item.key for item in self.items}
        if missing := keys - set(rating):
            raise ValueError(f"No score yet for: {', '.join(sorted(missing))}.")
        if unknown := set(rating) - keys:
            raise ValueError(f"The rubric {self.key} has no item named {sorted(unknown)[0]}.")
        for key, score in rating.items():
            if score not in LEVELS:
                raise ValueError(f"{key}: {score} is not a score; choose 0, 1, 2 or 3.")

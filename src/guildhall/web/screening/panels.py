"""What the panels of an application hold: items to rate, ratings side by side, steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from guildhall.programs.models import ScreeningCheck
from guildhall.programs.queries.screening_application import Application
from guildhall.programs.rubric import RubricItem
from guildhall.programs.states import ScreeningStep, StepState
from guildhall.web.screening.forms import RatingInput, StepForm

STEP_SHAPES = {
    StepState.TO_DO: "nudge",
    StepState.ASKED: "nudge",
    StepState.CLEARED: "track",
    StepState.NOT_CLEARED: "short",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One of the four levels of an item, with its anchor."""

    value: int
    anchor: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item of the rubric with its levels, what was chosen, and what is wrong."""

    number: int
    item: RubricItem
    levels: tuple[Level, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One item with every rater's name, score, and what that score means."""

    item: RubricItem
    cells: tuple[tuple[str, int, str], ...]
    has_zero: bool
    is_apart: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The ratings that the reader may see, side by side."""

    raters: tuple[str, ...]
    rows: tuple[ComparisonRow, ...]
    sums: tuple[tuple[str, int], ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StepPanelRow:
    """A step with its state in words and its form."""

    step: ScreeningStep
    check: ScreeningCheck | None
    form: StepForm
    is_failed: bool

    @property
    def shape(self) -> str:
        """The shape of its state."""
        return STEP_SHAPES[StepState(self.check.state)] if self.check else "neutral"

    @property
    def words(self) -> str:
        """Its state in words."""
        return str(StepState(self.check.state).label) if self.check else _("Not asked for")


def item_rows(
    app: Application, *, given: RatingInput | None, problems: Mapping[str, str] | None
) -> list[ItemRow]:
    """The items with what was typed, else with what the reader saved."""
    if app.rubric is None or app.ratings is None:
        return []
    mine = app.ratings.mine
    scores = given.scores if given else (mine.scores if mine else {})
    return [
        ItemRow(
            number,
            item,
            tuple(
                Level(value, anchor, scores.get(item.key) == value)
                for value, anchor in enumerate(item.anchors)
            ),
            (problems or {}).get(item.key, ""),
        )
        for number, item in enumerate(app.rubric.items, start=1)
    ]


def comparison(app: Application) -> Comparison | None:
    """The ratings side by side; None where the reader may see none."""
    if app.rubric is None or app.ratings is None or not app.ratings.shown:
        return None
    shown = app.ratings.shown
    raters = tuple(rating.rater.name for rating in shown)
    rows = []
    for item in app.rubric.items:
        scores = tuple(rating.scores[item.key] for rating in shown)
        is_apart = max(scores) - min(scores) > 1
        cells = tuple((who, n, item.anchors[n]) for who, n in zip(raters, scores, strict=True))
        rows.append(ComparisonRow(item, cells, 0 in scores, is_apart))
    return Comparison(
        raters=raters,
        rows=tuple(rows),
        sums=tuple((r.rater.name, sum(r.scores.values())) for r in shown),
        notes=tuple((rating.rater.name, rating.note) for rating in shown if rating.note),
    )


def step_rows(app: Application, *, failed: tuple[str, Any] | None) -> list[StepPanelRow]:
    """The steps that the rubric offers, each with its form."""
    return [
        StepPanelRow(
            row.step,
            row.check,
            failed[1] if failed and failed[0] == row.step else _step_form(row.step, row.check),
            is_failed=failed is not None and failed[0] == row.step,
        )
        for row in app.steps
    ]


def _step_form(step: ScreeningStep, check: ScreeningCheck | None) -> StepForm:
    initial = {"state": check.state, "due_on": check.due_on, "note": check.note} if check else {}
    return StepForm(initial=initial, auto_id=f"{step.value}_%s")

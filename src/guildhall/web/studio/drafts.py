"""One draft beside the others: which is open, what it is held against, and the figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.dates import short_day, time_of_day
from guildhall.matching.criteria import weights_of
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.rounds import (
    Compared,
    RoundFigures,
    compare_rounds,
    figures_of,
)
from guildhall.matching.states import RoundState
from guildhall.web.studio.numbers import grouped, points

# (figure, whether more is better)
COMPARED = (
    ("matched", True),
    ("worst", True),
    ("fifth_percentile", True),
    ("total", True),
    ("gini", False),
    ("blocking_pairs", False),
)
# Comparable only under the same weights.
IN_POINTS = ("worst", "fifth_percentile", "total")


@dataclass(frozen=True)
class Cell:
    """One figure of a draft; bold where no other draft has a better one."""

    label: str
    value: str
    is_best: bool


@dataclass(frozen=True)
class DraftLine:
    """One row of the comparison; `spread` is lowest, quartile, median, quartile, highest."""

    round: MatchRound
    note: str
    is_current: bool
    cells: tuple[Cell, ...]
    spread: tuple[float, ...] | None


@dataclass(frozen=True)
class DraftTable:
    """All drafts, and the ends of the axis that their spreads share."""

    lines: tuple[DraftLine, ...]
    floor: float
    ceiling: float
    has_other_weights: bool


@dataclass(frozen=True)
class Count:
    """A large figure with how it stands against the compared draft."""

    label: str
    value: str
    of: str = ""
    note: str = ""
    tone: str = ""


def chosen_draft(drafts: Sequence[MatchRound], letter: str) -> MatchRound | None:
    """The draft of that letter, else the newest; after a publication the published one, until
    somebody begins a new draft."""
    by_letter = {draft.letter: draft for draft in drafts}
    if letter.upper() in by_letter:
        return by_letter[letter.upper()]
    published = [draft for draft in drafts if draft.state == RoundState.PUBLISHED]
    if not published:
        return drafts[-1] if drafts else None
    last = max(published, key=lambda draft: draft.publication.published_at)
    newer = [draft for draft in drafts if draft.created_at > last.publication.published_at]
    return newer[-1] if newer else last


def compared_draft(
    drafts: Sequence[MatchRound], draft: MatchRound, letter: str
) -> MatchRound | None:
    """What a draft is held against: the asked one, else what it was copied from, else the last
    one before it. Only drafts that have a result."""
    others = [one for one in drafts if one.pk != draft.pk and one.figures]
    by_letter = {one.letter: one for one in others}
    if letter.upper() in by_letter:
        return by_letter[letter.upper()]
    by_pk = {one.pk: one for one in others}
    if draft.copied_from_id in by_pk:
        return by_pk[draft.copied_from_id]
    earlier = [one for one in others if one.pk < draft.pk]
    return earlier[-1] if earlier else None


def draft_table(drafts: Sequence[MatchRound], current: MatchRound) -> DraftTable:
    """The table of drafts, in one query."""
    rows = compare_rounds(drafts)
    has_other_weights = len({most_points(draft) for draft in drafts}) > 1
    best = _best(rows, has_other_weights=has_other_weights)
    spreads = [row.spread for row in rows if row.spread]
    return DraftTable(
        lines=tuple(
            DraftLine(
                round=row.round,
                note=_note(row.round, current),
                is_current=row.round.pk == current.pk,
                cells=_cells(row.figures, best),
                spread=tuple(map(float, row.spread)) if row.spread else None,
            )
            for row in rows
        ),
        floor=0.0,
        ceiling=float(max((spread[4] for spread in spreads), default=Decimal(100))),
        has_other_weights=has_other_weights,
    )


def counts_of(draft: MatchRound, against: MatchRound | None) -> list[Count]:
    """Matched, weakest and total of a solved draft."""
    now, was = figures_of(draft), figures_of(against) if against else None
    if now is None:
        return []
    same_scale = against is None or most_points(draft) == most_points(against)
    of_all = _("of %(all)s") % {"all": grouped(now.learners)}
    letter = against.letter if against else ""
    return [
        Count(_("Matched"), grouped(now.matched), of_all, *_matched_note(now, was, letter)),
        Count(_("Weakest pair"), points(now.worst), "", *_worst_note(now, was, same_scale)),
        Count(_("Total"), grouped(now.total), "", *_total_note(now, was, same_scale)),
    ]


def most_points(draft: MatchRound) -> Decimal:
    """The most points that a pair of this draft can have."""
    return sum((w.weight for w in weights_of(draft.criteria) if w.is_on), Decimal(0))


def _matched_note(now: RoundFigures, was: RoundFigures | None, letter: str) -> tuple[str, str]:
    if was is None:
        return "", ""
    more = now.matched - was.matched
    if more == 0:
        return _("as many as %(letter)s") % {"letter": letter}, ""
    values = {"count": abs(more), "letter": letter}
    if more > 0:
        return _("%(count)s more than %(letter)s") % values, "brand"
    return _("%(count)s fewer than %(letter)s") % values, "amber"


def _worst_note(now: RoundFigures, was: RoundFigures | None, same_scale: bool) -> tuple[str, str]:
    if was is None or was.worst is None or now.worst is None:
        return "", ""
    if now.worst == was.worst:
        return _("as before"), ""
    tone = "" if not same_scale else "brand" if now.worst > was.worst else "amber"
    return _("was %(points)s") % {"points": points(was.worst)}, tone


def _total_note(now: RoundFigures, was: RoundFigures | None, same_scale: bool) -> tuple[str, str]:
    if was is None or not was.total:
        return "", ""
    if not same_scale:
        return _("other weights"), ""
    share = (now.total - was.total) / was.total * 100
    if share == 0:
        return _("the same"), ""
    words = _("%(share)s %% more") if share > 0 else _("%(share)s %% less")
    return words % {"share": f"{abs(share):.1f}"}, ""


def _cells(figures: RoundFigures | None, best: dict[str, Decimal]) -> tuple[Cell, ...]:
    labels = {
        "matched": _("Matched"),
        "worst": _("Weakest pair"),
        "fifth_percentile": _("Lowest 5\N{NO-BREAK SPACE}%"),
        "total": _("Total"),
        "gini": _("Unevenness (Gini)"),
        "blocking_pairs": _("Would rather swap"),
    }
    return tuple(
        Cell(label, _said(figures, name), _is_best(figures, name, best))
        for name, label in labels.items()
    )


def _said(figures: RoundFigures | None, name: str) -> str:
    value = None if figures is None else getattr(figures, name)
    if name == "gini":
        return "–" if value is None else f"{value:.2f}"
    return grouped(value)


def _is_best(figures: RoundFigures | None, name: str, best: dict[str, Decimal]) -> bool:
    return figures is not None and name in best and _amount(figures, name) == best[name]


def _amount(figures: RoundFigures, name: str) -> Decimal | None:
    value = getattr(figures, name)
    return None if value is None else round(Decimal(str(value)), 2)


def _best(rows: Sequence[Compared], *, has_other_weights: bool) -> dict[str, Decimal]:
    """The best value of each figure, where drafts differ in it and can be compared."""
    best: dict[str, Decimal] = {}
    for name, is_more_better in COMPARED:
        if has_other_weights and name in IN_POINTS:
            continue
        amounts = [_amount(row.figures, name) for row in rows if row.figures]
        known = {amount for amount in amounts if amount is not None}
        if len(known) > 1:
            best[name] = max(known) if is_more_better else min(known)
    return best


def _note(draft: MatchRound, current: MatchRound) -> str:
    if draft.state in (RoundState.SOLVING, RoundState.FAILED, RoundState.PUBLISHED):
        return str(RoundState(draft.state).label)
    if draft.pk == current.pk:
        return _("Open now")
    if draft.solved_at is None:
        return ""
    when = localtime(draft.solved_at)
    is_today = when.date() == localtime(clock.now()).date()
    return _("Solved %(when)s") % {"when": time_of_day(when) if is_today else short_day(when)}

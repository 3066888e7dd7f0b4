"""Fair to whom? The groups of `matching.queries.groups` as small multiples on one axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from django.utils.translation import gettext as _

from guildhall.matching.models import MatchRound
from guildhall.matching.queries.groups import GroupFit, grouping_fields, groups_by
from guildhall.matching.reading import Circle
from guildhall.web.studio.numbers import points

MOST_SHOWN = 5


@dataclass(frozen=True)
class Multiple:
    """One histogram with its words."""

    label: str
    words: str
    median: float | None
    rows: tuple[tuple[float, int], ...]


@dataclass(frozen=True)
class FairGroups:
    """Everyone first, then the largest groups; hidden ones are named with the reason."""

    field: str
    choices: tuple[tuple[str, str], ...]
    multiples: tuple[Multiple, ...]
    low: float
    high: float
    more: int
    hidden: tuple[str, ...]
    remark: str
    leaves_out: bool


def fair_groups(
    round: MatchRound, chosen: str, *, circle: Circle, most: int = MOST_SHOWN
) -> FairGroups | None:
    """The groups of the chosen field, else of the first that has any; None where none has."""
    choices = grouping_fields(round, circle=circle)
    names = [name for name, _label in choices]
    for name in [chosen] if chosen in names else names:
        found = groups_by(round, name, circle=circle)
        if found is None or not (found.shown or chosen):
            continue
        fits = [_named(found.everyone, _("Everyone")), *found.shown[:most]]
        low, high = _ends(found.everyone)
        return FairGroups(
            field=name,
            choices=tuple(choices),
            multiples=tuple(_multiple(fit, low, high) for fit in fits),
            low=low,
            high=high,
            more=max(0, len(found.shown) - most),
            hidden=found.hidden,
            remark=_remark(found.everyone, found.shown),
            leaves_out=any(fit.matched < fit.learners for fit in fits),
        )
    return None


def _named(fit: GroupFit, label: str) -> GroupFit:
    return GroupFit(label, fit.learners, fit.matched, fit.median, fit.bins)


def _edges(fit: GroupFit) -> list[float]:
    """Where bins begin, and where the last one ends: they are labeled “from–to”, rounded."""
    most = float(fit.bins[-1][0].partition("–")[2]) if fit.bins else 100.0
    return [most / len(fit.bins) * at for at in range(len(fit.bins) + 1)]


def _ends(everyone: GroupFit) -> tuple[float, float]:
    """The axis spans the bins that anybody fills."""
    filled = [at for at, (_label, count) in enumerate(everyone.bins) if count] or [0]
    edges = _edges(everyone)
    return floor(edges[filled[0]]), ceil(edges[filled[-1] + 1])


def _multiple(fit: GroupFit, low: float, high: float) -> Multiple:
    rows = [
        (edge, count)
        for edge, (_label, count) in zip(_edges(fit), fit.bins, strict=False)
        if low <= edge < high
    ]
    median = None if fit.median is None else float(fit.median)
    if fit.matched == fit.learners:
        words = _("%(matched)s matched · median %(median)s")
    else:
        words = _("%(matched)s of %(learners)s · median %(median)s")
    return Multiple(
        label=fit.label,
        words=words
        % {"matched": fit.matched, "learners": fit.learners, "median": points(fit.median)},
        median=median,
        rows=tuple(rows),
    )


def _remark(everyone: GroupFit, groups: Sequence[GroupFit]) -> str:
    """What stands out, without a cause: the figures do not tell one."""
    fits = [group for group in groups if group.median is not None]
    if not fits or everyone.median is None:
        return ""
    lowest = min(fits, key=lambda group: (group.median or Decimal(0), group.label))
    gap = everyone.median - (lowest.median or Decimal(0))
    share = _least_matched(everyone, fits)
    if gap <= 0 and not share:
        return _("No group shown fits worse than everyone together.")
    told = []
    if gap > 0:
        told.append(
            _("%(group)s: the median fit is %(gap)s points below everyone’s.")
            % {"group": lowest.label, "gap": points(gap)}
        )
    if share:
        told.append(share)
    return " ".join(told)


def _least_matched(everyone: GroupFit, groups: Sequence[GroupFit]) -> str:
    """The group of which clearly fewer are matched, if there is one."""
    least = min(groups, key=lambda group: group.matched / group.learners)
    behind = everyone.matched / everyone.learners - least.matched / least.learners
    if behind < 0.05:
        return ""
    return _("%(group)s: %(matched)s of %(learners)s are matched, of everyone %(share)s %%.") % {
        "group": least.label,
        "matched": least.matched,
        "learners": least.learners,
        "share": f"{100 * everyone.matched / everyone.learners:.0f}",
    }

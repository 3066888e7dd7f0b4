"""A verdict in words, with the arithmetic that led to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.programs.rubric import DecisionBand, Rubric
from guildhall.programs.screening_verdict import MEDIAN, ONE, Standing, Workings


@dataclass(frozen=True, slots=True)
class BandLine:
    """One band of the rubric, and whether it is the one reached."""

    name: str
    span: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """The verdict panel: its title, why, the sum line by line, and the bands.

    `tone` is that of the seal.
    """

    title: str
    reason: str
    tone: str
    sum: tuple[tuple[str, str], ...]
    bands: tuple[BandLine, ...]


def verdict_words(rubric: Rubric, standing: Standing, raters: Sequence[str]) -> VerdictWords:
    """What the panel says. `raters` are names in the order of the totals."""
    workings = standing.workings
    assert workings is not None
    title, reason, tone = _headline(rubric, standing, workings)
    return VerdictWords(
        title=title,
        reason=reason,
        tone=tone,
        sum=tuple(_sum(rubric, workings, raters)),
        bands=tuple(
            BandLine(band.name, span(band), band == workings.band) for band in rubric.bands
        ),
    )


def _headline(rubric: Rubric, standing: Standing, workings: Workings) -> tuple[str, str, str]:
    if standing.gates.failed:
        gate = standing.gates.failed[0]
        return _("A gate does not hold"), _("Not so: %(gate)s") % {"gate": gate.text}, "amber"
    if workings.band is None:
        return _wanted(workings), _wanted_reason(rubric, workings), "amber"
    tone = "brand" if workings.band.decision == "accept" else "amber"
    title = f"{workings.band.name}: {points_words(workings)}"
    return title, _band_reason(rubric, workings), tone


def points_words(workings: Workings) -> str:
    """“23 of 30”."""
    return _("%(total)s of %(highest)s") % {
        "total": number(workings.total or 0),
        "highest": workings.highest_total,
    }


def number(value: float) -> str:
    """A total without an idle decimal: 21, 20.5."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def span(band: DecisionBand) -> str:
    """“21 to 30, and no 0”."""
    words = _("%(lowest)s to %(highest)s") % {"lowest": band.lowest, "highest": band.highest}
    return _("%(span)s, and no 0") % {"span": words} if band.none_zero else words


def _sum(rubric: Rubric, workings: Workings, raters: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name, total in zip(raters, workings.totals, strict=True):
        yield name, str(total)
    if workings.totals and workings.total is not None and workings.method != ONE:
        yield _method_name(workings), number(workings.total)
    if len(workings.totals) > 1 and rubric.tolerance is not None:
        yield (
            _("Apart"),
            _("%(spread)s; up to %(tolerance)s is agreement")
            % {"spread": workings.spread, "tolerance": rubric.tolerance},
        )
    if workings.totals:
        names = {item.key: item.name for item in rubric.items}
        yield _("Rated 0"), ", ".join(names[key] for key in workings.zeros) or _("Nothing")


def _method_name(workings: Workings) -> str:
    return _("Middle one") if workings.method == MEDIAN else _("Mean")


def _wanted(workings: Workings) -> str:
    if workings.is_split:
        return _("A third rater is asked")
    return ngettext(
        "One more rating is wanted",
        "%(n)s ratings are wanted",
        workings.raters_wanted,
    ) % {"n": workings.raters_wanted}


def _wanted_reason(rubric: Rubric, workings: Workings) -> str:
    if workings.is_split:
        return _(
            "The totals differ by %(spread)s, more than %(tolerance)s. The middle one of three"
            " will count."
        ) % {"spread": workings.spread, "tolerance": rubric.tolerance}
    return ngettext(
        "One person rates. The sum appears here once it is in.",
        "%(n)s people rate without seeing each other's scores. The sum appears once all are in.",
        rubric.raters,
    ) % {"n": rubric.raters}


def _band_reason(rubric: Rubric, workings: Workings) -> str:
    names = {item.key: item.name for item in rubric.items}
    if workings.barred_band is not None:
        zeros = ", ".join(names[key] for key in workings.zeros)
        return _(
            "%(total)s points would reach “%(band)s”, but that asks for no 0, and there is one in"
            " %(zeros)s."
        ) % {
            "total": number(workings.total or 0),
            "band": workings.barred_band.name,
            "zeros": zeros,
        }
    if workings.better_band is not None:
        return _better_reason(workings)
    if workings.band is not None and workings.band.none_zero:
        return _("%(span)s: reached, with no 0 anywhere.") % {
            "span": _("%(lowest)s to %(highest)s")
            % {"lowest": workings.band.lowest, "highest": workings.band.highest}
        }
    return _("The highest band of this rubric.")


def _better_reason(workings: Workings) -> str:
    better = workings.better_band
    assert better is not None
    count = 1 if workings.points_missing == 1 else 2
    words = (
        ngettext(
            "%(n)s more point, and no 0, would reach “%(band)s”.",
            "%(n)s more points, and no 0, would reach “%(band)s”.",
            count,
        )
        if better.none_zero and workings.zeros
        else ngettext(
            "%(n)s more point would reach “%(band)s”.",
            "%(n)s more points would reach “%(band)s”.",
            count,
        )
    )
    return words % {"n": number(workings.points_missing), "band": better.name}

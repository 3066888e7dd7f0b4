"""The pairs of the match report: people, stacked bars, contributions with their reasons."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from guildhall.engine.matching import Contribution, MatchedPair, MatchResult
from guildhall.jobs.match_tables import people_by_id

SHADES = 5
LOCK = (
    '<svg viewBox="0 0 16 16" aria-hidden="true">'
    '<rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/></svg>'
)


def legend(result: MatchResult) -> str:
    """Which shade stands for which preference."""
    entries = "".join(
        f'<span><svg viewBox="0 0 10 10" aria-hidden="true">'
        f'<rect class="s{_shade(at)}" width="10" height="10" rx="2"/></svg>'
        f"{escape(one.label)}</span>"
        for at, one in enumerate(result.criteria.preferences)
    )
    return f'<p class="legend">{entries}</p>' if result.pairs else ""


def _shade(position: int) -> int:
    return position % SHADES + 1


def pairs(result: MatchResult) -> str:
    """Every pair with its contributions, weakest first."""
    guides, learners = people_by_id(result)
    weakest = sorted(result.pairs, key=lambda pair: pair.score)
    found = [
        _pair(pair, learner=learners[pair.learner_id].name, guide=guides[pair.guide_id].name)
        for pair in weakest
    ]
    return "".join(found) or "<p>No pair could be made under these rules.</p>"


def _pair(pair: MatchedPair, *, learner: str, guide: str) -> str:
    parts = "".join(_part(one) for one in pair.contributions)
    return (
        '<details class="pair"><summary>'
        f'<span class="arches" aria-hidden="true"><span class="arch">{_initials(learner)}</span>'
        f'<span class="arch">{_initials(guide)}</span></span>'
        f'<span class="who"><strong>{escape(learner)}</strong>'
        f'<span class="quiet">{escape(guide)}</span></span>'
        f'{_stacked(pair)}<span class="score">{pair.score}</span></summary>'
        f'<div class="why">{parts}<div class="part together"><span>Together</span><span></span>'
        f'<span class="number">{pair.score} / {pair.maximum}</span></div></div></details>'
    )


def _initials(name: str) -> str:
    words = [word for word in name.split() if word]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return escape("".join(word[0] for word in ends).upper())


def _part(one: Contribution) -> str:
    private = f' <span class="lock">{LOCK}only you</span>' if is_private(one.readable_by) else ""
    return (
        f'<div class="part"><span>{escape(one.label)}{private}</span>'
        f"{bar([(0, one.points, 'plain')], one.of)}"
        f'<span class="number">{one.points} / {one.of}</span>'
        f'<span class="reason">{escape(one.reason.text())}</span></div>'
    )


def _stacked(pair: MatchedPair) -> str:
    pieces, start = [], Decimal(0)
    for at, one in enumerate(pair.contributions):
        if one.points:
            pieces.append((start, one.points, f"s{_shade(at)}"))
            start += one.points
    return bar(pieces, pair.maximum)


def bar(pieces: Iterable[tuple[Decimal | int, Decimal | int, str]], of: Decimal | int) -> str:
    """A bar of pieces (start, size, shade) on a track of the length `of`."""
    scale = Decimal(100) / of if of else Decimal(0)
    drawn = "".join(
        f'<rect class="{shade}" x="{float(start * scale):.4g}"'
        f' width="{float(size * scale):.4g}" height="8"/>'
        for start, size, shade in pieces
    )
    return (
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="8"/>{drawn}</svg>'
    )


def is_private(readable_by: str) -> bool:
    """Whether the pair itself must not read it."""
    return readable_by in ("coordinator", "nobody")

"""The report of `guildhall match`: one page that loads nothing, for light, dark and print."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from guildhall.engine.matching import MatchResult, Unmatched
from guildhall.engine.matching.certificate import Bound
from guildhall.jobs.match_report_pairs import LOCK, bar, is_private, legend, pairs
from guildhall.jobs.match_tables import number, people_by_id

MOST_BINS = 10
SEAL = (
    '<svg class="seal" viewBox="0 0 36 40" aria-hidden="true">'
    '<path class="roof" d="M2 14 18 2l16 12v24H2z"/>'
    '<path class="tick" d="m11 23 5 5 9-10"/></svg>'
)
AIMS = {
    "fair": "Fair: most people, then the weakest pair, then the total",
    "best": "Best: the highest total",
    "stable": "Stable: no two people would both rather swap",
}


def report_html(result: MatchResult, *, sources: tuple[str, str, str]) -> str:
    """The page. `sources` are the names of the guides', the learners' and the rules file."""
    nouns, figures = result.criteria.nouns, result.figures
    without = len(result.unmatched)
    return Template(_asset("match_report.html")).substitute(
        css=_asset("match_report.css"),
        title=escape(f"{nouns.learners} and {nouns.guides}".capitalize()),
        lead=escape(
            f"{figures.matched} of {figures.learners} {nouns.learners} have a {nouns.guide};"
            f" {figures.guides} {nouns.guides} offer {figures.places} places."
        ),
        sources=escape(f"From {sources[0]} and {sources[1]}, by the rules of {sources[2]}."),
        privacy=_privacy(result),
        aim=escape(AIMS[result.objective]),
        figures=_figures(result),
        proof=_proof(result),
        legend=legend(result),
        pairs=pairs(result),
        rules=_rules(result),
        weights=_weights(result),
        spread=_spread(result),
        without_title=escape(f"{without} without a {nouns.guide}"),
        without=_without(result),
    )


@cache
def _asset(name: str) -> str:
    return files("guildhall.jobs").joinpath(name).read_text(encoding="utf-8")


def _privacy(result: MatchResult) -> str:
    criteria = result.criteria
    narrow = [p.label for p in criteria.preferences if is_private(criteria.reader_of(p))]
    if not narrow:
        return ""
    names = ", ".join(f"“{label}”" for label in narrow)
    text = f"For the coordinator only: participants must not read {names}."
    return f'<p class="note">{LOCK}<span>{escape(text)}</span></p>'


def _figures(result: MatchResult) -> str:
    figures = result.figures
    cells: list[tuple[str, object, str]] = [
        ("Matched", figures.matched, f"of {figures.learners}"),
    ]
    if figures.worst is not None:
        cells += [
            ("Weakest pair", figures.worst, f"of {result.criteria.maximum}"),
            ("Total", number(figures.total), "points"),
            ("Lowest 5 %", figures.fifth_percentile, "points"),
            ("Median", figures.median, "points"),
            ("Unevenness (Gini)", f"{figures.gini or 0:.2f}", ""),
        ]
    cost = result.minimum_cost
    if cost is not None:
        without = f"without the minimum of {cost.minimum}"
        cells.append(("Matched", cost.matched_without, without))
    return "".join(
        f"<div><dt>{escape(name)}</dt>"
        f"<dd>{escape(str(value))} <small>{escape(base)}</small></dd></div>"
        for name, value, base in cells
    )


def _proof(result: MatchResult) -> str:
    if result.is_proven:
        title = "Proven stable" if result.objective == "stable" else "Proven best: gap 0"
    else:
        title = "Not proven"
    told = "".join(f"<p>{escape(sentence.text())}.</p>" for sentence in result.summary)
    certificate = result.certificate
    # Totals of the engine are hundredths; the other figures are counts.
    bounds = [
        ("People with a pair", certificate.matched, 1),
        ("Pairs", certificate.pair_count, 1),
        ("Weakest pair", certificate.worst, 100),
        ("Total", certificate.total, 100),
    ]
    rows = "".join(_bound_row(name, bound, unit) for name, bound, unit in bounds if bound)
    return (
        f'<div class="proof{"" if result.is_proven else " open"}">{SEAL}<div><h3>{title}</h3>{told}'
        "<details><summary>How the proof works</summary>"
        "<p>Prices on every place give a limit that no set of pairs can pass. They are added up"
        " again from your lists, without the search; where the limit equals what was reached,"
        " nothing better exists.</p>"
        '<table class="wide"><thead><tr><th>Figure</th><th class="number">Reached</th>'
        '<th class="number">Limit</th><th class="number">Gap</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></details></div></div>"
    )


def _bound_row(name: str, bound: Bound, unit: int) -> str:
    cells = "".join(
        f'<td class="number">{amount / unit:,g}</td>'
        if amount % unit
        else f'<td class="number">{int(amount // unit):,}</td>'
        for amount in (bound.value, bound.bound, bound.gap)
    )
    return f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'


def _rules(result: MatchResult) -> str:
    if not result.criteria.rules:
        return "<p>No rule: everyone could be paired with everyone.</p>"
    rows = "".join(f"<li>{escape(rule.label)}</li>" for rule in result.criteria.rules)
    return f'<h3>Must hold</h3><ul class="list">{rows}</ul>'


def _weights(result: MatchResult) -> str:
    most = max((p.weight for p in result.criteria.preferences), default=Decimal(0))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.label)}</th>'
        f'<td class="drawn">{bar([(0, one.weight, "plain")], most)}</td>'
        f'<td class="number">{one.weight}</td></tr>'
        for one in result.criteria.preferences
    )
    return f"<h3>Points at best</h3><table><tbody>{rows}</tbody></table>" if rows else ""


def _spread(result: MatchResult) -> str:
    """Pairs by score, in at most ten steps from nothing to the maximum."""
    if not result.pairs:
        return "<p>There are no pairs yet.</p>"
    counts = Counter(pair.score for pair in result.pairs)
    if len(counts) > MOST_BINS:
        step = max(result.criteria.maximum / MOST_BINS, Decimal(1)).quantize(Decimal(1))
        binned: Counter[Decimal] = Counter()
        for score, count in counts.items():
            binned[score // step * step] += count
        names = {low: f"{low}–{low + step - Decimal('0.01'):g}" for low in binned}
        counts = binned
    else:
        names = {score: f"{score}" for score in counts}
    most = max(counts.values())
    rows = "".join(
        f'<tr><th scope="row">{names[score]}</th>'
        f'<td class="drawn">{bar([(0, counts[score], "plain")], most)}</td>'
        f'<td class="number">{counts[score]}</td></tr>'
        for score in sorted(counts, reverse=True)
    )
    return (
        '<table><thead><tr><th>Points</th><td></td><th class="number">Pairs</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _without(result: MatchResult) -> str:
    people = people_by_id(result)[1]
    nouns = result.criteria.nouns
    if not result.unmatched and not result.short:
        return f"<p>Everyone has the {escape(nouns.guides)} they want.</p>"

    def listed(entries: Iterable[Unmatched]) -> str:
        rows = "".join(
            f"<li><strong>{escape(people[one.learner_id].name)}</strong><br>"
            f'<span class="quiet">{escape(one.reason.text())}</span></li>'
            for one in entries
        )
        return f'<ul class="list">{rows}</ul>'

    found = listed(result.unmatched)
    if result.short:
        title = f"{len(result.short)} would like another {nouns.guide}"
        found += f"<h3>{escape(title)}</h3>{listed(result.short)}"
    return found

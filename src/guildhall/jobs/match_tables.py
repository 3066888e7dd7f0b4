"""The result of a match as CSV files and as lines for a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from guildhall.engine.matching import Contribution, MatchResult, Person, visible_to
from guildhall.engine.tables import write_csv

MOST_LISTED = 20


def pairs_csv(result: MatchResult) -> bytes:
    """One row a pair. Reasons that the pair may not read stand in a column of their own."""
    nouns = result.criteria.nouns
    guides, learners = people_by_id(result)
    headings = [
        f"{nouns.learner} id",
        f"{nouns.learner} name",
        f"{nouns.guide} id",
        f"{nouns.guide} name",
        "score",
        "of",
        "reasons",
        "for the coordinator only",
    ]
    rows = []
    for pair in result.pairs:
        told = visible_to(pair.contributions, reader="pair")
        kept = [one for one in pair.contributions if one not in told]
        rows.append(
            [
                pair.learner_id,
                learners[pair.learner_id].name,
                pair.guide_id,
                guides[pair.guide_id].name,
                str(pair.score),
                str(pair.maximum),
                reasons(told),
                reasons(kept),
            ]
        )
    return write_csv(rows, headings)


def unmatched_csv(result: MatchResult) -> bytes:
    """One row for each person who has fewer guides than wanted, with the reason."""
    nouns = result.criteria.nouns
    learners = people_by_id(result)[1]
    headings = [f"{nouns.learner} id", f"{nouns.learner} name", f"{nouns.guides} missing", "why"]
    rows: list[Sequence[str | int]] = [
        [one.learner_id, learners[one.learner_id].name, one.missing, one.reason.text()]
        for one in (*result.unmatched, *result.short)
    ]
    return write_csv(rows, headings)


def reasons(contributions: Sequence[Contribution]) -> str:
    """Contributions that count, in words: "Same profession 10 of 10 (Both: Policy)"."""
    return "; ".join(
        f"{one.label} {one.points} of {one.of} ({one.reason.text()})"
        for one in contributions
        if one.points
    )


def people_by_id(result: MatchResult) -> tuple[dict[str, Person], dict[str, Person]]:
    """Guides and learners by id."""
    return {one.id: one for one in result.guides}, {one.id: one for one in result.learners}


def summary_lines(result: MatchResult, *, lists_pairs: bool) -> list[str]:
    """The figures, the proof, and when asked for the weakest pairs and the people without."""
    nouns, figures = result.criteria.nouns, result.figures
    lines = [f"{figures.matched} of {figures.learners} {nouns.learners} have a {nouns.guide}."]
    if result.pairs:
        lines.append(
            f"{figures.pairs} pairs · total {number(figures.total)} points ·"
            f" weakest {figures.worst} of {result.criteria.maximum} · median {figures.median}"
        )
    lines += [f"  {sentence.text()}." for sentence in result.summary]
    if result.is_proven and result.objective != "stable":
        lines.append("  Proven: gap 0.")
    cost = result.minimum_cost
    if cost is not None:
        lines.append(
            f"  With the minimum of {cost.minimum} points {cost.matched_with} are matched;"
            f" without it {cost.matched_without}."
        )
    return lines + (_listed(result) if lists_pairs else [])


def number(value: Decimal) -> str:
    """A number with thousands separated."""
    return f"{value:,}"


def _listed(result: MatchResult) -> list[str]:
    guides, learners = people_by_id(result)
    weakest = sorted(result.pairs, key=lambda pair: pair.score)
    lines = ["", "Pairs, weakest first:"] if weakest else []
    for pair in weakest[:MOST_LISTED]:
        names = f"{learners[pair.learner_id].name} and {guides[pair.guide_id].name}"
        told = reasons(pair.contributions) or "no points"
        lines.append(f"  {pair.score!s:>6}  {names}: {told}")
    if len(weakest) > MOST_LISTED:
        lines.append(f"  … {len(weakest) - MOST_LISTED} more; -o PAIRS.csv writes them all")
    if result.unmatched:
        lines += ["", f"Without a {result.criteria.nouns.guide}:"]
    for one in result.unmatched[:MOST_LISTED]:
        lines.append(f"  {learners[one.learner_id].name}: {one.reason.text()}")
    if len(result.unmatched) > MOST_LISTED:
        lines.append(f"  … {len(result.unmatched) - MOST_LISTED} more")
    return lines

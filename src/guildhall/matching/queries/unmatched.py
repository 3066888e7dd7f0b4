"""Who is without a guide in a draft, and why."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildhall.matching.models import MatchRound, Unmatched
from guildhall.matching.reading import COORDINATORS, Circle
from guildhall.relationships.reasons import said

# Worst for the person first; the studio lists groups in this order.
CODES = (
    "no_guides",
    "no_eligible_guide",
    "not_ready",
    "only_paused",
    "below_minimum",
    "list_too_short",
    "no_capacity",
    "waits",
)


@dataclass(frozen=True)
class UnmatchedRow:
    """One learner without a guide (or without the second of two), and why."""

    enrollment_id: int
    name: str
    code: str
    reason: str
    missing: int
    has_some: bool


@dataclass(frozen=True)
class UnmatchedGroup:
    """Learners who are left for one reason. `rules` names the rules that keep most guides away
    from them, with how many of these learners each one touches."""

    code: str
    label: str
    count: int
    rules: tuple[tuple[str, int], ...]


def unmatched_groups(round: MatchRound) -> list[UnmatchedGroup]:
    """The unmatched by reason, in a steady order; one query."""
    counts: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for code, rule_counts in round.unmatched.values_list("code", "rule_counts"):
        counts[code] += 1
        for rule in rule_counts:
            rules[code][rule["label"]] += 1
    order = {code: at for at, code in enumerate(CODES)}
    words = _labels(round)
    return [
        UnmatchedGroup(
            code=code,
            label=words.get(code, code),
            count=count,
            rules=tuple(rules[code].most_common(3)),
        )
        for code, count in sorted(counts.items(), key=lambda item: order.get(item[0], 99))
    ]


def unmatched_rows(round: MatchRound, *, code: str = "") -> QuerySet[Unmatched]:
    """The unmatched by name; give a page of it to `unmatched_page`."""
    rows = round.unmatched.select_related("enrollment__person")
    if code:
        rows = rows.filter(code=code)
    return rows.order_by("enrollment__person__family_name", "enrollment__person__given_name", "pk")


def unmatched_page(
    page: QuerySet[Unmatched] | list[Unmatched],
    *,
    round: MatchRound,
    circle: Circle = COORDINATORS,
) -> list[UnmatchedRow]:
    """One page, with the reasons in the reader's language.

    The whole reason names rules and people, and is for coordinators; others read its kind.
    """
    words = _labels(round)
    is_whole = circle == COORDINATORS
    return [
        UnmatchedRow(
            enrollment_id=row.enrollment_id,
            name=row.enrollment.person.name,
            code=row.code,
            reason=said(row.template, row.params, row.plural, row.count)
            if is_whole
            else words.get(row.code, row.code),
            missing=row.missing,
            has_some=row.has_some,
        )
        for row in page
    ]


def _labels(round: MatchRound) -> dict[str, str]:
    words = round.criteria.get("words", {})
    nouns = {"guide": words.get("guide", "guide"), "guides": words.get("guides", "guides")}
    return {
        "no_guides": _("There are no %(guides)s in this round") % nouns,
        "no_eligible_guide": _("No %(guide)s fits under these rules") % nouns,
        "not_ready": _("Something is still to be done before a match"),
        "only_paused": _("Only %(guides)s without a free place fit") % nouns,
        "below_minimum": _("Every fit is below the minimum score"),
        "list_too_short": _("Few %(guides)s fit, and each place fits somebody else better") % nouns,
        "no_capacity": _("All %(guides)s who fit are full") % nouns,
        "waits": _("Somebody would fit, but all together do better this way"),
    }

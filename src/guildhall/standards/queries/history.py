"""What earlier days said: since when a rule stands where it stands, and when that changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from guildhall.programs.models import Program
from guildhall.standards.models import Attestation, RuleSnapshot


@dataclass(frozen=True)
class Stretch:
    """A rule came to the same from one day to another."""

    outcome: str
    label: str
    first: date
    last: date
    not_met: int


def since_of(program: Program) -> Mapping[tuple[str, str, str], date]:
    """Since when each rule stands at each outcome without a break, by pack, rule and outcome; one
    query. What it stood at last and is not any more begins after that."""
    rows = RuleSnapshot.objects.filter(program=program).order_by()
    spans = rows.values_list("pack", "rule", "outcome").annotate(first=Min("on"), last=Max("on"))
    found = list(spans)
    since: dict[tuple[str, str, str], date] = {}
    for pack, rule, outcome, first, last in found:
        others = [
            until for p, r, o, _first, until in found if (p, r) == (pack, rule) and o != outcome
        ]
        latest = max(others, default=None)
        if latest is None:
            since[pack, rule, outcome] = first
        elif last > latest:
            since[pack, rule, outcome] = latest + timedelta(days=1)
    return since


def stretches_of(program: Program, pack: str, rule: str) -> list[Stretch]:
    """How a rule went, newest first; one query."""
    rows = RuleSnapshot.objects.filter(program=program, pack=pack, rule=rule).order_by("on")
    found: list[Stretch] = []
    for row in rows:
        last = found[-1] if found else None
        if last and last.outcome == row.outcome:
            found[-1] = Stretch(last.outcome, last.label, last.first, row.on, row.not_met)
        else:
            label = row.get_outcome_display()
            found.append(Stretch(row.outcome, label, row.on, row.on, row.not_met))
    return found[::-1]


def attestations_of(program: Program, *facts: str) -> list[Attestation]:
    """What was recorded of these facts, newest first; one query."""
    rows = Attestation.objects.filter(program=program, fact__in=facts)
    return list(rows.select_related("recorded_by", "file"))

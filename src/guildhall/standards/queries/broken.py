"""Which programs do not meet something required, as the newest measuring said; for Today."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Program
from guildhall.standards.access import KEEP_STANDARDS
from guildhall.standards.models import RuleSnapshot
from guildhall.standards.packs import load_packs
from guildhall.standards.states import RuleOutcome, Severity

# What is older was measured before the scheduler stood still, and says nothing of today.
FRESH = timedelta(days=2)


@dataclass(frozen=True)
class Broken:
    """A program with the number of its required rules that are not met."""

    program_id: int
    name: str
    count: int


def broken_for(actor: Actor, *, at: datetime) -> list[Broken]:
    """Of the programs that the actor runs; one query."""
    programs = visible_to(KEEP_STANDARDS, actor, Program.objects.filter(archived_at=None))
    rows = RuleSnapshot.objects.filter(
        program__in=programs.order_by(), outcome=RuleOutcome.NOT_MET, on__gte=(at - FRESH).date()
    )
    names: dict[int, str] = {}
    last: dict[int, date] = {}
    broken: Counter[tuple[int, date]] = Counter()
    for pk, name, on, pack, rule in rows.order_by("program").values_list(
        "program", "program__name", "on", "pack", "rule"
    ):
        names[pk], last[pk] = name, max(on, last.get(pk, on))
        if _is_required(pack, rule):
            broken[pk, on] += 1
    return [
        Broken(pk, name, broken[pk, last[pk]]) for pk, name in names.items() if broken[pk, last[pk]]
    ]


def _is_required(pack: str, rule: str) -> bool:
    known = load_packs().get(pack)
    found = known.rule(rule) if known else None
    return found is not None and found.severity == Severity.BLOCK

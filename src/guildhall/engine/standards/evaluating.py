"""From a predicate and facts to a verdict, and to the day on which it would be broken."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol

from guildhall.engine.standards.amounts import (
    AtOnce,
    Covers,
    Mark,
    Number,
    Rolling,
    Share,
    Total,
)
from guildhall.engine.standards.moments import Before, InDate, Length, MaxGap, Milestones, Within
from guildhall.engine.standards.types import Check, Facts, Outcome, Params, Verdict


class Predicate(Protocol):
    """What every predicate can be asked."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check: ...

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]: ...


PREDICATES: Mapping[str, type[Predicate]] = {
    "within": Within,
    "milestones": Milestones,
    "max_gap": MaxGap,
    "length": Length,
    "before": Before,
    "in_date": InDate,
    "total": Total,
    "rolling": Rolling,
    "at_once": AtOnce,
    "number": Number,
    "covers": Covers,
    "share": Share,
    "mark": Mark,
}


def evaluate(predicate: str, params: Params, facts: Facts, today: date) -> Verdict:
    """The verdict about one subject, with its first breach.

    `facts` are plain values of the subject; days later than today have not happened yet, except
    where an interval is known ahead. `params` may name `planned`, a fact of booked days: whether
    those would keep the first breach from coming is said as `is_covered`.

    >>> from datetime import date
    >>> facts = {"starts_on": date(2026, 1, 1), "met": []}
    >>> rule = {"event": "met", "since": "starts_on", "days": 14}
    >>> evaluate("within", rule, facts, date(2026, 1, 2)).first_breach
    datetime.date(2026, 1, 16)
    """
    check = PREDICATES[predicate].check(params, facts, today)
    if check.is_met is None:
        return Verdict(Outcome.NOT_MEASURABLE, check.evidence, check.missing)
    if not check.is_met:
        return Verdict(Outcome.NOT_MET, check.evidence, check.missing)
    known = as_of(params, facts, today)
    breach = _first_breach(predicate, params, known, today)
    is_covered = breach is not None and _is_covered(predicate, params, known, breach)
    return Verdict(Outcome.MET, check.evidence, check.missing, breach, is_covered)


def as_of(params: Params, facts: Facts, today: date) -> dict[str, Any]:
    """The facts without what is dated later than today: nothing further happens."""
    known = dict(facts)
    for role in ("event", "events", "amounts"):
        name = params.get(role)
        if name and isinstance(facts.get(name), list | tuple):
            known[name] = [one for one in facts[name] if _day(one) <= today]
        elif name and isinstance(facts.get(name), date) and facts[name] > today:
            known[name] = []
    return known


def _day(one: Any) -> date:
    day: date = one if isinstance(one, date) else one[0]
    return day


def _first_breach(predicate: str, params: Params, facts: Facts, today: date) -> date | None:
    """Only a day that the predicate names can be the first: it is asked about each in order."""
    rule = PREDICATES[predicate]
    for day in sorted({day for day in rule.turns(params, facts) if day > today}):
        if rule.check(params, facts, day).is_met is False:
            return day
    return None


def _is_covered(predicate: str, params: Params, facts: Facts, breach: date) -> bool:
    """Whether the rule would hold on that day if what is booked took place."""
    planned = facts.get(params.get("planned", ""))
    events = params.get("event") or params.get("events")
    if not planned or not events:
        return False
    happened = {**facts, events: [*facts[events], *planned]}
    return PREDICATES[predicate].check(params, happened, breach).is_met is True

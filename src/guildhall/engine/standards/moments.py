"""Predicates about days: something happened in time, often enough, long enough, and still holds.

Each has a `check` (what holds on a day) and `turns` (every day on which it may stop to hold).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from guildhall.engine.standards.days import ONE, months_later, share_of, span_after
from guildhall.engine.standards.types import (
    Check,
    Facts,
    Finding,
    Params,
    days_of,
    lacking,
    unknown,
)


class Within:
    """`event` happened within `days` or `months` of `since`. Before that day it is met so far."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Early is in time; late stays late."""
        if gone := lacking(facts, params["event"], params["since"]):
            return unknown(*gone)
        due = span_after(facts[params["since"]], params)
        happened = days_of(facts, params["event"], until=day)
        if happened:
            first = happened[0]
            said = Finding("done", {"on": first, "by": due, "late": max(0, (first - due).days)})
            return Check(first <= due, evidence=(said,))
        return Check(day <= due, missing=(Finding("due", {"by": due}),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """The day after it was due."""
        yield span_after(facts[params["since"]], params) + ONE


@dataclass(frozen=True)
class _Window:
    key: str
    first: date
    due: date


class Milestones:
    """An event in each of several stretches between `since` and `until`.

    A stretch has a `key`, begins at `from_days`, `from_months` or `from_share` (else at once) and
    is due at `by_days`, `by_months` or `by_share`. One event counts for one stretch only.
    """

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Met while no stretch has ended without its event."""
        if gone := lacking(facts, params["events"], params["since"], params["until"]):
            return unknown(*gone)
        left = days_of(facts, params["events"], until=day)
        evidence, missing, is_met = [], [], True
        for window in _windows(params, facts):
            found = next((one for one in left if window.first <= one <= window.due), None)
            if found is not None:
                left.remove(found)
                evidence.append(Finding("held", {"key": window.key, "on": found}))
            else:
                is_met = is_met and day <= window.due
                missing.append(Finding("window", {"key": window.key, "by": window.due}))
        return Check(is_met, tuple(evidence), tuple(missing))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """The day after each stretch was due."""
        for window in _windows(params, facts):
            yield window.due + ONE


def _windows(params: Params, facts: Facts) -> list[_Window]:
    since, until = facts[params["since"]], facts[params["until"]]

    def at(entry: Params, edge: str, default: date) -> date:
        if f"{edge}_share" in entry:
            return share_of(since, until, float(entry[f"{edge}_share"]))
        if f"{edge}_days" in entry or f"{edge}_months" in entry:
            return span_after(since, entry, f"{edge}_")
        return default

    found = [
        _Window(str(entry["key"]), at(entry, "from", since), at(entry, "by", until))
        for entry in params["windows"]
    ]
    return sorted(found, key=lambda window: window.due)


class MaxGap:
    """Never more than `days` between two events, from `since` until the day, or until `ended`."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """The longest gap decides; the open one grows by the day."""
        if gone := lacking(facts, params["events"], params["since"]):
            return unknown(*gone)
        start, most = facts[params["since"]], int(params["days"])
        ended = facts.get(params.get("ended", ""))
        last = min(day, ended) if ended else day
        if last < start:
            return Check(True)
        steps = [start, *(d for d in days_of(facts, params["events"], until=last) if d > start)]
        gaps = list(zip(steps, [*steps[1:], last], strict=True))
        begins, ends = max(gaps, key=lambda gap: gap[1] - gap[0])
        length = (ends - begins).days
        values = {"days": length, "begins": begins, "ends": ends, "most": most}
        said = Finding("gap", values)
        due = Finding("due", {"by": steps[-1] + timedelta(days=most)})
        is_met = length <= most
        return Check(is_met, evidence=(said,), missing=() if ended else (due,))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """The day on which the open gap gets too long."""
        most = timedelta(days=int(params["days"]))
        for start in (facts[params["since"]], *facts[params["events"]]):
            yield start + most + ONE


class Length:
    """From `since` to `until` lie at least `min_months` and at most `max_months`."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Its last day counts: January 1 to June 30 are six months. Whatever goes on past the
        most is too long from then on."""
        if gone := lacking(facts, params["since"], params["until"]):
            return unknown(*gone)
        since, until = facts[params["since"]], facts[params["until"]]
        ended = facts.get(params.get("ended", ""))
        end = ended or until
        is_met = True
        if "min_months" in params:
            is_met = until + ONE >= months_later(since, int(params["min_months"]))
        if "max_months" in params:
            latest = months_later(since, int(params["max_months"]))
            is_met = is_met and end + ONE <= latest and (bool(ended) or day < latest)
        said = Finding("length", {"begins": since, "ends": end, "days": (end - since).days + 1})
        return Check(is_met, evidence=(said,))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """The day on which it has gone on for too long."""
        if "max_months" in params:
            yield months_later(facts[params["since"]], int(params["max_months"]))


class Before:
    """`event` lies at least `min_months`, or at most `max_months`, before `since`."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Two days compared; no later day changes it."""
        if gone := lacking(facts, params["event"], params["since"]):
            return unknown(*gone)
        event, since = facts[params["event"]], facts[params["since"]]
        is_met = event <= since
        if "min_months" in params:
            is_met = months_later(event, int(params["min_months"])) <= since
        if "max_months" in params:
            is_met = is_met and since < months_later(event, int(params["max_months"]))
        return Check(is_met, evidence=(Finding("before", {"on": event, "since": since}),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """Never."""
        return iter(())


class InDate:
    """`value` was recorded and holds: until the day that it names, or `months` after its day."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """An attestation that says no is not met; one that ran out neither."""
        if gone := lacking(facts, params["value"]):
            return unknown(*gone)
        said: dict[str, Any] = facts[params["value"]]
        until = _holds_until(params, said)
        if not said.get("holds", True) or said["on"] > day:
            return Check(False, missing=(Finding("denied", {"on": said["on"]}),))
        if until is not None and until < day:
            return Check(False, missing=(Finding("ran_out", {"on": said["on"], "until": until}),))
        return Check(True, evidence=(Finding("recorded", {"on": said["on"], "until": until}),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """The day after it held last."""
        until = _holds_until(params, facts[params["value"]])
        if until is not None:
            yield until + ONE


def _holds_until(params: Params, said: dict[str, Any]) -> date | None:
    ends = [said["until"]] if said.get("until") else []
    if "months" in params:
        ends.append(months_later(said["on"], int(params["months"])) - ONE)
    return min(ends, default=None)

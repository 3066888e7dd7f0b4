"""Predicates about how much and how many: hours, people at a time, places, shares, a mark."""

from collections.abc import Iterator
from datetime import date, timedelta

from guildhall.engine.standards.days import ONE, span_after
from guildhall.engine.standards.types import Check, Facts, Finding, Params, lacking, unknown


class Total:
    """`amounts` sum up to `minimum`, by `days` or `months` after `since` or by `until`; or never
    to more than `maximum`. `share` is a percentage of full time that lowers the minimum."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Before it is due, too little is met so far."""
        needs = [params[name] for name in ("amounts", "since", "until", "share") if name in params]
        if gone := lacking(facts, *needs):
            return unknown(*gone)
        total = sum(amount for on, amount in facts[params["amounts"]] if on <= day)
        if "maximum" in params:
            most = params["maximum"]
            return Check(total <= most, evidence=(Finding("sum", {"n": total, "most": most}),))
        asked = params["minimum"] * (facts[params["share"]] if "share" in params else 100) / 100
        due = _due(params, facts)
        said = Finding("sum", {"n": total, "asked": asked})
        if total >= asked:
            return Check(True, evidence=(said,))
        short = Finding("short", {"n": asked - total, "by": due})
        return Check(day <= due, evidence=(said,), missing=(short,))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """The day after it was due."""
        if "maximum" not in params:
            yield _due(params, facts) + ONE


def _due(params: Params, facts: Facts) -> date:
    if "days" in params or "months" in params:
        return span_after(facts[params["since"]], params)
    due: date = facts[params["until"]]
    return due


class Rolling:
    """`amounts` of any last `window_days` sum up to `minimum`, once so long has passed since
    `since`."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """The first window is still filling: met so far."""
        if gone := lacking(facts, params["amounts"], params["since"]):
            return unknown(*gone)
        window, asked = timedelta(days=int(params["window_days"])), params["minimum"]
        total = sum(n for on, n in facts[params["amounts"]] if day - window < on <= day)
        said = Finding("sum", {"n": total, "asked": asked})
        if total >= asked:
            return Check(True, evidence=(said,))
        full = facts[params["since"]] + window
        by = max(full - ONE, day)
        short = Finding("short", {"n": asked - total, "by": by})
        return Check(day < full, evidence=(said,), missing=(short,))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """When the first window is full, and whenever an amount leaves it."""
        window = timedelta(days=int(params["window_days"]))
        yield facts[params["since"]] + window
        for on, _amount in facts[params["amounts"]]:
            yield on + window


class AtOnce:
    """Never more than `maximum` of the `intervals` at a time, or in any `window_days` together."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """What counts is the day; with a window, what it reaches back to."""
        if gone := lacking(facts, params["intervals"]):
            return unknown(*gone)
        most = params["maximum"]
        first = day - timedelta(days=max(0, int(params.get("window_days", 1)) - 1))
        count = sum(
            1
            for one in facts[params["intervals"]]
            if one[0] <= day and (len(one) < 2 or one[1] is None or one[1] >= first)
        )
        return Check(count <= most, evidence=(Finding("at_once", {"n": count, "most": most}),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """Whenever one begins."""
        for one in facts[params["intervals"]]:
            yield one[0]


class Number:
    """`value` is at least `minimum` and at most `maximum`."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """A number that only a new fact changes."""
        if gone := lacking(facts, params["value"]):
            return unknown(*gone)
        value = facts[params["value"]]
        asked, most = params.get("minimum"), params.get("maximum")
        is_met = (asked is None or value >= asked) and (most is None or value <= most)
        values = {"n": value, "asked": asked, "most": most}
        return Check(is_met, evidence=(Finding("number", values),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """Never."""
        return iter(())


class Covers:
    """There is at least as much of `have` as of `need`."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """`need` may list days: those within the next `days` count."""
        if gone := lacking(facts, params["have"], params["need"]):
            return unknown(*gone)
        have, last = facts[params["have"]], day + timedelta(days=int(params["days"]))
        need = sum(1 for on in facts[params["need"]] if on <= last)
        return Check(need <= have, evidence=(Finding("covers", {"have": have, "need": need}),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """Whenever another one comes into sight."""
        for on in facts[params["need"]]:
            yield on - timedelta(days=int(params["days"]))


class Share:
    """`part` is at least `percent` of `whole`; of nothing there is no share."""

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Compared in whole numbers, so that 51 of 100 are 51 percent."""
        gone = lacking(facts, params["part"], params["whole"])
        if gone or not facts[params["whole"]]:
            return unknown(*(gone or (params["whole"],)))
        part, whole = facts[params["part"]], facts[params["whole"]]
        values = {"n": part, "of": whole, "asked": params["percent"]}
        is_met = part * 100 >= params["percent"] * whole
        return Check(is_met, evidence=(Finding("share", values),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """Never."""
        return iter(())


class Mark:
    """A self-scored mark: all `mandatory` criteria green or amber, and `percent` of all points.

    `value` counts `mandatory_green`, `mandatory_amber`, `other_green`, `other_amber`, `other_red`.
    Green is worth `green` points, amber `amber`, red none.
    """

    @staticmethod
    def check(params: Params, facts: Facts, day: date) -> Check:
        """Compared in whole numbers: 79.9 percent are not 80."""
        if gone := lacking(facts, params["value"]):
            return unknown(*gone)
        said = facts[params["value"]]
        must, green, amber = int(params["mandatory"]), params["green"], params["amber"]
        others = said["other_green"] + said["other_amber"] + said["other_red"]
        points = green * (said["mandatory_green"] + said["other_green"])
        points += amber * (said["mandatory_amber"] + said["other_amber"])
        most = green * (must + others)
        accepted = said["mandatory_green"] + said["mandatory_amber"]
        values = {"n": accepted, "must": must, "points": points, "most": most}
        enough = points * 100 >= params["percent"] * most
        is_met = accepted >= must and enough
        return Check(is_met, evidence=(Finding("mark", {**values, "asked": params["percent"]}),))

    @staticmethod
    def turns(params: Params, facts: Facts) -> Iterator[date]:
        """Never."""
        return iter(())

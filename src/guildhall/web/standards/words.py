"""Findings, verdicts and subjects in words. No finding holds a name."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guildhall.core.dates import full_day
from guildhall.engine.standards import Finding, Outcome, Verdict
from guildhall.programs.models import Program
from guildhall.standards.facts import FACTS
from guildhall.standards.packs import Cited, Rule
from guildhall.standards.queries.standing import RuleStanding
from guildhall.standards.states import RuleOutcome, Severity, Subject

PILLS = {Outcome.MET: "track", Outcome.NOT_MET: "short", Outcome.NOT_MEASURABLE: "early"}
WINDOWS = {
    "first": gettext_lazy("First meeting"),
    "middle": gettext_lazy("Middle"),
    "completion": gettext_lazy("Completion"),
    "baseline": gettext_lazy("Start"),
    "month_3": gettext_lazy("Month 3"),
    "month_6": gettext_lazy("Month 6"),
    "month_9": gettext_lazy("Month 9"),
    "month_12": gettext_lazy("Month 12"),
}
# What each number of a rule says.
NUMBERS = {
    "days": gettext_lazy("Days"),
    "months": gettext_lazy("Months"),
    "min_months": gettext_lazy("Months at least"),
    "max_months": gettext_lazy("Months at most"),
    "minimum": gettext_lazy("At least"),
    "maximum": gettext_lazy("At most"),
    "window_days": gettext_lazy("Counted over days"),
    "percent": gettext_lazy("Percent at least"),
    "mandatory": gettext_lazy("Mandatory criteria"),
    "green": gettext_lazy("Points for green"),
    "amber": gettext_lazy("Points for amber"),
    "by_days": gettext_lazy("by day"),
    "by_months": gettext_lazy("by month"),
    "by_share": gettext_lazy("by this part of the time"),
    "from_days": gettext_lazy("from day"),
    "from_months": gettext_lazy("from month"),
    "from_share": gettext_lazy("from this part of the time"),
}
# How each finding reads; values are filled in.
SAID = {
    "due": gettext_lazy("Due by %(by)s"),
    "held": gettext_lazy("%(key)s: %(on)s"),
    "window": gettext_lazy("%(key)s: due by %(by)s"),
    "length": gettext_lazy("%(begins)s to %(ends)s, %(days)s days"),
    "before": gettext_lazy("%(on)s, and the pair began on %(since)s"),
    "denied": gettext_lazy("Recorded on %(on)s that it is not so"),
    "ran_out": gettext_lazy("Recorded for %(on)s; it ran out on %(until)s"),
    "gap": gettext_lazy("Longest gap %(days)s days, %(begins)s to %(ends)s; %(most)s at most"),
    "at_once": gettext_lazy("%(n)s at once; %(most)s at most"),
    "covers": gettext_lazy("%(have)s places for %(need)s starters"),
    "share": gettext_lazy("%(n)s of %(of)s; %(asked)s %% asked"),
    "mark": gettext_lazy(
        "%(n)s of %(must)s mandatory criteria met, %(points)s of %(most)s points (%(percent)s %%);"
        " %(asked)s %% asked"
    ),
}


def finding_words(finding: Finding, rule: Rule) -> str:
    """One finding as a short phrase."""
    values = {name: _shown(value) for name, value in finding.values.items()}
    if finding.code == "unknown":
        fact = FACTS[rule.subject, finding.values["fact"]]
        return _("Not known: %(fact)s") % {"fact": fact.label}
    if finding.code in ("held", "window"):
        values["key"] = str(WINDOWS[finding.values["key"]])
    if finding.code == "mark":
        values["percent"] = _share(finding.values["points"], finding.values["most"])
    if finding.code in SAID:
        return str(SAID[finding.code]) % values
    return _with_choice(finding, values, rule)


def _with_choice(finding: Finding, values: Mapping[str, str], rule: Rule) -> str:
    """Findings that read differently by what they hold."""
    said = finding.values
    if finding.code == "done":
        if not said["late"]:
            return _("%(on)s, due by %(by)s") % values
        late = ngettext("%(n)s day late", "%(n)s days late", said["late"]) % {"n": said["late"]}
        return _("%(on)s, %(late)s") % {**values, "late": late}
    if finding.code == "recorded":
        if said["until"] is None:
            return _("Recorded for %(on)s") % values
        return _("Recorded for %(on)s; it holds until %(until)s") % values
    if finding.code == "short":
        words = {**values, "unit": _unit(rule)}
        return _("%(n)s %(unit)s are missing, by %(by)s") % words
    words = {"n": values["n"], "unit": _unit(rule)}
    if said.get("asked") is not None:
        return _("%(n)s of %(asked)s %(unit)s") % {**words, "asked": values["asked"]}
    return _("%(n)s %(unit)s; %(most)s at most") % {**words, "most": values["most"]}


def _unit(rule: Rule) -> str:
    """What is counted: hours, however long the window is."""
    return _("hours") if rule.unit.startswith("hours") else rule.unit


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return full_day(value)
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def _share(points: float, most: float) -> str:
    """Cut, never rounded up: 79.96 percent are not 80."""
    return f"{int(points * 1000 / most) / 10}".removesuffix(".0") if most else "0"


def verdict_words(verdict: Verdict, rule: Rule) -> list[str]:
    """Everything that decides about one row."""
    return [finding_words(one, rule) for one in (*verdict.evidence, *verdict.missing)]


def number_words(number: Cited) -> tuple[str, str]:
    """What a number of a rule says, and its value: shares as percent."""
    *before, name = number.place.split(".")
    said = str(NUMBERS[name])
    if before:
        said = _("%(window)s, %(what)s") % {"window": WINDOWS[before[-1]], "what": said}
    is_share = name.endswith("_share")
    return said, f"{number.value * 100:g} %" if is_share else f"{number.value:g}"


def outcome_words(outcome: str) -> str:
    """“Not met”."""
    return str(RuleOutcome(outcome).label)


def outcome_pill(one: RuleStanding) -> str:
    """The shape of a rule's verdict: what is only advised is a nudge, not a breach."""
    if one.outcome == Outcome.NOT_MET and one.rule.severity != Severity.BLOCK:
        return "nudge"
    return PILLS[one.outcome]


def subjects_words(program: Program, kind: Subject) -> str:
    """What a rule looks at, in the program's words."""
    if kind == Subject.GUIDE:
        return program.word("guide", plural=True)
    if kind == Subject.LEARNER:
        return program.word("learner", plural=True)
    return _("pairs") if kind == Subject.PAIR else _("the program")


def counted_words(program: Program, one: RuleStanding) -> str:
    """“2 of 16 pairs”: how many rows hold the rule back, or how many it looked at."""
    if one.rule.subject == Subject.PROGRAM:
        return ""
    noun = subjects_words(program, one.rule.subject)
    total = len(one.rows)
    if not total:
        return _("no %(noun)s yet") % {"noun": noun}
    held = len(one.of(one.outcome))
    return _("%(n)s of %(total)s %(noun)s") % {"n": held, "total": total, "noun": noun}

"""What the page of a program's standards shows: its packs, what is coming, the one next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.core.dates import short_day
from guildhall.engine.standards import Outcome
from guildhall.standards.facts import attested
from guildhall.standards.packs import Pack
from guildhall.standards.queries.standing import (
    WEIGHT,
    PackStanding,
    ProgramStanding,
    RowVerdict,
    RuleStanding,
)
from guildhall.standards.states import Severity, Subject
from guildhall.web.standards.words import counted_words, outcome_pill, outcome_words

NEAR = timedelta(days=30)
MOST_BREACHES = 5


@dataclass(frozen=True)
class RuleShown:
    """One line of a pack."""

    one: RuleStanding
    url: str
    pill: str
    outcome: str
    counted: str
    since: date | None
    # What somebody may record so that it can be measured.
    record_url: str = ""


@dataclass(frozen=True)
class PackShown:
    """A pack: what needs somebody is listed, what is met is counted."""

    pack: Pack
    standing: PackStanding
    open_rules: tuple[RuleShown, ...]
    # No pair, starter or guide is there yet that they could look at.
    waiting_rules: tuple[RuleShown, ...]
    met_rules: tuple[RuleShown, ...]
    next_breach: str

    @property
    def not_met(self) -> int:
        """How many rules are not met."""
        return self.standing.count(Outcome.NOT_MET)

    @property
    def not_measurable(self) -> int:
        """How many cannot be measured yet."""
        return self.standing.count(Outcome.NOT_MEASURABLE)


@dataclass(frozen=True)
class RowShown:
    """One subject of a rule."""

    label: str
    url: str
    pill: str
    outcome: str
    words: list[str]
    breach: date | None
    is_covered: bool


@dataclass(frozen=True)
class Breach:
    """A day on which something would break."""

    on: date
    rule: str
    who: str
    url: str


@dataclass(frozen=True)
class Step:
    """The one thing to do."""

    title: str
    reason: str
    url: str = ""
    action: str = ""
    icon: str = ""
    label: str = ""
    look: str = "full"


def rule_url(found: ProgramStanding, one: RuleStanding) -> str:
    """The page of a rule."""
    return reverse("standards_rule", args=[found.program.pk, one.pack.id, one.rule.id])


def pack_shown(
    found: ProgramStanding, packed: PackStanding, since: Mapping[tuple[str, str, str], date]
) -> PackShown:
    """A pack with its lines in order."""
    lines = [_line(found, one, since) for one in packed.in_order]
    breaches = [one for one in packed.rules if one.next_breach]
    breaches.sort(key=lambda one: _day(one.next_breach))
    return PackShown(
        pack=packed.pack,
        standing=packed,
        open_rules=tuple(one for one in lines if one.one.outcome != Outcome.MET and one.one.rows),
        waiting_rules=tuple(one for one in lines if not one.one.rows),
        met_rules=tuple(one for one in lines if one.one.outcome == Outcome.MET),
        next_breach=_breach_words(breaches[0]) if breaches else "",
    )


def _line(
    found: ProgramStanding, one: RuleStanding, since: Mapping[tuple[str, str, str], date]
) -> RuleShown:
    record = ""
    if one.outcome != Outcome.MET and (facts := [f for f in one.rule.facts if attested(f)]):
        record = reverse("standards_fact", args=[found.program.pk, facts[0]])
    return RuleShown(
        one=one,
        url=rule_url(found, one),
        pill=outcome_pill(one),
        outcome=outcome_words(one.outcome),
        counted=counted_words(found.program, one),
        since=since.get((one.pack.id, one.rule.id, str(one.outcome))),
        record_url=record,
    )


def _day(row: RowVerdict | None) -> date:
    return (row.verdict.first_breach if row else None) or date.max


def _breach_words(one: RuleStanding) -> str:
    row = one.next_breach
    assert row is not None
    words = {"day": short_day(_day(row)), "who": who_words(row), "rule": one.rule.text}
    return (_("%(day)s, %(who)s: %(rule)s") if words["who"] else _("%(day)s: %(rule)s")) % words


def who_words(row: RowVerdict) -> str:
    """Whom it is about; nothing where that is the program itself."""
    return "" if row.row.kind == Subject.PROGRAM else row.row.label


def breaches_shown(found: ProgramStanding) -> list[Breach]:
    """The next days on which something would break, one line a rule and day."""
    rows = [(one, row) for one in found.rules if (row := one.next_breach) is not None]
    rows.sort(key=lambda pair: (_day(pair[1]), WEIGHT[pair[0].rule.severity]))
    shown: dict[tuple[date, str], Breach] = {}
    for one, row in rows:
        breach = Breach(_day(row), one.rule.text, who_words(row), rule_url(found, one))
        shown.setdefault((breach.on, breach.rule), breach)
    return list(shown.values())[:MOST_BREACHES]


def next_step(found: ProgramStanding) -> Step | None:
    """A required rule that is not met; a breach that is near; something to record; or calm."""
    if not found.rules:
        return None
    broken = [
        one
        for one in found.rules
        if one.outcome == Outcome.NOT_MET and one.rule.severity == Severity.BLOCK
    ]
    if broken:
        return _broken(found, broken[0])
    if (coming := found.next_breach) and _day(coming[1]) <= found.today + NEAR:
        one, row = coming
        words = {"day": short_day(_day(row)), "who": who_words(row), "todo": one.rule.todo}
        who = _("It would break on %(day)s: %(who)s. %(todo)s") % words
        return Step(
            one.rule.text,
            who if words["who"] else _("It would break on %(day)s. %(todo)s") % words,
            url=rule_url(found, one),
            action=_("Look at it"),
            icon="calendar-clock",
            label=_("Coming"),
        )
    if (record := _to_record(found)) is not None:
        return record
    return Step(
        _("Nothing required is broken, and nothing breaks within a month."),
        _("Verdicts are kept once a day. You are told when one changes to not met."),
        look="calm",
    )


def _broken(found: ProgramStanding, one: RuleStanding) -> Step:
    count = counted_words(found.program, one)
    reason = f"{_('Not met')}: {count}. {one.rule.todo}" if count else one.rule.todo
    return Step(
        one.rule.text,
        reason,
        url=rule_url(found, one),
        action=_("See what is missing"),
        icon="list-checks",
    )


def _to_record(found: ProgramStanding) -> Step | None:
    """The first fact that somebody could record."""
    waiting = [
        fact
        for one in found.rules
        if one.outcome == Outcome.NOT_MEASURABLE
        for name in one.unknown_facts
        if (fact := attested(name))
    ]
    if not waiting:
        return None
    title = ngettext(
        "Record what only you can know: %(n)s thing.",
        "Record what only you can know: %(n)s things.",
        len(waiting),
    )
    return Step(
        title % {"n": len(waiting)},
        _("The first is: %(fact)s.") % {"fact": waiting[0].label},
        url=reverse("standards_fact", args=[found.program.pk, waiting[0].key]),
        action=_("Record it"),
        icon="file-check",
    )

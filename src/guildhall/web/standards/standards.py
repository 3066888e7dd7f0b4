"""Where a program stands, and each rule with its rows."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from guildhall.core import clock
from guildhall.core.errors import NotVisible
from guildhall.engine.standards import Outcome
from guildhall.standards.facts import FACTS, attested
from guildhall.standards.queries.history import attestations_of, since_of, stretches_of
from guildhall.standards.queries.standing import RowVerdict, RuleStanding, standing_of
from guildhall.standards.queries.subjects import SubjectRow
from guildhall.standards.states import Subject
from guildhall.web.shared.request import For, HallRequest, page
from guildhall.web.standards.loading import framed, load
from guildhall.web.standards.shown import RowShown, breaches_shown, next_step, pack_shown
from guildhall.web.standards.words import (
    PILLS,
    number_words,
    outcome_pill,
    outcome_words,
    verdict_words,
)

ON_A_PAGE = 50
ORDER = (Outcome.NOT_MET, Outcome.NOT_MEASURABLE, Outcome.MET)


@page(For.STAFF)
def standards(request: HallRequest, pk: int) -> HttpResponse:
    """All packs of the program, measured now."""
    program = load(request, pk)
    found = standing_of(program, at=clock.now())
    since = since_of(program) if found.packs else {}
    context = {
        **framed(request, program),
        "found": found,
        "packs": [pack_shown(found, one, since) for one in found.packs],
        "breaches": breaches_shown(found),
        "step": next_step(found),
        "counts": {one: sum(pack.count(one) for pack in found.packs) for one in Outcome},
        "total": len(found.rules),
    }
    return render(request, "standards/standards.html", context)


@page(For.STAFF)
def standards_rule(request: HallRequest, pk: int, pack: str, rule: str) -> HttpResponse:
    """One rule: its source, its rows, what to do, and how it went."""
    program = load(request, pk)
    found = standing_of(program, at=clock.now(), only=(pack, rule))
    if not found.rules:
        raise NotVisible
    one = found.rules[0]
    facts = [fact for name in one.rule.facts if (fact := attested(name))]
    shown = Paginator(_in_order(one), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **framed(request, program, f"{one.pack.title}, {one.rule.id}"),
        "one": one,
        "pill": outcome_pill(one),
        "outcome": outcome_words(one.outcome),
        "numbers": [(*number_words(number), number) for number in one.rule.numbers],
        "since": since_of(program).get((one.pack.id, one.rule.id, str(one.outcome))),
        "page": shown,
        "rows": [_row(one, each) for each in shown],
        "facts": facts,
        "unknown": [FACTS[one.rule.subject, name] for name in one.unknown_facts],
        "recorded": attestations_of(program, *(fact.key for fact in facts)) if facts else [],
        "history": stretches_of(program, one.pack.id, one.rule.id),
    }
    return render(request, "standards/rule.html", context)


def _in_order(one: RuleStanding) -> list[RowVerdict]:
    """What is not met first, then what is not known, then by the day on which it would break."""
    rest = [row for row in one.of(Outcome.MET) if row not in one.coming]
    return [*one.of(Outcome.NOT_MET), *one.of(Outcome.NOT_MEASURABLE), *one.coming, *rest]


def _row(one: RuleStanding, each: RowVerdict) -> RowShown:
    verdict = each.verdict
    return RowShown(
        label=each.row.label,
        url=_url(each.row),
        pill=PILLS[verdict.outcome],
        outcome=outcome_words(verdict.outcome),
        words=verdict_words(verdict, one.rule),
        breach=verdict.first_breach,
        is_covered=verdict.is_covered,
    )


def _url(row: SubjectRow) -> str:
    """Where somebody would look for it."""
    if row.kind == Subject.PAIR:
        return reverse("relationship", args=[row.pk])
    if row.kind == Subject.LEARNER and row.cohort_id:
        return reverse("cohort", args=[row.cohort_id])
    return ""

"""The rules of a draft: changing them, adding and removing one, and all of them as text."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.engine.matching import CriteriaError, load_criteria
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.actions.rounds import RoundChanges, change_round, copy_round
from guildhall.matching.criteria import rule_switches
from guildhall.matching.models import MatchRound
from guildhall.matching.reading import circle_of, kept_back, readable
from guildhall.permissions.access import may, require
from guildhall.web.shared.request import For, HallRequest, page, see_other
from guildhall.web.studio.criteria_text import as_json, as_toml, read_criteria
from guildhall.web.studio.page import breadcrumb, show_studio, words_of
from guildhall.web.studio.rounds import refuse, studio_url, visible_round
from guildhall.web.studio.rule_forms import RuleForm, with_rule, without_rule
from guildhall.web.studio.rule_kinds import BY_KEY, KINDS
from guildhall.web.studio.rule_words import rule_lines
from guildhall.web.studio.rules_panel import read_changes
from guildhall.web.studio.sources import distinct_values, known_sources
from guildhall.web.studio.undo import remember, rules_before


@page(For.STAFF, "GET", "POST")
def round_rules(request: HallRequest, pk: int) -> HttpResponse:
    """GET lists the rules in words; POST takes the studio's left column and solves again."""
    draft = visible_round(request, pk)
    if request.method == "POST":
        return _change(request, draft)
    circle = circle_of(request.actor, draft)
    context = {
        **_context(draft, (_("Rules of draft %(letter)s") % {"letter": draft.letter}, None)),
        "lines": rule_lines(readable(draft.criteria, circle), words_of(draft.cohort)),
        "kept_back": kept_back(draft.criteria, circle),
        "may_change": may(CHANGE_ROUND, request.actor, draft) and draft.is_open,
    }
    return _render(request, "studio/rules.html", context)


def _change(request: HallRequest, draft: MatchRound) -> HttpResponse:
    """Where the form asks for it, the change is made in a copy and the draft stays."""
    try:
        changes = read_changes(draft, request.POST)
        if request.POST.get("as_copy"):
            copy = copy_round(round=draft, changes=changes, by=request.actor, at=clock.now())
            return _go_to(request, studio_url(copy, against=draft.letter))
        before = rules_before(draft)
        changed = change_round(round=draft, changes=changes, by=request.actor, at=clock.now())
        remember(request.session, changed, before)
    except InvalidInput as error:
        problems = error.problems or {"form": error.message}
        return show_studio(
            request, draft.cohort, draft=draft, posted=request.POST, problems=problems
        )
    return see_other(studio_url(draft))


@page(For.STAFF, "GET", "POST")
def round_rule_new(request: HallRequest, pk: int) -> HttpResponse:
    """Choose a kind, then say what it needs."""
    draft = visible_round(request, pk)
    require(CHANGE_ROUND, request.actor, draft)
    kind = BY_KEY.get(request.GET.get("kind", ""))
    rules = (_("Rules of draft %(letter)s") % {"letter": draft.letter}, _rules_url(draft))
    if kind is None:
        context = {
            **_context(draft, rules, (_("Add"), None)),
            "rule_kinds": [one for one in KINDS if not one.is_preference],
            "wish_kinds": [one for one in KINDS if one.is_preference],
        }
        return _render(request, "studio/rule_kinds.html", context)
    form = RuleForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        sources=known_sources(draft.cohort, draft.criteria),
        words=words_of(draft.cohort),
        values_under=lambda heading: distinct_values(draft.cohort, heading),
    )
    if request.method == "POST" and form.is_valid():
        try:
            _replace(request, draft, with_rule(draft.criteria, form))
            messages.success(request, _("Added. The draft is solved again."))
            return see_other(studio_url(draft))
        except (InvalidInput, WrongState) as error:
            form.add_error(None, error.message)
    context = {**_context(draft, rules, (str(kind.title), None)), "form": form, "kind": kind}
    return _render(request, "studio/rule_new.html", context, refused=request.method == "POST")


@page(For.STAFF, "POST")
def round_rule_removal(request: HallRequest, pk: int, group: str, key: str) -> HttpResponse:
    """Take a rule or preference out of a draft."""
    draft = visible_round(request, pk)
    is_group = group in ("rules", "preferences")
    if not is_group or key not in {item["id"] for item in draft.criteria.get(group, [])}:
        raise NotVisible
    if group == "rules" and key in _locked(draft):
        messages.error(request, _("This rule guards people and stays on."))
        return see_other(_rules_url(draft))
    try:
        _replace(request, draft, without_rule(draft.criteria, group, key))
        messages.success(request, _("Removed. The draft is solved again."))
    except (InvalidInput, WrongState) as error:
        refuse(request, error)
    return see_other(_rules_url(draft))


@page(For.STAFF, "GET", "POST")
def round_criteria(request: HallRequest, pk: int) -> HttpResponse:
    """All rules as text, TOML or JSON, for those who know the format."""
    draft = visible_round(request, pk)
    is_json = request.GET.get("as") == "json"
    circle = circle_of(request.actor, draft)
    criteria = readable(draft.criteria, circle)
    text = as_json(criteria) if is_json else as_toml(criteria)
    problems: list[str] = []
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            criteria = _read(text)
            _replace(request, draft, criteria)
            messages.success(request, _saved(draft, criteria))
            return see_other(studio_url(draft))
        except CriteriaError as error:
            problems = list(error.problems)
        except (InvalidInput, WrongState) as error:
            problems = [error.message]
    rules = (_("Rules of draft %(letter)s") % {"letter": draft.letter}, _rules_url(draft))
    context = {
        **_context(draft, rules, (_("As text"), None)),
        "text": text,
        "is_json": is_json,
        "problems": problems,
        "kept_back": kept_back(draft.criteria, circle),
        "may_change": may(CHANGE_ROUND, request.actor, draft) and draft.is_open,
    }
    return _render(request, "studio/criteria.html", context, refused=bool(problems))


def _go_to(request: HallRequest, url: str) -> HttpResponse:
    """To another draft the whole page goes, also where htmx asked for a part of it."""
    if not request.htmx:
        return see_other(url)
    return HttpResponse(status=204, headers={"HX-Redirect": url})


def _read(text: str) -> dict[str, Any]:
    criteria = read_criteria(text)
    load_criteria(criteria, source=_("the text"))
    return criteria


def _saved(draft: MatchRound, criteria: dict[str, Any]) -> str:
    """A text for the command line does not know the rules that guard people; they are put back."""
    given = {rule["id"] for rule in criteria.get("rules", [])}
    guards = [rule for rule in rule_switches(draft.criteria) if rule.is_locked]
    kept = [rule.label for rule in guards if rule.id not in given]
    if not kept:
        return _("Saved. The draft is solved again.")
    return _("Saved, and solved again. Kept, because it guards people: %(rules)s.") % {
        "rules": ", ".join(kept)
    }


def _replace(request: HallRequest, draft: MatchRound, criteria: dict[str, Any]) -> None:
    before = rules_before(draft)
    changed = change_round(
        round=draft, changes=RoundChanges(criteria=criteria), by=request.actor, at=clock.now()
    )
    remember(request.session, changed, before)


def _locked(draft: MatchRound) -> set[str]:
    return {rule.id for rule in rule_switches(draft.criteria) if rule.is_locked}


def _rules_url(draft: MatchRound) -> str:
    return reverse("round_rules", args=[draft.pk])


def _context(draft: MatchRound, *trail: tuple[str, str | None]) -> dict[str, Any]:
    return {
        "draft": draft,
        "cohort": draft.cohort,
        "words": words_of(draft.cohort),
        "studio_url": studio_url(draft),
        "breadcrumb": breadcrumb(draft.cohort, *trail),
    }


def _render(
    request: HallRequest, template: str, context: dict[str, Any], *, refused: bool = False
) -> HttpResponse:
    request.section = "programs"  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if refused else 200)

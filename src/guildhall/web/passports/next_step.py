"""The one next step of a passport, for the learner and for whoever guides them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.assessment.queries.passport import Line, PassportPage
from guildhall.assessment.queries.watching import Watched, worth_watching
from guildhall.assessment.states import Rater
from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.engine.competence import State
from guildhall.web.passports.words import missing_words
from guildhall.web.today.task import days_left


@dataclass(frozen=True)
class Step:
    """What to do now, why, and where."""

    title: str
    reason: str
    url: str
    action: str
    icon: str
    label: str = ""
    second_url: str = ""
    second_action: str = ""


def next_step(page: PassportPage, rater: str, *, reader: Person) -> Step | None:
    """The first that presses; `rater` is the reader's side, empty for whoever only reads."""
    if not rater:
        return None
    return next(_steps(page, rater, reader), None)


def _steps(page: PassportPage, rater: str, reader: Person) -> Iterator[Step]:
    newest = page.newest_round
    if newest is not None and newest.waits_for(rater) and page.guides:
        yield _rating(page, newest.round.due_on)
    for line in page.lines:
        if line.standing.state == State.READY:
            yield _ready(page, line)
    for line in page.lines:
        if line.standing.state in (State.LAPSED, State.LAPSES_SOON):
            yield _renewal(page, line, rater)
    asked = page.asked_of(reader.pk)
    every = worth_watching(page.record, asked=asked, today=page.today, most=page.total)
    # Whoever else was asked has it on their own Today.
    elsewhere = {ask.competency_id for ask in page.asks} - asked
    every = [one for one in every if one.competency.pk not in elsewhere]
    for one in every:
        if one.standing.state == State.GROWING and one.standing.observations:
            yield _watch(page, one, rater)
    for one in every:
        if one.standing.state in (State.GROWING, State.NOT_BEGUN):
            yield _first(page, one, rater)


def _rating(page: PassportPage, due: date | None) -> Step:
    when = days_left(due, page.today) if due else ""
    assert page.newest_round is not None
    return Step(
        label=_("Next step · %(when)s") % {"when": when} if when else "",
        title=_("Rate all competencies, each of you alone"),
        reason=_("Nobody reads the other’s before both are locked. A draft can be saved."),
        url=reverse("rating_round", args=[page.newest_round.round.pk]),
        action=_("Rate now"),
        icon="list-checks",
    )


def _ready(page: PassportPage, line: Line) -> Step:
    name = line.competency.name
    n = line.standing.observations
    seen = ngettext("%(n)d observation is in", "%(n)d observations are in", n) % {"n": n}
    return Step(
        title=_("%(name)s is ready to sign off") % {"name": name},
        reason=_("%(seen)s. What is left is a signature in person.") % {"seen": seen},
        url=f"{reverse('sign_off_new', args=[page.passport.pk])}?competency={line.competency.key}",
        action=_("Ask for the sign-off"),
        icon="signature",
        second_url=_history(page, line),
        second_action=_("See what was seen"),
    )


def _renewal(page: PassportPage, line: Line, rater: str) -> Step:
    until = line.standing.until
    has_lapsed = line.standing.state == State.LAPSED
    title = _("%(name)s has lapsed") if has_lapsed else _("%(name)s lapses soon")
    reason = (
        _("It ended on %(day)s. Until it is seen and signed again, the answer on the ward is no.")
        if has_lapsed
        else _("It holds until %(day)s. One fresh observation comes before the next signature.")
    )
    return Step(
        title=title % {"name": line.competency.name},
        reason=reason % {"day": full_day(until) if until else ""},
        **_ways(page, line, rater),
    )


def _watch(page: PassportPage, line: Watched, rater: str) -> Step:
    standing = line.standing
    values = {
        "seen": standing.observations,
        "all": line.competency.observations,
        "people": standing.people,
    }
    missing = missing_words(standing) or _("One more look")
    title = _("%(name)s: %(missing)s, then sign-off") % {
        "name": line.competency.name,
        "missing": missing,
    }
    people = ngettext("by %(people)d person", "by %(people)d people", standing.people) % values
    counted = _("%(seen)d of %(all)d observations are in, %(by)s.") % {**values, "by": people}
    return Step(title=title, reason=counted, **_ways(page, line, rater))


def _first(page: PassportPage, line: Watched, rater: str) -> Step:
    title = _("Ask somebody to watch “%(name)s”")
    if rater == Rater.PRECEPTOR:
        title = _("Watch “%(name)s”, and say what you saw")
    return Step(
        title=title % {"name": line.competency.name},
        reason=_("One minute is enough: a level, what went well, one next step."),
        **_ways(page, line, rater),
    )


def _ways(page: PassportPage, line: Line | Watched, rater: str) -> dict[str, str]:
    pk, competency = page.passport.pk, line.competency.pk
    ask = f"{reverse('passport_asks', args=[pk])}?competency={competency}"
    if rater == Rater.LEARNER:
        return {"url": ask, "action": _("Ask for an observation"), "icon": "eye"}
    record = f"{reverse('passport_observations', args=[pk])}?competency={competency}"
    return {
        "url": record,
        "action": _("Record an observation"),
        "icon": "eye",
        "second_url": ask,
        "second_action": _("Ask somebody else"),
    }


def _history(page: PassportPage, line: Line) -> str:
    return reverse("passport_competency", args=[page.passport.pk, line.competency.pk])

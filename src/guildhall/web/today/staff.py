"""What a coordinator's day holds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.flows.queries.imports import imports_to_look_at
from guildhall.flows.states import ImportState
from guildhall.matching.queries.waiting import OpenDraft, newest_drafts
from guildhall.notify.queries.failed import failed_count
from guildhall.programs.models import Cohort
from guildhall.programs.queries.lists import programs_by_id
from guildhall.programs.queries.screening import PROMISED_DAYS
from guildhall.programs.queries.waiting import Waiting, waiting_in
from guildhall.relationships.queries.standing import offers_ending
from guildhall.web.today.task import NOW, SOME_DAY, SOON, WHEN_READY, Task, days_left


@dataclass(frozen=True)
class Moment:
    """Now, and the date where the reader is."""

    at: datetime
    today: date


def staff_tasks(
    cohorts: Sequence[Cohort],
    organization_ids: Collection[int],
    offering: Collection[int],
    moment: Moment,
) -> Iterator[Task]:
    """Everything that waits for staff of these organizations, and in the cohorts they run.

    `offering` are the programs that have offers without an answer.
    """
    run = {row.pk: row for row in cohorts}
    waiting = waiting_in(run)
    drafts = newest_drafts(run)
    yield from _imports(organization_ids)
    for pk, row in run.items():
        here = waiting.get(pk)
        if here is not None and here.applications:
            yield _applications(row, here, moment)
        draft = drafts.get(pk)
        if draft is not None:
            yield _draft(row, draft, moment)
    ready = [pk for pk, here in waiting.items() if here.guides and here.learners]
    yield from _ready_to_match({pk: run[pk] for pk in ready if pk not in drafts}, waiting, moment)
    yield from _offers({pk: row for pk, row in run.items() if row.program_id in offering}, moment)
    yield from _failed_messages(organization_ids)


def _imports(organization_ids: Collection[int]) -> Iterator[Task]:
    for row in imports_to_look_at(organization_ids, limit=3):
        counts = row.counts
        yield Task(
            urgency=WHEN_READY,
            title=_("“%(file)s” waits for your look") % {"file": row.file.name if row.file else ""},
            reason=_("%(new)s new, %(changed)s changed, %(refused)s refused. Nothing is saved yet.")
            % {key: counts.get(key, 0) for key in ("new", "changed", "refused")}
            if row.state == ImportState.PREVIEW
            else _("Say which column is what, then look before anything is saved."),
            url=reverse("import", args=[row.pk]),
            action=_("Look"),
            state_words=_("not saved yet"),
        )


def _applications(cohort: Cohort, waiting: Waiting, moment: Moment) -> Task:
    oldest = waiting.oldest.date() if waiting.oldest else moment.today
    due = oldest + timedelta(days=PROMISED_DAYS)
    late = due <= moment.today
    n = waiting.applications
    return Task(
        urgency=NOW if late else SOON,
        title=ngettext(
            "%(n)s application waits for your decision",
            "%(n)s applications wait for your decision",
            n,
        )
        % {"n": n},
        reason=_("%(program)s. The oldest has waited %(days)s of the %(all)s days you promise.")
        % {
            "program": cohort.program.name,
            "days": (moment.today - oldest).days,
            "all": PROMISED_DAYS,
        },
        url=reverse("screening", args=[cohort.pk]),
        action=_("Review"),
        icon="clipboard-check",
        due=due,
        state="person" if late else "nudge",
        state_words=days_left(due, moment.today),
    )


def _draft(cohort: Cohort, draft: OpenDraft, moment: Moment) -> Task:
    due = cohort.matches_promised_on
    figures = draft.figures
    return Task(
        urgency=SOON if due and (due - moment.today).days <= 7 else WHEN_READY,
        title=_("“%(cohort)s” is ready to publish") % {"cohort": cohort.name},
        reason=_("%(matched)s of %(all)s matched in draft %(letter)s, weakest pair %(worst)s.")
        % {
            "matched": figures.get("matched", 0),
            "all": figures.get("learners", 0),
            "letter": draft.letter,
            "worst": figures.get("worst") or "–",
        },
        url=reverse("studio", args=[cohort.pk]),
        action=_("Open studio"),
        icon="blend",
        due=due,
        state="nudge" if due else "neutral",
        state_words=days_left(due, moment.today) if due else _("Draft"),
    )


def _ready_to_match(
    cohorts: Mapping[int, Cohort], waiting: Mapping[int, Waiting], moment: Moment
) -> Iterator[Task]:
    """Cohorts with people on both sides and no draft yet."""
    programs = programs_by_id({row.program_id for row in cohorts.values()})
    for row in cohorts.values():
        program = programs[row.program_id]
        words = {
            "guides": waiting[row.pk].guides,
            "guide": program.word("guide", plural=True),
            "learners": waiting[row.pk].learners,
            "learner": program.word("learner", plural=True),
        }
        due = row.matches_promised_on
        yield Task(
            urgency=WHEN_READY,
            title=_("“%(cohort)s” can be matched") % {"cohort": row.name},
            reason=_("%(guides)s %(guide)s and %(learners)s %(learner)s are ready.") % words,
            url=reverse("studio", args=[row.pk]),
            action=_("Open studio"),
            icon="blend",
            due=due,
            state="nudge" if due else "neutral",
            state_words=days_left(due, moment.today) if due else _("Ready"),
        )


def _offers(cohorts: Mapping[int, Cohort], moment: Moment) -> Iterator[Task]:
    if not cohorts:
        return
    for row in offers_ending(cohorts, until=moment.at + timedelta(days=3)):
        due = row.first.date()
        yield Task(
            urgency=SOON,
            title=ngettext(
                "%(n)s offer has no answer yet", "%(n)s offers have no answer yet", row.count
            )
            % {"n": row.count},
            reason=_("%(cohort)s. After that day the place is free again.")
            % {"cohort": cohorts[row.cohort_id].name},
            url=f"{reverse('relationships')}?cohort={row.cohort_id}&state=offered",
            action=_("See them"),
            icon="mail-question-mark",
            due=due,
            state="nudge",
            state_words=days_left(due, moment.today),
        )


def _failed_messages(organization_ids: Collection[int]) -> Iterator[Task]:
    n = failed_count(organization_ids)
    if n:
        yield Task(
            urgency=SOME_DAY,
            title=ngettext("%(n)s message could not be sent", "%(n)s messages could not be sent", n)
            % {"n": n},
            reason=_("Mostly a wrong address. Correct it, then send again."),
            url=f"{reverse('outbox')}?state=failed",
            action=_("See why"),
            state="short",
            state_words=_("failed"),
        )

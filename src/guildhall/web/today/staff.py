"""What a coordinator's day holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.flows.models import Import
from guildhall.flows.states import ImportState
from guildhall.matching.models import MatchRound
from guildhall.matching.states import RoundState
from guildhall.notify.models import Message
from guildhall.notify.states import MessageState
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.queries.screening import PROMISED_DAYS
from guildhall.programs.states import EnrollmentState, Side
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState
from guildhall.web.today.task import NOW, SOME_DAY, SOON, WHEN_READY, Task, days_left

WAITING = (EnrollmentState.APPLIED, EnrollmentState.SCREENING)


@dataclass(frozen=True)
class Moment:
    """Now, and the date where the reader is."""

    at: datetime
    today: date


def staff_tasks(actor: Actor, organization_ids: list[int], moment: Moment) -> Iterator[Task]:
    """Everything that waits for staff of these organizations and of the programs they run."""
    programs = visible_to(CHANGE_PROGRAM, actor).filter(archived_at__isnull=True)
    cohorts = Cohort.objects.filter(program__in=programs, archived_at__isnull=True)
    yield from _imports(organization_ids)
    yield from _applications(cohorts, moment)
    yield from _rounds(cohorts, moment)
    yield from _ready_to_match(cohorts, moment)
    yield from _offers(cohorts, moment)
    yield from _failed_messages(organization_ids)


def _imports(organization_ids: list[int]) -> Iterator[Task]:
    waiting = Import.objects.filter(
        organization_id__in=organization_ids, state__in=[ImportState.PREVIEW, ImportState.MAPPING]
    ).select_related("file")
    for row in waiting[:3]:
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
            state_words=_("Not saved yet"),
        )


def _applications(cohorts: QuerySet[Cohort], moment: Moment) -> Iterator[Task]:
    waiting = (
        Enrollment.objects.filter(cohort__in=cohorts, state__in=WAITING)
        .values("cohort_id", "cohort__name", "cohort__program__name")
        .annotate(n=Count("pk"), oldest=Min("applied_at"))
    )
    for row in waiting:
        oldest = row["oldest"].date() if row["oldest"] else moment.today
        due = oldest + timedelta(days=PROMISED_DAYS)
        late = due <= moment.today
        yield Task(
            urgency=NOW if late else SOON,
            title=ngettext(
                "%(n)s application waits for your decision",
                "%(n)s applications wait for your decision",
                row["n"],
            )
            % {"n": row["n"]},
            reason=_("%(program)s. The oldest has waited %(days)s of the %(all)s days you promise.")
            % {
                "program": row["cohort__program__name"],
                "days": (moment.today - oldest).days,
                "all": PROMISED_DAYS,
            },
            url=reverse("screening", args=[row["cohort_id"]]),
            action=_("Review"),
            icon="clipboard-check",
            due=due,
            state="person" if late else "nudge",
            state_words=days_left(due, moment.today),
        )


def _rounds(cohorts: QuerySet[Cohort], moment: Moment) -> Iterator[Task]:
    published = MatchRound.objects.filter(state=RoundState.PUBLISHED).values("cohort_id")
    drafts = (
        MatchRound.objects.filter(cohort__in=cohorts, state=RoundState.DRAFT, archived_at=None)
        .exclude(cohort_id__in=published)
        .select_related("cohort__program")
        .order_by("cohort_id", "-pk")
    )
    seen: set[int] = set()
    for row in drafts:
        if row.cohort_id in seen:
            continue
        seen.add(row.cohort_id)
        due = row.cohort.matches_promised_on
        figures = row.figures
        yield Task(
            urgency=SOON if due and (due - moment.today).days <= 7 else WHEN_READY,
            title=_("“%(cohort)s” is ready to publish") % {"cohort": row.cohort.name},
            reason=_("%(matched)s of %(all)s matched in draft %(letter)s, weakest pair %(worst)s.")
            % {
                "matched": figures.get("matched", 0),
                "all": figures.get("learners", 0),
                "letter": row.letter,
                "worst": figures.get("worst") or "–",
            },
            url=reverse("studio", args=[row.cohort_id]),
            action=_("Open studio"),
            icon="blend",
            due=due,
            state="nudge" if due else "neutral",
            state_words=days_left(due, moment.today) if due else _("Draft"),
        )


def _ready_to_match(cohorts: QuerySet[Cohort], moment: Moment) -> Iterator[Task]:
    """Cohorts with people on both sides and no draft yet; counted by one narrow query."""
    counts = (
        Enrollment.objects.filter(
            cohort__in=cohorts.filter(rounds__isnull=True),
            state__in=[EnrollmentState.APPROVED, EnrollmentState.WAITING],
        )
        .values_list("cohort_id", "side")
        .annotate(n=Count("pk"))
        .order_by()
    )
    ready: dict[int, dict[str, int]] = {}
    for cohort_id, side, n in counts:
        ready.setdefault(cohort_id, {})[side] = n
    both = [pk for pk, sides in ready.items() if len(sides) == len(Side)]
    for row in Cohort.objects.filter(pk__in=both).select_related("program"):
        words = {
            "guides": ready[row.pk][Side.GUIDE],
            "guide": row.program.word("guide", plural=True),
            "learners": ready[row.pk][Side.LEARNER],
            "learner": row.program.word("learner", plural=True),
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


def _offers(cohorts: QuerySet[Cohort], moment: Moment) -> Iterator[Task]:
    soon = moment.at + timedelta(days=3)
    rows = (
        Relationship.objects.filter(
            cohort__in=cohorts, state=RelationshipState.OFFERED, offer_expires_at__lte=soon
        )
        .values("cohort_id", "cohort__name")
        .annotate(n=Count("pk"), first=Min("offer_expires_at"))
    )
    for row in rows:
        due = row["first"].date()
        yield Task(
            urgency=SOON,
            title=ngettext(
                "%(n)s offer has no answer yet", "%(n)s offers have no answer yet", row["n"]
            )
            % {"n": row["n"]},
            reason=_("%(cohort)s. After that day the place is free again.")
            % {"cohort": row["cohort__name"]},
            url=f"{reverse('relationships')}?cohort={row['cohort_id']}&state=offered",
            action=_("See them"),
            icon="mail-question-mark",
            due=due,
            state="nudge",
            state_words=days_left(due, moment.today),
        )


def _failed_messages(organization_ids: list[int]) -> Iterator[Task]:
    n = Message.objects.filter(
        organization_id__in=organization_ids, state=MessageState.FAILED
    ).count()
    if n:
        yield Task(
            urgency=SOME_DAY,
            title=ngettext("%(n)s message could not be sent", "%(n)s messages could not be sent", n)
            % {"n": n},
            reason=_("Mostly a wrong address. Correct it, then send again."),
            url=f"{reverse('outbox')}?state=failed",
            action=_("See why"),
            state="short",
            state_words=_("Failed"),
        )

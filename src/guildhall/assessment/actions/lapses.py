"""Warnings before a sign-off lapses, and when it has. Each goes once to each person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet
from django.utils.translation import ngettext

from guildhall.assessment.actions.rows import told
from guildhall.assessment.models import SignOff
from guildhall.assessment.sign_off_messages import SIGN_OFF_LAPSED, SIGN_OFF_LAPSES
from guildhall.assessment.signing_limits import LIMITS
from guildhall.assessment.states import SignOffState
from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import Outgoing
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import BEGUN

BATCH = 500


def warn_of_lapses(*, at: datetime) -> int:
    """Tell learners and their preceptors 60, 30 and 7 days before a sign-off lapses, and once it
    has; returns how many notices went out. Safe to repeat: what was told is told once.

    Where a warning was missed, only the nearest one goes. A sign-off is not warned of on the day
    on which it was signed for less time than the warning.
    """
    told_in_all = 0
    rows = _due(at)
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        people = _people(batch)
        messages = [one for row in batch for one in _messages(row, people[row.passport_id], at)]
        told_in_all += send_many(messages, at=at).notices
    return told_in_all


def _due(at: datetime) -> QuerySet[SignOff]:
    """Within a day more on both ends, since a house may be a day ahead or behind."""
    day = at.date()
    return SignOff.objects.filter(
        state=SignOffState.IN_FORCE,
        valid_until__gte=day - LIMITS.told_after - timedelta(days=1),
        valid_until__lte=day + timedelta(days=LIMITS.warning_days[-1] + 1),
    ).select_related("passport__learner", "passport__organization", "signer")


def _people(rows: Sequence[SignOff]) -> dict[int, list[Person]]:
    """Whom to tell, by passport: the learner and whoever guides them now; one query."""
    found: dict[int, list[Person]] = defaultdict(list)
    for row in rows:
        if not found[row.passport_id]:
            found[row.passport_id].append(row.passport.learner)
    guides = Party.objects.filter(
        relationship__passports__in=list(found),
        relationship__state__in=BEGUN,
        side=Side.GUIDE,
        left_at__isnull=True,
    )
    linked = guides.select_related("person").annotate(passport=F("relationship__passports"))
    for guide in linked.order_by("pk"):
        found[guide.passport].append(guide.person)
    return found


def _messages(row: SignOff, people: Iterable[Person], at: datetime) -> list[Outgoing]:
    today = at.astimezone(ZoneInfo(row.passport.organization.time_zone)).date()
    step = _step(row, today)
    if step is None or row.valid_until is None:
        return []
    kind = SIGN_OFF_LAPSES if step else SIGN_OFF_LAPSED
    values = {
        "who": row.signer.name,
        "learner": row.passport.learner.name,
        "until": full_day(row.valid_until),
    }
    if step:
        left = (row.valid_until - today).days
        values["days"] = ngettext("%(n)s day", "%(n)s days", left) % {"n": left}
    event, path = f"{row.pk}:{step}", f"/sign-offs/{row.pk}/"
    unique = {one.pk: one for one in people}.values()
    return [told(kind, row.passport, one, event=event, path=path, **values) for one in unique]


def _step(row: SignOff, today: date) -> int | None:
    """The nearest warning that is due; 0 where it has lapsed, None where nothing is."""
    if row.valid_until is None or row.valid_until + LIMITS.told_after < today:
        return None
    if row.valid_until < today:
        return 0
    holds = (row.valid_until - row.signed_at.date()).days
    left = (row.valid_until - today).days
    return next((days for days in LIMITS.warning_days if left <= days < holds), None)

"""Whom people would like to work with: who may say it, of whom, and how many have."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.core.recent import Recent
from guildhall.directory.models import Membership
from guildhall.programs.models import Cohort, Enrollment, Program, Wish
from guildhall.programs.plan import wishes_of
from guildhall.programs.queries.facts import facts_of, source_of
from guildhall.programs.states import MATCHABLE, EnrollmentState, Side

S = EnrollmentState
MOST_WISHES = 5
# From so many people on, the figures may be a few seconds old.
CROWD = 2000
# Those who are in and not matched yet; who was left out may say it anew for the next round.
OPEN = (S.APPROVED, S.WAITING)
MANAGERS = ("manager_ids", "reports_to_ids")
NEVER = "never_with"


@dataclass(frozen=True, slots=True)
class WishCount:
    """How many of one side who take part have said it."""

    side: str
    said: int
    of: int


COUNTED: Recent[int, list[WishCount]] = Recent(seconds=10)


def other_side(side: str) -> Side:
    """Guide for learner, learner for guide."""
    return Side.LEARNER if side == Side.GUIDE else Side.GUIDE


def asks_wishes(program: Program, side: str) -> bool:
    """Whether the program lets this side say whom they would like to work with."""
    return wishes_of(program.plan).is_asked_of(side)


def why_closed(enrollment: Enrollment) -> str:
    """Why this person cannot say it now, in a sentence; empty where they can."""
    cohort = enrollment.cohort
    program = cohort.program
    if not asks_wishes(program, enrollment.side):
        return _("%(program)s does not ask this; its coordinator suggests the pairs.") % {
            "program": program.name
        }
    if enrollment.state == S.MATCHED:
        return _("You have a match, so the list is closed.")
    if enrollment.state in (S.DRAFT, S.APPLIED, S.SCREENING):
        return _("You can say it as soon as you are approved.")
    if enrollment.state not in OPEN or cohort.archived_at or program.archived_at:
        return _("You do not wait for a match here any more.")
    return ""


def wishable(enrollment: Enrollment, *, on: date) -> QuerySet[Enrollment]:
    """Those of the other side whom a round could give to this person, as far as programs know.

    Left out are they themselves, whoever is never to be paired with them or stands above or
    below them where the rules keep managers apart, and guides who pause or have no place.
    """
    side = other_side(enrollment.side)
    rows = Enrollment.objects.filter(
        cohort_id=enrollment.cohort_id, side=side, state__in=MATCHABLE, places__gt=0
    )
    rows = rows.exclude(person_id__in={enrollment.person_id, *_kept_apart(enrollment)})
    if side == Side.GUIDE:
        pausing = Q(person__profile__paused_until__gte=on) | Q(
            person__profile__is_paused=True, person__profile__paused_until__isnull=True
        )
        has_none = pausing | Q(person__profile__capacity=0)
        kept_out = Enrollment.objects.filter(has_none, cohort_id=enrollment.cohort_id)
        rows = rows.exclude(pk__in=kept_out.values("pk"))
    return rows


def wishes_said(enrollment: Enrollment) -> list[int]:
    """The ids of the people on the list, first choice first."""
    rows = Wish.objects.filter(enrollment=enrollment).order_by("rank")
    return list(rows.values_list("person_id", flat=True))


def wish_counts(cohort: Cohort) -> list[WishCount]:
    """For each side that is asked: how many who take part have said it. Never whom."""
    asked = [side for side in Side.values if asks_wishes(cohort.program, side)]
    if not asked:
        return []
    known = COUNTED.get(cohort.pk)
    if known is not None:
        return known
    has_said = Exists(Wish.objects.filter(enrollment=OuterRef("pk")))
    rows = Enrollment.objects.filter(cohort=cohort, state__in=MATCHABLE, side__in=asked)
    counts = dict(rows.order_by().values_list("side").annotate(n=Count("*")))
    said = dict(rows.filter(has_said).order_by().values_list("side").annotate(n=Count("*")))
    found = [WishCount(side, said.get(side, 0), counts.get(side, 0)) for side in asked]
    if sum(counts.values()) >= CROWD:
        COUNTED.keep(cohort.pk, found)
    return found


def unsaid_by(person_id: int) -> list[Enrollment]:
    """Places of a person who could say it now, has not, and has somebody to choose from."""
    own = Enrollment.objects.filter(person_id=person_id, state__in=OPEN)
    if not own.exists():  # nearly everybody, and asked for on each visit to Today
        return []
    opposite = Enrollment.objects.filter(
        cohort_id=OuterRef("cohort_id"), state__in=MATCHABLE, places__gt=0
    ).exclude(side=OuterRef("side"))
    rows = (
        own.filter(
            wishes__isnull=True,
            cohort__archived_at__isnull=True,
            cohort__program__archived_at__isnull=True,
        )
        .filter(Exists(opposite.exclude(person_id=person_id)))
        .select_related("cohort__program")
        .order_by("pk")
    )
    return [row for row in rows if asks_wishes(row.cohort.program, row.side)]


def _kept_apart(enrollment: Enrollment) -> set[int]:
    """People whom no round gives to this one: never to be paired, and managers both ways."""
    names = [NEVER, *_guarded(enrollment.cohort.program.criteria)]
    known = facts_of([enrollment], names)[enrollment.pk]
    found = {int(pk) for name in names for pk in _ids(known.get(name))}
    if len(names) > 1:
        found |= _below(enrollment.person_id, is_direct="reports_to_ids" not in names)
    return found


def _guarded(criteria: Mapping[str, Any]) -> list[str]:
    """Which facts about managers a rule of the program keeps apart."""
    fields = criteria.get("fields", {})
    found: set[str] = set()
    for rule in criteria.get("rules", []):
        if rule["kind"] == "not_in" and rule.get("enabled", True):
            named = {rule.get(key) for key in ("field", "guide_field", "learner_field")}
            for name in named & set(fields):
                found |= {source_of(name, fields[name], side) for side in Side.values}
    return [name for name in MANAGERS if name in found]


def _below(person_id: int, *, is_direct: bool) -> set[int]:
    """Who reports to this person; all the way down unless only `is_direct` is asked."""
    present = Membership.objects.filter(ended_at__isnull=True, manager_id__isnull=False)
    found = set(present.filter(manager_id=person_id).values_list("person_id", flat=True))
    if is_direct or not found:
        return found
    houses = Membership.objects.filter(manager_id=person_id).values("organization_id")
    reports: dict[int, list[int]] = {}
    lines = present.filter(organization_id__in=houses)
    for person, manager in lines.values_list("person_id", "manager_id"):
        reports.setdefault(int(manager or 0), []).append(person)
    waiting = list(found)
    while waiting:
        new = set(reports.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found


def _ids(value: object) -> Collection[str]:
    return value if isinstance(value, tuple) else ()

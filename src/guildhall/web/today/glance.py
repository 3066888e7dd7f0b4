"""The rest of Today for staff: pairs at a glance, what is coming, where programs stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from guildhall.matching.models import MatchRound
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_PROGRAM
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import HOLDING, RelationshipState
from guildhall.web.today.staff import Moment

AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Coming:
    """A date ahead."""

    on: date
    title: str
    note: str
    is_promise: bool = False


@dataclass(frozen=True)
class ProgramLine:
    """One program: how far it is, in words and as phases done."""

    program: Program
    done: int
    words: str
    pairs: int
    offered: int


def pair_counts(actor: Actor) -> dict[str, int]:
    """Pairs by state, over the programs that the actor looks after."""
    programs = visible_to(SEE_PROGRAM, actor)
    rows = (
        Relationship.objects.filter(program__in=programs, state__in=HOLDING)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return dict(rows)


def coming_up(actor: Actor, moment: Moment, *, limit: int = 5) -> list[Coming]:
    """The next dates of the cohorts that the actor looks after."""
    cohorts = Cohort.objects.filter(
        program__in=visible_to(SEE_PROGRAM, actor), archived_at__isnull=True
    ).select_related("program")
    fields = {
        "applications_close_on": _("Applications close"),
        "matches_promised_on": _("Matches promised"),
        "starts_on": _("Starts"),
        "ends_on": _("Ends"),
    }
    ahead = Q()
    for name in fields:
        ahead |= Q(**{f"{name}__range": (moment.today, moment.today + AHEAD)})
    found = []
    for cohort in cohorts.filter(ahead)[:50]:
        for name, words in fields.items():
            on = getattr(cohort, name)
            if on and moment.today <= on <= moment.today + AHEAD:
                note = f"{cohort.program.name}, {cohort.name}"
                found.append(Coming(on, words, note, name == "matches_promised_on"))
    return sorted(found, key=lambda c: (c.on, c.title))[:limit]


def program_lines(actor: Actor, moment: Moment, *, limit: int = 8) -> list[ProgramLine]:
    """Programs, the busiest first; two queries however many there are."""
    programs = list(
        visible_to(SEE_PROGRAM, actor)
        .filter(archived_at__isnull=True)
        .only("name", "summary")
        .order_by("name")
    )
    pairs: dict[int, dict[str, int]] = {}
    for program_id, state, n in (
        Relationship.objects.filter(program__in=[row.pk for row in programs], state__in=HOLDING)
        .values_list("program_id", "state")
        .annotate(n=Count("pk"))
        .order_by()
    ):
        pairs.setdefault(program_id, {})[state] = n
    held = {row.pk: sum(pairs.get(row.pk, {}).values()) for row in programs}
    busiest = sorted(programs, key=lambda row: -held[row.pk])[:limit]
    newest = _newest_cohorts(busiest)
    return [
        _line(
            row,
            held[row.pk],
            pairs.get(row.pk, {}).get(RelationshipState.OFFERED, 0),
            newest.get(row.pk, NO_COHORT),
            moment,
        )
        for row in busiest
    ]


@dataclass(frozen=True)
class CohortLine:
    """A program's newest cohort: who is in it, whether a round was drafted, when it ends."""

    has_people: bool
    has_drafts: bool
    ends_on: date | None


NO_COHORT = CohortLine(False, False, None)


def _newest_cohorts(programs: Sequence[Program]) -> dict[int, CohortLine]:
    rows = (
        Cohort.objects.filter(program__in=programs)
        .annotate(
            has_people=Exists(Enrollment.objects.filter(cohort=OuterRef("pk"))),
            has_drafts=Exists(MatchRound.objects.filter(cohort=OuterRef("pk"))),
        )
        .order_by("pk")
        .values_list("program_id", "has_people", "has_drafts", "ends_on")
    )
    return {
        program_id: CohortLine(has_people, has_drafts, ends_on)
        for program_id, has_people, has_drafts, ends_on in rows
    }


def _line(
    program: Program, pairs: int, offered: int, cohort: CohortLine, moment: Moment
) -> ProgramLine:
    """Where a program stands: set up, applications, matching, running, ended."""
    if pairs:
        is_over = cohort.ends_on is not None and cohort.ends_on < moment.today
        done, words = (5, _("Ended")) if is_over else (3, _("Pairs are meeting"))
    elif not cohort.has_people:
        done, words = 0, _("Ready for people")
    elif cohort.has_drafts:
        done, words = 2, _("Match drafted")
    else:
        done, words = 1, _("People are joining")
    return ProgramLine(program, done, words, pairs, offered)

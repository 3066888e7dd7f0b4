"""The rest of Today for staff: pairs at a glance, what is coming, where programs stand."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_PROGRAM
from guildhall.programs.models import Cohort, Program
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.stages import Stage, stage_of
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
    """One program: where its newest cohort stands, how many pairs, how many of them offered."""

    program: Program
    stage: Stage | None
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
    cohorts = Cohort.objects.filter(program__in=busiest, archived_at__isnull=True)
    stages = {
        cohort.program_id: stage_of(cohort, read_plan(cohort.program.plan), today=moment.today)
        for cohort in cohorts.select_related("program").order_by("pk")
    }
    return [
        ProgramLine(
            row,
            stages.get(row.pk),
            held[row.pk],
            pairs.get(row.pk, {}).get(RelationshipState.OFFERED, 0),
        )
        for row in busiest
    ]

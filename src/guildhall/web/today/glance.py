"""The rest of Today for staff: pairs at a glance, what is coming, where programs stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guildhall.programs.models import Cohort, Program
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.lists import programs_by_id
from guildhall.programs.queries.stages import Stage, stage_of
from guildhall.relationships.states import RelationshipState
from guildhall.web.today.staff import Moment

AHEAD = timedelta(days=60)
Counts = Mapping[int, Mapping[str, int]]


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


def in_all(counts: Counts) -> dict[str, int]:
    """Pairs by state, over all programs."""
    total: dict[str, int] = {}
    for states in counts.values():
        for state, n in states.items():
            total[state] = total.get(state, 0) + n
    return total


def coming_up(cohorts: Iterable[Cohort], moment: Moment, *, limit: int = 5) -> list[Coming]:
    """The next dates of these cohorts."""
    fields = {
        "applications_close_on": _("Applications close"),
        "matches_promised_on": _("Matches promised"),
        "starts_on": _("Starts"),
        "ends_on": _("Ends"),
    }
    found = []
    for cohort in cohorts:
        for name, words in fields.items():
            on = getattr(cohort, name)
            if on and moment.today <= on <= moment.today + AHEAD:
                note = f"{cohort.program.name}, {cohort.name}"
                found.append(Coming(on, words, note, name == "matches_promised_on"))
    return sorted(found, key=lambda c: (c.on, c.title))[:limit]


def program_lines(
    programs: Sequence[Program],
    cohorts: Iterable[Cohort],
    counts: Counts,
    moment: Moment,
    *,
    limit: int = 8,
) -> list[ProgramLine]:
    """Programs that are not put away, the busiest first; one query however many there are."""
    held = {row.pk: sum(counts.get(row.pk, {}).values()) for row in programs}
    running = [row for row in programs if row.archived_at is None]
    busiest = sorted(running, key=lambda row: -held[row.pk])[:limit]
    newest = {cohort.program_id: cohort for cohort in cohorts}
    planned = programs_by_id({row.pk for row in busiest if row.pk in newest})
    stages = {
        pk: stage_of(newest[pk], read_plan(row.plan), today=moment.today)
        for pk, row in planned.items()
    }
    return [
        ProgramLine(
            row,
            stages.get(row.pk),
            held[row.pk],
            counts.get(row.pk, {}).get(RelationshipState.OFFERED, 0),
        )
        for row in busiest
    ]

"""Ends as coordinators see them: grouped, who waits for what, and nothing that tells of anybody."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F
from django.utils.translation import gettext as _

from guildhall.mentoring.ending_access import SEE_CALL_WISH, SEE_GUIDE_TALK
from guildhall.mentoring.ending_states import Next
from guildhall.mentoring.models import AfterEnd, GuideTalk
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_PROGRAM
from guildhall.programs.models import Program
from guildhall.programs.states import EnrollmentState, Side
from guildhall.relationships.access import OVERSEE_RELATIONSHIPS
from guildhall.relationships.models import Closure, Party
from guildhall.relationships.plans import exit_reasons
from guildhall.relationships.states import GIVEN_REASONS, CloseReason

# Fewer are not shown; figures move only by so many new ends at a time.
LEAST = 5


@dataclass(frozen=True)
class ProgramEnds:
    """Ends of one program. `ends` is counted down to a multiple of five; `reasons` only holds
    those given five times or more; `rest` says whether there were others."""

    program: Program
    ends: int
    reasons: tuple[tuple[str, int], ...]
    has_others: bool
    passed_on: int
    generations: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough to say anything."""
        return self.ends >= LEAST


def calls_waiting(actor: Actor) -> list[AfterEnd]:
    """Who asked to be called, longest ago first; one query."""
    rows = visible_to(SEE_CALL_WISH, actor).filter(called_at__isnull=True)
    parts = ("person", "relationship__program", "relationship__organization")
    return list(rows.select_related(*parts).order_by("chosen_at", "pk")[:100])


def talks_advised(actor: Actor) -> list[GuideTalk]:
    """Guides with whom a supportive talk is a good idea; one query."""
    rows = visible_to(SEE_GUIDE_TALK, actor).filter(held_at__isnull=True)
    return list(rows.select_related("guide").order_by("suggested_at", "pk")[:100])


def rematches_due(actor: Actor) -> list[AfterEnd]:
    """Who waits for somebody else since an end, soonest promise first; one query."""
    pairs = visible_to(OVERSEE_RELATIONSHIPS, actor).filter(program__isnull=False)
    waiting = Party.objects.filter(
        side=Side.LEARNER, enrollment__state=EnrollmentState.WAITING, relationship__in=pairs
    )
    rows = AfterEnd.objects.filter(
        choice=Next.SOMEBODY,
        rematch_by__isnull=False,
        relationship__in=pairs,
        person_id__in=waiting.values("person_id"),
    )
    found = rows.select_related("person", "relationship__program")
    return list(found.order_by("rematch_by", "pk")[:100])


def program_ends(actor: Actor) -> list[ProgramEnds]:
    """Every program that the actor reads and in which a pair has ended; a fixed number of
    queries."""
    programs = {row.pk: row for row in visible_to(SEE_PROGRAM, actor).order_by("name")}
    given: dict[int, list[str]] = {}
    closures = Closure.objects.filter(relationship__program_id__in=programs)
    closures = closures.exclude(reason__in=GIVEN_REASONS).order_by("closed_at", "pk")
    for program_id, reason in closures.values_list("relationship__program_id", "reason"):
        given.setdefault(program_id, []).append(reason)
    passed_on = _passed_on(given)
    return [
        _ends(programs[pk], reasons, passed_on.get(pk, (0, 0)))
        for pk, reasons in sorted(given.items(), key=lambda one: programs[one[0]].name)
    ]


def _ends(program: Program, given: list[str], passed_on: tuple[int, int]) -> ProgramEnds:
    counted = given[: len(given) // LEAST * LEAST]
    labels = {reason.value: str(reason.label) for reason in CloseReason}
    labels |= dict(exit_reasons(program.plan)) | {"": _("No reason given")}
    counts = Counter(labels.get(reason, labels[CloseReason.OTHER]) for reason in counted)
    shown = tuple((label, n) for label, n in counts.most_common() if n >= LEAST)
    return ProgramEnds(
        program=program,
        ends=len(counted),
        reasons=shown,
        has_others=len(shown) < len(counts),
        passed_on=passed_on[0],
        generations=passed_on[1],
    )


def _passed_on(program_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """By program: how many learners went on to guide somebody, and how many learned from those;
    both counted down to multiples of five. One query, and the database counts."""
    # From a learner's place over a pair that they guided later to those who learn in that one.
    guided = "person__parties"
    rows = Party.objects.filter(
        **{
            "side": Side.LEARNER,
            "relationship__program_id__in": program_ids,
            f"{guided}__side": Side.GUIDE,
            f"{guided}__relationship__opened_at__gt": F("relationship__opened_at"),
            f"{guided}__relationship__parties__side": Side.LEARNER,
        }
    ).order_by()
    counted = rows.values_list("relationship__program_id").annotate(
        first=Count("person_id", distinct=True),
        second=Count(f"{guided}__relationship__parties__person_id", distinct=True),
    )
    return {pk: (_down(first), _down(second)) for pk, first, second in counted if pk is not None}


def _down(count: int) -> int:
    return count // LEAST * LEAST

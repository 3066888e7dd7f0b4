"""How far somebody has come with each skill, and the tries behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from guildhall.competencies.models import Competency
from guildhall.instruction.access import LEARN_TOGETHER, READ_TRY
from guildhall.instruction.models import Try
from guildhall.instruction.queries.pair import competencies_of, learner_of
from guildhall.instruction.states import LADDER, Step
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import UNDER_WAY


@dataclass(frozen=True)
class Rung:
    """One skill: the step reached, and its tries, the newest first."""

    competency: Competency
    tries: tuple[Try, ...]

    @property
    def reached(self) -> Step | None:
        """The highest step that counts; None before the first try. No later try takes it back."""
        return highest(self.tries)

    @property
    def next_step(self) -> str:
        """What was said last about what comes next; empty where nobody said so."""
        return next((one.next_step for one in self.tries if one.next_step), "")

    @property
    def waiting(self) -> Try | None:
        """A try alone that has no yes yet, above what is reached."""
        if self.reached == Step.ALONE:
            return None
        return next((one for one in self.tries if not one.counts), None)


def highest(tries: Sequence[Try]) -> Step | None:
    """The highest step among tries that count."""
    places = [LADDER.index(Step(one.step)) for one in tries if one.counts]
    return LADDER[max(places)] if places else None


def rungs_of(row: Relationship, *, actor: Actor) -> list[Rung]:
    """Every skill of the program with the learner's tries, in the order of the framework.

    Tries are found by the key of their competency, so that a new version of the framework goes on
    where the last one was. Five queries, however many tries.
    """
    by_key: dict[str, list[Try]] = {}
    for one in _tries(row, actor=actor):
        by_key.setdefault(one.competency.key, []).append(one)
    return [Rung(one, tuple(by_key.get(one.key, ()))) for one in competencies_of(row)]


def rung_of(row: Relationship, competency: Competency, *, actor: Actor) -> Rung:
    """One of them."""
    found = [one for one in _tries(row, actor=actor) if one.competency.key == competency.key]
    return Rung(competency, tuple(found))


def unanswered_tries(actor: Actor) -> list[Try]:
    """Tries alone of the learners whom the actor guides that wait for their yes; one query."""
    pairs = visible_to(LEARN_TOGETHER, actor, Relationship.objects.filter(state__in=UNDER_WAY))
    rows = Try.objects.filter(
        step=Step.ALONE, confirmed_at=None, relationship__in=pairs.order_by().values("pk")
    )
    rows = visible_to(READ_TRY, actor, rows).exclude(learner_id=actor.person_id or 0)
    return list(rows.select_related("learner", "competency").order_by("noted_at", "pk"))


def _tries(row: Relationship, *, actor: Actor) -> list[Try]:
    framework = row.program.framework_id if row.program else None
    rows = Try.objects.filter(
        learner=learner_of(row),
        relationship__organization=row.organization_id,
        competency__version__framework=framework,
    )
    return list(visible_to(READ_TRY, actor, rows.select_related("competency", "noted_by")))

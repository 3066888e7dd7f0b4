"""Rounds of ratings: whose sheet is open, and, once both are locked, where the two differ.

Only `both_sheets` reads levels of somebody else, and it asks first whether both are locked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from guildhall.assessment.access import READ_RATING
from guildhall.assessment.models import Passport, Rating, RatingLine, RatingRound
from guildhall.assessment.queries.record import Record
from guildhall.assessment.states import Rater
from guildhall.competencies.models import Competency
from guildhall.engine.competence import Gap, gap_between
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import BEGUN


@dataclass(frozen=True)
class RoundStanding:
    """A round and who has locked; never what was rated."""

    round: RatingRound
    locked: frozenset[str]

    @property
    def is_settled(self) -> bool:
        """Whether both may be read now."""
        return len(self.locked) == len(Rater)

    def waits_for(self, rater: str) -> bool:
        """Whether this side has not locked."""
        return rater not in self.locked


@dataclass(frozen=True)
class Compared:
    """Both ratings of one competency, in steps."""

    competency: Competency
    gap: Gap

    @property
    def asks_for_an_observation(self) -> bool:
        """Whether one more look is asked for."""
        return self.gap.asks_for_an_observation(is_critical=self.competency.is_critical)


def rounds_of(passport: Passport) -> list[RoundStanding]:
    """The rounds of a passport, the newest first; two queries."""
    rows = RatingRound.objects.filter(passport=passport).prefetch_related("ratings")
    return [standing_of(row) for row in rows]


def standing_of(row: RatingRound) -> RoundStanding:
    """Who has locked in this round."""
    locked = frozenset(one.rater for one in row.ratings.all() if one.locked_at is not None)
    return RoundStanding(row, locked)


def own_rater(passport: Passport, actor: Actor) -> str:
    """Which side the actor rates for; empty for whoever does not rate. One query at most."""
    if actor.person_id is None:
        return ""
    if actor.person_id == passport.learner_id:
        return Rater.LEARNER
    guides = Party.objects.filter(
        person_id=actor.person_id,
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__passports=passport,
        relationship__state__in=BEGUN,
    )
    return Rater.PRECEPTOR if guides.exists() else ""


def own_levels(row: RatingRound, rater: str, *, actor: Actor) -> dict[int, int]:
    """The level by competency on the actor's own sheet; empty where there is none. One query."""
    if actor.person_id is None:
        return {}
    own = visible_to(READ_RATING, actor, Rating.objects.filter(round=row, rater=rater))
    lines = RatingLine.objects.filter(rating__in=own.filter(person_id=actor.person_id))
    return dict(lines.values_list("competency_id", "level_id"))


def both_sheets(row: RatingRound, record: Record) -> list[Compared]:
    """Where both rated, in the order of the framework; nothing before both are locked. Two
    queries."""
    sheets: dict[str, dict[int, int]] = {}
    locked = Rating.objects.filter(round=row, locked_at__isnull=False)
    for sheet in locked.prefetch_related("lines"):
        sheets[sheet.rater] = {line.competency_id: line.level_id for line in sheet.lines.all()}
    if len(sheets) < len(Rater):
        return []
    own, other = sheets[Rater.LEARNER], sheets[Rater.PRECEPTOR]
    return [
        Compared(one, _gap(record, own[one.pk], other[one.pk]))
        for one in record.competencies
        if one.pk in own and one.pk in other
    ]


def rounds_waiting_for(person_id: int) -> list[RatingRound]:
    """Rounds in which this person's own sheet is not locked, soonest first; two queries."""
    guided = Party.objects.filter(
        person_id=person_id,
        side=Side.GUIDE,
        left_at__isnull=True,
        relationship__state__in=BEGUN,
    ).values("relationship__passports")
    rows = RatingRound.objects.filter(
        Q(passport__learner=person_id) | Q(passport__in=guided),
        relationship__state__in=BEGUN,
    ).select_related("passport__learner")
    found = [standing_of(row) for row in rows.prefetch_related("ratings")]
    newest: dict[int, RoundStanding] = {}
    for one in found:
        newest.setdefault(one.round.passport_id, one)
    waiting = [one.round for one in newest.values() if one.waits_for(_side(one.round, person_id))]
    return sorted(waiting, key=lambda row: (row.due_on is None, str(row.due_on), row.pk))


def gaps_by_competency(compared: Sequence[Compared]) -> Mapping[int, Compared]:
    """By the id of the competency."""
    return {one.competency.pk: one for one in compared}


def _side(row: RatingRound, person_id: int) -> str:
    return Rater.LEARNER if row.passport.learner_id == person_id else Rater.PRECEPTOR


def _gap(record: Record, own: int, other: int) -> Gap:
    levels = record.level_of
    return gap_between(record.scale, own=levels[own].code, other=levels[other].code)

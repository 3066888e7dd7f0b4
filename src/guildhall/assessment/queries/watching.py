"""What to watch today: for one passport, and for everybody whom somebody guides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guildhall.assessment.models import ObservationAsk, Passport
from guildhall.assessment.queries.record import Record, records_of
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.engine.competence import Autonomy, Standing, State

# What presses first. What is signed needs nobody.
RANK = {
    State.LAPSED: 1,
    State.LAPSES_SOON: 2,
    State.GROWING: 2,
    State.NOT_BEGUN: 3,
    State.READY: 4,
    State.CONTESTED: 4,
    State.SIGNED: 5,
}


@dataclass(frozen=True)
class Watched:
    """A competency worth watching, and the newest level."""

    competency: Competency
    standing: Standing
    level: ScaleLevel | None
    is_asked: bool

    @property
    def only_watches(self) -> bool:
        """Something critical that the learner has only watched."""
        level = self.level
        return self.competency.is_critical and level is not None and level.allows <= Autonomy.WATCH


@dataclass(frozen=True)
class WatchedPassport:
    """A passport with the few things to watch first."""

    passport: Passport
    lines: tuple[Watched, ...]
    signed: int
    total: int


def worth_watching(
    record: Record, *, asked: Collection[int], today: date, most: int
) -> list[Watched]:
    """What was asked for first, then critical things under way that are nearest to a sign-off, then
    what was begun; what is signed comes last."""
    standings = record.standings(today=today)
    found = [
        Watched(
            competency=one,
            standing=standings[one.pk],
            level=record.level_by_code.get(standings[one.pk].level),
            is_asked=one.pk in asked,
        )
        for one in record.competencies
    ]
    return sorted(found, key=_press)[:most]


def watched(
    passports: Sequence[Passport], *, by: int, today: date, at: datetime, most: int = 3
) -> list[WatchedPassport]:
    """What this person watches, passport by passport; six queries, however many there are."""
    open_asks: dict[int, set[int]] = {row.pk: set() for row in passports}
    rows = ObservationAsk.objects.filter(
        passport__in=list(open_asks),
        asked=by,
        observation=None,
        declined_at=None,
        expires_at__gt=at,
    )
    for passport_id, competency_id in rows.values_list("passport_id", "competency_id"):
        open_asks[passport_id].add(competency_id)
    return [
        WatchedPassport(
            passport=record.passport,
            lines=tuple(
                worth_watching(record, asked=open_asks[record.passport.pk], today=today, most=most)
            ),
            signed=sum(1 for one in record.standings(today=today).values() if one.is_in_force),
            total=len(record.competencies),
        )
        for record in records_of(passports)
    ]


def _press(one: Watched) -> tuple[int, bool, int]:
    rank = 0 if one.is_asked else RANK[one.standing.state]
    missing = one.standing.more_observations + one.standing.more_people
    return rank, not one.competency.is_critical, missing

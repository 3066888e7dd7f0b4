"""A passport's record as the engine reads it: its scale, what was seen, what is signed.

Loaded once in a fixed number of queries; where each competency stands is then told without another.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from guildhall.assessment.models import Observation, Passport, SignOff
from guildhall.assessment.states import SignOffState
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.engine.competence import Asked, Scale, Seen, Signed, Standing, stand

Row = TypeVar("Row", Observation, SignOff)
HOLDING = (SignOffState.IN_FORCE, SignOffState.CONTESTED)
SEEN_WORDS = ("went_well", "next_step", "taken_back_why")
# A sign-off that was replaced did hold; one that was taken back never did.
EVER_HELD = (*HOLDING, SignOffState.REPLACED)


@dataclass(frozen=True)
class Record:
    """Everything that a passport says, by the id of the competency; oldest first."""

    passport: Passport
    levels: tuple[ScaleLevel, ...]
    competencies: tuple[Competency, ...]
    observations: Mapping[int, Sequence[Observation]]
    sign_offs: Mapping[int, Sequence[SignOff]]
    zone: ZoneInfo

    @cached_property
    def scale(self) -> Scale:
        """The scale as the engine knows it."""
        return Scale.of((level.code, level.allows) for level in self.levels)

    @cached_property
    def level_of(self) -> Mapping[int, ScaleLevel]:
        """Levels by their id."""
        return {level.pk: level for level in self.levels}

    @cached_property
    def level_by_code(self) -> Mapping[str, ScaleLevel]:
        """Levels by their code."""
        return {level.code: level for level in self.levels}

    def day(self, moment: datetime) -> date:
        """The day of a moment where the house is."""
        return moment.astimezone(self.zone).date()

    def seen(self, competency: Competency) -> list[Seen]:
        """What was seen of it and not taken back."""
        return [
            Seen(self.level_of[row.level_id].code, row.observer_id, self.day(row.seen_at))
            for row in self.observations.get(competency.pk, ())
        ]

    def holding(self, competency: Competency) -> SignOff | None:
        """The sign-off that holds or is contested; there is one at most."""
        rows = self.sign_offs.get(competency.pk, ())
        return next((row for row in rows if row.state in HOLDING), None)

    def standing(self, competency: Competency, *, today: date) -> Standing:
        """Where it stands today."""
        return self._standing(competency, self._in_force(today), today)

    def standings(self, *, today: date) -> dict[int, Standing]:
        """Where each competency stands today, by its id."""
        holding = self._in_force(today)
        return {one.pk: self._standing(one, holding, today) for one in self.competencies}

    def _standing(self, competency: Competency, holding: frozenset[str], today: date) -> Standing:
        held = self.holding(competency)
        return stand(
            self.scale,
            self.asked(competency),
            seen=self.seen(competency),
            signed=self._signed(held) if held else None,
            holding=holding,
            today=today,
        )

    def asked(self, competency: Competency) -> Asked:
        """What its sign-off asks for, in the engine's words."""
        floor = self.level_of[competency.floor_id].code if competency.floor_id else ""
        return Asked(
            level=self.level_of[competency.target_id].code,
            observations=competency.observations,
            people=competency.people,
            fresh_days=competency.fresh_days,
            last=competency.last_count,
            floor=floor,
            first=tuple(one.key for one in competency.first.all()),
        )

    def _in_force(self, today: date) -> frozenset[str]:
        return frozenset(
            one.key
            for one in self.competencies
            if (held := self.holding(one)) is not None
            and held.state == SignOffState.IN_FORCE
            and (held.valid_until is None or held.valid_until >= today)
        )

    def _signed(self, row: SignOff) -> Signed:
        return Signed(
            level=self.level_of[row.level_id].code,
            on=self.day(row.signed_at),
            until=row.valid_until,
            is_contested=row.state == SignOffState.CONTESTED,
        )


def record_of(passport: Passport) -> Record:
    """The record of one passport; seven queries."""
    return records_of([passport])[0]


def records_of(passports: Sequence[Passport]) -> list[Record]:
    """The records of several passports, in their order; seven queries, however many there are."""
    versions = {row.version_id for row in passports}
    scales = {row.version.scale_id for row in passports}
    levels: dict[int, list[ScaleLevel]] = defaultdict(list)
    for level in ScaleLevel.objects.filter(scale__in=scales).order_by("position"):
        levels[level.scale_id].append(level)
    competencies: dict[int, list[Competency]] = defaultdict(list)
    rows = Competency.objects.filter(version__in=versions).select_related("domain")
    in_order = rows.order_by("domain__position", "position", "pk").prefetch_related("first")
    for one in in_order:
        competencies[one.version_id].append(one)
    ids = [row.pk for row in passports]
    # A record is levels and days: its words stay sealed, and each person is read once.
    seen = Observation.objects.filter(passport__in=ids, taken_back_at=None).defer(*SEEN_WORDS)
    signed = SignOff.objects.filter(passport__in=ids, state__in=EVER_HELD).defer("words")
    observations = _grouped(seen.prefetch_related("observer").order_by("seen_at", "pk"))
    sign_offs = _grouped(signed.prefetch_related("signer").order_by("signed_at", "pk"))
    return [
        Record(
            passport=row,
            levels=tuple(levels[row.version.scale_id]),
            competencies=tuple(competencies[row.version_id]),
            observations=observations.get(row.pk, {}),
            sign_offs=sign_offs.get(row.pk, {}),
            zone=ZoneInfo(row.organization.time_zone),
        )
        for row in passports
    ]


def _grouped(rows: Iterable[Row]) -> dict[int, dict[int, list[Row]]]:
    """By passport, then by competency."""
    found: dict[int, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[row.passport_id][row.competency_id].append(row)
    return found

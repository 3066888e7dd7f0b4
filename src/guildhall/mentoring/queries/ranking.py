"""All guides who are shown to somebody, ranked at once: what a rank needs is loaded as columns, and
everything else only for the page that is shown."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from guildhall.engine.matching import Person as Candidate
from guildhall.engine.matching.columns import SIXTIETHS, Columns
from guildhall.engine.matching.points import score
from guildhall.engine.matching.problem import FloatArray, IntArray
from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.queries.fit import (
    UNSAID_PLACES,
    Known,
    informal_criteria,
    offset_of,
    slots_of,
)
from guildhall.people.models import AvailabilityWindow, Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.relationships.queries.places import held_by_guides, is_pausing


@dataclass(frozen=True, slots=True)
class Row:
    """One offer that is shown to the reader, with what its guide's profile says in one line."""

    person_id: int
    offer_id: int
    zone: str
    offset: float
    languages: tuple[str, ...]
    left: int | None


@lru_cache(maxsize=2_000)
def _codes(text: str | None) -> tuple[str, ...]:
    """A list of languages as it is stored; few lists, shared by many people."""
    return tuple(json.loads(text)) if text else ()


class Pool:
    """Guides with a free place, by person. Each question is one query, however many there are."""

    def __init__(self, offers: QuerySet[GuideOffer], *, on: date) -> None:
        self._offers = offers
        # As a query inside the others: thousands of ids would cost more than what they find.
        self._people = offers.order_by().values("person_id")
        self._on = on
        self.rows = {row.person_id: row for row in self._load() if row.left is None or row.left}

    def _load(self) -> Iterable[Row]:
        held = held_by_guides(self._people)
        profile = "person__profile__"
        names = ("capacity", "is_paused", "paused_until")
        columns = ("person_id", "pk", "person__time_zone", *(profile + name for name in names))
        codes_as_text = Cast(f"{profile}languages", TextField())
        rows = self._offers.values_list(*columns, codes_as_text)
        for pk, offer_id, zone, capacity, paused, until, codes in rows:
            limit = 0 if is_pausing(bool(paused), until, on=self._on) else capacity
            left = None if limit is None else max(0, limit - held.get(pk, 0))
            offset = offset_of(zone, self._on)
            yield Row(pk, offer_id, zone, offset, _codes(codes), left)

    def keep(self, people: Set[int]) -> None:
        """Leave everybody else out."""
        self.rows = {pk: row for pk, row in self.rows.items() if pk in people}

    def skill_names(self) -> tuple[str, ...]:
        """What any of them offers, by name."""
        rows = self._offered().values_list("skill__name", flat=True)
        return tuple(sorted(set(rows.order_by().distinct())))

    def who_offer(self, skill: str) -> set[int]:
        """Those who offer a skill of this name."""
        rows = self._offered().filter(skill__name=skill)
        return set(rows.values_list("profile__person_id", flat=True))

    def shared_slots(self, me: Known) -> dict[int, int]:
        """Half hours of each week in which the guide and the reader have time, where there are
        any."""
        if not me.slots:
            return {}
        weeks: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        rows = AvailabilityWindow.objects.filter(profile__person_id__in=self._people)
        columns = ("profile__person_id", "weekday", "start_minute", "end_minute")
        for pk, *window in rows.order_by().values_list(*columns):
            weeks[pk].append((window[0], window[1], window[2]))
        return {
            pk: len(slots_of(tuple(sorted(weeks[pk])), row.zone, self._on) & me.slots)
            for pk, row in self.rows.items()
            if pk in weeks
        }

    def ranked(self, me: Known, shared: Mapping[int, int]) -> list[int]:
        """Their ids, best first; equals in the order of their ids. The same points as the matcher
        gives to each pair alone."""
        rows = sorted(self.rows.values(), key=lambda row: row.person_id)
        if not rows:
            return []
        met, common = self._skills_met(me), self._interests_shared(me)
        columns = _AgainstOne(
            me,
            rows,
            slots=[shared.get(row.person_id, 0) for row in rows],
            sixtieths=[met.get(row.person_id, 0) for row in rows],
            interests=[common.get(row.person_id, 0) for row in rows],
        )
        points = score(columns, informal_criteria())[0]
        return [rows[at].person_id for at in np.argsort(-points, kind="stable")]

    def _offered(self) -> QuerySet[ProfileSkill]:
        return ProfileSkill.objects.filter(
            direction=Direction.OFFERED, profile__person_id__in=self._people
        )

    def _skills_met(self, me: Known) -> dict[int, int]:
        """By guide: the sum over wanted skills of the part of the wanted level, in 60ths."""
        found: dict[int, int] = defaultdict(int)
        if me.wanted:
            rows = self._offered().filter(skill__name__in=me.wanted)
            columns = ("profile__person_id", "skill__name", "level")
            for pk, name, level in rows.order_by().values_list(*columns):
                wanted = me.wanted[name]
                found[pk] += SIXTIETHS * min(level, wanted) // wanted
        return found

    def _interests_shared(self, me: Known) -> dict[int, int]:
        found: dict[int, int] = defaultdict(int)
        if me.interests:
            rows = Profile.objects.filter(
                person_id__in=self._people, interests__name__in=me.interests
            )
            for pk in rows.values_list("person_id", flat=True):
                found[pk] += 1
        return found


class _AgainstOne(Columns):
    """Many guides and one learner, compared already: the engine turns it into points."""

    def __init__(
        self,
        me: Known,
        rows: Collection[Row],
        *,
        slots: list[int],
        sixtieths: list[int],
        interests: list[int],
    ) -> None:
        guides = [
            Candidate("", "", {}, UNSAID_PLACES if row.left is None else row.left) for row in rows
        ]
        learner = Candidate("", "", me.values(guides=False))
        super().__init__(guides, [learner], informal_criteria())
        self._met = np.array([sixtieths], dtype=np.int64)
        self._common = {
            "hours": np.array([slots], dtype=np.int64),
            "interests": np.array([interests], dtype=np.int64),
        }
        self._gap = np.array([[row.offset - (me.offset or 0) for row in rows]], dtype=np.float64)

    def skill_sixtieths(self, guide_field: str, learner_field: str) -> IntArray:
        """How far the wanted skills are met."""
        return self._met

    def common(self, guide_field: str, learner_field: str) -> IntArray:
        """Half hours, or interests, that both have."""
        return self._common[learner_field]

    def gap(self, guide_field: str, learner_field: str) -> FloatArray:
        """Hours between the two clocks."""
        return self._gap

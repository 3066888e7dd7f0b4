"""How well guides fit somebody, in the matcher's words and by the plan of informal mentoring."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from guildhall.directory.models import Person
from guildhall.engine.calendar import Window, weekly_slots
from guildhall.engine.matching import Contribution, Criteria, load_criteria
from guildhall.engine.matching import Person as Candidate
from guildhall.engine.matching.explain import contributions_of
from guildhall.engine.matching.setting import Setting, read_setting
from guildhall.people.models import AvailabilityWindow, Profile, ProfileSkill
from guildhall.people.states import Direction
from guildhall.programs.models import Program
from guildhall.programs.queries.field_words import with_words
from guildhall.programs.template_files import load_template
from guildhall.relationships.plans import INFORMAL
from guildhall.relationships.reasons import Reason, kept, reasons_for_pair, said_in_line

# Places that count for points where somebody has named no number.
UNSAID_PLACES = 3
# Weekday, first and last minute of the day.
Stretch = tuple[int, int, int]


@dataclass
class Known:
    """What a profile says about one person. Slots are half hours of a week in UTC."""

    offered: dict[str, int] = field(default_factory=dict)
    wanted: dict[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    offset: float | None = None
    slots: frozenset[int] = frozenset()

    def values(self, *, guides: bool) -> dict[str, Any]:
        """In the shape of the engine."""
        return {
            "skills": self.offered if guides else self.wanted,
            "interests": self.interests,
            "time_zone_offset": self.offset,
            "hours": self.slots,
        }


def known_about(people: Collection[int], *, on: date) -> dict[int, Known]:
    """By person, in four queries however many there are."""
    known = {pk: Known() for pk in people}
    zones = {}
    rows = Person.objects.filter(pk__in=people)
    for pk, zone, codes in rows.values_list("pk", "time_zone", "profile__languages"):
        zones[pk] = zone
        known[pk].offset, known[pk].languages = offset_of(zone, on), tuple(codes or ())
    skills = ProfileSkill.objects.filter(profile__person_id__in=people)
    columns = ("profile__person_id", "direction", "skill__name", "level")
    for pk, direction, name, level in skills.order_by("-level", "skill__name").values_list(
        *columns
    ):
        (known[pk].offered if direction == Direction.OFFERED else known[pk].wanted)[name] = level
    profiles = Profile.objects.filter(person_id__in=people)
    interests = profiles.filter(interests__isnull=False).order_by("interests__name")
    for pk, name in interests.values_list("person_id", "interests__name"):
        known[pk].interests += (name,)
    for pk, windows in _windows(people).items():
        known[pk].slots = slots_of(windows, zones.get(pk, "UTC"), on)
    return known


def _windows(people: Collection[int]) -> dict[int, tuple[Stretch, ...]]:
    found: dict[int, list[Stretch]] = defaultdict(list)
    rows = AvailabilityWindow.objects.filter(profile__person_id__in=people)
    columns = ("profile__person_id", "weekday", "start_minute", "end_minute")
    for pk, weekday, start, end in rows.values_list(*columns):
        found[pk].append((weekday, start, end))
    return {pk: tuple(sorted(windows)) for pk, windows in found.items()}


@lru_cache(maxsize=20_000)
def slots_of(windows: tuple[Stretch, ...], zone: str, on: date) -> frozenset[int]:
    """The half hours of a week in UTC that lie in these windows of a week where somebody is."""
    found = [Window(weekday, start, end) for weekday, start, end in windows]
    return weekly_slots(found, time_zone=zone, on=on)


@lru_cache(maxsize=2_000)
def offset_of(zone: str, on: date) -> float:
    """Hours ahead of UTC at noon of that day."""
    offset = datetime.combine(on, time(12), tzinfo=ZoneInfo(zone)).utcoffset() or timedelta()
    return offset.total_seconds() / 3600


@cache
def informal_criteria() -> Criteria:
    """The preferences of informal mentoring. Its rules are kept by `queries.apart`, and a wish
    for a person is said here by asking them."""
    criteria = with_words(load_template(INFORMAL).match, program=Program())
    criteria["rules"] = []
    criteria["preferences"] = [item for item in criteria["preferences"] if item["kind"] != "ranked"]
    return load_criteria(criteria, source=INFORMAL)


class Fit:
    """One person and a few who may guide them, as the matcher sees them.

    `places` are the free places of each guide; None where they have named no number.
    """

    def __init__(
        self, learner_id: int, places: Mapping[int, int | None], known: Mapping[int, Known]
    ) -> None:
        def candidate(pk: int, *, guides: bool) -> Candidate:
            left = places.get(pk)
            return Candidate(
                id=str(pk),
                name="",
                values=known[pk].values(guides=guides),
                capacity=UNSAID_PLACES if left is None else left,
            )

        self._learner = str(learner_id)
        self._setting: Setting = read_setting(
            [candidate(pk, guides=True) for pk in places],
            [candidate(learner_id, guides=False)],
            informal_criteria(),
            objective="best",
            pins=(),
            forbidden=(),
            minimum_score=None,
            seed=0,
        )

    def reasons(self, guides: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
        """Why each of these fits, what counts most first; only what both may read. Free places
        count for the order, and are no reason between two people."""
        at = {self._setting.at(learner_id=self._learner, guide_id=str(pk)): pk for pk in guides}
        found = contributions_of(self._setting, list(at)) if at else {}
        room = {item.id for item in informal_criteria().preferences if item.kind == "room"}
        return {
            at[pair]: reasons_for_pair(
                _stored(item) for item in items if item.preference_id not in room
            )
            for pair, items in found.items()
        }


def _stored(item: Contribution) -> dict[str, Any]:
    return {
        "label": item.label,
        **kept(item.reason),
        "points": item.points,
        "of": item.of,
        "readable_by": item.readable_by,
    }


def reasons_between(guide_id: int, learner_id: int, *, on: date) -> tuple[Reason, ...]:
    """Why these two fit."""
    known = known_about({guide_id, learner_id}, on=on)
    return Fit(learner_id, {guide_id: None}, known).reasons([guide_id])[guide_id]


def words_of(reason: Reason) -> str:
    """What stands after the label of a reason, where the two stand on lines of their own."""
    words = said_in_line(reason).removeprefix(reason.label).removeprefix(":").strip()
    return words[1:-1] if words.startswith("(") and words.endswith(")") else words


def shared_hours(one: Known, other: Known) -> float:
    """Hours of each week in which both have time."""
    return len(one.slots & other.slots) / 2

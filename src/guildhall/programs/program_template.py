"""A program template as data: everything a new program starts from, already checked."""

import calendar
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """What the program calls its people and their meetings."""

    guide: str
    guides: str
    learner: str
    learners: str
    meeting: str
    meetings: str


@dataclass(frozen=True, slots=True)
class Duration:
    """How long, and what ends it. `length` is the longest where something else ends it."""

    unit: str
    end: str
    length: int | None = None
    count: int | None = None
    renew_every_months: int | None = None

    def last_day(self, start: date) -> date | None:
        """The planned last day when it begins on `start`; None where it is open-ended.

        Months and years end on the day before their anniversary, so that six months from
        January 15 end on July 14; a month that is too short ends on its last day.
        """
        if self.length is None:
            return None
        if self.unit == "weeks":
            return start + timedelta(weeks=self.length, days=-1)
        months = self.length * (12 if self.unit == "years" else 1)
        return _months_later(start, months) - timedelta(days=1)

    def next_renewal(self, last: date) -> date | None:
        """The day on which an open-ended pair is asked again; None where it has an end."""
        if self.renew_every_months is None:
            return None
        return _months_later(last, self.renew_every_months)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often people meet, for how long, and how often at the least."""

    every_days: int
    minutes: int
    minimum_meetings: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the program, in days or in shares of it (0 to 1), never both."""

    key: str
    name: str
    purpose: str
    guide_does: tuple[str, ...]
    learner_does: tuple[str, ...]
    from_day: int | None = None
    to_day: int | None = None
    from_share: float | None = None
    to_share: float | None = None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One of the first things to do; `who` is guide, learner, both or coordinator."""

    key: str
    who: str
    by_day: int
    text: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class BaselineQuestion:
    """A scale from 1 to 5 on what the program means to change, asked at enrollment."""

    key: str
    construct: str
    asked_of: str
    label: str
    min: int
    max: int
    anchors: tuple[tuple[int, str], ...]
    is_required: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One enrollment question. `options_from` names a list that the platform keeps."""

    key: str
    asked_of: str
    type: str
    label: str
    help: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    options_from: str = ""
    min: int | None = None
    max: int | None = None
    anchors: tuple[tuple[int, str], ...] = ()
    maps_to: str = ""

    def is_asked_of(self, side: str) -> bool:
        """Whether `side` ("guide" or "learner") answers it."""
        return self.asked_of in (side, "both")


@dataclass(frozen=True, slots=True)
class Screening:
    """Which rubric judges one side, and whether nobody gets in without it."""

    rubric: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many learners a guide takes by default and at most; how many guides a learner needs."""

    learners_per_guide: int
    most_learners_per_guide: int
    guides_per_learner: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which sides may say whom of the other side they would like to work with."""

    guide: bool = False
    learner: bool = False

    def is_asked_of(self, side: str) -> bool:
        """Whether this side ("guide" or "learner") may say it."""
        return self.guide if side == "guide" else self.learner


@dataclass(frozen=True, slots=True)
class CircleRules:
    """How one comes into a circle, free or asked; whether a circle takes one place of its guide
    or one for each member."""

    joining: str = "asked"
    counts_once: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """What a pair's own space asks of them: expectations asked, offered or none; goals measured,
    a line of intent, or none."""

    expectations: str = "asked"
    goals: str = "measured"


@dataclass(frozen=True, slots=True)
class HoursPlace:
    """So many hours at a site or in a unit of this name."""

    name: str
    hours: int


@dataclass(frozen=True, slots=True)
class HoursRules:
    """Hours asked of a learner, and what protects a guide's time. Everything may be left out.

    `kinds` maps a kind of hours to how many; `simulation_most` caps what simulation counts;
    `pro_rata`: less for whoever works part-time; `ratio`: hours logged while a guide has more
    learners than this do not count; `protected_guide`: hours a year that each guide is owed.
    """

    total: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    simulation_most: int | None = None
    places: tuple[HoursPlace, ...] = ()
    pro_rata: bool = False
    ratio: int | None = None
    protected_guide: int | None = None
    source: str = ""

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> "HoursRules":
        """The `[hours]` table of a template or plan."""
        places = tuple(HoursPlace(**place) for place in table.get("places", ()))
        return cls(**{**table, "places": places})


@dataclass(frozen=True, slots=True)
class CourseRules:
    """What the standard behind a preceptorship asks of its course, in days from the first one.

    `most_gap_days`: no longer between two meetings; `book_by_days`: by then all meetings ahead are
    booked; `rebook_days`: how soon a missed one has a new time; `supernumerary_days`: how long the
    time beyond the numbers lasts; `most_days`: the longest course, extensions included;
    `length_pro_rata`: it takes longer for whoever works part-time.
    """

    first_meeting_days: int
    plan_days: int
    book_by_days: int
    rebook_days: int
    source: str
    most_gap_days: int | None = None
    supernumerary_days: int | None = None
    most_days: int | None = None
    length_pro_rata: bool = False


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """What an enrollment needs before it counts."""

    key: str
    side: str
    name: str
    before: str
    why: str


@dataclass(frozen=True, slots=True)
class Exits:
    """The words around ending early, how soon a new pair is offered, and after how many days of
    silence a pair past its planned end closes by itself."""

    promise: str
    reasons: tuple[Option, ...]
    after: str
    rematch_days: int | None = None
    closes_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class ConcernTerms:
    """Where this program is stricter than the house about worries over practice; see concerns."""

    share_hours: int | None = None
    plan_days: int | None = None
    review_days: int | None = None
    missed_reviews: int | None = None
    notice_days: int | None = None


@dataclass(frozen=True, slots=True)
class ProgramTemplate:
    """Everything a new program starts from. Its parts are named as in the file."""

    key: str
    name: str
    kind: str
    form: str
    summary: str
    icon: str
    fits: str
    is_evaluative: bool
    opens: str
    acceptance_days: int | None
    intake: str
    privacy: str
    words: Words
    duration: Duration
    cadence: Cadence
    phases: tuple[Phase, ...]
    first_steps: tuple[FirstStep, ...]
    baseline: tuple[BaselineQuestion, ...]
    questions: tuple[Question, ...]
    guide_screening: Screening | None
    learner_screening: Screening | None
    capacity: Capacity
    wishes: Wishes
    prerequisites: tuple[Prerequisite, ...]
    space: Space
    exits: Exits
    match_json: str
    circle: CircleRules | None = None
    framework: str = ""
    rating_days: tuple[int, ...] = ()
    hours: HoursRules | None = None
    course: CourseRules | None = None
    # Ids of packs of rules that the program is held against; see standards.
    standards: tuple[str, ...] = ()
    outcome: str | None = None
    concerns: ConcernTerms | None = None

    @property
    def match(self) -> dict[str, Any]:
        """A fresh copy of the match criteria, ready for the engine or for an editor."""
        criteria: dict[str, Any] = json.loads(self.match_json)
        return criteria

    def questions_for(self, side: str) -> tuple[Question, ...]:
        """The enrollment questions that `side` ("guide" or "learner") answers, in order."""
        return tuple(question for question in self.questions if question.is_asked_of(side))

    def baseline_for(self, side: str) -> tuple[BaselineQuestion, ...]:
        """The baseline questions that `side` ("guide" or "learner") answers, in order."""
        return tuple(item for item in self.baseline if item.asked_of in (side, "both"))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))

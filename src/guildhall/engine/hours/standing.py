"""Where somebody stands against the hours that a program asks for. All figures are minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

HOUR = 60


@dataclass(frozen=True, slots=True)
class Worked:
    """One entry. `state` is planned, logged, verified or disputed; `counts` is false where it is
    kept and not counted. `places` are the names of its site and unit."""

    on: date
    minutes: int
    kind: str
    state: str
    is_simulated: bool = False
    counts: bool = True
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """So many hours at a site or unit of this name."""

    name: str
    hours: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program asks of one learner, in hours for somebody full-time."""

    total: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    simulation_most: int | None = None
    places: Sequence[PlaceAsked] = ()
    is_pro_rata: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: verified, logged and not yet verified, planned, and what is asked.

    `forecast` is the day on which verified, logged and planned hours reach it, if they do.
    """

    key: str
    name: str
    verified: int
    logged: int
    planned: int
    asked: int
    forecast: date | None

    @property
    def missing(self) -> int:
        """What is neither verified, logged nor planned."""
        return max(0, self.asked - self.verified - self.logged - self.planned)

    @property
    def is_met(self) -> bool:
        """Whether verified hours alone reach it."""
        return self.verified >= self.asked


@dataclass(frozen=True, slots=True)
class Standing:
    """All requirements, what simulation was above its cap, and what was not counted."""

    lines: tuple[Line, ...]
    simulated_beyond: int
    not_counted: int


def standing(worked: Iterable[Worked], asked: Asked, *, share: int = 100) -> Standing:
    """How far the entries meet what is asked; `share` is the percentage of full time.

    Only verified hours meet anything. Simulated hours count up to the cap, verified ones first,
    then in the order of days. Requirements are pro rata only where the program says so; parts of a
    minute are rounded up. Example: 75 h at a share of 60 % asks for 45 h.
    """
    rows = sorted(worked, key=lambda row: (row.on, row.state != "verified"))
    counted, beyond = _capped([row for row in rows if row.counts], asked.simulation_most)
    part = share if asked.is_pro_rata else 100
    lines = []
    if asked.total is not None:
        lines.append(_line("total", "", counted, asked.total, part, lambda row: True))
    for kind, hours in asked.kinds.items():
        lines.append(_line(kind, "", counted, hours, part, _of_kind(kind)))
    for place in asked.places:
        lines.append(_line("place", place.name, counted, place.hours, part, _at(place.name)))
    left_out = sum(row.minutes for row in rows if not row.counts and row.state != "planned")
    return Standing(tuple(lines), beyond, left_out)


def _capped(rows: list[Worked], most: int | None) -> tuple[list[Worked], int]:
    """The rows with simulated minutes above the cap taken off, and how many these were."""
    if most is None:
        return rows, 0
    left, beyond, found = most * HOUR, 0, []
    order = {"verified": 0, "logged": 1, "disputed": 1, "planned": 2}
    for row in sorted(rows, key=lambda row: (order[row.state], row.on)):
        if row.is_simulated:
            kept = min(row.minutes, left)
            left -= kept
            beyond += row.minutes - kept if row.state != "planned" else 0
            found.append(Worked(row.on, kept, row.kind, row.state, True, row.counts, row.places))
        else:
            found.append(row)
    return sorted(found, key=lambda row: row.on), beyond


def _line(
    key: str,
    name: str,
    rows: list[Worked],
    hours: int,
    share: int,
    fits: Callable[[Worked], bool],
) -> Line:
    own = [row for row in rows if fits(row)]
    asked = -(-hours * HOUR * share // 100)
    sums = {"verified": 0, "logged": 0, "planned": 0}
    reached: date | None = None
    whole = 0
    for row in own:
        state = "logged" if row.state == "disputed" else row.state
        sums[state] += row.minutes
        whole += row.minutes
        if reached is None and whole >= asked:
            reached = row.on
    return Line(key, name, sums["verified"], sums["logged"], sums["planned"], asked, reached)


def _of_kind(kind: str) -> Callable[[Worked], bool]:
    return lambda row: row.kind == kind


def _at(name: str) -> Callable[[Worked], bool]:
    wanted = name.casefold()
    return lambda row: any(place.casefold() == wanted for place in row.places)

"""Where one competency of one learner stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from .levels import CompetenceError, Scale

LAPSES_SOON_DAYS = 60


class State(StrEnum):
    """Where it stands, from nothing to signed and back."""

    NOT_BEGUN = "not_begun"
    GROWING = "growing"
    READY = "ready"
    SIGNED = "signed"
    LAPSES_SOON = "lapses_soon"
    LAPSED = "lapsed"
    CONTESTED = "contested"


@dataclass(frozen=True)
class Asked:
    """What a competency asks before somebody signs it off at `level`.

    `observations` by `people` different people, seen at the wanted level; the last one at most
    `fresh_days` old; none of the last `last` below `floor` (empty: the wanted level). `first`: keys
    that must hold before.
    """

    level: str
    observations: int = 1
    people: int = 1
    fresh_days: int | None = None
    last: int = 0
    floor: str = ""
    first: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that nobody could meet or that ask for nothing."""
        if self.observations < 1 or self.people < 1:
            raise CompetenceError("A sign-off needs at least one observation by one person.")
        if self.people > self.observations:
            raise CompetenceError("More people than observations cannot be asked for.")
        if self.last < 0 or (self.fresh_days is not None and self.fresh_days < 1):
            raise CompetenceError("Days and counts that a sign-off asks for are above 0.")


@dataclass(frozen=True)
class Seen:
    """One observation: the level, who saw it, and when."""

    level: str
    by: int
    on: date


@dataclass(frozen=True)
class Signed:
    """A sign-off in force: level, day, and the last day it holds (None: for good)."""

    level: str
    on: date
    until: date | None = None
    is_contested: bool = False


@dataclass(frozen=True)
class Standing:
    """`level`: the newest seen or signed, empty for none. `more_observations` and `more_people`:
    what a sign-off still waits for; `waits_for`: keys that must come first; `is_stale`: the last
    observation is too old; `fell_back`: one of the last ones was below the floor."""

    state: State
    level: str
    observations: int
    people: int
    more_observations: int
    more_people: int
    waits_for: tuple[str, ...] = ()
    is_stale: bool = False
    fell_back: bool = False
    until: date | None = None

    @property
    def is_in_force(self) -> bool:
        """Whether a sign-off holds on that day."""
        return self.state in (State.SIGNED, State.LAPSES_SOON)


def stand(
    scale: Scale,
    asked: Asked,
    *,
    seen: Sequence[Seen],
    signed: Signed | None,
    holding: frozenset[str] = frozenset(),
    today: date,
) -> Standing:
    """Where it stands today. `holding`: the keys of what is signed off and in force.

    The figures never depend on the order of `seen`, and a later observation of the wanted level by
    somebody new never takes readiness away.
    """
    in_order = sorted(seen, key=lambda one: (one.on, scale.place(one.level), one.by))
    reaching = [one for one in in_order if scale.is_at_least(one.level, asked.level)]
    people = len({one.by for one in reaching})
    tail = in_order[-asked.last :] if asked.last else []
    floor = asked.floor or asked.level
    fell_back = any(not scale.is_at_least(one.level, floor) for one in tail)
    stale = _is_stale(in_order, asked, today)
    standing = Standing(
        state=State.GROWING if in_order else State.NOT_BEGUN,
        level=in_order[-1].level if in_order else "",
        observations=len(reaching),
        people=people,
        more_observations=max(0, asked.observations - len(reaching)),
        more_people=max(0, asked.people - people),
        waits_for=tuple(key for key in asked.first if key not in holding),
        is_stale=stale,
        fell_back=fell_back,
    )
    if signed is not None:
        return _signed_standing(scale, standing, signed, in_order, today)
    is_ready = not (
        standing.more_observations
        or standing.more_people
        or standing.waits_for
        or stale
        or fell_back
    )
    return replace(standing, state=State.READY) if is_ready and in_order else standing


def _is_stale(in_order: Sequence[Seen], asked: Asked, today: date) -> bool:
    if asked.fresh_days is None or not in_order:
        return False
    return in_order[-1].on < today - timedelta(days=asked.fresh_days)


def _signed_standing(
    scale: Scale, standing: Standing, signed: Signed, in_order: Sequence[Seen], today: date
) -> Standing:
    newer = [one for one in in_order if one.on > signed.on]
    level = newer[-1].level if newer else signed.level
    scale.place(signed.level)
    state = _signed_state(signed, today)
    return replace(standing, state=state, level=level, until=signed.until)


def _signed_state(signed: Signed, today: date) -> State:
    if signed.is_contested:
        return State.CONTESTED
    if signed.until is None:
        return State.SIGNED
    if signed.until < today:
        return State.LAPSED
    soon = signed.until - timedelta(days=LAPSES_SOON_DAYS)
    return State.LAPSES_SOON if today >= soon else State.SIGNED

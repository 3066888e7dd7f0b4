"""What the rooms add to the page of a pair: one shape for all of them.

Each area of `web` that belongs to a pair has a `part.py` with a function from a `PartContext` to
a `Part`; `web/relationships/composing.py` lists them and composes the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.forms import Form

from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.queries.page import RelationshipPage
from guildhall.relationships.states import UNDER_WAY

# How much a prompt presses: it must be answered; a day is set; it would be good; nothing is due.
ANSWER, DUE, GOOD, CALM = 0, 10, 20, 90

Context = Mapping[str, Any]


@dataclass(frozen=True)
class PartContext:
    """For whom and when the page is drawn. Words of the pair may be read only where `you` is."""

    found: RelationshipPage
    actor: Actor
    at: datetime
    # No part needs to add more lines than this, its newest.
    most_lines: int | None = None
    # Forms with errors, by the name of the tool that shows them again.
    refused: Mapping[str, Form] = field(default_factory=dict)

    @property
    def relationship(self) -> Relationship:
        """The pair."""
        return self.found.relationship

    @property
    def you(self) -> Party | None:
        """The reader's own place; None for whoever is not one of the pair."""
        return self.found.you.party if self.found.you else None

    @property
    def today(self) -> date:
        """The day where the reader is."""
        return self.found.today

    @property
    def is_open(self) -> bool:
        """Whether the pair goes on: then something may be written."""
        return self.you is not None and self.relationship.state in UNDER_WAY

    @property
    def is_guide(self) -> bool:
        """Whether the reader guides in this pair."""
        return self.you is not None and self.you.side == Side.GUIDE


@dataclass(frozen=True)
class Prompt:
    """A candidate for the one next step: the lowest urgency wins, then the earliest day.

    The template draws a whole `c-next-step`; it gets `found`, `heading` and `p`, its context.
    """

    urgency: int
    template: str
    by: date | None = None
    context: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """An entry of the timeline; the template draws a `c-timeline-entry` from `line` and `p`.

    `tab` is meetings, goals, notes or empty. `is_ahead`: it is still to come. `tells`: the first
    step of the plan whose doing this line tells of, so that it is not told twice; `step`: the step
    that this line is.
    """

    at: datetime
    template: str
    tab: str = ""
    is_ahead: bool = False
    context: Context = field(default_factory=dict)
    tells: str = ""
    step: str = ""


@dataclass(frozen=True)
class Piece:
    """A card beside the timeline, a tool above it or a link below; the lowest order comes first."""

    order: int
    template: str
    context: Context = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """What one room adds."""

    prompts: tuple[Prompt, ...] = ()
    lines: tuple[Line, ...] = ()
    tools: tuple[Piece, ...] = ()
    cards: tuple[Piece, ...] = ()
    links: tuple[Piece, ...] = ()


Provider = Callable[[PartContext], Part]

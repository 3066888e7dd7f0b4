"""The page of a pair, put together from what each room adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

from guildhall.web.agreements.part import agreements_part
from guildhall.web.challenges.part import challenges_part
from guildhall.web.circles.part import circles_part
from guildhall.web.conversations.part import conversations_part
from guildhall.web.endings.part import endings_part
from guildhall.web.goals.part import goals_part
from guildhall.web.hours.part import hours_part
from guildhall.web.meetings.part import meetings_part
from guildhall.web.reflections.part import reflections_part
from guildhall.web.relationships.own_part import own_part
from guildhall.web.relationships.parts import Line, Part, PartContext, Piece, Prompt, Provider
from guildhall.web.safety.part import safety_part

# Of two prompts that press alike, the one of the earlier part is shown.
PROVIDERS: tuple[Provider, ...] = (
    agreements_part,
    own_part,
    endings_part,
    circles_part,
    hours_part,
    meetings_part,
    goals_part,
    conversations_part,
    challenges_part,
    reflections_part,
    safety_part,
)
TABS = ("", "meetings", "goals", "notes")


@dataclass(frozen=True)
class Composed:
    """What the template draws. `prompt` is None for whoever is not one of the pair."""

    prompt: Prompt | None
    ahead: tuple[Line, ...]
    lines: tuple[Line, ...]
    tools: tuple[Piece, ...]
    cards: tuple[Piece, ...]
    links: tuple[Piece, ...]
    counts: Mapping[str, int]


def compose(context: PartContext, *, tab: str = "") -> Composed:
    """One page from all parts; `tab` narrows the timeline."""
    parts = [provider(context) for provider in PROVIDERS]
    every = [line for part in parts for line in part.lines]
    told = {line.tells for line in every if line.tells}
    lines = [line for line in every if line.step not in told]
    shown = [line for line in lines if not tab or line.tab == tab]
    behind = [line for line in shown if not line.is_ahead]
    ahead = [line for line in shown if line.is_ahead]
    return Composed(
        prompt=_first(parts),
        ahead=tuple(sorted(ahead, key=attrgetter("at"), reverse=True)),
        lines=tuple(sorted(behind, key=attrgetter("at"), reverse=True)),
        tools=_pieces(parts, "tools"),
        cards=_pieces(parts, "cards"),
        links=_pieces(parts, "links"),
        counts={name: sum(1 for line in lines if line.tab == name) for name in TABS if name},
    )


def _first(parts: list[Part]) -> Prompt | None:
    """The one next step: what presses most, then what is due first."""
    prompts = [prompt for part in parts for prompt in part.prompts]
    return min(prompts, key=_press, default=None)


def _press(prompt: Prompt) -> tuple[int, str]:
    # A day as text sorts as the day does; what has none comes last among its like.
    return prompt.urgency, prompt.by.isoformat() if prompt.by else "9999"


def _pieces(parts: list[Part], name: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = [piece for part in parts for piece in getattr(part, name)]
    return tuple(sorted(pieces, key=attrgetter("order")))

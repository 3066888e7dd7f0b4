"""The page of a pair, put together from what each room adds."""

from dataclasses import dataclass, replace
from operator import attrgetter

from guildhall.web.agreements.part import agreements_part
from guildhall.web.challenges.part import challenges_part
from guildhall.web.circles.part import circles_part
from guildhall.web.concerns.part import concerns_part
from guildhall.web.conversations.part import conversations_part
from guildhall.web.courses.part import courses_part
from guildhall.web.endings.part import endings_part
from guildhall.web.goals.part import goals_part
from guildhall.web.hours.part import hours_part
from guildhall.web.hours_worked.part import hours_worked_part
from guildhall.web.instruction.part import instruction_part
from guildhall.web.meetings.part import meetings_part
from guildhall.web.passports.part import passports_part
from guildhall.web.preceptors.part import backup_part
from guildhall.web.reflections.part import reflections_part
from guildhall.web.relationships.own_part import own_part
from guildhall.web.relationships.parts import Line, Part, PartContext, Piece, Prompt, Provider
from guildhall.web.safety.part import safety_part

# Of two prompts that press alike, the one of the earlier part is shown.
PROVIDERS: tuple[Provider, ...] = (
    agreements_part,
    courses_part,
    own_part,
    endings_part,
    circles_part,
    hours_part,
    hours_worked_part,
    meetings_part,
    passports_part,
    backup_part,
    instruction_part,
    goals_part,
    concerns_part,
    conversations_part,
    challenges_part,
    reflections_part,
    safety_part,
)
TABS = ("", "meetings", "goals", "notes")
# How many lines are shown first, and with each press on “Earlier”; one or two more are shown
# rather than kept back.
FIRST_LINES, MORE_LINES, FEW_MORE = 7, 20, 2
MOST_PRESSES = 100
# Cards from this order on stand below the work.
BEYOND = 70


@dataclass(frozen=True)
class Composed:
    """What the template draws. `prompt` is None for whoever is not one of the pair."""

    prompt: Prompt | None
    ahead: tuple[Line, ...]
    lines: tuple[Line, ...]
    tools: tuple[Piece, ...]
    cards: tuple[Piece, ...]
    links: tuple[Piece, ...]
    # How many presses on “Earlier” show more; None where everything is shown.
    next_press: int | None = None

    @property
    def background(self) -> tuple[Piece, ...]:
        """Cards beside the timeline."""
        return tuple(card for card in self.cards if card.order < BEYOND)

    @property
    def beyond(self) -> tuple[Piece, ...]:
        """Cards below it, side by side: what is good to have and never due."""
        return tuple(card for card in self.cards if card.order >= BEYOND)


def compose(context: PartContext, *, tab: str = "", presses: int = 0) -> Composed:
    """One page from all parts; `tab` narrows the timeline, and `presses` on “Earlier” lengthen it.
    No more lines are loaded than may be shown."""
    presses = min(presses, MOST_PRESSES)
    length = FIRST_LINES + presses * MORE_LINES
    context = replace(context, most_lines=length + FEW_MORE + 1)
    parts = [provider(context) for provider in PROVIDERS]
    every = [line for part in parts for line in part.lines]
    told = {line.tells for line in every if line.tells}
    lines = [line for line in every if line.step not in told]
    shown = [line for line in lines if not tab or line.tab == tab]
    behind = [line for line in shown if not line.is_ahead]
    behind.sort(key=attrgetter("at"), reverse=True)
    ahead = [line for line in shown if line.is_ahead]
    has_more = len(behind) > length + FEW_MORE
    return Composed(
        prompt=_first(parts),
        ahead=tuple(sorted(ahead, key=attrgetter("at"), reverse=True)),
        lines=tuple(behind[:length] if has_more else behind),
        tools=_pieces(parts, "tools"),
        cards=_pieces(parts, "cards"),
        links=_pieces(parts, "links"),
        next_press=presses + 1 if has_more and presses < MOST_PRESSES else None,
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

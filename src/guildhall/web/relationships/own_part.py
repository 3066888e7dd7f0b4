"""What the pair itself adds to its page: the offer, first steps, how it began and ended."""

from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.parts import (
    ANSWER,
    CALM,
    DUE,
    Line,
    Part,
    PartContext,
    Piece,
    Prompt,
)

URGENCY = {"answer": ANSWER, "wait": ANSWER, "paused": ANSWER, "closed": ANSWER, "step": DUE}


def own_part(context: PartContext) -> Part:
    """Always first: an offer, a pause or an end leaves no room for anything else."""
    found = context.found
    step = found.next_step
    prompts: tuple[Prompt, ...] = ()
    if step.kind != "none":
        urgency = URGENCY.get(step.kind, CALM)
        prompts = (Prompt(urgency, "relationships/_next_step.html", by=step.by),)
    lines = tuple(
        Line(
            entry.at, f"relationships/_{entry.kind}.html", context={"entry": entry}, step=entry.key
        )
        for entry in found.entries
    )
    return Part(prompts=prompts, lines=lines, cards=_cards(context), links=_links(context))


def _cards(context: PartContext) -> tuple[Piece, ...]:
    found = context.found
    state = found.relationship.state
    cards = [Piece(0, "relationships/_space.html")]
    if found.you and state == RelationshipState.CLOSED:
        return tuple(cards)
    if found.you and state == RelationshipState.OFFERED:
        cards.append(Piece(30, "relationships/_terms.html"))
    elif found.you and found.steps_done < len(found.steps):
        cards.append(Piece(40, "relationships/_steps.html"))
    elif not found.you:
        cards.append(Piece(40, "relationships/_steps_counted.html"))
    return tuple(cards)


def _links(context: PartContext) -> tuple[Piece, ...]:
    state = context.relationship.state
    if not context.found.can_steer:
        return ()
    if state in (RelationshipState.CLOSED, RelationshipState.OFFERED):
        return ()
    return (Piece(90, "relationships/_end_link.html"),)

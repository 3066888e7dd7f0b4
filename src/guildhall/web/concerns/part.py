"""What concerns and decisions add to the page of a pair that assesses."""

from guildhall.concerns.access import DECIDE_PAIR, RAISE_CONCERN
from guildhall.concerns.models import Concern
from guildhall.concerns.queries.decisions import decisions_of
from guildhall.concerns.queries.lists import concerns_of
from guildhall.concerns.states import OPEN, ConcernState
from guildhall.permissions.access import may
from guildhall.relationships.states import BEGUN, RelationshipState
from guildhall.web.concerns.words import clock_words, pill
from guildhall.web.relationships.parts import (
    ANSWER,
    DUE,
    Line,
    Part,
    PartContext,
    Piece,
    Prompt,
)


def concerns_part(context: PartContext) -> Part:
    """A card with what the reader may read, a prompt where something is due, and the way to raise
    one and to the final decision. Nothing for whoever only sees that they met."""
    row = context.relationship
    if not context.found.is_evaluative or row.state == RelationshipState.OFFERED:
        return Part()
    can_raise = row.state in BEGUN and may(RAISE_CONCERN, context.actor, row)
    if context.you is None and not may(DECIDE_PAIR, context.actor, row):
        return Part()
    found = concerns_of(row, actor=context.actor)
    decisions = decisions_of(row, actor=context.actor)
    return Part(
        prompts=_prompts(context, found),
        lines=tuple(
            Line(one.decided_at, "concerns/_decided.html", context={"decision": one})
            for one in decisions
        ),
        cards=_cards(context, found),
        links=(Piece(30, "concerns/_links.html", {"can_raise": can_raise}),),
    )


def _cards(context: PartContext, found: list[Concern]) -> tuple[Piece, ...]:
    if not found:
        return ()
    rows = [
        {"concern": one, "clock": clock_words(one, at=context.at), "pill": pill(one, at=context.at)}
        for one in found
    ]
    return (Piece(20, "concerns/_card.html", {"rows": rows}),)


def _prompts(context: PartContext, found: list[Concern]) -> tuple[Prompt, ...]:
    if not context.is_open:
        return ()
    open_ones = [one for one in found if one.state in OPEN]
    prompts = []
    for one in open_ones:
        words = {"concern": one, "clock": clock_words(one, at=context.at)}
        if context.is_guide and one.due_at is not None and _is_due(one, context):
            prompts.append(Prompt(DUE, "concerns/_to_do.html", one.due_at.date(), words))
        elif not context.is_guide and one.read_at is None:
            prompts.append(Prompt(ANSWER, "concerns/_to_read.html", None, words))
    return tuple(prompts)


def _is_due(one: Concern, context: PartContext) -> bool:
    """What is to be shared or planned presses from the first day, a review on its own."""
    is_new = one.state in (ConcernState.RAISED, ConcernState.SHARED)
    return is_new or (one.due_at is not None and one.due_at <= context.at)

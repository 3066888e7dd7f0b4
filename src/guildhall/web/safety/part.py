"""What safety adds to the page of a pair."""

from guildhall.safety.models import ContactAsk
from guildhall.safety.queries.support import asks_of
from guildhall.web.relationships.parts import Line, Part, PartContext, Piece


def safety_part(context: PartContext) -> Part:
    """Two quiet links for the pair; for its coordinators, that somebody asked for them.

    A worry adds nothing here: neither line nor mark may tell that there is one.
    """
    asks = asks_of(context.relationship, actor=context.actor)
    if context.you is None:
        waiting = [ask for ask in asks if ask.taken_up_at is None]
        card = Piece(10, "safety/_asked_card.html", {"asks": waiting})
        taken_up = [ask for ask in asks if ask.taken_up_at is not None]
        return Part(lines=_lines(taken_up), cards=(card,) if waiting else ())
    links = (Piece(10, "safety/_ask_link.html"), Piece(20, "safety/_worry_link.html"))
    return Part(lines=_lines(asks), links=links)


def _lines(asks: list[ContactAsk]) -> tuple[Line, ...]:
    return tuple(Line(ask.asked_at, "safety/_asked.html", context={"ask": ask}) for ask in asks)

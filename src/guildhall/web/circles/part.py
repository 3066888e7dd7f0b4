"""What a circle adds to its page: its seats, who asks for one, and the way out."""

from guildhall.mentoring.circle_states import SeatState
from guildhall.mentoring.models import Circle, SeatRequest
from guildhall.mentoring.queries.seats import circle_rows, seats_asked
from guildhall.programs.states import Side
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.parts import DUE, Part, PartContext, Piece, Prompt


def circles_part(context: PartContext) -> Part:
    """Nothing for a pair; in a circle whoever leads it sees who asks for a seat."""
    row = context.relationship
    if not row.is_circle or context.you is None or row.state != RelationshipState.ACTIVE:
        return Part()
    circle = Circle.objects.select_related("facilitator").filter(relationship=row).first()
    links = (Piece(89, "circles/_leave_link.html"),)
    if circle is None:
        cards = (Piece(10, "circles/_no_seats.html"),) if context.you.side == Side.GUIDE else ()
        return Part(cards=cards, links=links)
    circle.relationship = row
    leads = circle.facilitator_id == context.you.person_id
    asked = list(seats_asked(circle)) if leads else []
    shown = {"row": circle_rows([circle], actor=context.actor)[0], "leads": leads}
    return Part(
        prompts=_prompts(asked, circle),
        cards=(Piece(10, "circles/_seats.html", shown),),
        links=links,
    )


def _prompts(asked: list[SeatRequest], circle: Circle) -> tuple[Prompt, ...]:
    waiting = [request for request in asked if request.state == SeatState.ASKED]
    if not waiting:
        return ()
    first = waiting[0]
    shown = {"request": first, "circle": circle}
    return (Prompt(DUE, "circles/_asked.html", first.asked_at.date(), shown),)

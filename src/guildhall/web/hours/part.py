"""What office hours add to the page of a pair that was booked in them."""

from datetime import timedelta

from guildhall.mentoring.actions.booking import starts_of
from guildhall.mentoring.models import SlotBooking
from guildhall.relationships.states import Takes
from guildhall.web.relationships.parts import ANSWER, Part, PartContext, Piece, Prompt

ANSWER_WITHIN = timedelta(days=7)


def hours_part(context: PartContext) -> Part:
    """For the two alone: what it is about, and afterward the one question."""
    row = context.relationship
    if row.takes != Takes.NOTHING or context.you is None:
        return Part()
    booking = (
        SlotBooking.objects.filter(relationship=row)
        .select_related("slot__hours", "meeting")
        .prefetch_related("answers")
        .first()
    )
    if booking is None:
        return Part()
    me = context.you.person_id
    own = any(answer.person_id == me for answer in booking.answers.all())
    prompts: tuple[Prompt, ...] = ()
    if context.is_open and starts_of(booking) <= context.at and not own:
        by = (starts_of(booking) + ANSWER_WITHIN).date()
        prompts = (Prompt(ANSWER, "hours/_was_it.html", by, {"booking": booking}),)
    return Part(prompts=prompts, cards=(Piece(10, "hours/_about.html", {"booking": booking}),))

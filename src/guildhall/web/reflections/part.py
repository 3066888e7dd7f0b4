"""What looks beyond skills adds to the page of a pair: how we are, what is shown, a question."""

from guildhall.mentoring.queries.reflections import check_ins_of, shown_reflections
from guildhall.mentoring.vocabulary import prompt_of_week
from guildhall.relationships.states import RelationshipState
from guildhall.web.reflections.forms import MOODS
from guildhall.web.relationships.parts import Part, PartContext, Piece

MOST = 3


def reflections_part(context: PartContext) -> Part:
    """For the pair alone, and never where one assesses the other."""
    row = context.relationship
    if context.you is None or row.state == RelationshipState.OFFERED:
        return Part()
    if context.found.is_evaluative:
        return Part()
    words = dict(MOODS)
    checks = check_ins_of(row, actor=context.actor, most=MOST)
    shown = shown_reflections(row, actor=context.actor)
    if not context.is_open and not checks and not shown:
        return Part()
    drawn = {
        "checks": [(one, words[int(one.mood)]) for one in checks],
        "shown": shown[:MOST],
        "prompt": prompt_of_week(row.pk, on=context.today) if context.is_open else None,
        "can_write": context.is_open,
        "is_guide": context.is_guide,
    }
    return Part(cards=(Piece(80, "reflections/_card.html", drawn),))

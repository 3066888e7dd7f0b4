"""What a course adds to the page of a pair: a card, and its next move."""

from guildhall.preceptorship.queries.course_facts import facts_of, next_move
from guildhall.preceptorship.queries.courses import course_on
from guildhall.preceptorship.queries.schedule import day_of
from guildhall.programs.plan import course_of
from guildhall.relationships.states import BEGUN
from guildhall.web.courses.shown import move_url, move_words
from guildhall.web.relationships.parts import DUE, GOOD, Part, PartContext, Piece, Prompt


def courses_part(context: PartContext) -> Part:
    """For the pair and whoever reads it, where the program follows a standard."""
    row = context.relationship
    if row.program is None or not course_of(row.program.plan) or row.opened_at is None:
        return Part()
    course = course_on(row)
    if course is None:
        return Part(cards=_beginning(context))
    facts = facts_of([course])[course.pk]
    today = day_of(course, context.at)
    shown = {"course": course, "facts": facts, "today": today}
    card = Piece(15, "courses/_card.html", shown)
    prompts: tuple[Prompt, ...] = ()
    if context.is_open and context.you is not None:
        you = context.you
        move = next_move(facts, side=you.side, person_id=you.person_id, today=today)
        if move is not None:
            title, reason, action, icon = move_words(course, move)
            words = {"title": title, "reason": reason, "action": action, "icon": icon}
            shown = {**words, "by": move.by, "url": move_url(course, move)}
            presses = DUE if (move.by - today).days <= 14 else GOOD
            prompts = (Prompt(presses, "courses/_prompt.html", move.by, shown),)
    return Part(prompts=prompts, cards=(card,))


def _beginning(context: PartContext) -> tuple[Piece, ...]:
    """A pair that began before its program followed a standard; a former pair has none."""
    found = context.found
    may_open = (found.you is not None or found.can_steer) and context.relationship.state in BEGUN
    return (Piece(15, "courses/_card_none.html"),) if may_open else ()

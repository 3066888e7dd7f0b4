"""What hours and shifts add to the page of a pair: a card, and what waits."""

from guildhall.hours.queries.lists import waiting_by_pair
from guildhall.hours.queries.pair import asks_hours, entries_of, shared_lately, standing_of
from guildhall.programs.states import Kind, Side
from guildhall.web.relationships.parts import DUE, Part, PartContext, Piece, Prompt


def hours_worked_part(context: PartContext) -> Part:
    """For the pair and whoever reads its hours, in a preceptorship that asks for some."""
    row = context.relationship
    if row.program is None or row.program.kind != Kind.PRECEPTORSHIP or row.opened_at is None:
        return Part()
    parties = [member.party for member in context.found.members]
    learner = next((party for party in parties if party.side == Side.LEARNER), None)
    if learner is None or not asks_hours(row):
        return Part()
    entries = entries_of(row, actor=context.actor)
    shown = {
        "standing": standing_of(row, entries, learner.person_id),
        "shared": shared_lately(parties, at=context.at),
        "learner": learner.person,
    }
    card = Piece(22, "hours_worked/_card.html", shown)
    return Part(prompts=_prompts(context), cards=(card,))


def _prompts(context: PartContext) -> tuple[Prompt, ...]:
    if not context.is_guide or not context.is_open:
        return ()
    pk = context.relationship.pk
    waiting = waiting_by_pair(context.actor, [pk]).get(pk)
    if waiting is None:
        return ()
    n, minutes = waiting
    shown = {"n": n, "minutes": minutes}
    return (Prompt(DUE, "hours_worked/_prompt_verify.html", context.today, shown),)

"""What learning on shift adds to the page of a pair: a card, the shift note that is due, cover."""

from guildhall.instruction.access import ASK_COVER, LEARN_TOGETHER, READ_WEEK
from guildhall.instruction.models import Week
from guildhall.instruction.queries.covers import live_covers
from guildhall.instruction.queries.exchanges import due_exchanges
from guildhall.instruction.queries.ladder import rungs_of
from guildhall.instruction.queries.pair import local_day
from guildhall.instruction.queries.weeks import last_focus
from guildhall.instruction.states import CoverState
from guildhall.people.queries.shifts import week_of
from guildhall.permissions.access import may, visible_to
from guildhall.programs.states import Kind, Side
from guildhall.relationships.states import UNDER_WAY
from guildhall.web.relationships.parts import DUE, Part, PartContext, Piece, Prompt


def instruction_part(context: PartContext) -> Part:
    """For the pair of a preceptorship; for its educator the weeks that were shared."""
    row = context.relationship
    if row.program is None or row.program.kind != Kind.PRECEPTORSHIP or row.is_circle:
        return Part()
    if row.opened_at is None or not _has_one_learner(context):
        return Part()
    links = _links(context)
    if context.you is None or not may(LEARN_TOGETHER, context.actor, row):
        return Part(cards=_shared(context), links=links)
    covers = live_covers(row, at=context.at)
    rungs = rungs_of(row, actor=context.actor)
    monday = week_of(local_day(row, context.at))
    shown = {
        "begun": sum(1 for one in rungs if one.tries),
        "total": len(rungs),
        "focus": last_focus(row, monday),
        "covered": next((one for one in covers if one.state == CoverState.ACCEPTED), None),
        "monday": monday,
    }
    card = Piece(24, "instruction/_card.html", shown)
    return Part(prompts=_prompts(context), cards=(card,), links=links)


def _has_one_learner(context: PartContext) -> bool:
    sides = [member.side for member in context.found.members]
    return sides.count(Side.LEARNER) == 1


def _prompts(context: PartContext) -> tuple[Prompt, ...]:
    if not context.is_open:
        return ()
    return tuple(
        Prompt(DUE, "instruction/_prompt_note.html", one.on, {"due": one})
        for one in due_exchanges(context.actor, at=context.at)
        if one.relationship.pk == context.relationship.pk
    )


def _links(context: PartContext) -> tuple[Piece, ...]:
    row = context.relationship
    can_ask = row.state in UNDER_WAY and row.contact_rests_since is None
    if not can_ask or not may(ASK_COVER, context.actor, row):
        return ()
    return (Piece(25, "instruction/_links.html"),)


def _shared(context: PartContext) -> tuple[Piece, ...]:
    """For the educator; nothing says so to anybody else."""
    weeks = Week.objects.filter(relationship=context.relationship, shared_at__isnull=False)
    found = list(visible_to(READ_WEEK, context.actor, weeks)[:6])
    return (Piece(24, "instruction/_card_educator.html", {"weeks": found}),) if found else ()

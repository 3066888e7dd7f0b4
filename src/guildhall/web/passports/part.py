"""What a passport adds to the page of a pair: a card, and what to do next with it."""

from guildhall.assessment.access import READ_PASSPORT
from guildhall.assessment.models import Passport
from guildhall.assessment.queries.lists import passport_rows
from guildhall.assessment.queries.ratings import own_rater, rounds_of
from guildhall.permissions.access import visible_to
from guildhall.relationships.states import BEGUN
from guildhall.web.relationships.parts import DUE, GOOD, Part, PartContext, Piece, Prompt


def passports_part(context: PartContext) -> Part:
    """For the pair and those who read the program, where its learners are assessed."""
    row = context.relationship
    if row.program is None or row.program.framework_id is None or row.opened_at is None:
        return Part()
    own = Passport.objects.filter(relationships=row).select_related("learner")
    passports = list(visible_to(READ_PASSPORT, context.actor, own))
    if not passports:
        return Part(cards=_beginning(context))
    rows = passport_rows(passports, today=context.today)
    card = Piece(20, "passports/_card.html", {"rows": rows})
    return Part(prompts=_prompts(context, passports), cards=(card,))


def _beginning(context: PartContext) -> tuple[Piece, ...]:
    """A pair that began before its program had a framework."""
    found = context.found
    may_open = (found.you is not None or found.can_steer) and context.relationship.state in BEGUN
    has_one = Passport.objects.filter(relationships=context.relationship).exists()
    return (Piece(20, "passports/_card_none.html"),) if may_open and not has_one else ()


def _prompts(context: PartContext, passports: list[Passport]) -> tuple[Prompt, ...]:
    if not context.is_open:
        return ()
    found: list[Prompt] = []
    for passport in passports:
        rater = own_rater(passport, context.actor)
        rounds = rounds_of(passport)
        if rater and rounds and rounds[0].waits_for(rater):
            newest = rounds[0].round
            shown = {"round": newest, "passport": passport}
            found.append(Prompt(DUE, "passports/_prompt_rate.html", newest.due_on, shown))
    if context.is_guide:
        shown = {"passport": passports[0]}
        found.append(Prompt(GOOD, "passports/_prompt_observe.html", context.today, shown))
    return tuple(found)

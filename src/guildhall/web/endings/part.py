"""What ending well and going on add to the page of a pair."""

from datetime import date, timedelta

from guildhall.mentoring.queries.endings import (
    NEAR,
    EndingShown,
    ending_of,
    fit_check_of,
    is_looked_back_on,
    next_of,
)
from guildhall.mentoring.queries.homes import has_left_home
from guildhall.mentoring.queries.overdue import answers_until, closes_by_itself
from guildhall.mentoring.queries.renewals import (
    moves_made,
    open_home_move,
    renewal_of,
    years_renewed,
)
from guildhall.relationships.models import Party
from guildhall.relationships.queries.closing import reopens_until
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.parts import (
    ANSWER,
    GOOD,
    Line,
    Part,
    PartContext,
    Piece,
    Prompt,
)

# What comes once presses more than a step that was left lying.
ONCE = 5
ASKED_FOR = timedelta(days=30)


def endings_part(context: PartContext) -> Part:
    """For the pair alone, not for circles: an end that comes near, the yearly question, what comes
    after."""
    row, you = context.relationship, context.you
    if you is None or row.is_circle or row.state == RelationshipState.OFFERED:
        return Part()
    shown = ending_of(row, actor=context.actor, parties=len(context.found.members))
    lines = (*_thanks(shown), *_years(context))
    if row.state == RelationshipState.CLOSED:
        return Part(prompts=_after(context), lines=lines, links=_after_links())
    return Part(prompts=_prompts(context, you, shown), lines=lines, links=_links(context))


def _thanks(shown: EndingShown) -> list[Line]:
    if not shown.is_handed_over:
        return []
    return [Line(one.at, "endings/_thanks.html", context={"thanks": one}) for one in shown.thanks]


def _years(context: PartContext) -> list[Line]:
    """What the years brought: a yes to another one, a move to another organization."""
    row = context.relationship
    lines = [
        Line(one.settled_at, "endings/_renewed.html")
        for one in years_renewed(row)
        if one.settled_at is not None
    ]
    for move in moves_made(row):
        if move.answered_at is not None:
            lines.append(Line(move.answered_at, "endings/_moved.html", context={"move": move}))
    return lines


def _after(context: PartContext) -> tuple[Prompt, ...]:
    """Sooner than the plain word that it has ended, until something was chosen."""
    row = context.relationship
    chosen = next_of(row, actor=context.actor)
    if row.closed_at is None or context.at - row.closed_at > 3 * ASKED_FOR:
        return ()
    if chosen is not None and chosen.rematch_by is None:
        return ()
    by = row.closed_at.date()
    words = {"chosen": chosen, "reopens_until": _reopens_until(context)}
    return (Prompt(ANSWER, "endings/_after.html", by, words),)


def _reopens_until(context: PartContext) -> date | None:
    """The last day to open it again, while that is ahead."""
    until = reopens_until(context.relationship)
    rests = context.relationship.contact_rests_since is not None
    return until if until and until >= context.today and not rests else None


def _prompts(context: PartContext, you: Party, shown: EndingShown) -> tuple[Prompt, ...]:
    found: list[Prompt] = []
    row = context.relationship
    move = open_home_move(row)
    if move is not None and move.proposed_by_id != you.person_id:
        found.append(
            Prompt(ANSWER, "endings/_home_wanted.html", move.proposed_at.date(), {"move": move})
        )
    yearly = renewal_of(row, you=you)
    if yearly is not None and yearly.is_asleep and row.contact_rests_since is None:
        asked = yearly.renewal.asked_at.date()
        found.append(Prompt(ANSWER, "endings/_asleep.html", asked, {"shown": yearly}))
    if not context.is_open:
        if row.state == RelationshipState.PAUSED and row.contact_rests_since is None:
            found += _overdue(context, shown)
        return tuple(found)
    if yearly is not None and yearly.is_open and not yearly.you_said_yes:
        by = yearly.renewal.due_on
        found.append(Prompt(ONCE, "endings/_renewal.html", by, {"shown": yearly}))
    found += _ending_prompts(context, shown)
    check = fit_check_of(row, you=you)
    if check and not check.answered_at and context.at - check.asked_at < ASKED_FOR:
        found.append(Prompt(GOOD, "endings/_fit.html", check.asked_at.date()))
    return tuple(found)


def _ending_prompts(context: PartContext, shown: EndingShown) -> list[Prompt]:
    row = context.relationship
    is_open = shown.ending is not None and shown.ending.settled_at is None
    if is_open and shown.others_choices and shown.own_choice is None:
        first = shown.others_choices[0]
        at = first.chosen_at.date()
        return [Prompt(ANSWER, "endings/_suggested.html", at, {"choice": first})]
    if row.ends_on is None or row.ends_on - context.today > NEAR:
        return []
    if row.ends_on >= context.today and not is_looked_back_on(row):
        return []
    if is_open and shown.own_choice is not None:
        return []
    if row.ends_on < context.today:
        return _overdue(context, shown)
    return [Prompt(ONCE, "endings/_near.html", row.ends_on, {"shown": shown})]


def _overdue(context: PartContext, shown: EndingShown) -> list[Prompt]:
    """Past the planned end, also of a paused pair, until the reader has said how to go on."""
    row = context.relationship
    if row.ends_on is None or row.ends_on >= context.today or not closes_by_itself(row):
        return []
    until = answers_until(shown.ending) if shown.ending else None
    if shown.own_choice is not None and until is not None:
        return []
    return [Prompt(ANSWER, "endings/_passed.html", row.ends_on, {"until": until})]


def _links(context: PartContext) -> tuple[Piece, ...]:
    links = []
    if context.relationship.state != RelationshipState.PAUSED and not context.found.is_evaluative:
        links.append(Piece(80, "endings/_end_well_link.html"))
    if has_left_home(context.relationship):
        links.append(Piece(70, "endings/_home_link.html"))
    return tuple(links)


def _after_links() -> tuple[Piece, ...]:
    return (Piece(80, "endings/_after_links.html"),)

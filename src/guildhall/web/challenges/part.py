"""What challenges and stories add to the page of a pair."""

from guildhall.mentoring.queries.challenges import challenges_of
from guildhall.mentoring.queries.stories import stories_of_pair, waiting_consents
from guildhall.mentoring.wisdom_states import ChallengeState
from guildhall.relationships.states import RelationshipState
from guildhall.web.relationships.parts import GOOD, Part, PartContext, Piece, Prompt

MOST = 4


def challenges_part(context: PartContext) -> Part:
    """Open challenges and stories that were told here. For the pair alone."""
    row = context.relationship
    if context.you is None or row.state == RelationshipState.OFFERED:
        return Part()
    found = challenges_of(row, actor=context.actor, on=context.at.date())
    stories = stories_of_pair(row, actor=context.actor)
    if not context.is_open and not found and not stories:
        return Part()
    shown = {
        "challenges": [one for one in found if one.challenge.state == ChallengeState.OPEN][:MOST],
        "in_all": len(found),
        "stories": stories[:MOST],
        "can_write": context.is_open,
    }
    return Part(
        prompts=tuple(
            Prompt(
                GOOD,
                "challenges/_consent.html",
                by=one.asked_at.date(),
                context={"story": one.story},
            )
            for one in waiting_consents(row, actor=context.actor)
        ),
        cards=(Piece(70, "challenges/_card.html", shown),),
    )

"""What ending well and going on record: that it happened, never a word or a reason."""

from guildhall.audit.kinds import declare

ENDING_OPENED = declare("ending_opened", "A pair was asked how to end or go on.")
ENDING_ASKED = declare(
    "ending_asked", "A pair was asked once more, since its planned end had passed."
)
REVIEW_WRITTEN = declare("closing_review_written", "Somebody looked back on a pair.")
ENDING_CHOSEN = declare("ending_chosen", "Somebody said how a pair should go on.")
SOMEBODY_LEFT = declare("departure_made", "A pair was left early.")
NEXT_CHOSEN = declare("next_chosen", "Somebody said what they wish for after an end.")
CALL_ANSWERED = declare("call_wish_answered", "Somebody who asked for it was called.")
FIT_ASKED = declare("fit_check_asked", "A pair was asked, each alone, whether it is right.")
FIT_ANSWERED = declare("fit_check_answered", "Somebody answered whether a pair is right for them.")
TALK_SUGGESTED = declare("guide_talk_suggested", "A supportive talk with a guide was suggested.")
TALK_HELD = declare("guide_talk_held", "A supportive talk with a guide was held.")
RENEWAL_ASKED = declare("renewal_asked", "A pair was asked whether to go on for another year.")
RENEWAL_ANSWERED = declare("renewal_answered", "Somebody said yes to another year.")
RENEWAL_SETTLED = declare("renewal_settled", "A yearly question was settled.")
HOME_PROPOSED = declare("home_move_proposed", "Somebody proposed where a pair should belong.")
HOME_ANSWERED = declare("home_move_answered", "Where a pair should belong was answered.")
NAMING_CHANGED = declare(
    "naming_changed", "Somebody agreed, or no longer agrees, to be named in ripples."
)

"""What stories, challenges, consults and reflections record: that it happened, never the words.

Nothing that would tell whose it is: an anonymous challenge and a consult are the house's own.
"""

from guildhall.audit.kinds import declare

STORY_WRITTEN = declare("story_written", "A story was written or changed by its author.")
STORY_TOLD = declare("story_told", "A story was told to a pair, a program or an organization.")
STORY_TAKEN_BACK = declare("story_taken_back", "A story was taken back by its author.")
STORY_THROWN_AWAY = declare("story_thrown_away", "A story was thrown away by its author.")
CONSENT_ASKED = declare("story_consent_asked", "A yes was asked for telling a lesson further.")
CONSENT_GIVEN = declare("story_consent_given", "Somebody agreed that a lesson is told further.")
CONSENT_REFUSED = declare(
    "story_consent_refused", "Somebody did not agree, or no longer, that a lesson is told further."
)
CHALLENGE_PUT = declare("challenge_put", "A challenge was put to a pair or circle.")
CHALLENGE_CHANGED = declare("challenge_changed", "A challenge was changed, settled or opened.")
CHALLENGE_TAKEN_BACK = declare("challenge_taken_back", "A challenge was taken back.")
ENTRY_ADDED = declare("challenge_entry_added", "Something was added to a challenge.")
ENTRY_TAKEN_BACK = declare(
    "challenge_entry_taken_back", "Something was taken back from a challenge."
)
CHALLENGE_PASSED_ON = declare(
    "challenge_passed_on", "A challenge was passed on to the safety officers."
)
SENIOR_NAMED = declare("senior_guide_named", "Somebody was named a senior guide.")
SENIOR_ENDED = declare("senior_guide_ended", "Somebody is no longer a senior guide.")
CONSULT_ASKED = declare("consult_asked", "A guide asked a senior guide for advice.")
CONSULT_WRITTEN = declare("consult_written", "Something was written in a consult.")
CONSULT_CLOSED = declare("consult_closed", "A consult was ended, and its words are gone.")
REFLECTION_MADE = declare("reflection_made", "Somebody looked at the areas of their life.")
REFLECTION_SHOWN = declare("reflection_shown", "A reflection was shown to a pair.")
REFLECTION_HIDDEN = declare("reflection_hidden", "A reflection is no longer shown to a pair.")
REFLECTION_THROWN_AWAY = declare("reflection_thrown_away", "A reflection was thrown away.")
CHECK_IN_MADE = declare("check_in_made", "Somebody told their pair how they are.")
CHECK_IN_TAKEN_BACK = declare("check_in_taken_back", "A check-in was taken back.")
INTRODUCTION_OFFERED = declare("introduction_offered", "An introduction was offered.")
INTRODUCTION_ANSWERED = declare("introduction_answered", "An introduction was answered.")

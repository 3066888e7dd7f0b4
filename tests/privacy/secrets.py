"""Every confidential text of the house, with who may read it: the cells of DESIGN §5.

A room that keeps a new kind of words adds a `Secret` to the file of its kind. The test of coverage
fails for every sealed column in which no secret stands, unless it is listed in NO_SECRET.
"""

from tests.privacy.assessment_secrets import ASSESSMENT_SECRETS
from tests.privacy.circle_secrets import CIRCLE_SECRETS
from tests.privacy.concern_secrets import CONCERN_SECRETS
from tests.privacy.course_secrets import COURSE_SECRETS
from tests.privacy.instruction_secrets import INSTRUCTION_SECRETS
from tests.privacy.pair_secrets import PAIR_SECRETS
from tests.privacy.road_secrets import ROAD_SECRETS
from tests.privacy.staff_secrets import STAFF_SECRETS

SECRETS = (
    *PAIR_SECRETS,
    *ROAD_SECRETS,
    *CIRCLE_SECRETS,
    *CONCERN_SECRETS,
    *INSTRUCTION_SECRETS,
    *ASSESSMENT_SECRETS,
    *COURSE_SECRETS,
    *STAFF_SECRETS,
)

# Sealed columns that the walk does not reach, and why.
NO_SECRET = {
    "agreements_expectationsheet.sealed": "keys of a fixed list, no words: tests/agreements holds"
    " that nobody reads them before both have answered",
    "mentoring_fitcheck.answer": "one of three fixed answers",
    "mentoring_reflection.marks": "numbers; the line beside them is walked",
    "mentoring_checkin.mood": "a number; the line beside it is walked",
    "mentoring_story.keys": "keys of a fixed list; the words beside them are walked",
    "matching_solvedproblem.sealed": "compressed facts, shown only as reasons: tests/matching",
    "meetings_meeting.link": "the address of a video room, made by the house: tests/meetings",
    "meetings_calendarsource.address": "an address outside, shown to nobody: tests/meetings",
    "meetings_calendarsource.busy": "moments without words: tests/meetings",
    "people_roster.address": "an address outside, shown to its owner alone: tests/people",
    "hours_timeentry.note": "a line on worked hours, for whoever verifies them: tests/hours",
    "hours_entrymove.words": "why hours are disputed or called off, for the same: tests/hours",
    "notify_message.small_print": "standing words of a kind of message, none of a person's own",
    "notify_keptmail.text": "whole mails of a demo, kept nowhere else: tests/notify",
    "questions_answer.value": "answers of a form, each with its own readers: tests/questions",
}

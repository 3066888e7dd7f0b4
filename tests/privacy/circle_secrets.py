"""What is written in circles, before and after somebody joins; and lessons that are not told yet.

Gwen leads, Noor and Tomas sit in it from the beginning, and Omar joins an hour later.
"""

from datetime import timedelta

from guildhall.conversations.actions.notes import write_note
from guildhall.conversations.actions.posts import send_post
from guildhall.conversations.states import Readers
from guildhall.mentoring.actions.challenges import add_entry, put_challenge
from guildhall.mentoring.actions.circles import CircleDraft, start_own_circle
from guildhall.mentoring.actions.lessons import ask_yes, begin_lesson
from guildhall.mentoring.actions.reflections import check_in
from guildhall.mentoring.actions.seats import leave_circle, take_seat
from guildhall.mentoring.actions.stories import StoryDraft, Told, change_story
from guildhall.mentoring.circle_states import Joining
from guildhall.mentoring.wisdom_states import Audience, EntryKind
from guildhall.relationships.models import Relationship
from tests.privacy.cast import Cast
from tests.privacy.secret import PAIR, Paths, Secret, here
from tests.world import NOW

CAME = NOW - timedelta(hours=1)
FIRST = CAME - timedelta(hours=1)
CIRCLE = PAIR | {"tomas"}


def circle_of(cast: Cast, title: str) -> Relationship:
    """A circle that began before Omar came."""
    draft = CircleDraft(title, "How we sleep", seats=8, joining=Joining.FREE)
    row = start_own_circle(organization=cast.alder, draft=draft, by=cast.actor("gwen"), at=FIRST)
    for name in ("noor", "tomas"):
        take_seat(circle=row, by=cast.actor(name), at=FIRST)
    return row.relationship


def _omar_comes(cast: Cast, row: Relationship) -> None:
    take_seat(circle=row.circle, by=cast.actor("omar"), at=CAME)


def _before(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = circle_of(cast, "Nights before")
    tomas, noor = cast.actor("tomas"), cast.actor("noor")
    send_post(relationship=row, text=words, by=tomas, at=FIRST)
    write_note(relationship=row, text=words, readers=Readers.PAIR, by=noor, at=FIRST)
    put = put_challenge(relationship=row, title=words, by=tomas, at=FIRST)
    check_in(relationship=row, mood=2, line=words, by=noor, at=FIRST)
    _omar_comes(cast, row)
    own = here(row, "messages/", "challenges/", "well-being/")
    return (*own, f"/challenges/{put.code}/")


def _since(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = circle_of(cast, "Nights since")
    _omar_comes(cast, row)
    send_post(relationship=row, text=words, by=cast.actor("tomas"), at=NOW)
    return here(row, "messages/")


def _draft_lesson(cast: Cast, pair: Relationship, words: str) -> Paths:
    gwen = cast.actor("gwen")
    put = put_challenge(relationship=pair, title="On rounds", by=cast.actor("noor"), at=NOW)
    story = begin_lesson(challenge=put, organization=cast.alder, by=gwen, at=NOW)
    change_story(story=story, draft=StoryDraft("On rounds", happened=words), by=gwen, at=NOW)
    return ("/stories/", f"/stories/{story.pk}/")


def _asked_lesson(cast: Cast, pair: Relationship, words: str) -> Paths:
    """Tomas wrote it and left; Omar came later. Nobody beyond reads it until all say yes."""
    row = circle_of(cast, "Nights told")
    put = put_challenge(
        relationship=row, title="We froze", context="At 4", by=cast.actor("noor"), at=FIRST
    )
    tomas = cast.actor("tomas")
    add_entry(challenge=put, kind=EntryKind.HAPPENED, text=words, by=tomas, at=FIRST)
    leave_circle(relationship=row, by=tomas, at=FIRST)
    _omar_comes(cast, row)
    gwen = cast.actor("gwen")
    story = begin_lesson(challenge=put, organization=cast.alder, by=gwen, at=NOW)
    ask_yes(story=story, told=Told(Audience.EVERYONE), by=gwen, at=NOW)
    return (*here(row, "challenges/"), "/stories/", f"/stories/{story.pk}/")


CIRCLE_SECRETS = (
    Secret("circle_before", CIRCLE, _before),
    Secret("circle_since", CIRCLE | {"omar"}, _since),
    Secret("draft_lesson", frozenset({"gwen"}), _draft_lesson),
    Secret("asked_lesson", CIRCLE, _asked_lesson),
)

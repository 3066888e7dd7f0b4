"""A lesson is told with the yes of everybody whose words are in it, also of who has left."""

from datetime import timedelta

import pytest

from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.directory.actions.members import end_membership
from guildhall.mentoring.actions.challenges import add_entry, put_challenge, take_entry_back
from guildhall.mentoring.actions.lessons import answer_yes, ask_yes, begin_lesson
from guildhall.mentoring.actions.seats import leave_circle, take_seat
from guildhall.mentoring.actions.stories import StoryDraft, Told, change_story
from guildhall.mentoring.models import Challenge, Story
from guildhall.mentoring.story_access import READ_STORY
from guildhall.mentoring.wisdom_states import Audience, EntryKind
from guildhall.notify.models import Message
from guildhall.permissions.access import may
from guildhall.permissions.actor import SYSTEM
from tests.mentoring.wisdom import begin_circle
from tests.world import NOW

LATER = NOW + timedelta(days=1)
TOMAS = "I gave it twice"
OMAR = "We wrote it on the door"


@pytest.fixture
def put(world) -> Challenge:
    """Noor's challenge in Gwen's circle; Tomas and Omar wrote in it."""
    row = begin_circle(world, "noor", "tomas", "omar")
    put = put_challenge(
        relationship=row, title="The second dose", context="At 4", by=world.actor("noor"), at=NOW
    )
    for name, kind, words in (
        ("tomas", EntryKind.HAPPENED, TOMAS),
        ("omar", EntryKind.TRIED, OMAR),
    ):
        add_entry(challenge=put, kind=kind, text=words, by=world.actor(name), at=NOW)
    return put


def begin(world, put) -> Story:
    return begin_lesson(challenge=put, organization=world.alder, by=world.actor("gwen"), at=NOW)


def ask(world, story) -> Story:
    return ask_yes(story=story, told=Told(Audience.EVERYONE), by=world.actor("gwen"), at=LATER)


def asked(story) -> set[str]:
    rows = story.consents.filter(given_at__isnull=True)
    return {row.person.given_name for row in rows.select_related("person")}


def own_entry(put, person):
    return put.entries.get(author=person)


def leave(world, put, name) -> None:
    leave_circle(relationship=put.relationship, by=world.actor(name), at=NOW)


def depart(world, name) -> None:
    """Somebody leaves the organization for good."""
    membership = getattr(world, name).memberships.get()
    end_membership(membership=membership, by=SYSTEM, at=NOW)


def test_who_wrote_and_left_is_asked_reads_it_and_can_say_no(world, put, sign_in):
    story = begin(world, put)
    leave(world, put, "tomas")
    story = ask(world, story)
    assert asked(story) == {"Noor", "Omar", "Tomas"}
    assert Message.objects.filter(kind="mentoring.lesson_asked", person=world.tomas).count() == 1
    tomas = sign_in("tomas")
    assert TOMAS in tomas.get(f"/stories/{story.pk}/").content.decode()
    for name in ("noor", "omar"):
        yes = story.consents.get(person=getattr(world, name))
        answer_yes(consent=yes, agrees=True, by=world.actor(name), at=LATER)
    assert not may(READ_STORY, world.actor("milo"), story)
    no = story.consents.get(person=world.tomas)
    answer = tomas.post(f"/story-consents/{no.pk}/", {"agrees": "no"})
    assert answer.headers["Location"] == "/stories/"
    assert not may(READ_STORY, world.actor("milo"), story)
    answer_yes(consent=no, agrees=True, by=world.actor("tomas"), at=LATER)
    assert may(READ_STORY, world.actor("milo"), story)


def test_who_took_the_words_back_after_it_was_begun_is_asked_too(world, put):
    story = begin(world, put)
    take_entry_back(entry=own_entry(put, world.tomas), by=world.actor("tomas"), at=NOW)
    leave(world, put, "tomas")
    assert asked(ask(world, story)) == {"Noor", "Omar", "Tomas"}


def test_who_came_later_neither_reads_nor_is_asked(world, put):
    take_seat(circle=put.relationship.circle, by=world.actor("vera"), at=LATER)
    story = ask(world, begin(world, put))
    assert asked(story) == {"Noor", "Tomas", "Omar"}
    assert not may(READ_STORY, world.actor("vera"), story)
    assert may(READ_STORY, world.actor("noor"), story)


def test_words_of_who_cannot_be_asked_are_left_out_from_the_beginning(world, put, sign_in):
    leave(world, put, "tomas")
    depart(world, "tomas")
    gwen = sign_in("gwen")
    begun = gwen.post(f"/challenges/{put.code}/lesson/")
    page = gwen.get(begun.headers["Location"]).content.decode()
    assert "Words of people who cannot be asked any more are left out of it." in page
    story = Story.objects.get()
    assert (story.happened, story.now) == ("At 4", OMAR)
    assert asked(ask(world, story)) == {"Noor", "Omar"}


def test_words_of_who_departs_meanwhile_are_taken_out_and_it_says_so(world, put, sign_in):
    story = begin(world, put)
    assert TOMAS in story.happened
    leave(world, put, "tomas")
    depart(world, "tomas")
    sure = sign_in("gwen").post(f"/stories/{story.pk}/audience/", {"to": "everyone"})
    assert "1 person who wrote in the challenge cannot be asked" in sure.content.decode()
    story = ask(world, story)
    assert story.happened == "At 4"
    assert asked(story) == {"Noor", "Omar"}


def test_without_anything_left_nothing_is_asked(world, put):
    story = begin(world, put)
    draft = StoryDraft(title="A dose", happened=TOMAS)
    story = change_story(story=story, draft=draft, by=world.actor("gwen"), at=NOW)
    leave(world, put, "tomas")
    depart(world, "tomas")
    with pytest.raises(InvalidInput) as refused:
        ask(world, story)
    assert "happened" in refused.value.problems
    story.refresh_from_db()
    assert story.happened == TOMAS
    assert not story.consents.exists()


def test_words_that_cannot_be_told_from_the_others_stop_it(world, put):
    """Taken back in the challenge, and their author gone: nobody knows which they were."""
    story = begin(world, put)
    take_entry_back(entry=own_entry(put, world.tomas), by=world.actor("tomas"), at=NOW)
    leave(world, put, "tomas")
    depart(world, "tomas")
    with pytest.raises(WrongState, match="Begin the lesson again"):
        ask(world, story)


def test_a_challenge_whose_author_cannot_be_asked_becomes_no_lesson(world, put):
    story = begin(world, put)
    leave(world, put, "noor")
    depart(world, "noor")
    for act in (begin, ask):
        with pytest.raises(WrongState, match="cannot be asked any more"):
            act(world, put if act is begin else story)


def test_nobody_else_answers_for_them(world, put):
    story = ask(world, begin(world, put))
    consent = story.consents.get(person=world.tomas)
    for name in ("gwen", "maren", "olga"):
        with pytest.raises(NotVisible):
            answer_yes(consent=consent, agrees=True, by=world.actor(name), at=LATER)

"""Every confidential text of a pair, with who may read it: one row a cell of DESIGN §5.

A room adds a row here when it keeps a new kind of words. `write` puts the words in and gives the
paths of pages that show them to whoever may read them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from guildhall.conversations.actions.attaching import Enclosure
from guildhall.conversations.actions.notes import write_note
from guildhall.conversations.actions.posts import send_post
from guildhall.conversations.states import Readers
from guildhall.goals.actions.feedback import ask_feedback, give_feedback
from guildhall.goals.actions.goals import GoalDraft, check_in, set_goal
from guildhall.goals.actions.promises import make_promise
from guildhall.goals.states import Pace
from guildhall.meetings.actions.logging import log_meeting
from guildhall.mentoring.actions.challenges import add_entry, put_challenge
from guildhall.mentoring.actions.consults import ask_senior
from guildhall.mentoring.actions.introductions import offer_introduction
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer
from guildhall.mentoring.actions.reflections import check_in as tell_mood
from guildhall.mentoring.actions.reflections import make_reflection, show_reflection
from guildhall.mentoring.actions.seniors import name_senior
from guildhall.mentoring.actions.stories import StoryDraft, Told, tell_story, write_story
from guildhall.mentoring.wisdom_states import Audience, EntryKind
from guildhall.relationships.models import Relationship
from tests.world import NOW, World

PAIR = frozenset({"noor", "gwen"})
Paths = tuple[str, ...]


@dataclass(frozen=True)
class Secret:
    """A kind of confidential words. `write(world, pair, words)` gives the paths that show them."""

    name: str
    readers: frozenset[str]
    write: Callable[[World, Relationship, str], Paths]

    @property
    def words(self) -> str:
        """Words that stand nowhere else; the first part is what somebody might search for."""
        return f"{self.name.replace('_', '').capitalize()}canary sings at dawn"

    @property
    def mark(self) -> str:
        """What must not be found where it does not belong."""
        return "canary sings at dawn"


def _here(pair: Relationship, *more: str) -> Paths:
    page = f"/relationships/{pair.pk}/"
    return (page, *(f"{page}{part}" for part in more))


def _private_note(world: World, pair: Relationship, words: str) -> Paths:
    note = write_note(
        relationship=pair, text=words, readers=Readers.SELF, by=world.actor("noor"), at=NOW
    )
    return (*_here(pair), f"/notes/{note.pk}/")


def _shared_note(world: World, pair: Relationship, words: str) -> Paths:
    write_note(relationship=pair, text=words, readers=Readers.PAIR, by=world.actor("gwen"), at=NOW)
    return _here(pair)


def _message(world: World, pair: Relationship, words: str) -> Paths:
    send_post(relationship=pair, text=words, by=world.actor("noor"), at=NOW)
    return _here(pair, "messages/")[1:]


def _attached_name(world: World, pair: Relationship, words: str) -> Paths:
    file = Enclosure(f"{words}.txt", b"plain")
    send_post(relationship=pair, text="See this.", files=[file], by=world.actor("noor"), at=NOW)
    return _here(pair, "messages/")[1:]


def _attached_content(world: World, pair: Relationship, words: str) -> Paths:
    file = Enclosure("plan.txt", words.encode())
    post = send_post(
        relationship=pair, text="A file.", files=[file], by=world.actor("noor"), at=NOW
    )
    return (f"/attachments/{post.attachments.get().pk}/",)


def _goal(world: World, pair: Relationship, words: str) -> Paths:
    draft = GoalDraft(text=words, measure="Seen", steps=("One",))
    goal = set_goal(
        relationship=pair, owner=world.noor, draft=draft, by=world.actor("noor"), at=NOW
    )
    return (*_here(pair, "goals/"), f"/goals/{goal.pk}/")


def _check_in(world: World, pair: Relationship, words: str) -> Paths:
    goal = set_goal(
        relationship=pair,
        owner=world.gwen,
        draft=GoalDraft(text="Ask first"),
        by=world.actor("gwen"),
        at=NOW,
    )
    check_in(goal=goal, pace=Pace.STUCK, line=words, by=world.actor("gwen"), at=NOW)
    return (*_here(pair), f"/goals/{goal.pk}/")


def _promise(world: World, pair: Relationship, words: str) -> Paths:
    make_promise(
        relationship=pair, text=words, owner=None, due_on=None, by=world.actor("noor"), at=NOW
    )
    return _here(pair)


def _feedback_about(world: World, pair: Relationship, words: str) -> Paths:
    ask_feedback(relationship=pair, about=words, by=world.actor("noor"), at=NOW)
    return _here(pair)


def _feedback(world: World, pair: Relationship, words: str) -> Paths:
    noor, gwen = world.actor("noor"), world.actor("gwen")
    ask = ask_feedback(relationship=pair, about="My review", by=noor, at=NOW)
    give_feedback(ask=ask, saw=words, did="", next="", by=gwen, at=NOW)
    return (f"/feedback-asks/{ask.pk}/",)


def _meeting_line(world: World, pair: Relationship, words: str) -> Paths:
    log_meeting(
        relationship=pair,
        on=NOW.date(),
        minutes=30,
        mode="video",
        line=words,
        by=world.actor("noor"),
        at=NOW,
    )
    return _here(pair)


def _story_draft(world: World, pair: Relationship, words: str) -> Paths:
    draft = StoryDraft(title=words, happened="It went wrong")
    story = write_story(organization=world.alder, draft=draft, by=world.actor("gwen"), at=NOW)
    return ("/stories/", f"/stories/{story.pk}/")


def _story_told(world: World, pair: Relationship, words: str) -> Paths:
    draft = StoryDraft(title="The wrong dose", happened=words)
    gwen = world.actor("gwen")
    story = write_story(organization=world.alder, draft=draft, by=gwen, at=NOW)
    tell_story(story=story, told=Told(Audience.PAIR, relationship=pair), by=gwen, at=NOW)
    return ("/stories/", f"/stories/{story.pk}/")


def _challenge(world: World, pair: Relationship, words: str) -> Paths:
    put = put_challenge(relationship=pair, title=words, by=world.actor("noor"), at=NOW)
    return (*_here(pair, "challenges/"), f"/challenges/{put.code}/")


def _challenge_entry(world: World, pair: Relationship, words: str) -> Paths:
    noor = world.actor("noor")
    put = put_challenge(relationship=pair, title="I froze", by=noor, at=NOW)
    add_entry(challenge=put, kind=EntryKind.TRIED, text=words, by=noor, at=NOW)
    return (f"/challenges/{put.code}/",)


def _consult(world: World, pair: Relationship, words: str) -> Paths:
    offer = keep_offer(
        person=world.omar,
        organization=world.alder,
        draft=OfferDraft(help="Anything"),
        by=world.actor("omar"),
        at=NOW,
    )
    senior = name_senior(offer=offer, by=world.actor("maren"), at=NOW)
    found = ask_senior(senior=senior, text=words, by=world.actor("gwen"), at=NOW)
    return ("/consults/", "/senior-guides/", f"/consults/{found.code}/")


def _reflection(world: World, pair: Relationship, words: str) -> Paths:
    row = make_reflection(marks={"work": 3}, line=words, by=world.actor("noor"), at=NOW)
    return ("/reflections/", f"/reflections/{row.pk}/")


def _reflection_shown(world: World, pair: Relationship, words: str) -> Paths:
    noor = world.actor("noor")
    row = make_reflection(marks={"joy": 8}, line=words, by=noor, at=NOW)
    show_reflection(reflection=row, relationship=pair, by=noor, at=NOW)
    return (f"/reflections/{row.pk}/",)


def _well_being(world: World, pair: Relationship, words: str) -> Paths:
    tell_mood(relationship=pair, mood=2, line=words, by=world.actor("noor"), at=NOW)
    return _here(pair, "well-being/")


def _introduction(world: World, pair: Relationship, words: str) -> Paths:
    row = offer_introduction(
        relationship=pair,
        learner=world.noor,
        colleague=world.tomas.memberships.get(),
        line=words,
        by=world.actor("gwen"),
        at=NOW,
    )
    return (*_here(pair, "introductions/"), f"/introductions/{row.code}/")


SECRETS = (
    Secret("private_note", frozenset({"noor"}), _private_note),
    Secret("shared_note", PAIR, _shared_note),
    Secret("message", PAIR, _message),
    Secret("attached_name", PAIR, _attached_name),
    Secret("attached_content", PAIR, _attached_content),
    Secret("goal", PAIR, _goal),
    Secret("check_in", PAIR, _check_in),
    Secret("promise", PAIR, _promise),
    Secret("feedback_about", PAIR, _feedback_about),
    Secret("feedback", PAIR, _feedback),
    Secret("meeting_line", PAIR, _meeting_line),
    Secret("story_draft", frozenset({"gwen"}), _story_draft),
    Secret("story_told", PAIR, _story_told),
    Secret("challenge", PAIR, _challenge),
    Secret("challenge_entry", PAIR, _challenge_entry),
    Secret("consult", frozenset({"gwen", "omar"}), _consult),
    Secret("reflection", frozenset({"noor"}), _reflection),
    Secret("reflection_shown", PAIR, _reflection_shown),
    Secret("well_being", PAIR, _well_being),
    Secret("introduction", PAIR | {"tomas"}, _introduction),
)

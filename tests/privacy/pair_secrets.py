"""What the two of a pair write: notes, messages, goals, stories, challenges, how they are."""

from guildhall.conversations.actions.notes import write_note
from guildhall.conversations.actions.posts import send_post
from guildhall.conversations.states import Readers
from guildhall.files.enclosed import Enclosure
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
from tests.privacy.cast import Cast
from tests.privacy.secret import PAIR, Paths, Secret, here
from tests.world import NOW


def _private_note(cast: Cast, pair: Relationship, words: str) -> Paths:
    note = write_note(
        relationship=pair, text=words, readers=Readers.SELF, by=cast.actor("noor"), at=NOW
    )
    return (*here(pair), f"/notes/{note.pk}/")


def _shared_note(cast: Cast, pair: Relationship, words: str) -> Paths:
    write_note(relationship=pair, text=words, readers=Readers.PAIR, by=cast.actor("gwen"), at=NOW)
    return here(pair)


def _message(cast: Cast, pair: Relationship, words: str) -> Paths:
    send_post(relationship=pair, text=words, by=cast.actor("noor"), at=NOW)
    return here(pair, "messages/")[1:]


def _attached_name(cast: Cast, pair: Relationship, words: str) -> Paths:
    file = Enclosure(f"{words}.txt", b"plain")
    send_post(relationship=pair, text="See this.", files=[file], by=cast.actor("noor"), at=NOW)
    return here(pair, "messages/")[1:]


def _attached_content(cast: Cast, pair: Relationship, words: str) -> Paths:
    file = Enclosure("plan.txt", words.encode())
    post = send_post(relationship=pair, text="A file.", files=[file], by=cast.actor("noor"), at=NOW)
    return (f"/attachments/{post.attachments.get().pk}/",)


def _goal(cast: Cast, pair: Relationship, words: str) -> Paths:
    draft = GoalDraft(text=words, measure=words, serves=words, steps=(words,))
    goal = set_goal(relationship=pair, owner=cast.noor, draft=draft, by=cast.actor("noor"), at=NOW)
    return (*here(pair, "goals/"), f"/goals/{goal.pk}/")


def _check_in(cast: Cast, pair: Relationship, words: str) -> Paths:
    goal = set_goal(
        relationship=pair,
        owner=cast.gwen,
        draft=GoalDraft(text="Ask first"),
        by=cast.actor("gwen"),
        at=NOW,
    )
    check_in(goal=goal, pace=Pace.STUCK, line=words, by=cast.actor("gwen"), at=NOW)
    return (*here(pair), f"/goals/{goal.pk}/")


def _promise(cast: Cast, pair: Relationship, words: str) -> Paths:
    make_promise(
        relationship=pair, text=words, owner=None, due_on=None, by=cast.actor("noor"), at=NOW
    )
    return here(pair)


def _feedback_about(cast: Cast, pair: Relationship, words: str) -> Paths:
    ask_feedback(relationship=pair, about=words, by=cast.actor("noor"), at=NOW)
    return here(pair)


def _feedback(cast: Cast, pair: Relationship, words: str) -> Paths:
    noor, gwen = cast.actor("noor"), cast.actor("gwen")
    ask = ask_feedback(relationship=pair, about="My review", by=noor, at=NOW)
    give_feedback(ask=ask, saw=words, did=words, next=words, by=gwen, at=NOW)
    return (f"/feedback-asks/{ask.pk}/",)


def _meeting_line(cast: Cast, pair: Relationship, words: str) -> Paths:
    log_meeting(
        relationship=pair,
        on=NOW.date(),
        minutes=30,
        mode="video",
        line=words,
        by=cast.actor("noor"),
        at=NOW,
    )
    return here(pair)


def _story_draft(cast: Cast, pair: Relationship, words: str) -> Paths:
    draft = StoryDraft(title=words, happened="It went wrong")
    story = write_story(organization=cast.alder, draft=draft, by=cast.actor("gwen"), at=NOW)
    return ("/stories/", f"/stories/{story.pk}/")


def _story_told(cast: Cast, pair: Relationship, words: str) -> Paths:
    draft = StoryDraft(title="The wrong dose", challenge=words, happened=words, now=words)
    gwen = cast.actor("gwen")
    story = write_story(organization=cast.alder, draft=draft, by=gwen, at=NOW)
    tell_story(story=story, told=Told(Audience.PAIR, relationship=pair), by=gwen, at=NOW)
    return ("/stories/", f"/stories/{story.pk}/")


def _challenge(cast: Cast, pair: Relationship, words: str) -> Paths:
    put = put_challenge(relationship=pair, title=words, by=cast.actor("noor"), at=NOW)
    return (*here(pair, "challenges/"), f"/challenges/{put.code}/")


def _challenge_entry(cast: Cast, pair: Relationship, words: str) -> Paths:
    noor = cast.actor("noor")
    put = put_challenge(relationship=pair, title="I froze", context=words, by=noor, at=NOW)
    add_entry(challenge=put, kind=EntryKind.TRIED, text=words, by=noor, at=NOW)
    return (f"/challenges/{put.code}/",)


def _consult(cast: Cast, pair: Relationship, words: str) -> Paths:
    offer = keep_offer(
        person=cast.omar,
        organization=cast.alder,
        draft=OfferDraft(help="Anything"),
        by=cast.actor("omar"),
        at=NOW,
    )
    senior = name_senior(offer=offer, by=cast.actor("maren"), at=NOW)
    found = ask_senior(senior=senior, text=words, by=cast.actor("gwen"), at=NOW)
    return ("/consults/", "/senior-guides/", f"/consults/{found.code}/")


def _reflection(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = make_reflection(marks={"work": 3}, line=words, by=cast.actor("noor"), at=NOW)
    return ("/reflections/", f"/reflections/{row.pk}/")


def _reflection_shown(cast: Cast, pair: Relationship, words: str) -> Paths:
    noor = cast.actor("noor")
    row = make_reflection(marks={"joy": 8}, line=words, by=noor, at=NOW)
    show_reflection(reflection=row, relationship=pair, by=noor, at=NOW)
    return (f"/reflections/{row.pk}/",)


def _well_being(cast: Cast, pair: Relationship, words: str) -> Paths:
    tell_mood(relationship=pair, mood=2, line=words, by=cast.actor("noor"), at=NOW)
    return here(pair, "well-being/")


def _introduction(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = offer_introduction(
        relationship=pair,
        learner=cast.noor,
        colleague=cast.tomas.memberships.get(),
        line=words,
        by=cast.actor("gwen"),
        at=NOW,
    )
    return (*here(pair, "introductions/"), f"/introductions/{row.code}/")


PAIR_SECRETS = (
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

"""Doors of stories, challenges, consults and what looks beyond skills.

The scene: Gwen guides Noor and leads a circle; she told Noor a story, Noor put a challenge and a
lesson came of it; Omar is a senior guide whom Gwen asked; Noor shows a reflection.
"""

from guildhall.mentoring.actions.challenges import add_entry, put_challenge
from guildhall.mentoring.actions.consults import ask_senior
from guildhall.mentoring.actions.introductions import offer_introduction
from guildhall.mentoring.actions.lessons import ask_yes, begin_lesson
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer
from guildhall.mentoring.actions.reflections import check_in, make_reflection, show_reflection
from guildhall.mentoring.actions.seniors import name_senior
from guildhall.mentoring.actions.stories import Told, tell_story
from guildhall.mentoring.wisdom_states import Audience, EntryKind
from tests.mentoring.wisdom import begin_circle, begin_pair, write
from tests.web.doors import Door, everyone, staff_only
from tests.world import NOW, World


def scene(world: World) -> dict[str, int | str]:
    """As the module says."""
    noor, gwen = world.actor("noor"), world.actor("gwen")
    pair, circle = begin_pair(world), begin_circle(world, "noor", "tomas")
    story = write(world)
    tell_story(story=story, told=Told(Audience.PAIR, relationship=pair), by=gwen, at=NOW)
    put = put_challenge(relationship=pair, title="I froze", context="Once", by=noor, at=NOW)
    entry = add_entry(challenge=put, kind=EntryKind.OPTION, text="Breathe", by=gwen, at=NOW)
    lesson = begin_lesson(challenge=put, organization=world.alder, by=gwen, at=NOW)
    ask_yes(story=lesson, told=Told(Audience.EVERYONE), by=gwen, at=NOW)
    shared = put_challenge(relationship=circle, title="Nights", by=noor, at=NOW)
    seen = make_reflection(marks={"work": 7}, by=noor, at=NOW)
    show_reflection(reflection=seen, relationship=pair, by=noor, at=NOW)
    return {
        "pair": pair.pk,
        "story": story.pk,
        "consent": lesson.consents.get(person=world.noor).pk,
        "challenge": put.code,
        "shared": shared.code,
        "entry": entry.code,
        "reflection": seen.pk,
        "check_in": check_in(relationship=pair, mood=3, by=noor, at=NOW).pk,
        **_asked(world, pair),
    }


def _asked(world: World, pair) -> dict[str, int | str]:
    gwen = world.actor("gwen")
    offer = keep_offer(
        person=world.omar,
        organization=world.alder,
        draft=OfferDraft(help="Anything"),
        by=world.actor("omar"),
        at=NOW,
    )
    senior = name_senior(offer=offer, by=world.actor("maren"), at=NOW)
    consult = ask_senior(senior=senior, text="I wonder how to ask", by=gwen, at=NOW)
    introduction = offer_introduction(
        relationship=pair,
        learner=world.noor,
        colleague=world.tomas.memberships.get(),
        line="Sleep",
        by=gwen,
        at=NOW,
    )
    return {"senior": senior.pk, "consult": consult.code, "introduction": introduction.code}


def _of(name: str):
    return lambda scene: {"pk": scene[name]}


def _code(name: str):
    return lambda scene: {"code": scene[name]}


def post(statuses: dict[str, int], arguments) -> Door:
    return Door(everyone(404) | statuses, arguments, method="post")


PAIR = everyone(404) | {"noor": 200, "gwen": 200}
REFUSED = {"maren": 403, "ada": 403, "vera": 403}
GWEN = everyone(404) | {"gwen": 200, "noor": 403}
NOOR = everyone(404) | {"noor": 200, "gwen": 403}

DOORS = {
    "stories": Door(everyone(200)),
    "new_story": Door(everyone(200)),
    "story": Door(PAIR, _of("story")),
    "story_words": Door(GWEN, _of("story")),
    "story_audience": Door(GWEN, _of("story")),
    "story_retraction": post({"noor": 403, "gwen": 303}, _of("story")),
    # an empty answer is none
    "story_consent": Door(everyone(404), _of("consent"), method="post"),
    "relationship_challenges": Door(PAIR | REFUSED, _of("pair")),
    "challenge": Door(PAIR, _code("challenge")),
    "challenge_words": Door(NOOR, _code("challenge")),
    "challenge_state": Door(everyone(404), _code("challenge"), method="post"),
    "challenge_lesson": post({"noor": 303, "gwen": 303}, _code("challenge")),
    "challenge_report": Door(GWEN, _code("shared")),
    "challenge_entry_removal": post({"gwen": 303}, _code("entry")),
    "reflections": Door(everyone(200)),
    "reflection": Door(PAIR, _of("reflection")),
    "reflection_sharing": post({"noor": 303, "gwen": 403}, _of("reflection")),
    "relationship_well_being": Door(PAIR | REFUSED, _of("pair")),
    "check_in_removal": post({"noor": 303}, _of("check_in")),
    "relationship_introductions": Door(PAIR | REFUSED, _of("pair")),
    "introduction": Door(PAIR, _code("introduction")),
    "consults": Door(everyone(200)),
    "consult": Door(everyone(404) | {"gwen": 200}, _code("consult")),
    "consult_end": post({"gwen": 303}, _code("consult")),
    "senior_guides": Door(staff_only(outsider=200)),
    # named by Maren, who also ends it; Ada finds it ended, which changes nothing
    "senior_end": post({"maren": 303, "ada": 303, "vera": 403}, _of("senior")),
    # last, since whoever may takes it away
    "challenge_removal": post({"noor": 303}, _code("challenge")),
    "story_removal": post({"noor": 404, "gwen": 303}, _of("story")),
    "reflection_removal": post({"noor": 303}, _of("reflection")),
}

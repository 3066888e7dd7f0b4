"""Stories reach whom their author chose, and nobody else; a lesson needs everybody's yes."""

from datetime import timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.mentoring.actions.challenges import put_challenge, take_challenge_back
from guildhall.mentoring.actions.lessons import answer_yes, ask_yes, begin_lesson
from guildhall.mentoring.actions.stories import (
    StoryDraft,
    Told,
    change_story,
    take_story_back,
    tell_story,
    throw_story_away,
)
from guildhall.mentoring.models import Story
from guildhall.mentoring.queries.stories import shelf, stories_of_pair, stories_told_to
from guildhall.mentoring.story_access import CHANGE_STORY, READ_STORY
from guildhall.mentoring.wisdom_states import Audience, StoryState
from guildhall.notify.models import Message
from guildhall.permissions.access import may, visible_to
from tests.matching.factories import cohort_of, learner, mentoring
from tests.mentoring.wisdom import CAST, begin_circle, begin_pair, write
from tests.world import NOW

LATER = NOW + timedelta(days=1)
EVERYONE = Told(Audience.EVERYONE)


@pytest.fixture
def pair(world):
    return begin_pair(world)


def readers(world, story) -> set[str]:
    return {name for name in CAST if may(READ_STORY, world.actor(name), story)}


def tell(world, story, told, *, by="gwen"):
    return tell_story(story=story, told=told, by=world.actor(by), at=NOW)


def test_a_draft_is_its_author_s_alone_and_sealed(world, pair):
    story = write(world)
    assert readers(world, story) == {"gwen"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mentoring_story")
        assert "dose" not in " ".join(map(str, cursor.fetchone()))


def test_told_to_a_pair_it_is_read_there_and_never_searched(world, pair):
    story = tell(world, write(world), Told(Audience.PAIR, relationship=pair))
    assert readers(world, story) == {"gwen", "noor"}
    assert story.found_words == story.found_keys == ""
    assert not shelf(world.actor("noor"), text="dose").exists()
    assert stories_of_pair(pair, actor=world.actor("noor")) == [story]
    assert stories_told_to(world.actor("noor")) == [story]
    mail = Message.objects.get(kind="mentoring.story_told")
    assert mail.person == world.noor
    assert "dose" not in f"{mail.subject} {mail.body}"


def test_told_to_a_program_it_is_read_by_who_takes_part_and_who_runs_it(world, pair):
    story = tell(world, write(world), Told(Audience.PROGRAM, program=pair.program))
    assert readers(world, story) == {"gwen", "noor", "maren", "ada", "vera"}
    assert list(shelf(world.actor("noor"), text="WRONG ask", key="mistake")) == [story]
    assert not shelf(world.actor("noor"), key="overload").exists()
    assert not shelf(world.actor("tomas"), text="dose").exists()


def test_told_to_everyone_it_stays_in_the_house(world, pair):
    story = tell(world, write(world), EVERYONE)
    assert readers(world, story) == set(CAST) - {"olga"}
    assert not shelf(world.actor("olga")).exists()


def test_a_story_is_told_only_to_one_s_own(world, pair):
    elsewhere = mentoring(world.calder, "Elsewhere")
    with pytest.raises(InvalidInput) as refused:
        tell(world, write(world), Told(Audience.PROGRAM, program=elsewhere))
    assert "to" in refused.value.problems
    with pytest.raises(NotVisible):
        tell(world, write(world, by="omar"), Told(Audience.PAIR, relationship=pair), by="omar")
    assert not Story.objects.filter(state=StoryState.TOLD).exists()


@pytest.mark.parametrize("values", [{"happened": ""}, {"happened": "  "}])
def test_nothing_is_told_before_it_says_what_happened(world, pair, values):
    with pytest.raises(InvalidInput) as refused:
        tell(world, write(world, **values), EVERYONE)
    assert "happened" in refused.value.problems


def test_taken_back_it_is_a_draft_and_found_no_more(world, pair):
    story = tell(world, write(world), EVERYONE)
    row = take_story_back(story=story, by=world.actor("gwen"), at=LATER)
    assert (row.state, row.told_at, row.found_words) == (StoryState.DRAFT, None, "")
    assert readers(world, row) == {"gwen"}
    assert Event.objects.filter(kind="story_taken_back").count() == 1


def test_only_its_author_changes_it(world, pair):
    story = tell(world, write(world), EVERYONE)
    noor = world.actor("noor")
    assert not may(CHANGE_STORY, noor, story)
    for act in (take_story_back, throw_story_away):
        with pytest.raises(NotAllowed):
            act(story=story, by=noor, at=LATER)
        with pytest.raises(NotVisible):
            act(story=story, by=world.actor("olga"), at=LATER)
    throw_story_away(story=story, by=world.actor("gwen"), at=LATER)
    assert not Story.objects.exists()


def test_unknown_challenges_are_left_out_and_long_lines_refused(world, pair):
    assert write(world, keys=("mistake", "nonsense")).keys == ",mistake,"
    with pytest.raises(InvalidInput) as refused:
        write(world, title="x" * 201)
    assert "title" in refused.value.problems


def lesson(world, pair) -> Story:
    put = put_challenge(
        relationship=pair, title="I froze", context="On nights", by=world.actor("noor"), at=NOW
    )
    return begin_lesson(challenge=put, organization=world.alder, by=world.actor("gwen"), at=NOW)


def ask(world, story, told=EVERYONE):
    return ask_yes(story=story, told=told, by=world.actor("gwen"), at=LATER)


def test_a_lesson_is_told_further_only_when_both_agree(world, pair):
    story = lesson(world, pair)
    assert (story.title, story.happened) == ("I froze", "On nights")
    with pytest.raises(InvalidInput):
        tell(world, story, EVERYONE)
    story = ask(world, story)
    assert readers(world, story) == {"gwen", "noor"}
    assert Message.objects.get(kind="mentoring.lesson_asked").person == world.noor
    yes = story.consents.get(person=world.noor)
    with pytest.raises(NotVisible):
        answer_yes(consent=yes, agrees=True, by=world.actor("gwen"), at=LATER)
    story = answer_yes(consent=yes, agrees=True, by=world.actor("noor"), at=LATER)
    assert readers(world, story) == set(CAST) - {"olga"}
    story = answer_yes(consent=yes, agrees=False, by=world.actor("noor"), at=LATER)
    assert readers(world, story) == {"gwen", "noor"}
    assert story.found_words == ""


def test_other_words_need_another_yes(world, pair):
    story = ask(world, lesson(world, pair))
    yes = story.consents.get(person=world.noor)
    answer_yes(consent=yes, agrees=True, by=world.actor("noor"), at=LATER)
    draft = StoryDraft(title="I froze", happened="She froze on nights")
    story = change_story(story=story, draft=draft, by=world.actor("gwen"), at=LATER)
    assert readers(world, story) == {"gwen", "noor"}
    assert not story.consents.exists()


def test_a_lesson_goes_to_no_other_pair_and_nowhere_once_its_challenge_is_gone(world, pair):
    story = lesson(world, pair)
    other = begin_circle(world, "tomas")
    with pytest.raises(InvalidInput):
        tell(world, story, Told(Audience.PAIR, relationship=other))
    take_challenge_back(challenge=story.origin, by=world.actor("noor"), at=LATER)
    story.refresh_from_db()
    with pytest.raises(WrongState):
        ask(world, story)
    with pytest.raises(InvalidInput):
        tell(world, story, Told(Audience.PAIR, relationship=pair))


def test_the_list_and_the_single_answer_agree(world, pair):
    for told in (EVERYONE, Told(Audience.PAIR, relationship=pair)):
        tell(world, write(world), told)
    write(world, by="noor")
    for name in CAST:
        actor = world.actor(name)
        seen = set(visible_to(READ_STORY, actor))
        assert seen == {row for row in Story.objects.all() if may(READ_STORY, actor, row)}


def test_a_long_shelf_asks_no_more(world, pair, sign_in, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(60) as counted:
            assert client.get("/stories/").status_code == 200
        return len(counted)

    client = sign_in("tomas")
    learner(cohort_of(pair.program, "Autumn"), world.tomas)
    tell(world, write(world), EVERYONE)
    client.get("/stories/")
    one = queries()
    for _number in range(6):
        tell(world, write(world), Told(Audience.PROGRAM, program=pair.program))
    assert queries() == one


def test_widening_asks_first_and_says_who(world, pair, sign_in):
    story = write(world)
    client = sign_in("gwen")
    page = client.post(f"/stories/{story.pk}/audience/", {"to": "everyone"})
    assert page.status_code == 200
    assert "Everybody at Alder Bay Teaching Hospital" in page.content.decode()
    story.refresh_from_db()
    assert story.state == StoryState.DRAFT
    sure = client.post(f"/stories/{story.pk}/audience/", {"to": "everyone", "sure": "yes"})
    assert sure.status_code == 303
    story.refresh_from_db()
    assert (story.state, story.audience) == (StoryState.TOLD, Audience.EVERYONE)
    found = sign_in("tomas").get("/stories/", {"q": "dose", "about": "mistake"})
    assert "The wrong dose" in found.content.decode()


def test_a_story_for_a_pair_is_written_and_told_in_two_steps(world, pair, sign_in):
    client = sign_in("gwen")
    draft = {"title": "A no", "happened": "I said it late", "keys": ["saying-no"], "then": "tell"}
    answer = client.post(f"/stories/new/?pair={pair.pk}", draft)
    assert answer.headers["Location"].endswith(f"/audience/?pair={pair.pk}")
    page = client.get(answer.headers["Location"]).content.decode()
    assert f'value="pair:{pair.pk}"' in page
    told = client.post(answer.headers["Location"], {"to": f"pair:{pair.pk}"})
    assert told.status_code == 303
    assert "A no" in sign_in("noor").get(f"/relationships/{pair.pk}/").content.decode()

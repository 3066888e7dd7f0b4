"""The wheel of life, check-ins, introductions: whose they are, and who else reads them."""

from datetime import timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.mentoring.actions.introductions import answer_introduction, offer_introduction
from guildhall.mentoring.actions.reflections import (
    check_in,
    hide_reflection,
    make_reflection,
    show_reflection,
    take_check_in_back,
)
from guildhall.mentoring.models import CheckIn, Introduction, Reflection
from guildhall.mentoring.queries.reflections import own_reflections, wheel_of
from guildhall.mentoring.reflection_access import (
    READ_CHECK_IN,
    READ_INTRODUCTION,
    READ_REFLECTION,
)
from guildhall.mentoring.vocabulary import challenge_words, prompts, wheel_areas
from guildhall.mentoring.wisdom_states import IntroductionState
from guildhall.notify.models import ActionLink, Message
from guildhall.permissions.access import may
from guildhall.web.templatetags.hall_wheel import life_wheel, mark_line
from tests.matching.factories import preceptorship
from tests.mentoring.wisdom import CAST, begin_pair
from tests.world import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def pair(world):
    return begin_pair(world)


def reflect(world, *, by="noor", at=NOW, **marks):
    found = marks or {"work": 7, "body": 3}
    return make_reflection(marks=found, line="A long month", by=world.actor(by), at=at)


def who(world, access, row) -> set[str]:
    return {name for name in CAST if may(access, world.actor(name), row)}


def test_the_data_is_whole():
    assert len(wheel_areas()) == 8
    for words in (wheel_areas(), challenge_words(), prompts()):
        assert len({word.key for word in words}) == len(words)
        assert all(word.name for word in words)


def test_a_reflection_is_one_s_own_and_sealed(world, pair):
    row = reflect(world)
    assert who(world, READ_REFLECTION, row) == {"noor"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT marks, line FROM mentoring_reflection")
        assert not any("work" in cell or "month" in cell for cell in cursor.fetchone())
    assert {(e.account_id, e.person_id) for e in Event.objects.filter(kind="reflection_made")} == {
        (None, None)
    }


def test_one_is_shown_to_the_pair_and_hidden_again(world, pair):
    row, other = reflect(world), reflect(world, at=LATER)
    noor = world.actor("noor")
    show_reflection(reflection=row, relationship=pair, by=noor, at=LATER)
    assert who(world, READ_REFLECTION, row) == {"noor", "gwen"}
    assert who(world, READ_REFLECTION, other) == {"noor"}
    with pytest.raises(NotAllowed):
        hide_reflection(reflection=row, by=world.actor("gwen"), at=LATER)
    hide_reflection(reflection=row, by=noor, at=LATER)
    assert who(world, READ_REFLECTION, row) == {"noor"}


def test_it_is_shown_only_to_one_s_own_pair(world, pair):
    row = reflect(world, by="tomas")
    with pytest.raises(NotVisible):
        show_reflection(reflection=row, relationship=pair, by=world.actor("tomas"), at=LATER)


@pytest.mark.parametrize("marks", [{}, {"work": 0}, {"work": 11}, {"nonsense": 4}])
def test_bad_marks_are_refused(world, marks):
    with pytest.raises(InvalidInput):
        make_reflection(marks=marks, by=world.actor("noor"), at=NOW)
    assert not Reflection.objects.exists()


def test_change_over_time_is_the_table_and_the_drawing(world):
    reflect(world, work=4)
    reflect(world, at=LATER, work=8, joy=2)
    wheel = wheel_of(own_reflections(world.actor("noor")))
    rows = {row.area.key: row.marks for row in wheel.areas}
    assert rows["work"] == (4, 8)
    assert rows["joy"] == (None, 2)
    drawn = life_wheel(wheel.areas)
    assert drawn.count('class="wheel-wedge"') == 2
    assert drawn.count('class="wheel-before"') == 1
    assert "Work 8" in drawn
    assert "polyline" in mark_line((4, 8))
    assert mark_line((None, 2)) == ""


def test_check_ins_are_the_pair_s(world, pair):
    row = check_in(relationship=pair, mood=2, line="Tired", by=world.actor("noor"), at=NOW)
    assert who(world, READ_CHECK_IN, row) == {"noor", "gwen"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT mood, line FROM mentoring_checkin")
        assert not set(cursor.fetchone()) & {"2", "Tired"}
    with pytest.raises(NotAllowed):
        take_check_in_back(check=row, by=world.actor("gwen"), at=LATER)
    take_check_in_back(check=row, by=world.actor("noor"), at=LATER)
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("mood", [0, 6])
def test_only_five_moods(world, pair, mood):
    with pytest.raises(InvalidInput):
        check_in(relationship=pair, mood=mood, by=world.actor("noor"), at=NOW)


def offer(world, pair, **values):
    return offer_introduction(
        **{
            "relationship": pair,
            "learner": world.noor,
            "colleague": world.omar.memberships.get(),
            "line": "You both care about sleep",
            "by": world.actor("gwen"),
            "at": NOW,
            **values,
        }
    )


def test_addresses_are_shared_after_two_yeses_only(world, pair):
    row = offer(world, pair)
    assert who(world, READ_INTRODUCTION, row) == {"noor", "gwen", "omar"}
    asked = Message.objects.filter(kind="mentoring.introduction_offered")
    assert {mail.person for mail in asked} == {world.noor, world.omar}
    assert not any("alderbay.example" in mail.body for mail in asked)
    assert ActionLink.objects.filter(act__startswith="introduction.").count() == 4
    row = answer_introduction(introduction=row, agrees=True, by=world.actor("noor"), at=LATER)
    assert row.state == IntroductionState.ASKED
    assert not Message.objects.filter(kind="mentoring.introduction_made").exists()
    row = answer_introduction(introduction=row, agrees=True, by=world.actor("omar"), at=LATER)
    assert row.state == IntroductionState.MADE
    made = {m.person_id: m.body for m in Message.objects.filter(kind="mentoring.introduction_made")}
    assert world.omar.email in made[world.noor.pk]
    assert world.noor.email in made[world.omar.pk]


def test_a_no_settles_it_and_shares_nothing(world, pair):
    row = offer(world, pair)
    answer_introduction(introduction=row, agrees=False, by=world.actor("omar"), at=LATER)
    with pytest.raises(WrongState):
        answer_introduction(introduction=row, agrees=True, by=world.actor("noor"), at=LATER)
    assert not Message.objects.filter(kind="mentoring.introduction_made").exists()


def test_guides_offer_and_only_colleagues_outside_the_pair(world, pair):
    with pytest.raises(NotAllowed):
        offer(world, pair, by=world.actor("noor"))
    for bad in (world.gwen.memberships.get(), world.olga.memberships.get()):
        with pytest.raises(InvalidInput):
            offer(world, pair, colleague=bad)
    offer(world, pair)
    with pytest.raises(WrongState):
        offer(world, pair)
    assert Introduction.objects.count() == 1


def test_one_that_waited_too_long_can_be_offered_again(world, pair):
    row, late = offer(world, pair), NOW + timedelta(days=31)
    with pytest.raises(WrongState):
        answer_introduction(introduction=row, agrees=True, by=world.actor("noor"), at=late)
    again = offer(world, pair, at=late)
    row.refresh_from_db()
    assert (row.state, again.state) == (IntroductionState.LET_BE, IntroductionState.ASKED)


def test_the_guide_does_not_answer_for_them(world, pair):
    row = offer(world, pair)
    with pytest.raises(NotAllowed):
        answer_introduction(introduction=row, agrees=True, by=world.actor("gwen"), at=LATER)
    with pytest.raises(NotVisible):
        answer_introduction(introduction=row, agrees=True, by=world.actor("maren"), at=LATER)


def test_the_pages_work_without_scripts(world, pair, sign_in, held_clock):
    noor, gwen = sign_in("noor"), sign_in("gwen")
    assert noor.post("/reflections/", {"work": "7", "line": "Fine"}).status_code == 303
    assert noor.post("/reflections/", {}).status_code == 422
    row = Reflection.objects.get()
    shown = noor.post(f"/reflections/{row.pk}/sharing/", {"pair": pair.pk})
    assert shown.status_code == 303
    page = f"/relationships/{pair.pk}/"
    assert f"/reflections/{row.pk}/" in gwen.get(page).content.decode()
    assert noor.post(f"{page}well-being/", {"mood": "2", "line": "Tired"}).status_code == 303
    assert "Not so well" in gwen.get(page).content.decode()
    assert "Not so well" not in sign_in("maren").get(page).content.decode()
    intro = {"learner": world.noor.pk, "colleague": "Omar Haddad", "line": "Sleep"}
    assert gwen.post(f"{page}introductions/", intro).status_code == 303
    unknown = gwen.post(f"{page}introductions/", {**intro, "colleague": "Nobody Here"})
    assert unknown.status_code == 422


def test_where_one_assesses_the_other_the_card_is_not_there(world, sign_in, held_clock):
    row = begin_pair(world, program=preceptorship(world.alder))
    page = sign_in("noor").get(f"/relationships/{row.pk}/").content.decode()
    assert "Beyond skills" not in page

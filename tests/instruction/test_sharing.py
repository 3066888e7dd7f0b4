"""Weeks: shared only when both press, read as of then, and one focus that all agree to."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.instruction.actions.sharing import (
    agree_focus,
    close_week,
    set_focus,
    share_week,
)
from guildhall.instruction.queries.weeks import last_focus, shared_weeks, week_page
from guildhall.notify.models import Notice
from guildhall.programs.models import ProgramGrant
from guildhall.programs.states import ProgramRole
from tests.instruction.ground import END, HOUR, LAST_HOUR, MONDAY
from tests.world import NOW, make_person

FRIDAY = END + timedelta(days=4)


def share(ground, who, at=FRIDAY):
    actor = ground.world.actor(who)
    return share_week(relationship=ground.pair, monday=MONDAY, by=actor, at=at)


def page(ground, who, at=FRIDAY):
    return week_page(ground.fresh(), MONDAY, actor=ground.world.actor(who), at=at)


def focus(ground, who, words="Say the check aloud", at=FRIDAY):
    actor = ground.world.actor(who)
    return set_focus(relationship=ground.pair, monday=MONDAY, focus=words, by=actor, at=at)


def agree(week, ground, who, at=FRIDAY):
    actor = ground.world.actor(who)
    return agree_focus(week=week, seen=week.focus_at.isoformat(), by=actor, at=at)


def first_words(found):
    return [note.first for day in found.days for note in day.notes]


@pytest.fixture
def lived(ground):
    """A try and both notes on Monday."""
    ground.tried(went_well="Calm hands")
    ground.noted("noor", first="The round")
    ground.noted("gwen", first="The check")
    return ground


def test_the_pair_read_their_week_without_sharing(lived):
    found = page(lived, "gwen")
    assert [one.went_well for one in found.tries] == ["Calm hands"]
    assert first_words(found) == ["The round", "The check"]
    assert (found.is_shared, found.is_of_pair, found.week) == (False, True, None)
    assert found.educators == (lived.world.maren,)


def test_a_note_that_the_other_has_not_read_stands_in_no_week(ground):
    ground.noted("noor", first="Only mine")
    assert first_words(page(ground, "gwen", at=LAST_HOUR)) == []
    assert first_words(page(ground, "gwen", at=FRIDAY)) == ["Only mine"]


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga", "omar"])
def test_one_press_opens_it_to_nobody(lived, name):
    share(lived, "noor")
    with pytest.raises(NotVisible):
        page(lived, name)
    assert Notice.objects.filter(kind="instruction.week_shared").count() == 0


def test_both_presses_open_it_to_the_educator_who_is_told_once(lived):
    share(lived, "noor")
    week = share(lived, "gwen", at=FRIDAY + HOUR)
    assert week.shared_at == FRIDAY
    found = page(lived, "maren")
    assert [one.went_well for one in found.tries] == ["Calm hands"]
    assert first_words(found) == ["The round", "The check"]
    assert shared_weeks(lived.world.actor("maren")) == [week]
    share(lived, "gwen", at=FRIDAY + 2 * HOUR)
    told = Notice.objects.filter(kind="instruction.week_shared")
    assert [one.person for one in told] == [lived.world.maren]


@pytest.mark.parametrize("name", ["ada", "vera", "milo", "olga", "omar"])
def test_what_is_shared_is_read_by_the_educator_alone(lived, name):
    share(lived, "noor")
    share(lived, "gwen")
    with pytest.raises(NotVisible):
        page(lived, name)
    assert shared_weeks(lived.world.actor(name)) == []


def test_where_a_program_has_its_own_coordinator_the_houses_do_not_read(lived):
    cora = make_person(lived.world.alder, "Cora Lang")
    ProgramGrant.objects.create(
        program=lived.pair.program, person=cora, role=ProgramRole.COORDINATOR, granted_at=NOW
    )
    share(lived, "noor")
    share(lived, "gwen")
    with pytest.raises(NotVisible):
        page(lived, "maren")
    told = Notice.objects.filter(kind="instruction.week_shared")
    assert [one.person for one in told] == [cora]


def test_what_came_after_the_earlier_press_is_not_shared(lived):
    share(lived, "noor")
    lived.tried(at=FRIDAY + HOUR, went_well="Later", on=MONDAY)
    share(lived, "gwen", at=FRIDAY + 2 * HOUR)
    later = FRIDAY + 3 * HOUR
    assert [one.went_well for one in page(lived, "maren", at=later).tries] == ["Calm hands"]
    assert (page(lived, "maren", at=later).newer, page(lived, "noor", at=later).newer) == (0, 1)
    share(lived, "noor", at=later)
    assert len(page(lived, "maren", at=later).tries) == 2


def test_either_takes_it_back(lived):
    share(lived, "noor")
    week = share(lived, "gwen")
    week = close_week(week=week, by=lived.world.actor("noor"), at=FRIDAY)
    assert week.shared_at is None
    with pytest.raises(NotVisible):
        page(lived, "maren")
    with pytest.raises(NotVisible):
        close_week(week=week, by=lived.world.actor("maren"), at=FRIDAY)
    kinds = Event.objects.filter(kind__startswith="week_").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "week_shared",
        "week_shared",
        "week_closed",
    ]


def test_three_agree_on_one_focus(lived):
    share(lived, "noor")
    share(lived, "gwen")
    week = focus(lived, "maren")
    assert page(lived, "noor").agreed == (lived.world.maren,)
    agree(week, lived, "noor")
    agree(week, lived, "gwen")
    assert len(page(lived, "noor").agreed) == 3
    changed = focus(lived, "gwen", "One round alone", at=FRIDAY + HOUR)
    assert page(lived, "noor").agreed == (lived.world.gwen,)
    with pytest.raises(WrongState, match="changed meanwhile"):
        agree(week, lived, "noor")
    agree(changed, lived, "noor")
    next_monday = MONDAY + timedelta(days=7)
    assert last_focus(lived.pair, next_monday) == "One round alone"


def test_who_sets_no_focus(lived):
    for name in ("maren", "milo", "olga"):
        with pytest.raises(NotVisible):
            focus(lived, name)
    week = focus(lived, "gwen")
    with pytest.raises(NotVisible):
        focus(lived, "maren")
    with pytest.raises(NotVisible):
        agree(week, lived, "maren")
    with pytest.raises(InvalidInput):
        focus(lived, "gwen", " ")


def test_a_week_that_is_still_to_come_is_not_shared(ground):
    noor = ground.world.actor("noor")
    with pytest.raises(WrongState, match="still to come"):
        share_week(relationship=ground.pair, monday=MONDAY + timedelta(days=7), by=noor, at=NOW)


def test_a_day_that_is_no_monday_is_no_week(ground):
    with pytest.raises(NotVisible):
        week_page(
            ground.fresh(),
            MONDAY + timedelta(days=1),
            actor=ground.world.actor("noor"),
            at=NOW,
        )


def test_a_week_takes_the_same_queries_however_full(lived, django_assert_max_num_queries):
    actor, row = lived.world.actor("noor"), lived.fresh()
    with django_assert_max_num_queries(14) as few:
        week_page(row, MONDAY, actor=actor, at=FRIDAY)
    for day in range(1, 4):
        at = LAST_HOUR + timedelta(days=day)
        lived.tried(at=at)
        lived.noted("noor", on=at.date(), at=at)
        lived.noted("gwen", on=at.date(), at=at)
    with django_assert_max_num_queries(14) as many:
        assert len(week_page(lived.fresh(), MONDAY, actor=actor, at=FRIDAY).days) == 4
    assert len(many) == len(few) + 1

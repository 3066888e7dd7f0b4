"""Shift notes: when they are asked for, when each reads the other's, what is refused."""

from datetime import timedelta

import pytest

from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.instruction.models import Exchange, ShiftNote
from guildhall.instruction.queries.exchanges import due_exchanges, exchange_on, told
from tests.instruction.ground import END, HOUR, LAST_HOUR, LATER, MONDAY, on_shift
from tests.world import NOW


def read(ground, who, at=LAST_HOUR):
    exchange = exchange_on(ground.pair, MONDAY)
    return told(exchange, person_id=getattr(ground.world, who).pk, at=at)


def due(ground, who, at):
    return [(one.on, one.other) for one in due_exchanges(ground.world.actor(who), at=at)]


def test_both_are_asked_in_the_last_hour_and_for_a_day(ground):
    assert due(ground, "noor", NOW) == []
    assert due(ground, "noor", LAST_HOUR) == [(MONDAY, "Gwen")]
    assert due(ground, "gwen", END + 3 * HOUR) == [(MONDAY, "Noor")]
    assert due(ground, "gwen", LATER + HOUR) == []
    for name in ("omar", "maren", "olga"):
        assert due(ground, name, LAST_HOUR) == []


def test_who_has_written_is_not_asked_again(ground):
    ground.noted("noor")
    assert due(ground, "noor", LAST_HOUR) == []
    assert due(ground, "gwen", LAST_HOUR) == [(MONDAY, "Noor")]


def test_a_guide_who_was_not_there_is_not_asked(ground):
    tuesday = NOW + timedelta(days=1)
    on_shift(ground.world.noor, ground.world, day=tuesday)
    on_shift(ground.world.omar, ground.world, day=tuesday)
    assert due(ground, "gwen", tuesday.replace(hour=15)) == []
    assert due(ground, "noor", tuesday.replace(hour=15)) == []


def test_neither_reads_the_others_until_both_have_written(ground):
    ground.noted("noor", first="The round was calm")
    assert read(ground, "noor").own.first == "The round was calm"
    assert (read(ground, "gwen").others, read(ground, "gwen").written) == ((), 1)
    ground.noted("gwen")
    assert [one.first for one in read(ground, "gwen").others] == ["The round was calm"]
    assert [one.person for one in read(ground, "noor").others] == [ground.world.gwen]


def test_a_day_later_it_is_read_anyway(ground):
    ground.noted("noor")
    assert read(ground, "gwen", at=LATER - HOUR / 60).others == ()
    assert len(read(ground, "gwen", at=LATER).others) == 1


def test_it_can_be_changed_until_it_is_read(ground):
    ground.noted("noor", first="One")
    ground.noted("noor", first="Two")
    assert ShiftNote.objects.get().first == "Two"
    ground.noted("gwen")
    with pytest.raises(WrongState, match="You both have read"):
        ground.noted("noor", first="Three")


def test_not_before_the_last_hour(ground):
    with pytest.raises(WrongState, match="until 3:00 pm"):
        ground.noted("noor", at=NOW)
    assert Exchange.objects.count() == 0


def test_where_no_shift_is_known_any_day_of_the_last_week_will_do(ground):
    friday = MONDAY - timedelta(days=3)
    ground.noted("noor", on=friday, at=NOW)
    assert Exchange.objects.get().ended_at == NOW
    for day in (MONDAY - timedelta(days=8), MONDAY + timedelta(days=1)):
        with pytest.raises(InvalidInput) as refused:
            ground.noted("noor", on=day, at=NOW)
        assert list(refused.value.problems) == ["on"]


def test_the_first_answer_is_needed_the_second_is_not(ground):
    with pytest.raises(InvalidInput) as refused:
        ground.noted("noor", first=" ")
    assert list(refused.value.problems) == ["first"]
    assert ground.noted("noor", second="").second == ""


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga", "omar"])
def test_nobody_else_writes(ground, name):
    with pytest.raises(NotVisible):
        ground.noted(name)


def test_due_notes_take_four_queries_for_one_and_for_three(ground, django_assert_num_queries):
    noor = ground.world.actor("noor")
    with django_assert_num_queries(4):
        assert len(due_exchanges(noor, at=LAST_HOUR)) == 1
    for person in (ground.world.gwen, ground.world.noor):
        on_shift(person, ground.world, day=NOW - timedelta(days=1), start=15, end=22)
    with django_assert_num_queries(4):
        assert len(due_exchanges(noor, at=LAST_HOUR)) == 2

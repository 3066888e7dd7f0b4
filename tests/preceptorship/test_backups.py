"""A backup: named, answered, ended; reads and records, and no more."""

import pytest

from guildhall.assessment.access import (
    BUILD_PASSPORT,
    OBSERVE_PASSPORT,
    OPEN_RATINGS,
    READ_PASSPORT,
)
from guildhall.assessment.actions.observations import record_observation
from guildhall.assessment.queries.lists import guided_passports
from guildhall.assessment.sign_off_access import SIGN_OFFLINE
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Notice
from guildhall.permissions.access import may
from guildhall.preceptorship.actions.backups import answer_backup, end_backup, name_backup
from guildhall.preceptorship.actions.standings import suspend
from guildhall.preceptorship.models import Backup
from guildhall.preceptorship.queries.backups import possible_backups
from guildhall.preceptorship.queries.standings import standing_rows
from guildhall.programs.models import NeverPair
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.relationships.actions.course import close_relationship
from tests.assessment.ground import make_passport
from tests.assessment.seeing import sight_of
from tests.preceptorship.standing_ground import TODAY, certified, days, provisional
from tests.relationships.conftest import pair
from tests.world import NOW

__all__ = ["pair"]


@pytest.fixture
def named(world, pair) -> Backup:
    """Omar, provisional, is asked by Gwen to stand in for Noor."""
    provisional(world, "omar")
    return name_backup(
        relationship=pair.relationship, person=world.omar, by=world.actor("gwen"), at=NOW
    )


@pytest.fixture
def standing_in(world, named) -> Backup:
    """Omar said yes."""
    return answer_backup(backup=named, is_yes=True, by=world.actor("omar"), at=NOW)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"preceptorship.{kind}").order_by("pk")
    return list(rows.values_list("person__given_name", flat=True))


def test_before_the_yes_nothing_can_be_read(world, named, pair):
    assert told("backup_asked") == ["Omar"]
    passport = make_passport(pair.relationship)
    assert not may(READ_PASSPORT, world.actor("omar"), passport)


def test_from_the_yes_they_read_and_record_and_no_more(world, standing_in, pair):
    passport, omar = make_passport(pair.relationship), world.actor("omar")
    assert may(READ_PASSPORT, omar, passport)
    assert may(OBSERVE_PASSPORT, omar, passport)
    assert guided_passports(omar) == [passport]
    for access in (BUILD_PASSPORT, OPEN_RATINGS, SIGN_OFFLINE):
        assert not may(access, omar, passport)
    assert not may(SEE_RELATIONSHIP, omar, pair.relationship)
    seen = record_observation(passport=passport, sight=sight_of(passport), by=omar, at=NOW)
    assert seen.observer == world.omar
    assert told("backup_answered") == ["Gwen"]
    kinds = Event.objects.filter(subject_type="backup").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["backup_named", "backup_accepted"]


def test_a_no_needs_no_reason_and_makes_room_for_another(world, named, pair):
    answer_backup(backup=named, is_yes=False, by=world.actor("omar"), at=NOW)
    certified(world, "tomas")
    name_backup(relationship=pair.relationship, person=world.tomas, by=world.actor("maren"), at=NOW)
    assert Backup.objects.filter(ended_at__isnull=True).get().person == world.tomas


def test_there_is_one_at_a_time(world, named, pair):
    certified(world, "tomas")
    with pytest.raises(WrongState, match="a backup already"):
        name_backup(
            relationship=pair.relationship, person=world.tomas, by=world.actor("gwen"), at=NOW
        )


def test_only_who_can_precept_is_not_of_the_pair_and_not_kept_apart(world, pair):
    row = pair.relationship
    assert possible_backups(row) == []
    provisional(world)  # Gwen herself
    omar, tomas = provisional(world, "omar"), certified(world, "tomas")
    assert possible_backups(row) == [world.omar, world.tomas]
    suspend(standing=tomas, words="Open", by=world.actor("maren"), at=NOW)
    NeverPair.objects.create(person=world.noor, other=world.omar, said_at=NOW)
    assert possible_backups(row) == []
    with pytest.raises(InvalidInput):
        name_backup(relationship=row, person=omar.person, by=world.actor("gwen"), at=NOW)


def test_who_is_suspended_meanwhile_cannot_say_yes(world, named):
    row = world.omar.standings.get()
    suspend(standing=row, words="Open", by=world.actor("maren"), at=NOW)
    with pytest.raises(WrongState, match="cannot be taken on"):
        answer_backup(backup=named, is_yes=True, by=world.actor("omar"), at=NOW)


@pytest.mark.parametrize("who", ["omar", "gwen", "maren"])
def test_it_ends_by_whoever_may_and_with_it_the_reading(world, standing_in, pair, who):
    end_backup(backup=standing_in, by=world.actor(who), at=days(1))
    passport = make_passport(pair.relationship)
    assert not may(READ_PASSPORT, world.actor("omar"), passport)
    assert sorted(told("backup_ended")) == sorted(
        name for name in ("Gwen", "Omar") if name.lower() != who
    )


def test_it_ends_with_the_pair(world, standing_in, pair):
    close_relationship(
        relationship=pair.relationship, reason="", by=world.actor("gwen"), at=days(1)
    )
    standing_in.refresh_from_db()
    assert standing_in.ended_at == days(1)
    assert told("backup_ended") == []


def test_standing_in_is_co_precepting(world, standing_in):
    row = world.omar.standings.get()
    assert standing_rows([row], today=TODAY)[0].has_precepted


@pytest.mark.parametrize(
    ("who", "error"), [("noor", NotAllowed), ("vera", NotAllowed), ("olga", NotVisible)]
)
def test_who_names_one(world, pair, who, error):
    certified(world, "omar")
    with pytest.raises(error):
        name_backup(relationship=pair.relationship, person=world.omar, by=world.actor(who), at=NOW)


@pytest.mark.parametrize(("who", "error"), [("gwen", NotAllowed), ("noor", NotVisible)])
def test_nobody_answers_for_them(world, named, who, error):
    with pytest.raises(error):
        answer_backup(backup=named, is_yes=True, by=world.actor(who), at=NOW)

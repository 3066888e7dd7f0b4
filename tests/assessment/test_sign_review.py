"""Assessors, and signings that get a second look."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guildhall.assessment.actions.assessors import end_assessor, name_assessor
from guildhall.assessment.actions.reviewing import look_at_flag
from guildhall.assessment.models import Assessor, SignOff, SignOffFlag
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.notify.models import Message
from guildhall.people.models import Shift
from tests.assessment.signed import competency_of, level_of, name, sign
from tests.world import NOW


def signed_before(world, passport, count: int, *, at=NOW) -> None:
    """So many by Gwen at that moment, without the way to them."""
    SignOff.objects.bulk_create(
        SignOff(
            passport=passport,
            competency=competency_of(passport, "handover"),
            level=level_of(passport, "3"),
            signer=world.gwen,
            proof="signed_in",
            state="replaced",
            signed_at=at,
            device_key=uuid4(),
            digest="digest",
        )
        for _one in range(count)
    )


def test_forty_in_five_minutes_are_looked_at(world, passport):
    signed_before(world, passport, 38)
    sign(world, passport)
    assert not SignOffFlag.objects.exists()
    sign(world, passport, level="5", at=NOW + timedelta(minutes=4))
    assert SignOffFlag.objects.filter(kind="fast").count() == 40
    told = Message.objects.filter(kind="assessment.signings_stand_out")
    assert [one.person for one in told] == [world.maren]
    sign(world, passport, level="3", at=NOW + timedelta(minutes=4))
    assert SignOffFlag.objects.count() == 41
    assert told.count() == 1


def test_the_same_over_a_longer_time_is_not(world, passport):
    signed_before(world, passport, 39)
    sign(world, passport, at=NOW + timedelta(minutes=5))
    assert not SignOffFlag.objects.exists()


def shift(world, *, hours: tuple[float, float]) -> None:
    """Gwen works from so many hours after the moment until so many."""
    start, end = (NOW + timedelta(hours=one) for one in hours)
    Shift.objects.create(
        person=world.gwen,
        organization=world.alder,
        starts_at=start,
        ends_at=end,
        source="typed",
    )


@pytest.mark.parametrize(
    ("hours", "is_flagged"),
    [((-2, 6), False), ((0.4, 8), False), ((-9, -0.4), False), ((1, 9), True), ((-9, -1), True)],
)
def test_a_signing_outside_of_every_shift_is_looked_at(world, passport, hours, is_flagged):
    shift(world, hours=hours)
    sign(world, passport)
    assert SignOffFlag.objects.filter(kind="off_shift").exists() is is_flagged
    told = Message.objects.filter(kind="assessment.signings_stand_out")
    assert told.exists() is is_flagged


def test_where_no_shift_is_known_nobody_can_say(world, passport):
    shift(world, hours=(-400, -392))
    sign(world, passport)
    assert not SignOffFlag.objects.exists()


def test_coordinators_look_and_never_at_their_own(world, passport):
    signed_before(world, passport, 39)
    sign(world, passport)
    flag = SignOffFlag.objects.first()
    for other in ("gwen", "noor", "vera", "milo", "olga"):
        with pytest.raises(NotVisible):
            look_at_flag(flag=flag, note="", by=world.actor(other), at=NOW)
    world.gwen.memberships.get().roles.create(role="coordinator", granted_at=NOW)
    with pytest.raises(NotVisible):
        look_at_flag(flag=flag, note="", by=world.actor("gwen"), at=NOW)
    look_at_flag(flag=flag, note="A skills day", by=world.actor("maren"), at=NOW)
    flag.refresh_from_db()
    assert (flag.looked_by, flag.note) == (world.maren, "A skills day")
    look_at_flag(flag=flag, note="Other", by=world.actor("ada"), at=NOW)
    flag.refresh_from_db()
    assert flag.looked_by == world.maren


def test_assessors_are_named_by_coordinators(world):
    row = name(world)
    assert name(world) == row
    told = Message.objects.get(kind="assessment.you_are_assessor")
    assert (told.person, told.subject) == (
        world.omar,
        "Maren Okafor named you an assessor of Alder Bay Teaching Hospital",
    )
    with pytest.raises(InvalidInput, match="Nobody here has this address"):
        name(world, "olga")
    for reader in ("vera", "milo", "omar"):
        with pytest.raises(NotVisible):
            end_assessor(assessor=row, by=world.actor(reader), at=NOW)
    end_assessor(assessor=row, by=world.actor("ada"), at=NOW)
    assert name(world) != row
    assert Assessor.objects.filter(person=world.omar).count() == 2


def test_nobody_else_names_them(world):
    for reader in ("vera", "milo", "gwen"):
        with pytest.raises(NotAllowed):
            name_assessor(
                organization=world.alder,
                email=world.omar.email,
                by=world.actor(reader),
                at=NOW,
            )

"""A signed copy of a passport, and what its code says later."""

from datetime import timedelta

import pytest

from guildhall.assessment.actions.contesting import withdraw_sign_off
from guildhall.assessment.actions.copies import sign_copy
from guildhall.assessment.queries.copies import copy_behind
from guildhall.audit.models import Event
from guildhall.core.errors import NotVisible
from tests.assessment.signed import sign
from tests.world import NOW

LATER = NOW + timedelta(days=3)


@pytest.fixture
def made(world, passport):
    """Noor's copy with one sign-off on it."""
    sign(world, passport)
    return sign_copy(passport=passport, by=world.actor("noor"), at=NOW)


def test_the_code_finds_the_copy_and_says_that_nothing_changed(made, passport):
    found = copy_behind(str(made.code))
    assert (found.digest, found.made_at, found.is_unchanged) == (made.digest, NOW, True)
    assert found.record.passport == passport


def test_the_event_holds_a_salted_digest_and_ids_only(made, passport, world):
    event = Event.objects.get(kind="passport_copied")
    assert set(event.ids) == {"passport", "digest", "seal"}
    assert event.ids["digest"] == made.digest
    assert made.code.salt not in str(event.ids)
    # The same passport has another digest on the next paper.
    again = sign_copy(passport=passport, by=world.actor("gwen"), at=NOW)
    assert again.digest != made.digest


def test_a_later_sign_off_is_told(world, made, passport):
    sign(world, passport, at=LATER)
    found = copy_behind(str(made.code))
    assert (found.is_unchanged, found.digest) == (False, made.digest)


def test_a_sign_off_that_was_taken_back_is_told(world, made, passport):
    row = passport.sign_offs.get()
    withdraw_sign_off(row=row, why="Wrong person", by=world.actor("gwen"), at=LATER)
    assert copy_behind(str(made.code)).is_unchanged is False


def test_codes_that_were_made_up_or_altered_lead_nowhere(made):
    event, salt, proof = str(made.code).split("-")
    other = "0" * 16
    for code in (
        f"{event}-{salt}-{other}",
        f"{event}-{other}-{proof}",
        f"{int(event) + 1}-{salt}-{proof}",
        "1-2-3",
        "",
        str(made.code) + "0",
    ):
        assert copy_behind(code) is None, code


def test_an_event_written_without_the_key_makes_no_genuine_copy(made):
    Event.objects.filter(kind="passport_copied").update(
        ids={"passport": 1, "digest": "f" * 64, "seal": "f" * 64}
    )
    assert copy_behind(str(made.code)) is None


def test_only_who_reads_the_passport_makes_a_copy(world, passport):
    with pytest.raises(NotVisible):
        sign_copy(passport=passport, by=world.actor("olga"), at=NOW)

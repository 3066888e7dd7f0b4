"""What comes by mail is each person's own choice."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.notify.actions.preferences import choose_by_token, choose_mails
from guildhall.notify.models import Preference
from guildhall.notify.queries.preferences import choices_of, subscription
from guildhall.notify.unsubscribing import unsubscribe_token
from tests.world import NOW


def choose(world, wants_mail, kind="tests.paired", by="noor"):
    return choose_mails(person=world.noor, by_mail={kind: wants_mail}, by=world.actor(by), at=NOW)


def test_switching_off_and_on(world):
    [row] = choose(world, False)
    assert (row.person, row.kind, row.by_mail, row.changed_at) == (
        world.noor,
        "tests.paired",
        False,
        NOW,
    )
    assert choose(world, False) == []
    assert choose(world, True) == [row]
    events = Event.objects.filter(subject_type="preference").order_by("pk")
    assert [(e.kind, e.subject_id, e.ids) for e in events] == [
        ("mail_stopped", row.pk, {"about": "tests.paired"}),
        ("mail_resumed", row.pk, {"about": "tests.paired"}),
    ]


def test_untouched_choices_leave_no_row(world):
    assert choose(world, True) == []
    assert not Preference.objects.exists()


def test_some_kinds_cannot_be_switched_off(world):
    with pytest.raises(InvalidInput, match="always comes by mail, because it needs an answer"):
        choose(world, False, kind="tests.summoned")
    with pytest.raises(InvalidInput, match="no such kind"):
        choose(world, False, kind="tests.nothing")


def test_nobody_chooses_for_others(world):
    for by in ("gwen", "maren", "ada", "olga"):
        with pytest.raises(NotVisible):
            choose(world, False, by=by)
    assert not Preference.objects.exists()


def test_secret_in_a_mail_stops_this_kind_for_this_person_only(world):
    token = unsubscribe_token(person_id=world.noor.pk, kind="tests.paired")
    assert subscription(token).by_mail
    choose_by_token(token=token, wants_mail=False, at=NOW)
    choose_by_token(token=token, wants_mail=False, at=NOW)
    assert list(Preference.objects.values_list("person_id", "kind", "by_mail")) == [
        (world.noor.pk, "tests.paired", False)
    ]
    assert not subscription(token).by_mail
    [event] = Event.objects.filter(kind="mail_stopped")
    assert event.person_id == world.noor.pk


def test_forged_secrets_are_not_there(world):
    token = unsubscribe_token(person_id=world.noor.pk, kind="tests.paired")
    other = token.replace(str(world.noor.pk), str(world.gwen.pk), 1)
    for forged in ("", "x", other, token[:-2], unsubscribe_token(person_id=9**9, kind="tests.x")):
        with pytest.raises(NotVisible):
            choose_by_token(token=forged, wants_mail=False, at=NOW)
    assert not Preference.objects.exists()


def test_choices_of_members_and_of_staff(world):
    choose(world, False)
    mine = {choice.kind.key: choice.by_mail for choice in choices_of(world.noor, is_staff=False)}
    assert (mine["tests.paired"], mine["tests.summoned"]) == (False, True)
    assert "notify.mail_check" not in mine
    staff = {choice.kind.key for choice in choices_of(world.noor, is_staff=True)}
    assert "notify.mail_check" in staff

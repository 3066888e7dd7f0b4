"""An organization's own words, and the way back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.notify import scopes
from guildhall.notify.actions.texts import change_text, restore_default, use_earlier_text
from guildhall.notify.models import MessageText
from guildhall.notify.queries.texts import earlier_texts, own_texts, wording_of
from guildhall.notify.wording import Wording
from tests.notify.factories import PAIRED, send_one
from tests.world import NOW

OWN = Wording("Meet {{partner}}", "You two:\n\n{{reasons}}", "Go", "From {{organization}}.")


@pytest.fixture
def known_scopes(monkeypatch):
    source = lambda organization: [("cohort:12", "Spring"), ("program:3", "Nurses")]  # noqa: E731
    monkeypatch.setattr(scopes, "SOURCES", [source])


def change(world, wording=OWN, by="maren", at=NOW, **more):
    return change_text(
        organization=world.alder,
        kind=PAIRED.key,
        wording=wording,
        by=world.actor(by),
        at=at,
        **more,
    )


def test_own_wording_is_used_from_the_next_message_on(world):
    before = send_one(world.noor, "a", organization=world.alder)
    text = change(world)
    after = send_one(world.noor, "b", organization=world.alder)
    elsewhere = send_one(world.noor, "c", organization=world.calder)
    assert [m.subject for m in (before, after, elsewhere)] == [
        "You are matched with Gwen Castellan",
        "Meet Gwen Castellan",
        "You are matched with Gwen Castellan",
    ]
    assert (after.body, after.button, after.small_print) == (
        "You two:\n\n- Both speak Spanish",
        "Go",
        "From Alder Bay Teaching Hospital.",
    )
    assert (text.changed_by, text.changed_at) == (world.maren, NOW)
    event = Event.objects.get(kind="message_text_changed")
    assert (event.subject_id, event.organization_id, event.person_id) == (
        text.pk,
        world.alder.pk,
        world.maren.pk,
    )


@pytest.mark.usefixtures("known_scopes")
def test_the_narrowest_wording_wins(world):
    change(world, replace(OWN, subject="All"))
    change(world, replace(OWN, subject="Program"), scope="program:3")
    change(world, replace(OWN, subject="Cohort"), scope="cohort:12")
    subjects = [
        send_one(world.noor, str(n), organization=world.alder, scopes=narrow).subject
        for n, narrow in enumerate(
            [("cohort:12", "program:3"), ("cohort:99", "program:3"), ("cohort:99",), ()]
        )
    ]
    assert subjects == ["Cohort", "Program", "All", "All"]
    about = send_one(world.noor, "about", organization=world.alder, about="cohort:12")
    assert about.subject == "Cohort"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"body": "Hi {{partnr}} {{x y}}"}, "body", "Nothing fills {{partnr}}, {{x y}} here"),
        ({"subject": "Hi {{partner"}, "subject", "not closed"),
        ({"subject": " "}, "subject", "Write a subject"),
        ({"body": ""}, "body", "Write what the message says"),
        ({"body": "[[link:1 x]]"}, "body", "added by themselves"),
        ({"button": "x" * 61}, "button", "60 characters"),
    ],
)
def test_wordings_that_cannot_be_used_are_refused_by_field(world, changes, field, words):
    with pytest.raises(InvalidInput) as error:
        change(world, replace(OWN, **changes))
    assert words in error.value.problems[field]
    assert not MessageText.objects.exists()


def test_unknown_scope_is_refused(world):
    with pytest.raises(InvalidInput) as error:
        change(world, scope="cohort:404")
    assert error.value.problems == {"scope": "There is no such program or cohort here."}


def test_only_staff_of_the_organization_change_it(world):
    for by, refusal in (("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)):
        with pytest.raises(refusal):
            change(world, by=by)
        with pytest.raises(refusal):
            restore_default(organization=world.alder, kind=PAIRED.key, by=world.actor(by), at=NOW)
    assert not MessageText.objects.exists()


def test_changes_are_undone_and_nothing_is_lost(world):
    first = change(world, replace(OWN, subject="First"))
    change(world, replace(OWN, subject="Second"), at=NOW + timedelta(hours=1))
    assert restore_default(
        organization=world.alder,
        kind=PAIRED.key,
        by=world.actor("maren"),
        at=NOW + timedelta(hours=2),
    )
    assert not own_texts(world.alder).exists()
    kept = earlier_texts(world.alder, PAIRED.key, "")
    assert [text.subject for text in kept] == ["Second", "First"]
    again = use_earlier_text(
        text=first_again(first), by=world.actor("ada"), at=NOW + timedelta(hours=3)
    )
    assert wording_of(again) == replace(OWN, subject="First")
    assert own_texts(world.alder).get() == again
    assert Event.objects.filter(kind="message_text_restored").count() == 1


def first_again(text: MessageText) -> MessageText:
    text.refresh_from_db()
    return text


def test_saving_the_same_words_changes_nothing(world):
    text = change(world)
    browser = Wording(
        OWN.subject + " ", OWN.body.replace("\n", "\r\n"), OWN.button, OWN.small_print
    )
    assert change(world, browser, at=NOW + timedelta(hours=1)) == text
    assert MessageText.objects.count() == 1
    assert Event.objects.filter(kind="message_text_changed").count() == 1


def test_nothing_to_restore(world):
    assert not restore_default(
        organization=world.alder, kind=PAIRED.key, by=world.actor("maren"), at=NOW
    )
    assert not Event.objects.filter(kind="message_text_restored").exists()

"""Action links: shown by GET, done by POST, once."""

from datetime import timedelta

import pytest
from django.core import signing

from guildhall.audit.models import Event
from guildhall.core.errors import NotVisible, WrongState
from guildhall.notify.actions.links import use_link
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.envelope import envelope, own_links_of, rendered
from guildhall.notify.links import LinkGone, link_token
from guildhall.notify.models import ActionLink, Message
from guildhall.notify.outgoing import ActButton
from tests.notify.factories import ACCEPT, ANSWERS, VALUES, outgoing, send_one
from tests.world import NOW


@pytest.fixture(autouse=True)
def no_answers_yet():
    ANSWERS.clear()


def make_link(world, **changes) -> ActionLink:
    send_one(world.noor, acts=(ACCEPT,), **changes)
    return ActionLink.objects.get()


def test_using_a_link_acts_once_as_its_person(world):
    link = make_link(world)
    use_link(token=link_token(link.pk), at=NOW)
    link.refresh_from_db()
    assert (ANSWERS, link.used_at) == ([7], NOW)
    event = Event.objects.get(kind="action_link_used")
    assert (event.person_id, event.account_id, event.subject_id, event.ids) == (
        world.noor.pk,
        world.noor.account_id,
        link.pk,
        {"act": "tests.accept"},
    )
    with pytest.raises(LinkGone, match="has been used"):
        use_link(token=link_token(link.pk), at=NOW)
    assert ANSWERS == [7]


def test_expired_link_is_gone(world):
    link = make_link(world)
    with pytest.raises(LinkGone, match="has expired"):
        use_link(token=link_token(link.pk), at=NOW + timedelta(days=14))
    assert ANSWERS == []


def test_life_begins_when_the_message_goes_out(world):
    later = NOW + timedelta(days=30)
    assert make_link(world, send_after=later).expires_at == later + timedelta(days=14)


def test_forged_and_foreign_secrets_are_not_there(world):
    link = make_link(world)
    other_salt = signing.Signer(salt="guildhall.notify.unsubscribe", sep=".").sign(str(link.pk))
    right = link_token(link.pk)
    for token in (str(link.pk), "", "1.x", other_salt, right[:-1] + "!", link_token(99999)):
        with pytest.raises(NotVisible):
            use_link(token=token, at=NOW)
    assert ANSWERS == []


def test_refused_act_leaves_the_link_usable(world):
    send_one(world.noor, acts=(ActButton("tests.accept", 404, "Accept"),))
    link = ActionLink.objects.get()
    with pytest.raises(WrongState, match="closed meanwhile"):
        use_link(token=link_token(link.pk), at=NOW)
    link.refresh_from_db()
    assert link.used_at is None
    assert not Event.objects.filter(kind="action_link_used").exists()


def test_secret_appears_only_at_hand_over(world):
    link = make_link(world)
    message = Message.objects.get()
    token = link_token(link.pk)
    stored = " ".join(str(value) for value in Message.objects.values_list().get())
    assert token not in stored
    preview = rendered(message)
    assert token not in preview.text + preview.html
    assert "Accept:\n(personal link)" in preview.text
    mail = envelope(message, own_links=own_links_of([message])[message.pk])
    assert f"http://localhost:8000/a/{token}/" in mail.body


def test_link_of_somebody_else_is_never_opened(world):
    link = make_link(world)
    message = send_one(world.gwen, "gwen's")
    Message.objects.filter(pk=message.pk).update(body=f"[[link:{link.pk} Accept]]")
    message.refresh_from_db()
    mail = envelope(message, own_links=own_links_of([message])[message.pk])
    assert link_token(link.pk) not in mail.body


def test_values_cannot_smuggle_a_link_in(world):
    own = make_link(world)
    smuggled = {**VALUES, "reasons": f"[[link:{own.pk} Free gift]]"}
    send_many([outgoing(world.noor, "smuggled", values=smuggled)], at=NOW)
    message = Message.objects.get(key="smuggled")
    mail = envelope(message, own_links=own_links_of([message])[message.pk])
    assert "/a/" not in mail.body
    assert "[ [link:" in mail.body

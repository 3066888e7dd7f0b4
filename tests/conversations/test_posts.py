"""Messages: mails that never carry the words, and contact that rests."""

from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage
from django.db import connection

from guildhall.conversations.actions.posts import mark_read, send_post, take_post_back
from guildhall.conversations.models import Post
from guildhall.conversations.queries.written import attachment_of, posts_of, unread_posts
from guildhall.core.encrypted import open_bytes
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.files.actions import seal_again
from guildhall.files.enclosed import Enclosure
from guildhall.files.models import StoredFile
from guildhall.files.queries import file_bytes
from guildhall.notify.models import Message, Notice
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.course import close_relationship, resume_relationship
from guildhall.relationships.actions.resting import lift_contact, rest_contact
from tests.world import NOW

SECRET = "Could we talk about the review on Thursday?"


def send(pair, world, *, by="noor", text=SECRET, at=NOW, files=()):
    return send_post(
        relationship=pair.relationship, text=text, files=files, by=world.actor(by), at=at
    )


def told():
    return Message.objects.filter(kind="conversations.post_waits")


def test_the_mail_says_that_something_waits_and_never_what(pair, world):
    send(pair, world)
    mail = told().get()
    assert mail.person == world.gwen
    everything = mail.subject + mail.body + mail.small_print + mail.path
    assert "review" not in everything
    assert "Thursday" not in "".join(Notice.objects.values_list("title", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM conversations_post")
        assert "Thursday" not in cursor.fetchone()[0]


def test_one_mail_until_it_is_read(pair, world):
    for minutes in range(3):
        send(pair, world, at=NOW + timedelta(minutes=minutes))
    assert told().count() == 1
    assert len(unread_posts(pair.relationship, actor=world.actor("gwen"))) == 3
    read_at = NOW + timedelta(minutes=10)
    mark_read(relationship=pair.relationship, by=world.actor("gwen"), at=read_at)
    assert unread_posts(pair.relationship, actor=world.actor("gwen")) == []
    send(pair, world, at=NOW + timedelta(minutes=20))
    assert told().count() == 2


def test_taken_back_its_words_are_gone(pair, world):
    post = send(pair, world)
    with pytest.raises(NotAllowed):
        take_post_back(post=post, by=world.actor("gwen"), at=NOW)
    take_post_back(post=post, by=world.actor("noor"), at=NOW)
    assert Post.objects.get().text == ""
    assert unread_posts(pair.relationship, actor=world.actor("gwen")) == []


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga", "tomas"])
def test_nobody_else_reads_or_writes(pair, world, name):
    send(pair, world)
    assert posts_of(pair.relationship, actor=world.actor(name)) == []
    with pytest.raises((NotAllowed, NotVisible)):
        send(pair, world, by=name)


def test_contact_rests_at_once_and_blames_nobody(pair, world):
    send(pair, world)
    rest_contact(relationship=pair.relationship, by=SYSTEM, at=NOW)
    rest_contact(relationship=pair.relationship, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="rest for now"):
        send(pair, world)
    with pytest.raises(WrongState, match="rests for now"):
        resume_relationship(relationship=pair.relationship, by=world.actor("noor"), at=NOW)
    lift_contact(relationship=pair.relationship, by=SYSTEM, at=NOW)
    row = resume_relationship(relationship=pair.relationship, by=world.actor("noor"), at=NOW)
    assert row.state == "active"
    send(pair, world, text="Back.")


def test_after_the_end_it_can_be_read_and_no_more_be_sent(pair, world):
    send(pair, world)
    close_relationship(relationship=pair.relationship, by=world.actor("gwen"), at=NOW)
    assert len(posts_of(pair.relationship, actor=world.actor("noor"))) == 1
    with pytest.raises(WrongState, match="ended"):
        send(pair, world)


def enclosure(name="plan.pdf", content=b"%PDF the plan"):
    return Enclosure(name, content, "application/pdf")


def test_files_are_sealed_and_go_with_their_words(pair, world):
    post = send(pair, world, files=[enclosure()])
    file = post.attachments.get().file
    with default_storage.open(file.path) as stored:
        assert b"plan" not in stored.read()
    assert file_bytes(file) == b"%PDF the plan"
    take_post_back(post=post, by=world.actor("noor"), at=NOW)
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(file.path)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([enclosure(content=b"")], "is empty"),
        ([enclosure(name="run.EXE")], "is a program"),
        ([enclosure(content=b"x" * (10 * 1024 * 1024 + 1))], "larger than 10 MB"),
        ([enclosure()] * 6, "5 files at most"),
    ],
)
def test_files_that_do_not_fit_are_refused_and_nothing_is_sent(pair, world, files, words):
    with pytest.raises(InvalidInput) as refused:
        send(pair, world, files=files)
    assert words in refused.value.problems["enclosed"]
    assert not Post.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga", "tomas"])
def test_nobody_else_has_the_file(pair, world, name):
    attached = send(pair, world, files=[enclosure()]).attachments.get()
    assert attachment_of(attached.pk, actor=world.actor("gwen")) == attached
    with pytest.raises(NotVisible):
        attachment_of(attached.pk, actor=world.actor(name))


def test_files_are_sealed_again_with_the_newest_key(pair, world, settings):
    old, new = (Fernet.generate_key().decode() for _n in range(2))
    settings.GUILDHALL_FIELD_KEYS = [old]
    file = send(pair, world, files=[enclosure()]).attachments.get().file
    settings.GUILDHALL_FIELD_KEYS = [new, old]
    seal_again(file)
    settings.GUILDHALL_FIELD_KEYS = [new]
    path = StoredFile.objects.values_list("path", flat=True).get()
    with default_storage.open(path, "rb") as stored:
        assert open_bytes(stored.read()) == b"%PDF the plan"
    assert not default_storage.exists(file.path)

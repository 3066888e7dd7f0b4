"""A guide asks a senior guide; neither who nor which pair is told, on pages, in mails or events."""

from datetime import timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.mentoring.actions.consults import ask_senior, close_consult, write_in_consult
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer
from guildhall.mentoring.actions.seniors import end_senior, name_senior
from guildhall.mentoring.consult_access import READ_CONSULT
from guildhall.mentoring.models import Consult, ConsultWords, SeniorGuide
from guildhall.mentoring.queries.consults import names_within, seniors_for
from guildhall.notify.models import Message, Notice
from guildhall.permissions.access import may
from tests.mentoring.wisdom import CAST, begin_circle, begin_pair
from tests.world import NOW

LATER = NOW + timedelta(days=1)
TEXT = "My mentee is silent lately, and I wonder how to ask."


@pytest.fixture
def pair(world):
    return begin_pair(world)


@pytest.fixture
def senior(world) -> SeniorGuide:
    """Omar is named."""
    return name_senior(offer=offer(world), by=world.actor("maren"), at=NOW)


def offer(world, name="omar"):
    return keep_offer(
        person=getattr(world, name),
        organization=world.alder,
        draft=OfferDraft(help="Anything"),
        by=world.actor(name),
        at=NOW,
    )


def ask(world, senior, text=TEXT, **values):
    return ask_senior(senior=senior, text=text, by=world.actor("gwen"), at=NOW, **values)


def test_coordinators_name_them_and_they_are_told(world):
    row = offer(world)
    with pytest.raises(NotAllowed):
        name_senior(offer=row, by=world.actor("vera"), at=NOW)
    with pytest.raises(NotVisible):
        name_senior(offer=row, by=world.actor("olga"), at=NOW)
    first = name_senior(offer=row, by=world.actor("maren"), at=NOW)
    assert name_senior(offer=row, by=world.actor("maren"), at=LATER) == first
    assert Message.objects.get(kind="mentoring.senior_named").person == world.omar


def test_a_senior_steps_back_and_others_cannot_end_it(world, senior):
    with pytest.raises(NotVisible):
        end_senior(senior=senior, by=world.actor("tomas"), at=LATER)
    with pytest.raises(NotAllowed):
        end_senior(senior=senior, by=world.actor("vera"), at=LATER)
    end_senior(senior=senior, by=world.actor("omar"), at=LATER)
    assert seniors_for(world.actor("gwen")) == []


def test_only_the_two_read_it_and_it_is_sealed(world, pair, senior):
    consult = ask(world, senior)
    assert {n for n in CAST if may(READ_CONSULT, world.actor(n), consult)} == {"gwen", "omar"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mentoring_consultwords")
        assert "silent" not in " ".join(map(str, cursor.fetchone()))


def test_nothing_ties_it_to_a_guide_or_a_pair(world, pair, senior, sign_in):
    consult = ask(world, senior)
    write_in_consult(consult=consult, text="Ask openly", by=world.actor("omar"), at=LATER)
    events = list(Event.objects.filter(kind__startswith="consult_"))
    assert len(events) == 2
    assert {(e.account_id, e.person_id, tuple(e.ids)) for e in events} == {(None, None, ())}
    assert not {field.name for field in Consult._meta.get_fields()} & {"relationship", "party"}
    mail = Message.objects.get(kind="mentoring.consult_asked")
    notice = Notice.objects.get(person=world.omar, kind="mentoring.consult_asked")
    page = sign_in("omar").get(f"/consults/{consult.code}/").content.decode()
    for text in (f"{mail.subject} {mail.body}", f"{notice.title} {notice.text}", page):
        assert "Gwen" not in text
        assert "Noor" not in text
    assert not Message.objects.filter(
        kind__startswith="mentoring.consult_", organization__isnull=False
    ).exists()


def test_it_is_for_those_who_guide(world, pair, senior):
    with pytest.raises(WrongState):
        ask_senior(senior=senior, text=TEXT, by=world.actor("noor"), at=NOW)


def test_a_senior_of_one_s_own_pairs_is_not_asked(world, pair, senior):
    begin_circle(world, "omar")
    assert seniors_for(world.actor("gwen")) == []
    with pytest.raises(InvalidInput) as refused:
        ask(world, senior)
    assert "senior" in refused.value.problems


@pytest.mark.parametrize("text", ["Noor is silent.", "About noor's week", "Dr. RAHIMI told me"])
def test_a_name_in_the_text_is_pointed_out_first(world, pair, senior, text):
    with pytest.raises(InvalidInput) as refused:
        ask(world, senior, text)
    assert "text" in refused.value.problems
    assert not Consult.objects.exists()
    ask(world, senior, text, names_are_meant=True)
    assert Consult.objects.count() == 1


def test_a_part_of_a_word_is_no_name(world, pair):
    assert names_within("The noorish design", world.gwen.pk) == []
    assert names_within("Tomas is no mentee of mine", world.gwen.pk) == []


def test_ended_it_leaves_no_words(world, pair, senior):
    consult = ask(world, senior)
    with pytest.raises(NotAllowed):
        close_consult(consult=consult, by=world.actor("omar"), at=LATER)
    close_consult(consult=consult, by=world.actor("gwen"), at=LATER)
    assert not ConsultWords.objects.exists()
    with pytest.raises(WrongState):
        write_in_consult(consult=consult, text="More", by=world.actor("omar"), at=LATER)


def test_asked_and_answered_on_the_pages(world, pair, senior, sign_in, held_clock):
    client = sign_in("gwen")
    page = client.get("/consults/").content.decode()
    assert "The limit:" in page
    warned = client.post("/consults/", {"senior": senior.pk, "text": "Noor is silent"})
    assert warned.status_code == 422
    assert "stands in your text" in warned.content.decode()
    assert "names_are_meant" in warned.content.decode()
    sent = client.post("/consults/", {"senior": senior.pk, "text": TEXT})
    assert sent.status_code == 303
    answered = sign_in("omar").post(sent.headers["Location"], {"text": "Ask openly"})
    assert answered.status_code == 303
    assert "Ask openly" in client.get(sent.headers["Location"]).content.decode()
    named = sign_in("maren").get("/senior-guides/").content.decode()
    assert "Omar Haddad" in named

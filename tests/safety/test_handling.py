"""What safety officers do, and what whoever reported it sees of it."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.flows.actions.merging import join_records
from guildhall.notify.models import Message
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.course import resume_relationship
from guildhall.relationships.models import Closure
from guildhall.safety.actions.choosing import hand_over
from guildhall.safety.actions.handling import (
    close_worry,
    end_pair,
    lift_rest,
    see_worry,
    write_entry,
)
from guildhall.safety.actions.reporting import add_words
from guildhall.safety.models import LeftOut, Worry
from guildhall.safety.queries.worries import shown_count, worry_by_code, worry_page
from guildhall.safety.states import EntryKind
from tests.safety.conftest import acting
from tests.world import NOW, make_person


def told(kind):
    rows = Message.objects.filter(kind=f"safety.{kind}").order_by("person__given_name")
    return [message.person.given_name for message in rows]


@pytest.fixture
def seen(report, sara):
    return see_worry(worry=report(), by=acting(sara), at=NOW)


def test_seen_by_a_person(world, sara, seen):
    assert (seen.state, seen.seen_at, seen.seen_by_id) == ("seen", NOW, sara.pk)
    see_worry(worry=seen, by=acting(sara), at=NOW)
    assert told("news") == ["Noor"]
    assert Event.objects.filter(kind="worry_seen").count() == 1


@pytest.mark.parametrize(
    ("name", "error"),
    [("noor", NotAllowed), ("gwen", NotVisible), ("maren", NotVisible), ("ada", NotVisible)],
)
def test_nobody_else_handles_it(world, seen, name, error):
    by = world.actor(name)
    for act in (
        lambda: see_worry(worry=seen, by=by, at=NOW),
        lambda: write_entry(worry=seen, kind=EntryKind.NOTE, text="x", by=by, at=NOW),
        lambda: lift_rest(worry=seen, by=by, at=NOW),
        lambda: end_pair(worry=seen, learners_wait=True, by=by, at=NOW),
        lambda: close_worry(worry=seen, by=by, at=NOW),
        lambda: hand_over(worry=seen, to=world.omar.pk, by=by, at=NOW),
    ):
        with pytest.raises(error):
            act()
    seen.refresh_from_db()
    assert seen.state == "seen"


def test_notes_and_steps_stay_with_officers_and_answers_do_not(world, sara, seen):
    for kind, text in (("note", "Spoke to HR."), ("step", "Called."), ("answer", "I call at 3.")):
        write_entry(worry=seen, kind=EntryKind(kind), text=text, by=acting(sara), at=NOW)
    add_words(worry=seen, text="Thank you.", by=world.actor("noor"), at=NOW)
    of_noor = worry_page(seen, actor=world.actor("noor"))
    assert [entry.text for entry in of_noor.entries] == ["I call at 3.", "Thank you."]
    assert len(worry_page(seen, actor=acting(sara)).entries) == 4
    assert told("news") == ["Noor", "Noor"]
    with pytest.raises(InvalidInput):
        write_entry(worry=seen, kind=EntryKind.WORDS, text="As her.", by=acting(sara), at=NOW)


def test_a_rest_is_lifted_by_an_officer_once_every_worry_agrees(world, pair, sara, report, seen):
    other = report("boundary", by="gwen")
    lift_rest(worry=seen, by=acting(sara), at=NOW)
    pair.relationship.refresh_from_db()
    assert pair.relationship.contact_rests_since is not None
    assert told("may_go_on") == []
    lift_rest(worry=other, by=acting(sara), at=NOW)
    pair.relationship.refresh_from_db()
    assert pair.relationship.contact_rests_since is None
    assert told("may_go_on") == ["Gwen", "Noor"]
    resume_relationship(relationship=pair.relationship, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="does not rest"):
        lift_rest(worry=seen, by=acting(sara), at=NOW)


def test_the_pair_ends_kindly_and_without_a_name(world, pair, sara, seen):
    end_pair(worry=seen, learners_wait=True, by=acting(sara), at=NOW)
    closure = Closure.objects.get(relationship=pair.relationship)
    assert (closure.closed_by, closure.reason, closure.words) == (None, "", "")
    assert Event.objects.get(kind="relationship_closed").person_id is None
    mails = Message.objects.filter(kind="relationships.relationship_closed")
    assert sorted(mail.person.given_name for mail in mails) == ["Gwen", "Noor"]
    assert "Sara" not in "".join(mail.subject + mail.body for mail in mails)
    with pytest.raises(WrongState):
        end_pair(worry=seen, learners_wait=True, by=acting(sara), at=NOW)


def test_closing(world, sara, report):
    worry = report()
    with pytest.raises(WrongState, match="seen it"):
        close_worry(worry=worry, by=acting(sara), at=NOW)
    see_worry(worry=worry, by=acting(sara), at=NOW)
    with pytest.raises(WrongState, match="still rests"):
        close_worry(worry=worry, by=acting(sara), at=NOW)
    lift_rest(worry=worry, by=acting(sara), at=NOW)
    close_worry(worry=worry, answer="All the best.", by=acting(sara), at=NOW)
    worry.refresh_from_db()
    assert (worry.state, worry.closed_by_id) == ("closed", sara.pk)
    assert [e.text for e in worry_page(worry, actor=world.actor("noor")).entries] == [
        "All the best."
    ]
    with pytest.raises(WrongState, match="closed already"):
        close_worry(worry=worry, by=acting(sara), at=NOW)
    with pytest.raises(WrongState, match="new worry"):
        add_words(worry=worry, text="More.", by=world.actor("noor"), at=NOW)


def test_a_missing_code_and_somebody_elses_cost_the_same(
    world, sara, seen, django_assert_num_queries
):
    gwen = world.actor("gwen")
    for code in (seen.code, "x" * 43):
        with django_assert_num_queries(1), pytest.raises(NotVisible):
            worry_by_code(code, actor=gwen)


def test_figures_come_by_fives(world, sara, report):
    for number in range(11):
        report("other", wish="note")
        n = shown_count(world.alder, at=NOW)
        assert n == {0: None, 1: 5, 2: 10}[(number + 1) // 5]


def test_merged_records_keep_what_was_reported_and_who_is_left_out(world, sara, seen):
    twin = make_person(world.calder, "Gwen Other")
    LeftOut.objects.create(worry=seen, person=twin)
    join_records(kept=world.gwen, merged=twin, by=SYSTEM, at=NOW, chosen={})
    left_out = LeftOut.objects.filter(worry=seen).values_list("person__given_name", flat=True)
    assert sorted(left_out) == ["Gwen", "Noor"]
    again = make_person(world.calder, "Noor Other")
    join_records(kept=again, merged=world.noor, by=SYSTEM, at=NOW, chosen={})
    assert Worry.objects.get().reporter == again

"""Events are sealed into a chain, and any change to it is found."""

import pytest
from django.db import models

from guildhall.audit.actions import record, seal_events
from guildhall.audit.chain import check_chain, event_digest, head_signature
from guildhall.audit.models import ChainHead, Event
from guildhall.directory.actions.events import MEMBER_ADDED
from guildhall.permissions.actor import SYSTEM
from tests.world import NOW


@pytest.fixture
def chain(world):
    """Six sealed events under two heads."""
    Event.objects.all().delete()
    for number in range(6):
        record(MEMBER_ADDED, by=SYSTEM, subject=world.gwen, at=NOW, number=number)
        if number % 3 == 2:
            seal_events(at=NOW)
    return list(Event.objects.order_by("position"))


def test_a_whole_chain_holds(chain):
    verdict = check_chain()
    assert (verdict.events, verdict.heads, verdict.problem) == (6, 2, "")
    assert seal_events(at=NOW) == 0


def test_the_next_event_waits_for_the_sealer(chain, world):
    record(MEMBER_ADDED, by=SYSTEM, subject=world.gwen, at=NOW)
    assert check_chain().events == 6
    assert seal_events(at=NOW) == 1
    assert check_chain().events == 7


def test_an_altered_event_is_found(chain):
    Event.objects.filter(position=2).update(person_id=99)
    assert check_chain().problem == "Event 2 was altered."


def test_a_removed_event_is_found(chain):
    Event.objects.filter(position=4).delete()
    assert check_chain().problem == "Event 4 of the chain is missing."


def test_swapped_events_are_found(chain):
    second, third = chain[1], chain[2]
    Event.objects.filter(pk=second.pk).update(position=None)
    Event.objects.filter(pk=third.pk).update(position=2)
    Event.objects.filter(pk=second.pk).update(position=3)
    assert check_chain().problem == "Event 2 was altered."


def test_a_truncated_chain_is_found(chain):
    Event.objects.filter(position__gt=4).delete()
    assert check_chain().problem == "The chain was cut after event 4."


def test_a_chain_recomputed_without_the_key_is_found(chain):
    """Somebody with the database alone rewrites an event and every digest after it."""
    Event.objects.filter(position=1).update(person_id=99)
    digest = ""
    for event in Event.objects.order_by("position"):
        digest = event_digest(event, position=event.position, before=digest)
        Event.objects.filter(pk=event.pk).update(digest=digest)
        ChainHead.objects.filter(position=event.position).update(digest=digest)
    assert check_chain().problem == "The chain was rewritten up to event 3."


def test_an_anchor_noted_outside_must_be_in_the_chain(chain):
    head = ChainHead.objects.latest("position")
    assert check_chain(f"{head.position}:{head.digest}").problem == ""
    assert check_chain("6:0000").problem == "The chain does not hold the anchor given."


def test_heads_are_signed(chain):
    head = ChainHead.objects.latest("position")
    assert head.signature == head_signature(head.position, head.digest)


def test_an_unknown_kind_cannot_be_recorded(world):
    with pytest.raises(ValueError, match="Declare the event kind"):
        record("something_odd", by=SYSTEM, subject=world.gwen, at=NOW)


def test_events_hold_no_foreign_keys():
    fields = Event._meta.get_fields()
    assert not any(isinstance(field, models.ForeignKey) for field in fields)

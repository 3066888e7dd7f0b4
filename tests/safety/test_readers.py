"""Who may read a worry is chosen by its reporter, and nobody comes to read it quietly."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import end_role, grant_role
from guildhall.flows.actions.merging import join_records, merge_people
from guildhall.notify.models import Message
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.safety.access import HANDLE_WORRY, READ_WORRY
from guildhall.safety.actions.choosing import choose_readers, hand_over
from guildhall.safety.actions.handling import close_worry, see_worry
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.models import Worry
from guildhall.safety.queries.readers import could_be_handed, could_read, readers_of
from tests.safety.conftest import acting, officer
from tests.world import NOW, make_person


def told(kind="report_waits"):
    rows = Message.objects.filter(kind=f"safety.{kind}").order_by("pk")
    return [message.person.given_name for message in rows]


def only(*people):
    return frozenset(person.pk for person in people)


def end(person, world, *, role="safety_officer"):
    grant = person.memberships.get().roles.get(role=role, ended_at=None)
    end_role(grant=grant, by=SYSTEM, at=NOW)


@pytest.fixture
def tess(world):
    return officer(world.alder, "Tess Moreau")


def test_officers_come_first_and_administrators_can_be_chosen(world, pair, sara):
    grants = could_read(world.alder, besides=())
    assert [grant.membership.person for grant in grants] == [sara, world.ada]
    grant_role(membership=world.ada.memberships.get(), role="safety_officer", by=SYSTEM, at=NOW)
    assert len(could_read(world.alder, besides=())) == 2


def test_only_those_who_were_chosen_read_it(world, sara, tess, report):
    worry = report(people=only(tess))
    assert told() == ["Tess"]
    assert readers_of(worry) == [tess]
    for actor in (acting(sara), world.actor("ada")):
        assert not may(READ_WORRY, actor, worry)
        assert list(visible_to(HANDLE_WORRY, actor)) == []
    assert may(HANDLE_WORRY, acting(tess), worry)


def test_administrators_are_left_out_where_there_is_no_officer(world, report):
    second = make_person(world.alder, "Bea Ortiz", role="administrator")
    worry = report(people=only(second))
    assert readers_of(worry) == [second]
    assert not may(READ_WORRY, world.actor("ada"), worry)


def test_a_choice_that_leaves_nobody_is_refused_and_keeps_nothing(world, pair, sara, report):
    for people in (frozenset(), only(world.gwen), only(world.maren), frozenset({999_999})):
        with pytest.raises(InvalidInput) as refused:
            report(people=people)
        assert list(refused.value.problems) == ["people"]
    pair.relationship.refresh_from_db()
    assert (Worry.objects.count(), pair.relationship.state, told()) == (0, "active", [])


def test_an_officer_of_the_pair_cannot_be_chosen(world, pair, sara, report):
    grant_role(membership=world.gwen.memberships.get(), role="safety_officer", by=SYSTEM, at=NOW)
    worry = report(people=only(world.gwen, sara))
    assert readers_of(worry) == [sara]
    choose_readers(worry=worry, people=only(world.gwen, sara), by=world.actor("noor"), at=NOW)
    assert readers_of(worry) == [sara]


def test_an_end_of_a_role_hands_nothing_to_anybody_and_the_reporter_hears(
    world, sara, tess, report
):
    worry = report(people=only(sara))
    end(sara, world)
    assert readers_of(worry) == []
    assert told("news") == ["Noor"]
    for actor in (acting(sara), acting(tess), world.actor("ada")):
        assert not may(READ_WORRY, actor, worry)
    choose_readers(worry=worry, people=only(tess), by=world.actor("noor"), at=NOW)
    assert readers_of(worry) == [tess]
    assert told() == ["Sara", "Tess"]


def test_the_same_role_given_again_does_not_bring_it_back(world, sara, tess, report):
    worry = report()
    end(sara, world)
    grant_role(membership=sara.memberships.get(), role="safety_officer", by=SYSTEM, at=NOW)
    assert readers_of(worry) == [tess]
    assert not may(READ_WORRY, acting(sara), worry)


def test_a_new_officer_reads_only_what_is_handed_over(world, sara, report):
    first, second = report("other"), report("confidence")
    tess = officer(world.alder, "Tess Moreau")
    assert list(visible_to(HANDLE_WORRY, acting(tess))) == []
    hand_over(worry=first, to=tess.pk, by=acting(sara), at=NOW)
    assert list(visible_to(HANDLE_WORRY, acting(tess))) == [first]
    assert may(HANDLE_WORRY, acting(sara), first)
    assert told("news") == ["Noor"]
    event = Event.objects.get(kind="worry_handed_over")
    assert (event.subject_id, event.organization_id, event.ids) == (first.pk, None, {})
    assert list(visible_to(READ_WORRY, acting(tess), Worry.objects.filter(pk=second.pk))) == []


def test_nobody_else_is_handed_a_worry(world, sara, tess, report):
    worry = report(people=only(sara))
    maren, carl = world.maren, officer(world.calder, "Carl Vance")
    assert could_be_handed(worry) == []
    for person in (tess, world.ada, world.gwen, world.noor, maren, carl, sara):
        with pytest.raises(InvalidInput):
            hand_over(worry=worry, to=person.pk, by=acting(sara), at=NOW)
    assert readers_of(worry) == [sara]


def test_an_administrator_hands_it_over_and_administrators_read_it_no_more(world, report):
    make_person(world.alder, "Bea Ortiz", role="administrator")
    worry = report()
    sara = officer(world.alder, "Sara Nyberg")
    assert may(HANDLE_WORRY, world.actor("ada"), worry)
    assert not may(READ_WORRY, acting(sara), worry)
    hand_over(worry=worry, to=sara.pk, by=world.actor("ada"), at=NOW)
    assert readers_of(worry) == [sara]
    assert not may(READ_WORRY, world.actor("ada"), worry)


def test_the_reporter_changes_who_may_read_it_until_it_is_closed(world, sara, tess, report):
    worry = report("other")
    see_worry(worry=worry, by=acting(sara), at=NOW)
    for name, error in (("gwen", NotVisible), ("ada", NotVisible)):
        with pytest.raises(error):
            choose_readers(worry=worry, people=only(tess), by=world.actor(name), at=NOW)
    with pytest.raises(NotAllowed):
        choose_readers(worry=worry, people=only(tess), by=acting(sara), at=NOW)
    choose_readers(worry=worry, people=only(tess), by=world.actor("noor"), at=NOW)
    worry.refresh_from_db()
    assert (readers_of(worry), worry.state) == ([tess], "seen")
    choose_readers(worry=worry, people=only(world.ada), by=world.actor("noor"), at=NOW)
    worry.refresh_from_db()
    assert (readers_of(worry), worry.state, worry.seen_by) == ([world.ada], "reported", None)
    assert worry.remind_at is not None
    with pytest.raises(InvalidInput):
        choose_readers(worry=worry, people=(), by=world.actor("noor"), at=NOW)
    see_worry(worry=worry, by=world.actor("ada"), at=NOW)
    close_worry(worry=worry, by=world.actor("ada"), at=NOW)
    with pytest.raises(WrongState, match="new worry"):
        choose_readers(worry=worry, people=only(tess), by=world.actor("noor"), at=NOW)


def test_outside_a_pair_the_same_holds(world, pair, sara, tess):
    worry = report_worry(
        report=Report(kind="risk", people=only(tess)),
        organization=world.alder,
        by=world.actor("milo"),
        at=NOW,
    )
    assert readers_of(worry) == [tess]


def test_an_administrator_does_not_merge_an_officer_into_themselves(world, sara, tess, report):
    worry = report()
    twin = make_person(world.alder, "Addie Twin")
    with pytest.raises(NotAllowed, match="safety officer"):
        merge_people(kept=twin, merged=sara, by=world.actor("ada"), at=NOW)
    grant_role(membership=twin.memberships.get(), role="safety_officer", by=SYSTEM, at=NOW)
    join_records(kept=twin, merged=sara, by=SYSTEM, at=NOW, chosen={})
    assert {person.pk for person in readers_of(worry)} == {twin.pk, tess.pk}

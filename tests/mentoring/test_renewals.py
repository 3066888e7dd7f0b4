"""Going on for years: asked once a year, seldom, asleep, awake, and past a change of employer."""

from datetime import timedelta

import pytest

from guildhall.core.errors import InvalidInput, NoRoomLeft, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import end_membership
from guildhall.directory.models import Membership
from guildhall.meetings.actions.logging import log_meeting
from guildhall.mentoring.actions.endings import choose_onward
from guildhall.mentoring.actions.homes import answer_home, propose_home
from guildhall.mentoring.actions.renewals import ask_renewals, end_kindly, let_sleep, renew
from guildhall.mentoring.models import HomeMove, Renewal
from guildhall.mentoring.queries.homes import has_left_home, possible_homes
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import link_token
from guildhall.notify.models import ActionLink, Message
from guildhall.people.models import Profile
from guildhall.permissions.access import may, visible_to
from guildhall.programs.models import Enrollment, NeverPair
from guildhall.relationships.access import OVERSEE_RELATIONSHIPS, SEE_RELATIONSHIP
from guildhall.relationships.actions.course import (
    close_relationship,
    close_unanswered,
    pause_relationship,
    resume_relationship,
)
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import agreed_cadence
from guildhall.relationships.queries.pairs import (
    narrowed,
    overseen_relationships,
    overseen_rows,
)
from guildhall.relationships.queries.places import free_places, rooms
from tests.agreements.factories import begun_pair
from tests.mentoring.ending import acting, informal
from tests.world import NOW

YEAR = timedelta(days=365)


@pytest.fixture
def row(world) -> Relationship:
    return informal(world, world.gwen, world.noor)


def keep_places(person, places) -> None:
    Profile.objects.update_or_create(
        person=person, defaults={"capacity": places, "changed_at": NOW}
    )


def told(kind):
    found = Message.objects.filter(kind=f"mentoring.{kind}").order_by("person__given_name")
    return [message.person.given_name for message in found]


def test_a_pair_without_a_last_day_is_asked_once_a_year(row, world):
    begun_pair(world)
    assert ask_renewals(at=NOW + timedelta(days=364)) == 0
    assert ask_renewals(at=NOW + YEAR) == 1
    assert ask_renewals(at=NOW + YEAR) == 0
    assert told("renewal_wanted") == ["Gwen", "Noor"]
    assert Renewal.objects.get().relationship == row


def test_two_yeses_renew_at_the_calmer_rhythm(row, world):
    at = NOW + YEAR
    ask_renewals(at=at)
    asked = Renewal.objects.get()
    renew(renewal=asked, every_days=182, by=world.actor("noor"), at=at)
    row.refresh_from_db()
    assert agreed_cadence(row).every_days == 42
    renew(renewal=asked, by=world.actor("gwen"), at=at)
    row.refresh_from_db()
    assert (agreed_cadence(row).every_days, agreed_cadence(row).minutes) == (182, 45)
    asked.refresh_from_db()
    assert (asked.outcome, asked.settled_at) == ("renewed", at)
    assert told("renewed") == ["Noor"]
    with pytest.raises(WrongState, match="another year"):
        renew(renewal=asked, by=world.actor("noor"), at=at)
    with pytest.raises(InvalidInput):
        renew(renewal=asked, every_days=3, by=world.actor("noor"), at=at)


def test_one_no_ends_it_and_names_nobody(row, world):
    at = NOW + YEAR
    ask_renewals(at=at)
    asked = Renewal.objects.get()
    renew(renewal=asked, by=world.actor("noor"), at=at)
    for name, error in (("maren", NotVisible), ("olga", NotVisible)):
        with pytest.raises(error):
            end_kindly(renewal=asked, by=world.actor(name), at=at)
    end_kindly(renewal=asked, by=world.actor("gwen"), at=at)
    row.refresh_from_db()
    assert row.state == "closed"
    ends = Message.objects.filter(kind="relationships.relationship_closed")
    assert {m.person for m in ends} == {world.gwen, world.noor}
    # the names in it are those of the other; the words are the same
    texts = {m.body.replace(world.gwen.name, "").replace(world.noor.name, "") for m in ends}
    assert len({text.split("Noor")[-1].split("Gwen")[-1] for text in texts}) == 1


def test_silence_lets_it_sleep_without_a_word_and_one_click_wakes_it(row, world):
    at = NOW + YEAR
    ask_renewals(at=at)
    renew(renewal=Renewal.objects.get(), by=world.actor("noor"), at=at)
    before = Message.objects.count()
    assert let_sleep(at=at + timedelta(days=30)) == 0
    assert let_sleep(at=at + timedelta(days=31)) == 1
    assert let_sleep(at=at + timedelta(days=31)) == 0
    row.refresh_from_db()
    assert (row.state, Renewal.objects.get().outcome) == ("paused", "dormant")
    assert row.sleeps_since == at + timedelta(days=31)
    assert ask_renewals(at=at + 3 * YEAR) == 0
    assert Message.objects.count() == before
    row = resume_relationship(relationship=row, by=world.actor("gwen"), at=at + 2 * YEAR)
    assert (row.state, row.sleeps_since) == ("active", None)
    assert ask_renewals(at=at + 2 * YEAR) == 1


def asleep(row, *, at) -> None:
    ask_renewals(at=at)
    assert let_sleep(at=at + timedelta(days=31)) == 1


def test_a_pair_that_sleeps_holds_no_place_and_waking_needs_one(row, world):
    keep_places(world.gwen, 1)
    on = NOW.date()
    assert rooms([world.gwen.pk], on=on)[world.gwen.pk].left == 0
    asleep(row, at=NOW + YEAR)
    assert rooms([world.gwen.pk], on=on)[world.gwen.pk].left == 1
    at = NOW + YEAR + timedelta(days=40)
    other = informal(world, world.gwen, world.tomas, at=at)
    with pytest.raises(NoRoomLeft, match="Try again once Gwen has a free place"):
        resume_relationship(relationship=row, by=world.actor("noor"), at=at)
    row.refresh_from_db()
    assert (row.state, row.sleeps_since is None) == ("paused", False)
    close_relationship(relationship=other, by=world.actor("tomas"), at=at)
    resume_relationship(relationship=row, by=world.actor("noor"), at=at)
    assert rooms([world.gwen.pk], on=on)[world.gwen.pk].left == 0


def test_a_sleeping_pair_stays_asleep_where_one_asked_never_to_be_paired(row, world):
    asleep(row, at=NOW + YEAR)
    at = NOW + YEAR + timedelta(days=40)
    NeverPair.objects.create(person=world.gwen, other=world.noor, said_at=at)
    with pytest.raises(WrongState) as refused:
        resume_relationship(relationship=row, by=world.actor("noor"), at=at)
    assert str(refused.value) == "Gwen Castellan and Noor Rahimi cannot be paired any more."
    row.refresh_from_db()
    assert (row.state, row.sleeps_since is None) == ("paused", False)
    NeverPair.objects.all().delete()
    resume_relationship(relationship=row, by=world.actor("noor"), at=at)


def test_a_pair_that_somebody_paused_keeps_its_place(row, world):
    keep_places(world.gwen, 1)
    pause_relationship(relationship=row, by=world.actor("gwen"), at=NOW)
    with pytest.raises(NoRoomLeft):
        informal(world, world.gwen, world.tomas)


def test_a_pair_of_a_program_wakes_with_its_enrollments(world):
    row = begun_pair(world)
    Relationship.objects.filter(pk=row.pk).update(ends_on=None)
    asleep(row, at=NOW + YEAR)
    assert free_places([Enrollment.objects.get(person=world.gwen)], at=NOW) == {
        Enrollment.objects.get(person=world.gwen).pk: 1
    }
    Enrollment.objects.filter(person=world.noor).update(state="finished")
    at = NOW + 2 * YEAR
    resume_relationship(relationship=row, by=world.actor("gwen"), at=at)
    assert set(Enrollment.objects.values_list("state", flat=True)) == {"matched"}


def test_ending_a_pair_that_sleeps_wakes_nothing(row, world):
    asleep(row, at=NOW + YEAR)
    at = NOW + 2 * YEAR
    row = close_relationship(relationship=row, by=world.actor("noor"), at=at)
    assert (row.state, row.sleeps_since) == ("closed", None)


def test_the_list_of_pairs_tells_asleep_from_paused_and_ended_by_itself(row, world):
    asleep(row, at=NOW + YEAR)
    paused = informal(world, world.omar, world.noor)
    pause_relationship(relationship=paused, by=world.actor("omar"), at=NOW)
    ended = informal(world, world.gwen, world.tomas)
    close_unanswered(relationship=ended, at=NOW)
    plainly = informal(world, world.omar, world.tomas)
    close_relationship(relationship=plainly, by=world.actor("omar"), at=NOW)
    overseen = overseen_relationships(world.actor("maren"))

    def of(state):
        return set(narrowed(overseen, state=state).values_list("pk", flat=True))

    assert (of("paused"), of("asleep")) == ({paused.pk}, {row.pk})
    assert (of("closed"), of("unanswered")) == ({ended.pk, plainly.pk}, {ended.pk})
    rows = {one.id: one for one in overseen_rows(overseen, programs={})}
    assert [pk for pk, one in rows.items() if one.is_asleep] == [row.pk]
    assert [pk for pk, one in rows.items() if one.ended_by_itself] == [ended.pk]


def test_yes_from_the_mail_works_once(row, world):
    at = NOW + YEAR
    ask_renewals(at=at)
    for person in (world.noor, world.gwen):
        link = ActionLink.objects.get(person=person, act="renewal.renew")
        use_link(token=link_token(link.pk), at=at)
    assert Renewal.objects.get().outcome == "renewed"


def moved_on(world, person):
    """The person leaves Alder Bay and works at Calder from now on."""
    old = Membership.objects.get(person=person, organization=world.alder)
    end_membership(membership=old, by=world.actor("ada"), at=NOW)
    Membership.objects.create(organization=world.calder, person=person, started_at=NOW)


def test_after_a_change_of_employer_it_goes_on_and_may_move_by_consent(row, world):
    assert not has_left_home(row)
    moved_on(world, world.noor)
    assert has_left_home(row)
    assert possible_homes(row) == [world.calder]
    noor, gwen = acting(world.noor), world.actor("gwen")
    assert may(SEE_RELATIONSHIP, noor, row)
    assert not may(SEE_RELATIONSHIP, world.actor("olga"), row)
    move = propose_home(relationship=row, organization=world.calder, by=noor, at=NOW)
    assert told("home_wanted") == ["Gwen"]
    with pytest.raises(NotAllowed, match="somebody else of the pair"):
        answer_home(move=move, agrees=True, by=noor, at=NOW)
    with pytest.raises(NotVisible):
        answer_home(move=move, agrees=True, by=world.actor("maren"), at=NOW)
    with pytest.raises(WrongState, match="waits for an answer"):
        propose_home(relationship=row, organization=world.calder, by=gwen, at=NOW)
    answer_home(move=move, agrees=True, by=gwen, at=NOW)
    row.refresh_from_db()
    assert (row.organization, row.state) == (world.calder, "active")
    assert list(visible_to(OVERSEE_RELATIONSHIPS, world.actor("maren"))) == []
    assert list(visible_to(OVERSEE_RELATIONSHIPS, world.actor("olga"))) == [row]
    for name in ("gwen", "noor"):
        assert may(SEE_RELATIONSHIP, world.actor(name), row)


def test_a_move_leaves_the_program_and_frees_its_places(world):
    row = begun_pair(world)
    moved_on(world, world.noor)
    move = propose_home(relationship=row, organization=world.calder, by=acting(world.noor), at=NOW)
    answer_home(move=move, agrees=True, by=world.actor("gwen"), at=NOW)
    row.refresh_from_db()
    assert (row.program, row.cohort, row.ends_on) == (None, None, None)
    assert Enrollment.objects.get(person=world.gwen).state == "approved"


def test_the_question_of_a_new_employer_rests_once_it_is_settled(row, world):
    moved_on(world, world.noor)
    move = propose_home(relationship=row, organization=world.calder, by=acting(world.noor), at=NOW)
    answer_home(move=move, agrees=True, by=world.actor("gwen"), at=NOW)
    row.refresh_from_db()
    assert not has_left_home(row)
    later = NOW + timedelta(days=90)
    Membership.objects.filter(person=world.noor, organization=world.calder).update(ended_at=later)
    assert has_left_home(row)


def test_a_pair_across_organizations_has_not_changed_employer(world):
    Membership.objects.filter(person=world.olga).update(started_at=NOW - timedelta(days=400))
    pair = informal(world, world.gwen, world.olga)
    assert not has_left_home(pair)


def test_it_stays_where_the_other_does_not_agree(row, world):
    with pytest.raises(InvalidInput):
        propose_home(relationship=row, organization=world.calder, by=world.actor("noor"), at=NOW)
    moved_on(world, world.noor)
    move = propose_home(relationship=row, organization=world.calder, by=acting(world.noor), at=NOW)
    answer_home(move=move, agrees=False, by=world.actor("gwen"), at=NOW)
    row.refresh_from_db()
    assert (row.organization, HomeMove.objects.get().has_moved) == (world.alder, False)


def test_over_five_years(row, world):
    """Every six weeks, then twice a year; a new employer, a year asleep, and a good end."""
    for year in (1, 2):
        at = NOW + year * YEAR
        meet(row, world, at)
        assert ask_renewals(at=at) == 1
        asked = Renewal.objects.filter(settled_at=None).get()
        for name in ("gwen", "noor"):
            days = 182 if year == 2 else None
            renew(renewal=asked, every_days=days, by=world.actor(name), at=at)
    row.refresh_from_db()
    assert agreed_cadence(row).every_days == 182
    moved_on(world, world.noor)
    move = propose_home(
        relationship=row, organization=world.calder, by=acting(world.noor), at=NOW + 2 * YEAR
    )
    answer_home(move=move, agrees=True, by=world.actor("gwen"), at=NOW + 2 * YEAR)
    assert ask_renewals(at=NOW + 3 * YEAR) == 1
    assert let_sleep(at=NOW + 3 * YEAR + timedelta(days=40)) == 1
    row.refresh_from_db()
    at = NOW + 4 * YEAR
    row = resume_relationship(relationship=row, by=world.actor("noor"), at=at)
    assert ask_renewals(at=at) == 1
    asked = Renewal.objects.filter(settled_at=None).get()
    for name in ("gwen", "noor"):
        renew(renewal=asked, by=world.actor(name), at=at)
    at = NOW + 5 * YEAR + timedelta(days=20)
    row.refresh_from_db()
    meet(row, world, at)
    assert ask_renewals(at=at) == 1
    for name in ("noor", "gwen"):
        choose_onward(relationship=row, choice="close", by=world.actor(name), at=at)
    row.refresh_from_db()
    assert (row.state, row.organization, row.meetings_held) == ("closed", world.calder, 3)
    assert (row.closed_at - row.opened_at) > 5 * YEAR
    outcomes = [one.outcome for one in Renewal.objects.order_by("asked_at")]
    assert outcomes == ["renewed", "renewed", "dormant", "renewed", "ended"]


def meet(row, world, at):
    log_meeting(
        relationship=row, on=at.date(), minutes=45, mode="video", by=world.actor("noor"), at=at
    )

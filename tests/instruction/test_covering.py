"""Cover: who can be asked, who is told what, what whoever covers reads, and how it ends."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Unit
from guildhall.instruction.access import READ_HAND_OVER, SEE_COVER
from guildhall.instruction.actions.covering import (
    accept_cover,
    call_cover_off,
    decline_cover,
    end_covers,
)
from guildhall.instruction.models import Cover
from guildhall.instruction.queries.covers import cover_for, covers_of_person, live_covers
from guildhall.instruction.queries.eligible import candidates
from guildhall.instruction.states import COVER_TRANSITIONS, CoverState
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import LinkGone, link_token
from guildhall.notify.models import ActionLink, Notice
from guildhall.people.actions.profile import pause_profile
from guildhall.people.models import Shift
from guildhall.permissions.access import may
from guildhall.permissions.actor import SYSTEM, actor_for
from guildhall.programs.models import NeverPair
from guildhall.relationships.actions.course import pause_relationship
from guildhall.relationships.actions.resting import rest_contact
from tests.instruction.ground import on_shift
from tests.matching.factories import cohort_of, guide, learner
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person

OMARS_END = NOW.replace(hour=13)


def names(ground, at=NOW) -> list[str]:
    return [one.person.given_name for one in candidates(ground.fresh(), at=at)]


def told(kind: str) -> set[str]:
    rows = Notice.objects.filter(kind=f"instruction.{kind}")
    return set(rows.values_list("person__given_name", flat=True))


def kinds() -> list[str]:
    rows = Event.objects.filter(kind__startswith="cover_").order_by("pk")
    return list(rows.values_list("kind", flat=True))


@pytest.fixture
def accepted(ground) -> Cover:
    return accept_cover(cover=ground.asked(), by=ground.world.actor("omar"), at=NOW)


def test_preceptors_of_the_program_who_are_on_shift_are_offered(ground):
    assert names(ground) == ["Omar"]
    assert names(ground, at=OMARS_END) == []


def test_who_is_on_shift_and_guides_elsewhere_is_not(ground):
    other = make_person(ground.world.alder, "Ines Prado")
    on_shift(other, ground.world)
    assert names(ground) == ["Omar"]
    guide(ground.pair.cohort, other)
    assert names(ground) == ["Ines", "Omar"]


def test_the_learners_own_ward_comes_first(ground, world):
    names = ("3 West", "4 East")
    ward, other = (Unit.objects.create(organization=world.alder, name=name) for name in names)
    Shift.objects.filter(person=world.noor).update(unit=ward)
    Shift.objects.filter(person=world.omar).update(unit=ward)
    ines = make_person(world.alder, "Ines Prado")
    guide(ground.pair.cohort, ines)
    on_shift(ines, world, unit=other)
    found = candidates(ground.fresh(), at=NOW)
    assert [(one.person.given_name, one.is_same_unit) for one in found] == [
        ("Omar", True),
        ("Ines", False),
    ]


def test_who_is_kept_apart_is_not_offered(ground, world):
    NeverPair.objects.create(person=world.noor, other=world.omar, said_at=NOW)
    assert names(ground) == []
    with pytest.raises(InvalidInput):
        ground.asked()


def test_where_contact_rests_nobody_is_brought_together(ground, world):
    cohort = cohort_of(ground.pair.program, "Autumn 2027")
    row = make_pair(guide(cohort, world.omar), learner(cohort, world.noor))
    rest_contact(relationship=row, by=SYSTEM, at=NOW)
    assert names(ground) == []


def test_who_pauses_or_has_enough_beside_them_is_not_offered(ground, world):
    cohort = cohort_of(ground.pair.program, "Autumn 2027")
    omar = guide(cohort, world.omar, places=2)
    make_pair(omar, learner(cohort, world.tomas))
    assert names(ground) == ["Omar"]
    on_shift(world.tomas, world)
    ines = make_person(world.alder, "Ines Prado")
    make_pair(omar, learner(cohort, ines))
    on_shift(ines, world)
    assert names(ground) == []
    Shift.objects.filter(person=ines).delete()
    assert names(ground) == ["Omar"]
    pause_profile(person=world.omar, by=SYSTEM, at=NOW)
    assert names(ground) == []


def test_cover_is_found_for_a_shift_that_begins_soon(ground, world):
    tuesday = NOW + timedelta(days=1)
    for person in (world.noor, world.omar):
        on_shift(person, world, day=tuesday)
    found = candidates(ground.fresh(), at=tuesday.replace(hour=5))
    assert [(one.person, one.ends_at) for one in found] == [(world.omar, tuesday.replace(hour=15))]


def test_finding_cover_takes_the_same_queries_for_one_and_for_three(
    ground, world, django_assert_max_num_queries
):
    row = ground.fresh()
    with django_assert_max_num_queries(11) as one:
        candidates(row, at=NOW)
    for name in ("Ines Prado", "Ana Silva"):
        person = make_person(world.alder, name)
        guide(ground.pair.cohort, person)
        on_shift(person, world)
    with django_assert_max_num_queries(11) as three:
        assert len(candidates(ground.fresh(), at=NOW)) == 3
    assert len(three) == len(one) + 1


@pytest.mark.parametrize("name", ["gwen", "noor", "maren", "ada"])
def test_the_pair_and_those_who_coordinate_ask(ground, name):
    cover = ground.asked(name)
    assert (cover.state, cover.starts_at, cover.ends_at) == ("asked", NOW, OMARS_END)
    assert (kinds(), told("cover_wanted")) == (["cover_asked"], {"Omar"})
    event = Event.objects.get(kind="cover_asked")
    assert "Two rounds" not in str(event.ids)


@pytest.mark.parametrize(
    ("name", "error"),
    [("vera", NotAllowed), ("milo", NotVisible), ("omar", NotVisible), ("olga", NotVisible)],
)
def test_who_does_not_ask(ground, name, error):
    with pytest.raises(error):
        ground.asked(name)


def test_what_is_refused(ground):
    with pytest.raises(InvalidInput) as refused:
        ground.asked(person=ground.world.tomas)
    assert list(refused.value.problems) == ["person"]
    ground.asked()
    with pytest.raises(WrongState, match="asked already"):
        ground.asked()


def test_one_press_covers_and_everybody_is_told(ground, accepted):
    assert (accepted.state, accepted.answered_at) == ("accepted", NOW)
    assert told("cover_accepted") == {"Noor", "Gwen"}
    assert live_covers(ground.pair, at=NOW) == [accepted]
    with pytest.raises(WrongState, match="covers already"):
        ground.asked(person=ground.world.tomas)


def test_the_first_yes_covers_and_others_are_called_off(ground, world):
    ines = make_person(world.alder, "Ines Prado")
    guide(ground.pair.cohort, ines)
    on_shift(ines, world)
    first, second = ground.asked(), ground.asked(person=ines)
    accept_cover(cover=first, by=world.actor("omar"), at=NOW)
    second.refresh_from_db()
    assert second.state == "called_off"
    with pytest.raises(NotVisible):
        cover_for(_actor(ines), second.pk, at=NOW)


def _actor(person):
    return actor_for(account_id=person.account_id, person_id=person.pk)


def test_whoever_covers_reads_it_after_the_yes_and_until_the_end(ground, world):
    omar, cover = world.actor("omar"), ground.asked()
    assert may(SEE_COVER, omar, cover)
    assert not may(READ_HAND_OVER, omar, cover)
    accept_cover(cover=cover, by=omar, at=NOW)
    assert may(READ_HAND_OVER, omar, cover)
    assert cover_for(omar, cover.pk, at=NOW).goals == "Two rounds"
    with pytest.raises(NotVisible):
        cover_for(omar, cover.pk, at=OMARS_END)
    assert end_covers(at=OMARS_END) == 1
    assert end_covers(at=OMARS_END) == 0
    assert not may(SEE_COVER, omar, cover)
    assert may(READ_HAND_OVER, world.actor("noor"), cover)
    assert kinds() == ["cover_asked", "cover_accepted", "cover_over"]


@pytest.mark.parametrize("name", ["maren", "ada", "vera", "milo", "olga", "tomas"])
def test_nobody_else_reads_it(ground, accepted, name):
    actor = ground.world.actor(name)
    assert not may(READ_HAND_OVER, actor, accepted)
    with pytest.raises(NotVisible):
        cover_for(actor, accepted.pk, at=NOW)


def test_a_no_needs_no_reason_and_who_asked_is_told(ground):
    omar = ground.world.actor("omar")
    cover = decline_cover(cover=ground.asked(), by=omar, at=NOW)
    assert (cover.state, told("cover_declined")) == ("declined", {"Gwen"})
    with pytest.raises(NotVisible):
        decline_cover(cover=cover, by=omar, at=NOW)
    assert names(ground) == ["Omar"]


@pytest.mark.parametrize("name", ["gwen", "noor", "maren", "omar"])
def test_it_can_be_called_off(ground, accepted, name):
    call_cover_off(cover=accepted, by=ground.world.actor(name), at=NOW)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.ended_at) == ("called_off", NOW)
    everybody = {"Gwen", "Noor", "Omar"}
    assert told("cover_called_off") == everybody - {getattr(ground.world, name).given_name}


def test_a_yes_after_the_shift_is_refused(ground):
    cover, omar = ground.asked(), ground.world.actor("omar")
    with pytest.raises(WrongState, match="The shift is over"):
        accept_cover(cover=cover, by=omar, at=OMARS_END)


def test_a_yes_that_does_not_fit_any_more_is_refused(ground, world):
    cover = ground.asked()
    NeverPair.objects.create(person=world.omar, other=world.noor, said_at=NOW)
    with pytest.raises(WrongState, match="does not fit any more"):
        accept_cover(cover=cover, by=world.actor("omar"), at=NOW)


def test_a_pair_that_rests_needs_no_cover(ground, accepted):
    pause_relationship(relationship=ground.pair, by=ground.world.actor("gwen"), at=NOW)
    accepted.refresh_from_db()
    assert accepted.state == "called_off"


def test_the_mail_has_a_yes_and_a_no(ground):
    cover = ground.asked()
    links = {link.act: link for link in ActionLink.objects.filter(subject_id=cover.pk)}
    assert set(links) == {"instruction.accept_cover", "instruction.decline_cover"}
    use_link(token=link_token(links["instruction.accept_cover"].pk), at=NOW)
    cover.refresh_from_db()
    assert cover.state == "accepted"
    assert [one.pk for one in covers_of_person(ground.world.actor("omar"), at=NOW)] == [cover.pk]
    with pytest.raises(WrongState):
        use_link(token=link_token(links["instruction.decline_cover"].pk), at=NOW)


def test_a_link_of_what_was_called_off_is_gone(ground):
    cover = ground.asked()
    call_cover_off(cover=cover, by=ground.world.actor("gwen"), at=NOW)
    link = ActionLink.objects.get(subject_id=cover.pk, act="instruction.accept_cover")
    with pytest.raises(LinkGone):
        use_link(token=link_token(link.pk), at=NOW)


def test_every_state_has_its_row_in_the_table():
    assert set(COVER_TRANSITIONS) == set(CoverState)
    targets = {state for states in COVER_TRANSITIONS.values() for state in states}
    assert targets | {CoverState.ASKED} == set(CoverState)

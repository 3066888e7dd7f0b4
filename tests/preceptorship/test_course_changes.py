"""A course rests, gets more time, moves, is planned for part-time, gets another preceptor."""

from datetime import timedelta
from itertools import pairwise

import pytest

from guildhall.agreements.models import AgreementVersion
from guildhall.audit.models import Event
from guildhall.concerns.actions.deciding import DecisionDraft, decide
from guildhall.core.errors import InvalidInput, NoRoomLeft, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Site, Unit
from guildhall.notify.models import Notice
from guildhall.preceptorship.actions.course_changes import (
    extend_course,
    longest_end,
    move_course,
    set_course_share,
    write_handover,
)
from guildhall.preceptorship.actions.course_joining import open_course
from guildhall.preceptorship.actions.course_preceptor import change_preceptor
from guildhall.preceptorship.models import Course, DemandedMeeting, Stretch
from guildhall.preceptorship.queries.choices import next_guides
from guildhall.preceptorship.queries.course_page import supernumerary
from guildhall.preceptorship.queries.courses import course_on
from guildhall.programs.models import Enrollment
from guildhall.relationships.actions.course import (
    close_relationship,
    pause_relationship,
    resume_relationship,
)
from guildhall.relationships.models import Relationship
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.preceptorship.course_ground import begun, booked, days, first, fresh, held, lines, of
from tests.relationships.factories import make_pair
from tests.world import NOW


@pytest.fixture
def course(world) -> Course:
    return begun(world)


def dues(course) -> list[tuple[str, object]]:
    return [(line.row.kind, line.row.due_on) for line in lines(course)]


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"preceptorship.{kind}").order_by("pk")
    return sorted(rows.values_list("person__given_name", flat=True))


def omar_in(course) -> Enrollment:
    found = next_guides(fresh(course), at=NOW)
    assert [one.enrollment.person.given_name for one in found] == ["Omar"]
    return found[0].enrollment


def changed(course, world, *, at=NOW, note="Calm, exact, ready for nights") -> Course:
    return change_preceptor(
        course=fresh(course), guide=omar_in(course), handover=note, by=world.actor("maren"), at=at
    )


def test_mentoring_has_no_course(world):
    cohort = cohort_of(mentoring(world.alder))
    make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    assert not Course.objects.exists()


def test_a_pair_from_before_the_standard_opens_its_course_once(world, course):
    pair = course.relationship
    Course.objects.all().delete()
    opened = open_course(relationship=pair, by=world.actor("maren"), at=days(10))
    assert opened.begins_on == course.begins_on
    assert dues(opened)[0][0] == "initial"
    assert open_course(relationship=pair, by=world.actor("gwen"), at=days(11)) == opened
    with pytest.raises(NotVisible):
        open_course(relationship=pair, by=world.actor("omar"), at=days(11))


def test_days_of_rest_move_the_end_and_what_is_open(world, course):
    held(course, world, on=days(3))
    row, maren = course.relationship, world.actor("maren")
    before, ends_on = dues(course), row.ends_on
    pause_relationship(relationship=row, by=maren, at=days(20))
    assert fresh(course).rests_since == days(20).date()
    resume_relationship(relationship=row, by=maren, at=days(50))
    month, found = timedelta(days=30), fresh(course)
    assert (found.relationship.ends_on, found.rested_days) == (ends_on + month, 30)
    assert dues(course) == [
        before[0],
        *((kind, due + month) for kind, due in before[1:]),
    ]
    assert [turn.turn for turn in found.turns.all()] == ["rested"]
    assert longest_end(found) == course.begins_on + timedelta(days=548 + 30 - 1)


def test_more_time_moves_what_is_open_and_is_told_once(world, course):
    held(course, world, on=days(3))
    until = course.relationship.ends_on + timedelta(days=90)
    extend_course(
        course=course, until=until, why="Two months of leave", by=world.actor("maren"), at=days(9)
    )
    found = lines(course)
    assert (found[0].state, found[-1].row.kind, found[-1].on) == ("signed", "final", until)
    gaps = [b.on - a.on for a, b in pairwise(found)]
    assert max(gaps) <= timedelta(days=62)
    assert told("course_changed") == ["Gwen", "Noor"]
    assert Event.objects.filter(kind="course_extended").count() == 1
    turn = fresh(course).turns.get()
    assert (turn.until, turn.words) == (until, "Two months of leave")


@pytest.mark.parametrize(
    ("day", "why", "field"), [(300, "x", "until"), (548, "x", "until"), (400, " ", "why")]
)
def test_more_time_has_a_reason_and_a_limit(world, course, day, why, field):
    with pytest.raises(InvalidInput) as refused:
        extend_course(
            course=course, until=days(day).date(), why=why, by=world.actor("maren"), at=NOW
        )
    assert list(refused.value.problems) == [field]


def test_a_final_decision_for_more_time_moves_the_meetings_too(world, course):
    until = course.relationship.ends_on + timedelta(days=30)
    draft = DecisionDraft("extended", "More nights", until)
    maren = world.actor("maren")
    decide(relationship=course.relationship, draft=draft, by=maren, at=days(90))
    assert lines(course)[-1].on == until


def test_another_place_of_the_same_house(world, course):
    west = Site.objects.create(organization=world.alder, name="West")
    ward = Unit.objects.create(organization=world.alder, name="Ward 4", site=west)
    away = Site.objects.create(organization=world.calder, name="Campus")
    maren = world.actor("maren")
    with pytest.raises(InvalidInput):
        move_course(course=course, site=away, unit=None, by=maren, at=NOW)
    move_course(course=course, site=west, unit=ward, why="A free place", by=maren, at=NOW)
    found = fresh(course)
    assert (found.site, found.unit, found.relationship) == (west, ward, course.relationship)
    with pytest.raises(InvalidInput):
        move_course(course=found, site=west, unit=ward, by=maren, at=NOW)
    assert told("course_changed") == ["Gwen", "Noor"]


def test_part_time_takes_longer_and_asks_for_fewer_hours(world):
    course = begun(world, level="core", share=60)
    days_in_all = (course.relationship.ends_on - course.begins_on).days + 1
    assert days_in_all == 302  # 181 days at 60 %
    line, until = supernumerary(course, actor=world.actor("noor"))
    assert (line.asked, until) == (45 * 60, days(13).date())


def test_part_time_never_goes_beyond_the_longest_course(world):
    course = begun(world, level="core", share=25)
    assert course.relationship.ends_on == days(364).date()


def test_other_working_time_on_the_way(world):
    course = begun(world, level="core")
    full = course.relationship.ends_on
    set_course_share(course=course, share=50, by=world.actor("maren"), at=days(20))
    found = fresh(course)
    assert (found.share, found.relationship.ends_on) == (50, days(361).date())
    assert lines(found)[-1].on == days(361).date()
    line, _until = supernumerary(found, actor=world.actor("noor"))
    assert line.asked == -(-75 * 60 // 2)
    set_course_share(course=found, share=100, by=world.actor("maren"), at=days(30))
    assert fresh(course).relationship.ends_on == full
    with pytest.raises(WrongState):
        set_course_share(course=found, share=100, by=world.actor("maren"), at=days(30))


def test_another_preceptor_keeps_the_record(world, course):
    signed = held(course, world, on=days(3))
    ahead = booked(course, world, kind="interim", at=days(4), on=days(150))
    ends_on = course.relationship.ends_on
    found = changed(course, world, at=days(60))
    before = Relationship.objects.get(pk=course.relationship_id)
    after = found.relationship
    assert (before.state, after.state, after.ends_on) == ("closed", "active", ends_on)
    assert [party.person.given_name for party in after.parties.all()] == ["Omar", "Noor"]
    ahead.meeting.refresh_from_db()
    assert ahead.meeting.state == "cancelled"
    states = {line.row.pk: line.state for line in lines(found)}
    assert (states[signed.pk], states[ahead.pk]) == ("signed", "due")
    assert [bool(one.handover) for one in found.stretches.all()] == [True, False]
    assert told("preceptor_changed") == ["Gwen", "Noor", "Omar"]
    assert after.first_steps.get(key="first_meeting").done_at == days(60)
    assert after.first_steps.get(key="charter").done_at is None
    assert not AgreementVersion.objects.filter(relationship=after).exists()
    assert (course_on(before), Course.objects.count()) == (None, 1)


def test_the_former_preceptor_reads_it_no_longer(world, course):
    row = first(course)
    changed(course, world)
    from guildhall.permissions.access import may
    from guildhall.preceptorship.course_access import MEET_DEMAND, READ_COURSE

    found = fresh(course)
    for who, sees in (("gwen", False), ("omar", True), ("noor", True), ("maren", True)):
        assert may(READ_COURSE, world.actor(who), found) is sees
    assert may(MEET_DEMAND, world.actor("omar"), row)
    assert not may(MEET_DEMAND, world.actor("gwen"), row)


def test_a_note_is_needed_and_the_preceptor_may_have_written_it(world, course):
    with pytest.raises(InvalidInput) as refused:
        changed(course, world, note=" ")
    assert list(refused.value.problems) == ["handover"]
    assert Relationship.objects.count() == 1
    write_handover(course=course, words="Ready for nights", by=world.actor("gwen"), at=NOW)
    changed(course, world, note="")
    assert Stretch.objects.get(relationship=course.relationship_id).handed_by == world.gwen


def test_nobody_without_a_free_place(world, course):
    omar = omar_in(course)
    make_pair(omar, learner(omar.cohort, world.tomas))
    assert next_guides(fresh(course), at=NOW) == []
    with pytest.raises((InvalidInput, NoRoomLeft)):
        change_preceptor(course=course, guide=omar, handover="x", by=world.actor("maren"), at=NOW)
    assert fresh(course).relationship.state == "active"


def test_what_rests_goes_on_with_the_next_preceptor(world, course):
    ends_on = course.relationship.ends_on
    pause_relationship(relationship=course.relationship, by=world.actor("maren"), at=days(10))
    found = changed(course, world, at=days(30))
    assert (found.rests_since, found.rested_days) == (None, 20)
    assert fresh(found).relationship.ends_on == ends_on + timedelta(days=20)


def test_a_course_that_was_left_long_ago_is_not_gone_on_with(world, course):
    maren = world.actor("maren")
    close_relationship(relationship=course.relationship, by=maren, at=days(10), learners_wait=True)
    again = [Enrollment.objects.get(person=person) for person in (world.gwen, world.noor)]
    after = make_pair(*again, at=days(10 + 184))
    assert of(after) != course
    assert Course.objects.count() == 2


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("gwen", NotAllowed), ("noor", NotAllowed), ("vera", NotAllowed), ("olga", NotVisible)],
)
def test_only_those_who_coordinate_run_a_course(world, course, who, refusal):
    by, later = world.actor(who), course.relationship.ends_on + timedelta(days=9)
    with pytest.raises(refusal):
        extend_course(course=course, until=later, why="x", by=by, at=NOW)
    with pytest.raises(refusal):
        move_course(course=course, site=None, unit=None, by=by, at=NOW)
    with pytest.raises(refusal):
        set_course_share(course=course, share=50, by=by, at=NOW)
    with pytest.raises(refusal):
        change_preceptor(course=course, guide=omar_in(course), handover="x", by=by, at=NOW)


def test_only_whoever_guides_writes_the_note(world, course):
    for who, refusal in (("noor", NotAllowed), ("maren", NotAllowed), ("omar", NotVisible)):
        with pytest.raises(refusal):
            write_handover(course=course, words="x", by=world.actor(who), at=NOW)
    assert DemandedMeeting.objects.filter(course=course).count() == 7

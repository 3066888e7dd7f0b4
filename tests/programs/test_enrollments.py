"""Bringing people in, and the life of an enrollment."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Message, Notice
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.access import (
    ANSWER_ENROLLMENT,
    CHANGE_ENROLLMENT,
    DECIDE_ENROLLMENT,
    RATE_ENROLLMENT,
    READ_ANSWERS,
    SEE_ENROLLMENT,
    WITHDRAW_ENROLLMENT,
)
from guildhall.programs.actions.cohorts import archive_cohort
from guildhall.programs.actions.enrollments import (
    Entry,
    change_places,
    enroll,
    enroll_many,
    mark_approved,
    mark_finished,
    mark_matched,
    mark_waiting,
    set_state,
    withdraw,
)
from guildhall.programs.actions.prerequisites import set_prerequisite
from guildhall.programs.models import Enrollment, ProgramGrant
from guildhall.programs.states import ENROLLMENT_TRANSITIONS, EnrollmentState, Side
from tests.programs.factories import make_enrollment, make_people
from tests.world import NOW

S = EnrollmentState


def test_enrolling_approves_lists_prerequisites_and_mails_nobody(world, cohort):
    by = world.actor("maren")
    row = enroll(cohort=cohort, person=world.gwen, side=Side.GUIDE, by=by, at=NOW, places=3)
    assert (row.state, row.places, row.decided_at) == (S.APPROVED, 3, NOW)
    assert list(row.prerequisites.values_list("key", "before", "met_at")) == [
        ("mentor_training", "first_meeting", None)
    ]
    event = Event.objects.get(kind="person_enrolled")
    assert event.ids == {"cohort": cohort.pk, "person": world.gwen.pk, "side": "guide"}
    assert not Message.objects.exists()


def test_one_person_is_guide_and_learner(world, cohort):
    guide = make_enrollment(cohort, world.gwen, Side.GUIDE)
    learner = make_enrollment(cohort, world.gwen, Side.LEARNER)
    assert guide.pk != learner.pk


def test_enrolling_again_changes_only_what_differs(world, cohort):
    first = make_enrollment(cohort, world.gwen, Side.GUIDE, places=2, details={"Grade": "7"})
    again = make_enrollment(cohort, world.gwen, Side.GUIDE, places=2, details={"Grade": "7"})
    assert first == again
    assert not Event.objects.filter(kind="enrollment_changed").exists()
    changed = make_enrollment(cohort, world.gwen, Side.GUIDE, details={"Town": "Leeds"})
    assert (changed.places, changed.details) == (2, {"Grade": "7", "Town": "Leeds"})
    assert Event.objects.filter(kind="enrollment_changed").count() == 1


def test_enrolling_keeps_a_match_and_brings_back_who_withdrew(world, cohort):
    matched = make_enrollment(cohort, world.gwen, Side.GUIDE)
    mark_matched(enrollments=[matched], at=NOW)
    assert make_enrollment(cohort, world.gwen, Side.GUIDE).state == S.MATCHED
    gone = make_enrollment(cohort, world.noor)
    withdraw(enrollment=gone, by=world.actor("noor"), at=NOW)
    assert make_enrollment(cohort, world.noor).state == S.APPROVED


@pytest.mark.parametrize(
    ("side", "places"), [("guide", -1), ("guide", 51), ("learner", 0), ("learner", 3)]
)
def test_places_out_of_range_are_refused(world, cohort, side, places):
    with pytest.raises(InvalidInput) as refused:
        make_enrollment(cohort, world.gwen, side, places=places)
    assert "places" in refused.value.problems


def test_people_of_other_houses_are_refused_by_name(world, cohort, program):
    with pytest.raises(InvalidInput, match="Olga Berg does not belong"):
        make_enrollment(cohort, world.olga)
    program.partners.add(world.calder)
    assert make_enrollment(cohort, world.olga).state == S.APPROVED


def test_nothing_is_kept_of_a_list_with_one_mistake(world, cohort):
    entries = [Entry(world.gwen, Side.GUIDE), Entry(world.olga, Side.GUIDE)]
    with pytest.raises(InvalidInput):
        enroll_many(cohort=cohort, entries=entries, by=SYSTEM, at=NOW)
    assert not Enrollment.objects.exists()
    twice = [Entry(world.gwen, Side.GUIDE), Entry(world.gwen, Side.GUIDE)]
    with pytest.raises(InvalidInput, match="Gwen Castellan is named twice"):
        enroll_many(cohort=cohort, entries=twice, by=SYSTEM, at=NOW)


def test_archived_cohorts_and_finished_people_are_refused(world, cohort):
    done = make_enrollment(cohort, world.noor)
    mark_finished(enrollments=[done], at=NOW)
    with pytest.raises(WrongState, match="Noor Rahimi has finished"):
        make_enrollment(cohort, world.noor)
    archive_cohort(cohort=cohort, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="in the archive"):
        make_enrollment(cohort, world.tomas)


def test_many_are_enrolled_in_as_many_statements_as_few(
    world, cohort, django_assert_max_num_queries
):
    people = make_people(world.alder, 12)
    for group in (people[:1], people[1:]):
        entries = [Entry(person, Side.LEARNER, None, {"Grade": "7"}) for person in group]
        with django_assert_max_num_queries(10):
            enroll_many(cohort=cohort, entries=entries, by=SYSTEM, at=NOW)
    assert cohort.enrollments.count() == 12


def test_matched_waiting_and_back(world, cohort):
    rows = [make_enrollment(cohort, person) for person in (world.noor, world.tomas)]
    mark_waiting(enrollments=rows, at=NOW)
    assert {(row.state, row.waiting_since) for row in rows} == {(S.WAITING, NOW)}
    later = NOW + timedelta(days=30)
    mark_waiting(enrollments=rows, at=later)
    rows[0].refresh_from_db()
    assert rows[0].waiting_since == NOW
    notice = Notice.objects.get(person=world.noor)
    assert (notice.kind, notice.path) == ("programs.waiting", f"/enrollments/{rows[0].pk}/")
    assert notice.title == "Mentoring: you are first in line next time"
    assert Message.objects.count() == 2
    mark_matched(enrollments=rows, at=later)
    assert {(row.state, row.waiting_since) for row in rows} == {(S.MATCHED, None)}
    mark_matched(enrollments=rows, at=later)
    mark_approved(enrollments=rows, at=later)
    assert {row.state for row in rows} == {S.APPROVED}
    assert Event.objects.filter(kind="enrollment_state_changed").count() == 6


def test_moving_many_takes_as_many_statements_as_few(world, cohort, django_assert_max_num_queries):
    people = make_people(world.alder, 6)
    rows = enroll_many(
        cohort=cohort, entries=[Entry(person, "learner") for person in people], by=SYSTEM, at=NOW
    )
    for group in (rows[:1], rows[1:]):
        with django_assert_max_num_queries(6):
            mark_matched(enrollments=group, at=NOW)


@pytest.mark.parametrize("state", [S.DRAFT, S.APPLIED, S.SCREENING, S.DECLINED, S.WITHDRAWN])
def test_who_is_not_approved_cannot_be_matched(world, cohort, state):
    row = make_enrollment(cohort, world.noor)
    Enrollment.objects.filter(pk=row.pk).update(state=state)
    with pytest.raises(WrongState) as refused:
        mark_matched(enrollments=[row], at=NOW)
    label = EnrollmentState(state).label
    assert refused.value.message == (
        f"Noor Rahimi cannot be matched: the enrollment stands at “{label}”."
    )


def test_one_wrong_row_moves_none(world, cohort):
    good, bad = (make_enrollment(cohort, person) for person in (world.noor, world.tomas))
    set_state(enrollment=bad, state=S.WITHDRAWN, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="Tomas Weber"):
        mark_matched(enrollments=[good, bad], at=NOW)
    good.refresh_from_db()
    assert good.state == S.APPROVED


def test_every_state_has_its_row_in_the_table():
    assert set(ENROLLMENT_TRANSITIONS) == set(EnrollmentState)
    assert ENROLLMENT_TRANSITIONS[S.FINISHED] == {S.WAITING, S.MATCHED}


def test_withdrawing_is_told_and_refused_while_matched(world, cohort):
    row = make_enrollment(cohort, world.noor)
    mark_matched(enrollments=[row], at=NOW)
    with pytest.raises(WrongState, match="End it on its own page first"):
        withdraw(enrollment=row, by=world.actor("noor"), at=NOW)
    mark_approved(enrollments=[row], at=NOW)
    withdraw(enrollment=row, by=world.actor("noor"), at=NOW)
    assert row.state == S.WITHDRAWN
    message = Message.objects.get()
    assert (message.kind, message.subject) == ("programs.withdrawn", "You have left Mentoring")
    with pytest.raises(WrongState, match="cannot withdraw"):
        withdraw(enrollment=row, by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize(
    ("who", "error"), [("gwen", NotVisible), ("vera", NotAllowed), ("olga", NotVisible)]
)
def test_nobody_else_withdraws(world, cohort, who, error):
    row = make_enrollment(cohort, world.noor)
    with pytest.raises(error):
        withdraw(enrollment=row, by=world.actor(who), at=NOW)


def test_places_can_change_while_approved(world, cohort):
    row = make_enrollment(cohort, world.gwen, Side.GUIDE)
    change_places(enrollment=row, places=0, by=world.actor("maren"), at=NOW)
    row.refresh_from_db()
    assert row.places == 0
    withdraw(enrollment=row, by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState, match="once the enrollment is approved"):
        change_places(enrollment=row, places=1, by=world.actor("maren"), at=NOW)


def test_prerequisites_are_met_and_opened_again(world, cohort):
    row = make_enrollment(cohort, world.gwen, Side.GUIDE).prerequisites.get()
    set_prerequisite(prerequisite=row, is_met=True, by=world.actor("maren"), at=NOW)
    assert (row.met_at, row.met_by) == (NOW, world.maren)
    set_prerequisite(prerequisite=row, is_met=True, by=world.actor("maren"), at=NOW)
    set_prerequisite(prerequisite=row, is_met=False, by=world.actor("ada"), at=NOW)
    assert row.met_at is None
    kinds = Event.objects.filter(kind__startswith="prerequisite").values_list("kind", flat=True)
    assert list(kinds) == ["prerequisite_met", "prerequisite_reopened"]
    with pytest.raises(NotAllowed):
        set_prerequisite(prerequisite=row, is_met=True, by=world.actor("gwen"), at=NOW)


def test_who_reaches_an_enrollment(world, cohort, program):
    program.partners.add(world.calder)
    for person, role in (("omar", "screener"), ("tomas", "coordinator")):
        ProgramGrant.objects.create(
            program=program, person=getattr(world, person), role=role, granted_at=NOW
        )
    row = make_enrollment(cohort, world.noor)
    Enrollment.objects.filter(pk=row.pk).update(state=S.SCREENING)
    accesses = (
        SEE_ENROLLMENT,
        READ_ANSWERS,
        ANSWER_ENROLLMENT,
        WITHDRAW_ENROLLMENT,
        CHANGE_ENROLLMENT,
        RATE_ENROLLMENT,
        DECIDE_ENROLLMENT,
    )
    reach = {
        who: " ".join(
            access.name.partition(".")[2]
            for access in accesses
            if may(access, world.actor(who), row)
        )
        for who in ("maren", "vera", "milo", "noor", "gwen", "omar", "tomas", "olga")
    }
    runs = "see read_answers withdraw change rate decide"
    assert reach == {
        "maren": runs,
        "tomas": runs,
        "vera": "see",
        "milo": "",
        "noor": "see read_answers answer withdraw",
        "gwen": "",
        "omar": "see read_answers rate",
        "olga": "",
    }
    Enrollment.objects.filter(pk=row.pk).update(state=S.APPROVED)
    assert not may(SEE_ENROLLMENT, world.actor("omar"), row)


def test_partners_see_only_their_own_people_and_no_answers(world, cohort, program):
    program.partners.add(world.calder)
    sent = make_enrollment(cohort, world.olga)
    make_enrollment(cohort, world.noor)
    student = make_people(world.calder, 1)[0]
    theirs = make_enrollment(cohort, student)
    olga = world.actor("olga")
    assert set(visible_to(SEE_ENROLLMENT, olga)) == {sent, theirs}
    assert not may(READ_ANSWERS, olga, theirs)


def test_nobody_decides_on_their_own_application(world, cohort):
    own = make_enrollment(cohort, world.maren)
    assert not may(DECIDE_ENROLLMENT, world.actor("maren"), own)
    assert not may(RATE_ENROLLMENT, world.actor("maren"), own)
    assert may(DECIDE_ENROLLMENT, world.actor("ada"), own)

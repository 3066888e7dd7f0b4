"""Beginning, gates, steps and decisions: the row, the event, the message."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Message, Notice
from guildhall.programs.actions.enrollments import withdraw
from guildhall.programs.actions.screening import begin_screening
from guildhall.programs.actions.screening_decision import decide_application, reopen_decision
from guildhall.programs.actions.screening_gates import note_gates
from guildhall.programs.actions.screening_steps import set_step
from guildhall.programs.models import Decision, Screening
from guildhall.programs.screening_states import Outcome, ScreeningStage
from guildhall.programs.states import EnrollmentState, Side
from tests.programs.factories import make_cohort, make_program
from tests.programs.screening_scene import (
    grant,
    make_application,
    make_screened_cohort,
    open_gates,
    rate,
)
from tests.world import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cohort(world):
    return make_screened_cohort(world)


@pytest.fixture
def raters(world, cohort):
    """Two screeners of the program."""
    return grant(cohort.program, world.omar), grant(cohort.program, world.tomas)


@pytest.fixture
def gwen(world, cohort):
    """Gwen's application as a preceptor."""
    return make_application(cohort, world.gwen)


@pytest.fixture
def rated(world, gwen, raters):
    """Rated by both at a total, with every gate open."""

    def to(*totals):
        open_gates(gwen, world.actor("maren"))
        for rater, total in zip(raters, totals, strict=False):
            rate(gwen, rater, total)
        return gwen

    return to


def events(**wanted):
    """Events of an enrollment's screening as plain tuples, oldest first."""
    rows = Event.objects.filter(**wanted).order_by("pk")
    return [(row.kind, row.person_id, row.ids) for row in rows]


def test_beginning_moves_the_application_and_records_it(world, cohort):
    row = make_application(cohort, world.gwen, begins=False)
    Event.objects.all().delete()
    screening = begin_screening(enrollment=row, at=NOW)
    assert screening is not None
    assert (screening.enrollment_id, screening.rubric_key) == (row.pk, "preceptor")
    assert (screening.stage, screening.started_at) == (ScreeningStage.RATING, NOW)
    row.refresh_from_db()
    assert row.state == EnrollmentState.SCREENING
    assert events(subject_id=row.pk) == [
        ("screening_begun", None, {"rubric": "preceptor"}),
        ("enrollment_state_changed", None, {"state": "screening", "person": world.gwen.pk}),
    ]


def test_beginning_again_changes_nothing(gwen):
    before = Event.objects.count()
    again = begin_screening(enrollment=gwen, at=LATER)
    assert again == Screening.objects.get()
    assert Event.objects.count() == before


def test_a_side_without_rubric_has_no_screening(world, cohort):
    row = make_application(cohort, world.noor, side=Side.LEARNER)
    assert begin_screening(enrollment=row, at=NOW) is None
    assert row.state == EnrollmentState.APPLIED
    assert not Screening.objects.exists()


def test_only_open_applications_are_screened(world, gwen):
    withdraw(enrollment=gwen, by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState, match="it stands at “Withdrawn”"):
        begin_screening(enrollment=gwen, at=LATER)


def test_applying_again_begins_afresh_and_keeps_the_earlier_screening(world, rated):
    row = rated(12, 12)
    decide_application(enrollment=row, outcome=Outcome.DECLINE, by=world.actor("maren"), at=NOW)
    row.state, row.applied_at = EnrollmentState.APPLIED, LATER
    row.save()
    fresh = begin_screening(enrollment=row, at=LATER)
    assert fresh is not None
    assert (fresh.ratings.count(), fresh.gates.count()) == (0, 0)
    earlier = Screening.objects.get(earlier_of=row)
    assert (earlier.enrollment_id, earlier.ratings.count()) == (None, 2)
    assert Decision.objects.get().screening == earlier


def test_gates_note_who_and_when(world, gwen):
    maren = world.actor("maren")
    Event.objects.all().delete()
    note_gates(
        enrollment=gwen, holds={"volunteered": True, "months_in_area": None}, by=maren, at=LATER
    )
    gate = gwen.screening.gates.get()
    assert (gate.gate, gate.holds, gate.noted_by, gate.noted_at) == (
        "volunteered",
        True,
        world.maren,
        LATER,
    )
    assert events() == [
        (
            "screening_gates_noted",
            world.maren.pk,
            {"screening": gwen.screening.pk, "gates": 1},
        )
    ]
    note_gates(enrollment=gwen, holds={"volunteered": True}, by=maren, at=LATER)
    assert Event.objects.count() == 1


def test_a_false_gate_makes_it_ready_and_mending_it_takes_it_back(world, gwen):
    maren = world.actor("maren")
    note_gates(enrollment=gwen, holds={"months_in_area": False}, by=maren, at=NOW)
    assert Screening.objects.get().stage == ScreeningStage.READY
    note_gates(enrollment=gwen, holds={"months_in_area": None}, by=maren, at=NOW)
    assert Screening.objects.get().stage == ScreeningStage.RATING


def test_a_gate_that_the_rubric_lacks_is_refused(world, gwen):
    with pytest.raises(InvalidInput, match="no gate named golf"):
        note_gates(enrollment=gwen, holds={"golf": True}, by=world.actor("maren"), at=NOW)


def test_a_step_holds_the_decision_until_it_is_cleared(world, rated):
    row, maren = rated(22, 22), world.actor("maren")
    Event.objects.all().delete()
    due = LATER.date()
    check = set_step(
        enrollment=row, step="interview", state="asked", due_on=due, note="Unit", by=maren, at=NOW
    )
    assert check is not None
    assert (check.state, check.due_on, check.note, check.changed_by) == (
        "asked",
        due,
        "Unit",
        world.maren,
    )
    assert Screening.objects.get().stage == ScreeningStage.STEPS
    with pytest.raises(InvalidInput) as refused:
        decide_application(enrollment=row, outcome=Outcome.APPROVE, by=maren, at=NOW)
    assert set(refused.value.problems) == {"reason"}
    set_step(enrollment=row, step="interview", state="cleared", by=maren, at=NOW)
    assert Screening.objects.get().stage == ScreeningStage.READY
    screening = Screening.objects.get().pk
    assert events() == [
        (
            "screening_step_changed",
            world.maren.pk,
            {"screening": screening, "step": "interview", "state": state},
        )
        for state in ("asked", "cleared")
    ]


def test_a_step_can_be_taken_back_and_unknown_ones_are_refused(world, gwen):
    maren = world.actor("maren")
    set_step(enrollment=gwen, step="references", state="to_do", by=maren, at=NOW)
    assert set_step(enrollment=gwen, step="references", state="", by=maren, at=NOW) is None
    assert not gwen.screening.checks.exists()
    with pytest.raises(InvalidInput, match="no step of this kind"):
        set_step(enrollment=gwen, step="background_check", state="asked", by=maren, at=NOW)
    with pytest.raises(InvalidInput, match="Choose how the step stands"):
        set_step(enrollment=gwen, step="interview", state="lost", by=maren, at=NOW)


def test_approving_tells_records_and_lets_in(world, rated):
    row, maren = rated(24, 22), world.actor("maren")
    Event.objects.all().delete()
    decision = decide_application(
        enrollment=row, outcome=Outcome.APPROVE, reason=" Calm. ", by=maren, at=LATER
    )
    assert (decision.suggested, decision.is_against_band, decision.reason) == (
        Outcome.APPROVE,
        False,
        "Calm.",
    )
    row.refresh_from_db()
    assert (row.state, row.decided_at) == (EnrollmentState.APPROVED, LATER)
    assert events() == [
        (
            "application_decided",
            world.maren.pk,
            {"decision": decision.pk, "outcome": "approve", "against_band": 0},
        ),
        (
            "enrollment_state_changed",
            world.maren.pk,
            {"state": "approved", "person": world.gwen.pk},
        ),
    ]
    mail = Message.objects.get()
    assert (mail.kind, mail.person) == ("programs.application_approved", world.gwen)
    assert "Welcome as a preceptor." in mail.body
    assert "Calm." not in mail.body


def test_own_words_take_the_place_of_the_rubrics(world, rated):
    row = rated(12, 12)
    decide_application(
        enrollment=row,
        outcome=Outcome.DECLINE,
        words="Come and talk to me on Monday.",
        by=world.actor("maren"),
        at=NOW,
    )
    body = Message.objects.get().body
    assert "Come and talk to me on Monday." in body
    assert "You get feedback on each item" not in body


@pytest.mark.parametrize("outcome", [Outcome.CONDITIONAL, Outcome.DECLINE])
def test_a_decision_against_the_band_needs_a_reason_and_says_so(world, rated, outcome):
    row, maren = rated(25, 25), world.actor("maren")
    with pytest.raises(InvalidInput, match="needs a reason in words"):
        decide_application(enrollment=row, outcome=outcome, reason="  ", by=maren, at=NOW)
    assert not Decision.objects.exists()
    decision = decide_application(
        enrollment=row, outcome=outcome, reason="Leaves in May.", by=maren, at=NOW
    )
    assert decision.is_against_band is True
    assert Event.objects.get(kind="application_decided").ids["against_band"] == 1


def test_co_precepting_first_keeps_it_open_then_approves(world, rated):
    row, maren = rated(18, 17), world.actor("maren")
    decide_application(enrollment=row, outcome=Outcome.CONDITIONAL, by=maren, at=NOW)
    row.refresh_from_db()
    assert row.state == EnrollmentState.SCREENING
    assert Screening.objects.get().stage == ScreeningStage.CONDITIONAL
    mail = Message.objects.get()
    assert mail.kind == "programs.application_conditional"
    assert "Share one preceptorship with an experienced preceptor" in mail.body
    with pytest.raises(WrongState, match="asked for already"):
        decide_application(enrollment=row, outcome=Outcome.CONDITIONAL, by=maren, at=LATER)
    done = decide_application(enrollment=row, outcome=Outcome.APPROVE, by=maren, at=LATER)
    assert done.is_against_band is False
    row.refresh_from_db()
    assert row.state == EnrollmentState.APPROVED


def test_a_gate_that_is_false_or_unknown_blocks_approval_with_its_words(world, gwen, raters):
    maren = world.actor("maren")
    for rater in raters:
        rate(gwen, rater, 25)
    with pytest.raises(WrongState, match="6 gates are not known yet; the first: The license"):
        decide_application(enrollment=gwen, outcome=Outcome.APPROVE, by=maren, at=NOW)
    open_gates(gwen, maren)
    note_gates(enrollment=gwen, holds={"no_open_conduct_process": False}, by=maren, at=NOW)
    with pytest.raises(WrongState, match="A gate does not hold: No conduct process"):
        decide_application(enrollment=gwen, outcome=Outcome.APPROVE, reason="But", by=maren, at=NOW)
    decided = decide_application(enrollment=gwen, outcome=Outcome.DECLINE, by=maren, at=NOW)
    assert (decided.suggested, decided.is_against_band) == (Outcome.DECLINE, False)


def test_a_required_rubric_waits_for_all_its_ratings(world, gwen, raters):
    maren = world.actor("maren")
    open_gates(gwen, maren)
    rate(gwen, raters[0], 25)
    with pytest.raises(WrongState, match="One more rating is wanted"):
        decide_application(enrollment=gwen, outcome=Outcome.APPROVE, by=maren, at=NOW)
    early = decide_application(
        enrollment=gwen, outcome=Outcome.DECLINE, reason="Moved away.", by=maren, at=NOW
    )
    assert (early.suggested, early.is_against_band) == ("", False)


def test_without_a_rubric_somebody_just_decides(world, cohort):
    row, maren = make_application(cohort, world.noor, side=Side.LEARNER), world.actor("maren")
    with pytest.raises(InvalidInput, match="knows no condition"):
        decide_application(enrollment=row, outcome=Outcome.CONDITIONAL, by=maren, at=NOW)
    decide_application(enrollment=row, outcome=Outcome.APPROVE, by=maren, at=NOW)
    row.refresh_from_db()
    assert row.state == EnrollmentState.APPROVED


def test_deciding_twice_is_refused(world, rated):
    row, maren = rated(22, 22), world.actor("maren")
    decide_application(enrollment=row, outcome=Outcome.APPROVE, by=maren, at=NOW)
    with pytest.raises(WrongState, match="is not open: it stands at “Approved”"):
        decide_application(enrollment=row, outcome=Outcome.DECLINE, by=maren, at=LATER)
    other = make_application(row.cohort, world.milo)
    with pytest.raises(InvalidInput, match="Choose what to decide"):
        decide_application(enrollment=other, outcome="perhaps", by=maren, at=NOW)


def test_reopening_a_declined_application(world, rated):
    row, maren = rated(12, 12), world.actor("maren")
    decide_application(enrollment=row, outcome=Outcome.DECLINE, by=maren, at=NOW)
    Event.objects.all().delete()
    decision = reopen_decision(enrollment=row, reason="New referee.", by=maren, at=LATER)
    row.refresh_from_db()
    assert row.state == EnrollmentState.SCREENING
    assert (row.screening.ratings.count(), row.screening.stage) == (2, ScreeningStage.READY)
    state = {"person": world.gwen.pk}
    assert events() == [
        ("enrollment_state_changed", world.maren.pk, {"state": "applied", **state}),
        ("standing_opened", world.maren.pk, {"state": "applied", **state}),
        ("enrollment_state_changed", world.maren.pk, {"state": "screening", **state}),
        ("decision_reopened", world.maren.pk, {"decision": decision.pk}),
    ]
    kinds = Notice.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["programs.application_declined", "programs.application_reopened"]
    with pytest.raises(WrongState, match="Only a declined application"):
        reopen_decision(enrollment=row, by=maren, at=LATER)


def test_who_may_note_step_and_decide(world, cohort, gwen, raters):
    screener = raters[0]
    note_gates(enrollment=gwen, holds={"volunteered": True}, by=screener, at=NOW)
    for name, error in (("vera", NotAllowed), ("gwen", NotAllowed), ("olga", NotVisible)):
        by = world.actor(name)
        with pytest.raises(error):
            note_gates(enrollment=gwen, holds={"volunteered": True}, by=by, at=NOW)
        with pytest.raises(error):
            set_step(enrollment=gwen, step="interview", state="asked", by=by, at=NOW)
        with pytest.raises(error):
            decide_application(enrollment=gwen, outcome=Outcome.DECLINE, by=by, at=NOW)
        with pytest.raises(error):
            reopen_decision(enrollment=gwen, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        set_step(enrollment=gwen, step="interview", state="asked", by=screener, at=NOW)
    with pytest.raises(NotAllowed):
        decide_application(enrollment=gwen, outcome=Outcome.DECLINE, by=screener, at=NOW)


def test_nobody_decides_on_themselves(world, cohort):
    own = make_application(cohort, world.maren)
    with pytest.raises(NotAllowed):
        decide_application(enrollment=own, outcome=Outcome.APPROVE, by=world.actor("maren"), at=NOW)


def test_a_light_rubric_with_one_rater(world, raters):
    program = make_program(world.alder, "Interns", "internship")
    row = make_application(make_cohort(program), world.noor, side=Side.LEARNER)
    screener = grant(program, world.omar)
    rate(row, screener, 4)
    assert Screening.objects.get(enrollment=row).stage == ScreeningStage.READY

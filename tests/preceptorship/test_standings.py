"""A standing from the application to its end: rows, events, messages, refusals."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.certificates.actions.issuing import revoke_certificate
from guildhall.certificates.models import Certificate
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Notice
from guildhall.preceptorship.actions.standings import (
    Before,
    certify,
    reinstate,
    renew,
    retire,
    suspend,
    take_up,
)
from guildhall.preceptorship.actions.training import TrainingDraft, record_training
from guildhall.preceptorship.models import Standing, Training
from guildhall.preceptorship.queries.recognition import given_by
from guildhall.preceptorship.standing_rules import FILE, standing_rules
from guildhall.programs.actions.prerequisites import set_prerequisite
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.preceptorship.standing_ground import (
    BEFORE,
    TODAY,
    applied,
    certified,
    days,
    provisional,
    standing_of,
    step,
    update,
)
from tests.relationships.factories import make_pair
from tests.world import NOW


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"preceptorship.{kind}").order_by("pk")
    return list(rows.values_list("person__given_name", flat=True))


def moves(row: Standing) -> list[str]:
    return list(row.moves.values_list("state", flat=True))


def test_an_application_opens_a_standing_and_its_approval_is_the_screening(world):
    enrollment = applied(world)
    assert standing_of(world.gwen).state == "applied"
    step(enrollment, world, "screening")
    assert standing_of(world.gwen).state == "applied"
    step(enrollment, world, "approved")
    row = standing_of(world.gwen)
    assert (row.state, row.organization) == ("screened", world.alder)
    events = Event.objects.filter(subject_type="standing").order_by("pk")
    assert [(event.kind, event.ids["state"]) for event in events] == [
        ("standing_opened", "applied"),
        ("standing_moved", "screened"),
    ]


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_an_application_that_came_to_nothing_is_closed_and_can_be_made_again(world, state):
    enrollment = applied(world)
    step(enrollment, world, state)
    assert standing_of(world.gwen).state == "closed"
    step(enrollment, world, "applied")
    assert standing_of(world.gwen).state == "applied"


def test_two_applications_are_one_standing_and_one_of_them_keeps_it_open(world):
    first, second = applied(world), applied(world, name="Midwives")
    step(first, world, "declined")
    assert standing_of(world.gwen).state == "applied"
    step(second, world, "approved")
    assert moves(standing_of(world.gwen)) == ["applied", "screened"]


def test_a_learner_and_a_mentor_get_none(world):
    learner(cohort_of(preceptorship(world.alder)), world.noor)
    assert not Standing.objects.exists()


def test_a_match_that_came_to_nothing_opens_none(world):
    """Whoever was brought in directly stands nowhere until they are taken up."""
    enrollment = guide(cohort_of(preceptorship(world.alder)), world.gwen)
    for state in ("matched", "approved"):
        step(enrollment, world, state)
    assert not Standing.objects.exists()


def test_a_program_without_a_course_makes_provisional_at_once(world):
    enrollment = applied(world)
    enrollment.prerequisites.all().delete()
    step(enrollment, world, "approved")
    assert standing_of(world.gwen).state == "provisional"


def test_the_course_as_a_prerequisite_of_the_program_is_the_training(world):
    enrollment = step(applied(world), world, "approved")
    course = enrollment.prerequisites.get(key="preceptor_course")
    set_prerequisite(prerequisite=course, is_met=True, by=world.actor("maren"), at=NOW)
    row = standing_of(world.gwen)
    training = row.trainings.get()
    assert (row.state, training.kind, training.minutes, training.name) == (
        "provisional",
        "course",
        480,
        "Preceptor course",
    )


def test_hours_of_the_course_add_up_and_meet_the_prerequisite(world):
    enrollment = step(applied(world), world, "approved")
    row, maren = standing_of(world.gwen), world.actor("maren")
    draft = TrainingDraft("course", TODAY, 180, "Morning")
    record_training(standing=row, draft=draft, by=maren, at=NOW)
    assert standing_of(world.gwen).state == "in_training"
    course = enrollment.prerequisites.get(key="preceptor_course")
    assert course.met_at is None
    draft = TrainingDraft("course", TODAY, 300, "Afternoon")
    record_training(standing=row, draft=draft, by=maren, at=NOW)
    course.refresh_from_db()
    assert (standing_of(world.gwen).state, course.met_at) == ("provisional", NOW)
    assert row.trainings.count() == 2
    assert Event.objects.filter(kind="training_recorded").count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "other"}, "kind"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"minutes": 0}, "hours"),
        ({"minutes": 20_000}, "hours"),
        ({"name": " "}, "name"),
    ],
)
def test_training_that_cannot_be_is_refused(world, change, field):
    row = provisional(world)
    values = {"kind": "update", "on": TODAY, "minutes": 60, "name": "Refresher", **change}
    with pytest.raises(InvalidInput) as refused:
        record_training(
            standing=row, draft=TrainingDraft(**values), by=world.actor("maren"), at=NOW
        )
    assert list(refused.value.problems) == [field]
    assert Training.objects.count() == 1


def test_certified_after_one_preceptorship_without_a_reason(world):
    row, maren = provisional(world), world.actor("maren")
    with pytest.raises(InvalidInput, match="not saved"):
        certify(standing=row, by=maren, at=NOW)
    cohort = cohort_of(preceptorship(world.alder))
    make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    row = certify(standing=row, by=maren, at=NOW)
    certificate = Certificate.objects.get()
    assert (row.state, row.certificate, str(row.valid_until)) == (
        "certified",
        certificate,
        "2028-11-16",
    )
    assert (certificate.number, certificate.name) == ("PC-2026-0001", "Gwen Castellan")
    assert told("certified") == ["Gwen"]


def test_taken_up_with_the_end_of_the_certificate_that_they_hold(world):
    row = certified(world, until=TODAY + timedelta(days=30))
    assert moves(row) == ["screened", "provisional", "certified", "lapsing"]
    assert row.valid_until == TODAY + timedelta(days=30)


def test_whoever_has_a_standing_is_not_taken_up_again(world):
    row = provisional(world)
    with pytest.raises(WrongState, match="has a standing here already"):
        provisional(world)
    retire(standing=row, by=world.actor("maren"), at=NOW)
    assert provisional(world).pk == row.pk


def test_nobody_takes_themselves_up_nor_a_stranger(world):
    maren = world.actor("maren")
    for person in (world.maren, world.olga):
        with pytest.raises(InvalidInput):
            take_up(person=person, organization=world.alder, before=BEFORE, by=maren, at=NOW)
    late = Before(TODAY, TODAY - timedelta(days=1))
    with pytest.raises(InvalidInput):
        take_up(person=world.gwen, organization=world.alder, before=late, by=maren, at=NOW)
    assert not Standing.objects.exists()


def test_a_renewal_needs_two_hours_within_the_year_and_loses_no_day(world):
    row = certified(world, until=TODAY + timedelta(days=30))
    maren = world.actor("maren")
    update(row, world, minutes=90)
    with pytest.raises(WrongState, match=r"^0\.5 h of training"):
        renew(standing=row, by=maren, at=NOW)
    update(row, world, minutes=30)
    first = row.certificate
    row = renew(standing=row, by=maren, at=NOW)
    assert (row.state, str(row.valid_until)) == ("certified", "2028-12-16")
    assert (row.certificate.renews, row.certificate.number) == (first, "PC-2026-0002")
    with pytest.raises(WrongState, match="nothing to renew"):
        renew(standing=row, by=maren, at=NOW)


def test_training_of_the_year_before_last_counts_for_nothing(world):
    row = certified(world, until=TODAY + timedelta(days=30))
    update(row, world, at=NOW - timedelta(days=365))
    with pytest.raises(WrongState, match=r"^2 h of training"):
        renew(standing=row, by=world.actor("maren"), at=NOW)


def test_suspended_and_back_with_the_certificate_held_meanwhile(world):
    row, maren = certified(world), world.actor("maren")
    with pytest.raises(InvalidInput):
        suspend(standing=row, words=" ", by=maren, at=NOW)
    row = suspend(standing=row, words="A review is open", by=maren, at=NOW)
    assert (row.state, row.certificate.force(on=TODAY)) == ("suspended", "held")
    assert row.moves.last().words == "A review is open"
    with pytest.raises(WrongState):
        suspend(standing=row, words="Again", by=maren, at=NOW)
    row = reinstate(standing=row, words="It found nothing", by=maren, at=days(10))
    assert (row.state, row.certificate.force(on=TODAY)) == ("certified", "valid")
    assert (told("suspended"), told("reinstated")) == (["Gwen"], ["Gwen"])
    with pytest.raises(WrongState, match="not suspended"):
        reinstate(standing=row, by=maren, at=NOW)


def test_a_certificate_that_ended_meanwhile_has_lapsed_on_the_way_back(world):
    row, maren = certified(world, until=TODAY + timedelta(days=90)), world.actor("maren")
    row = suspend(standing=row, words="Open review", by=maren, at=NOW)
    assert reinstate(standing=row, by=maren, at=days(91)).state == "lapsed"


def test_pairs_go_on_and_whoever_coordinates_hears_of_it(world):
    row = certified(world)
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    suspend(standing=row, words="Open review", by=world.actor("ada"), at=NOW)
    pair.refresh_from_db()
    assert (pair.state, told("not_able_lead")) == ("active", ["Maren"])


def test_a_preceptor_retires_and_may_come_back(world):
    row = certified(world)
    row = retire(standing=row, by=world.actor("gwen"), at=NOW)
    assert (row.state, row.certificate.force(on=TODAY)) == ("retired", "held")
    assert told("retired") == []
    step(applied(world), world, "approved")
    assert standing_of(world.gwen).state == "screened"


def test_a_revoked_certificate_lapses_the_standing(world):
    row, maren = certified(world), world.actor("maren")
    revoke_certificate(certificate=row.certificate, words="Issued in error", by=maren, at=NOW)
    row = standing_of(world.gwen)
    assert (row.state, row.valid_until) == ("lapsed", None)
    update(row, world)
    row = renew(standing=row, by=maren, at=NOW)
    assert (row.state, row.certificate.renews) == ("certified", None)


@pytest.mark.parametrize(
    ("who", "error"),
    [("gwen", NotAllowed), ("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)],
)
def test_only_coordinators_change_a_standing(world, who, error):
    row, by = provisional(world), world.actor(who)
    draft = TrainingDraft("update", TODAY, 60, "Refresher")
    tries = [
        lambda: record_training(standing=row, draft=draft, by=by, at=NOW),
        lambda: certify(standing=row, words="Ready", by=by, at=NOW),
        lambda: suspend(standing=row, words="No", by=by, at=NOW),
        lambda: reinstate(standing=row, by=by, at=NOW),
        lambda: renew(standing=row, by=by, at=NOW),
    ]
    for attempt in tries:
        with pytest.raises(error):
            attempt()


def test_a_coordinator_who_precepts_does_not_certify_themselves(world):
    row = take_up(
        person=world.maren,
        organization=world.alder,
        before=BEFORE,
        by=world.actor("ada"),
        at=NOW,
    )
    with pytest.raises(NotAllowed):
        certify(standing=row, words="I am ready", by=world.actor("maren"), at=NOW)
    assert certify(standing=row, words="Ready", by=world.actor("ada"), at=NOW).state == "certified"


def test_the_numbers_are_those_of_the_research():
    rules = standing_rules()
    assert (rules.update_minutes, rules.warn_days, rules.preceptees) == (120, (60, 30, 7), 2)
    assert (rules.course_minutes, rules.months, rules.provisional) == (480, 24, 1)
    assert FILE.read_text(encoding="utf-8").count("source = ") == len(rules.sources) == 4


def test_nothing_was_given_where_nobody_was_guided(world):
    assert not given_by(world.gwen, world.alder, start=TODAY, end=TODAY).is_any

"""Observations: recorded once, by whoever was there, sealed, and taken back by who made them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from guildhall.assessment.access import READ_ASK, READ_OBSERVATION, READ_PASSPORT
from guildhall.assessment.actions.asks import ask_for_observation, decline_observation
from guildhall.assessment.actions.evidence import add_evidence, remove_evidence
from guildhall.assessment.actions.observations import record_observation, take_back_observation
from guildhall.assessment.models import Evidence, Observation, ObservationAsk
from guildhall.assessment.proven import OBSERVATIONS
from guildhall.assessment.queries.asks import people_to_ask
from guildhall.assessment.queries.record import record_of
from guildhall.assessment.states import EvidenceLevel
from guildhall.audit.models import Event
from guildhall.audit.proven import proof, row_digest
from guildhall.competencies.models import Scale, ScaleLevel
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.files.enclosed import Enclosure
from guildhall.files.models import StoredFile
from guildhall.notify.models import Notice
from guildhall.permissions.access import may
from guildhall.programs.models import NeverPair
from guildhall.relationships.actions.course import close_relationship
from tests.assessment.seeing import see, sight_of
from tests.world import NOW

DAY = timedelta(days=1)


def ask_of(passport, world, *, person="omar", by="noor", key="iv-push", at=NOW):
    return ask_for_observation(
        passport=passport,
        competency=passport.version.competencies.get(key=key),
        person=getattr(world, person),
        by=world.actor(by),
        at=at,
    )


def kinds_of(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_the_preceptor_records_it_sealed_with_a_salted_digest(passport, pair, world):
    row = see(passport, world.actor("gwen"), went_well="Checked the band", next_step="Explain it")
    assert row.relationship == pair.relationship
    event = Event.objects.get(kind="observation_recorded")
    row.refresh_from_db()
    assert event.ids == {"passport": passport.pk, **proof(OBSERVATIONS, event.kind, row)}
    assert event.ids["digest"] == row.digest
    with connection.cursor() as cursor:
        cursor.execute("SELECT went_well, next_step FROM assessment_observation")
        assert not any("band" in cell or "Explain" in cell for cell in cursor.fetchone())
    assert kinds_of(world.noor)[-1] == "assessment.observation_recorded"
    people = {"learner": world.noor.pk, "observer": world.gwen.pk}
    assert row_digest(OBSERVATIONS, row, people) == row.digest
    row.went_well = "Checked twice"
    assert row_digest(OBSERVATIONS, row, people) != row.digest


def test_a_second_sending_changes_nothing(passport, world):
    key = uuid4()
    first = see(passport, world.actor("gwen"), device_key=key)
    second = see(passport, world.actor("gwen"), level="4", device_key=key)
    assert (first.pk, second.level.code) == (second.pk, "3")
    assert Event.objects.filter(kind="observation_recorded").count() == 1


def test_a_key_of_somebody_else_is_refused(passport, world):
    key = uuid4()
    see(passport, world.actor("gwen"), device_key=key)
    ask = ask_of(passport, world)
    with pytest.raises(InvalidInput, match="another observation"):
        see(passport, world.actor("omar"), device_key=key, ask=ask)


def test_nobody_observes_themselves_whatever_they_hold(passport, world):
    with pytest.raises(NotAllowed, match="Nobody observes themselves"):
        see(passport, world.actor("noor"))
    ask = ObservationAsk.objects.create(
        passport=passport,
        competency=passport.version.competencies.first(),
        asked=world.noor,
        asked_at=NOW,
        expires_at=NOW + DAY,
    )
    with pytest.raises(NotAllowed, match="Nobody observes themselves"):
        see(passport, world.actor("noor"), ask=ask)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("maren", NotAllowed),
        ("vera", NotAllowed),
        ("milo", NotAllowed),
        ("omar", NotVisible),
        ("olga", NotVisible),
    ],
)
def test_nobody_else_observes(passport, world, name, error):
    with pytest.raises(error):
        see(passport, world.actor(name))


def test_a_former_preceptor_neither_reads_nor_observes(passport, pair, world):
    row = see(passport, world.actor("gwen"))
    close_relationship(relationship=pair.relationship, by=world.actor("maren"), at=NOW)
    with pytest.raises(NotVisible):
        see(passport, world.actor("gwen"))
    assert not may(READ_PASSPORT, world.actor("gwen"), passport)
    assert may(READ_OBSERVATION, world.actor("gwen"), row)


def test_what_does_not_fit_is_refused_by_name(passport, world):
    gwen = world.actor("gwen")

    def problems(sight) -> set[str]:
        with pytest.raises(InvalidInput) as refused:
            record_observation(passport=passport, sight=sight, by=gwen, at=NOW)
        return set(refused.value.problems)

    other = Scale.objects.create(key="other", name="Other", kind="stages")
    level = ScaleLevel.objects.create(scale=other, position=0, code="1", name="new", allows=1)
    fits = sight_of(passport)
    assert problems(replace(fits, level=level)) == {"level"}
    assert problems(replace(fits, seen_at=NOW + DAY)) == {"seen_at"}
    assert problems(replace(fits, seen_at=NOW - DAY)) == {"seen_at"}
    assert problems(replace(fits, went_well="x" * 501)) == {"went_well"}
    assert not Observation.objects.exists()


def test_taken_back_freely_for_a_day_and_with_a_reason_later(passport, world):
    gwen = world.actor("gwen")
    early, late = see(passport, gwen), see(passport, gwen)
    take_back_observation(observation=early, by=gwen, at=NOW + DAY)
    with pytest.raises(InvalidInput) as refused:
        take_back_observation(observation=late, by=gwen, at=NOW + DAY * 2)
    assert "why" in refused.value.problems
    take_back_observation(observation=late, why="Another patient", by=gwen, at=NOW + DAY * 2)
    with pytest.raises(WrongState, match="already"):
        take_back_observation(observation=late, why="Again", by=gwen, at=NOW + DAY * 3)
    assert not record_of(passport).observations
    assert Observation.objects.filter(taken_back_by=world.gwen).count() == 2


def test_only_who_recorded_it_takes_it_back(passport, world):
    row = see(passport, world.actor("gwen"))
    for name, error in (("noor", NotAllowed), ("maren", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            take_back_observation(observation=row, by=world.actor(name), at=NOW)


def test_whoever_is_asked_records_that_one_thing_and_reads_nothing_else(passport, world):
    ask = ask_of(passport, world)
    omar = world.actor("omar")
    assert kinds_of(world.omar)[-1] == "assessment.observation_wanted"
    assert may(READ_ASK, omar, ask)
    assert not may(READ_PASSPORT, omar, passport)
    with pytest.raises(NotVisible):
        see(passport, omar, key="transfusion", ask=ask)
    row = see(passport, omar, ask=ask)
    ask.refresh_from_db()
    assert (ask.observation, row.relationship) == (row, None)
    with pytest.raises(WrongState, match="answered already"):
        see(passport, omar, ask=ask)


def test_an_ask_ends_after_two_weeks(passport, world):
    ask = ask_of(passport, world)
    with pytest.raises(WrongState, match="has ended"):
        see(passport, world.actor("omar"), seen_at=NOW + DAY * 15, ask=ask)


def test_a_no_is_told_kindly_and_once(passport, world):
    ask = ask_of(passport, world)
    decline_observation(ask=ask, by=world.actor("omar"), at=NOW)
    assert kinds_of(world.noor)[-1] == "assessment.observation_declined"
    with pytest.raises(WrongState, match="answered already"):
        decline_observation(ask=ask, by=world.actor("omar"), at=NOW)
    with pytest.raises(NotAllowed):
        decline_observation(ask=ask, by=world.actor("noor"), at=NOW)


def test_who_can_be_asked(passport, world):
    can = set(people_to_ask(passport).values_list("given_name", flat=True))
    assert {"Omar", "Gwen", "Tomas"} <= can
    assert can.isdisjoint({"Noor", "Olga"})
    for person in ("noor", "olga"):
        with pytest.raises(InvalidInput) as refused:
            ask_of(passport, world, person=person)
        assert set(refused.value.problems) == {"person"}
    ask_of(passport, world)
    with pytest.raises(InvalidInput) as refused:
        ask_of(passport, world)
    assert refused.value.problems == {"person": "Omar is asked for this already."}


def test_whoever_is_kept_apart_from_the_learner_cannot_be_asked(passport, world):
    NeverPair.objects.create(person=world.omar, other=world.noor, said_at=NOW)
    with pytest.raises(InvalidInput):
        ask_of(passport, world)


@pytest.mark.parametrize(("name", "error"), [("maren", NotAllowed), ("olga", NotVisible)])
def test_only_learner_and_preceptor_ask(passport, world, name, error):
    with pytest.raises(error):
        ask_of(passport, world, by=name)


def evidence(passport, world, *, by="noor", name="card.pdf", content=b"%PDF"):
    return add_evidence(
        passport=passport,
        competency=passport.version.competencies.first(),
        file=Enclosure(name, content),
        shows=EvidenceLevel.KNOWS_HOW,
        note="Passed",
        by=world.actor(by),
        at=NOW,
    )


def test_evidence_is_sealed_checked_and_taken_away(passport, world):
    row = evidence(passport, world)
    with pytest.raises(InvalidInput, match="Nothing is sent"):
        evidence(passport, world, name="run.exe")
    with pytest.raises(NotAllowed):
        evidence(passport, world, by="maren")
    with pytest.raises(NotAllowed):
        remove_evidence(evidence=row, by=world.actor("gwen"), at=NOW)
    remove_evidence(evidence=row, by=world.actor("noor"), at=NOW)
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_preceptor_who_was_asked_answers_on_the_usual_page(passport, world):
    ask = ask_of(passport, world, person="gwen")
    row = see(passport, world.actor("gwen"))
    ask.refresh_from_db()
    assert ask.observation == row

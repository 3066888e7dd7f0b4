"""Each kind of assessed row, tampered with by SQL: what was done is found, and the row is named."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from guildhall.assessment.actions.evidence import add_evidence, remove_evidence
from guildhall.assessment.actions.incidents import report_incident, settle_incident
from guildhall.assessment.actions.observations import take_back_observation
from guildhall.assessment.actions.ratings import save_rating
from guildhall.assessment.actions.rounds import open_round
from guildhall.assessment.models import Evidence
from guildhall.assessment.states import EvidenceLevel
from guildhall.audit.actions import seal_events
from guildhall.audit.chain import check_chain
from guildhall.audit.kinds import KINDS as EVENT_KINDS
from guildhall.audit.models import ChainHead, Event
from guildhall.audit.proven import row_digest
from guildhall.concerns.actions.appealing import answer_appeal, appeal_decision
from guildhall.concerns.actions.deciding import DecisionDraft, decide
from guildhall.files.enclosed import Enclosure
from guildhall.hours.actions.verifying import verify_entry
from guildhall.jobs.proven_rows import KINDS, all_problems
from tests.assessment.ground import make_passport
from tests.assessment.seeing import see
from tests.assessment.signed import sign
from tests.concerns.ground import placement, reviewed
from tests.hours.ground import make_ground
from tests.world import NOW

# Of each kind a column of text or a number that matters, and what somebody writes there.
CHANGES = {
    "Sign-off": ("proof", "'mail_code'"),
    "Observation": ("seen_at", "'2026-01-01 08:00:00'"),
    "Rating": ("rater", "'learnes'"),
    "Evidence": ("shows", "4"),
    "Incident": ("answer", "'beside'"),
    "Concern": ("seen_on", "'2026-01-01'"),
    "Action plan": ("number", "7"),
    "Review": ("outcome", "'met'"),
    "Decision": ("outcome", "'passed'"),
    "Appeal": ("at", "'2026-01-01 08:00:00'"),
    "Time entry": ("minutes", "470"),
}


@pytest.fixture
def rows(world):
    """Every kind of row at least once, and all events sealed."""
    ground, pair = make_ground(world), placement(world)
    passport, noor, gwen = make_passport(ground.pair), world.actor("noor"), world.actor("gwen")
    see(passport, gwen, went_well="Calm")
    sign(world, passport)
    lock_rating(passport, gwen)
    add_file(passport, noor)
    incident(passport, world)
    reviewed(pair, world)
    late = NOW + timedelta(days=29)
    failed = DecisionDraft("failed", "The rounds were not safe")
    decision = decide(relationship=pair, draft=failed, by=world.actor("maren"), at=late)
    appeal_decision(decision=decision, words="I see it otherwise", by=noor, at=late)
    verify_entry(entry=ground.log(), by=gwen, at=late)
    seal_events(at=late)
    assert all_problems() == []
    return passport


def lock_rating(passport, by):
    opened = open_round(passport=passport, title="Week 4", by=by, at=NOW)
    competency = passport.version.competencies.first()
    level = passport.version.scale.levels.first()
    return save_rating(round=opened, levels={competency.pk: level.pk}, locks=True, by=by, at=NOW)


def add_file(passport, by) -> Evidence:
    return add_evidence(
        passport=passport,
        competency=passport.version.competencies.first(),
        file=Enclosure("card.pdf", b"%PDF"),
        shows=EvidenceLevel.KNOWS,
        by=by,
        at=NOW,
    )


def incident(passport, world):
    competency = passport.version.competencies.get(key="iv-push")
    row = report_incident(
        passport=passport, competency=competency, words="At night", by=world.actor("gwen"), at=NOW
    )
    return settle_incident(incident=row, words="Talked", by=world.actor("maren"), at=NOW)


def sql(text: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def table(kind) -> str:
    return kind.model._meta.db_table


def subject(kind) -> str:
    """The condition by which events are about this kind of row."""
    return f"subject_type = '{kind.model._meta.model_name}'"


@contextmanager
def undone():
    """Whatever was done to the tables inside is taken back."""
    with transaction.atomic():
        sql("PRAGMA defer_foreign_keys = ON") if connection.vendor == "sqlite" else None
        yield
        transaction.set_rollback(True)


def test_every_kind_has_rows_and_declared_events(rows):
    assert {kind.noun for kind in KINDS} == set(CHANGES)
    assert all(kind.rows().exists() for kind in KINDS)
    assert {event for kind in KINDS for event in kind.states} <= set(EVENT_KINDS)


def test_a_changed_row(rows):
    for kind in KINDS:
        column, value = CHANGES[kind.noun]
        row = kind.rows().first()
        with undone():
            sql(f"UPDATE {table(kind)} SET {column} = {value} WHERE id = %s", row.pk)
            assert f"{kind.noun} {row.pk} was changed: it is not what was {kind.said}." in (
                all_problems()
            )


def test_a_changed_row_whose_digest_was_computed_anew_in_row_event_and_chain(rows):
    for kind in KINDS:
        column, value = CHANGES[kind.noun]
        row = kind.rows().first()
        with undone():
            sql(f"UPDATE {table(kind)} SET {column} = {value} WHERE id = %s", row.pk)
            fresh = kind.rows().get(pk=row.pk)
            digest = row_digest(kind, fresh, kind.people(fresh))
            sql(f"UPDATE {table(kind)} SET digest = %s WHERE id = %s", digest, row.pk)
            event = Event.objects.filter(subject_id=row.pk, kind__in=kind.born).get()
            Event.objects.filter(pk=event.pk).update(ids={**event.ids, "digest": digest})
            found = f"{kind.noun} {row.pk} has an event ({event.pk}) that this installation did"
            assert f"{found} not write." in all_problems()
            assert check_chain().problem == f"Event {event.position} was altered."


def test_a_removed_row(rows):
    for kind in KINDS:
        row = kind.rows().first()
        with undone():
            sql(f"DELETE FROM {table(kind)} WHERE id = %s", row.pk)
            words = "was removed: its events are there and its row is not."
            assert f"{kind.noun} {row.pk} {words}" in all_problems()
            sql(f"DELETE FROM audit_event WHERE {subject(kind)} AND subject_id = %s", row.pk)
            assert check_chain().problem != ""


def test_an_added_row_and_a_cut_chain(rows):
    """A row that no event tells of: it was written beside the product, or its events were cut."""
    for kind in KINDS:
        row = kind.rows().first()
        first = Event.objects.filter(subject_id=row.pk, kind__in=kind.born).get()
        with undone():
            Event.objects.filter(position__gte=first.position).delete()
            assert check_chain().problem == f"The chain was cut after event {first.position - 1}."
            ChainHead.objects.all().delete()
            assert "No signed head stands over" in check_chain().problem
            found = f"{kind.noun} {row.pk} has no event that tells how it was {kind.said}:"
            assert any(one.startswith(found) for one in all_problems())


def test_rows_that_change_places(rows, world):
    """Two rows swap what they say, with salt and digest: each has the other's event."""
    one = see(rows, world.actor("gwen"), level="3")
    two = see(rows, world.actor("gwen"), level="4")
    for row, place in ((one, 10_001), (two, one.pk), (one, two.pk)):
        pk = 10_001 if (row, place) == (one, two.pk) else row.pk
        sql("UPDATE assessment_observation SET id = %s WHERE id = %s", place, pk)
    assert {problem.split(" was ")[0] for problem in all_problems()} == {
        f"Observation {one.pk}",
        f"Observation {two.pk}",
    }


def test_events_that_change_places(rows, world):
    row = see(rows, world.actor("gwen"))
    take_back_observation(observation=row, by=world.actor("gwen"), at=NOW)
    seal_events(at=NOW)
    first, second = Event.objects.filter(subject_type="observation", subject_id=row.pk).order_by(
        "pk"
    )
    sql("UPDATE audit_event SET position = NULL WHERE id = %s", second.pk)
    sql("UPDATE audit_event SET position = %s WHERE id = %s", second.position, first.pk)
    sql("UPDATE audit_event SET position = %s WHERE id = %s", first.position, second.pk)
    words = "has its events in another order than they were written in."
    assert all_problems() == [f"Observation {row.pk} {words}"]
    assert check_chain().problem == f"Event {first.position} was altered."


def test_what_was_taken_back_does_not_come_back_and_why_it_went_stays(rows, world):
    row = see(rows, world.actor("gwen"))
    take_back_observation(observation=row, why="Wrong", by=world.actor("gwen"), at=NOW)
    assert all_problems() == []
    with undone():
        sql("UPDATE assessment_observation SET taken_back_why = '' WHERE id = %s", row.pk)
        words = "was changed: how it came to be “taken back” is not what was recorded."
        assert all_problems() == [f"Observation {row.pk} {words}"]
    sql("UPDATE assessment_observation SET taken_back_at = NULL WHERE id = %s", row.pk)
    words = "is “recorded” in its row, and “taken back” by its last event."
    assert all_problems() == [f"Observation {row.pk} {words}"]


def test_a_sheet_that_is_opened_again_and_a_line_that_is_changed(rows):
    rating = rows.rating_rounds.get().ratings.get()
    with undone():
        sql("UPDATE assessment_rating SET locked_at = NULL, digest = '' WHERE id = %s", rating.pk)
        words = "was changed: its row does not say any more that it was locked."
        assert all_problems() == [f"Rating {rating.pk} {words}"]
    other = rows.version.scale.levels.last()
    sql("UPDATE assessment_ratingline SET level_id = %s WHERE rating_id = %s", other.pk, rating.pk)
    assert all_problems() == [f"Rating {rating.pk} was changed: it is not what was locked."]


def test_a_concern_that_was_shared_on_another_day(rows):
    sql("UPDATE concerns_concern SET shared_at = '2026-01-01 08:00:00'")
    (problem,) = all_problems()
    assert problem.endswith("how it came to be “shared” is not what was recorded.")


def test_hours_that_somebody_else_verified(rows, world):
    sql("UPDATE hours_entrymove SET by_id = %s WHERE state = 'verified'", world.maren.pk)
    (problem,) = all_problems()
    assert problem.endswith("was changed: its verifier is another person.")


def test_evidence_that_its_owner_takes_away_is_no_problem_and_a_forged_removal_is(rows, world):
    kept, gone = add_file(rows, world.actor("noor")), add_file(rows, world.actor("noor"))
    remove_evidence(evidence=gone, by=world.actor("noor"), at=NOW)
    assert all_problems() == []
    like = Event.objects.get(kind="evidence_removed")
    like.pk, like.subject_id, like.position, like.digest = None, kept.pk, None, ""
    like.save(force_insert=True)
    sql("DELETE FROM assessment_evidence WHERE id = %s", kept.pk)
    words = "was removed: its events are there and its row is not."
    assert all_problems() == [f"Evidence {kept.pk} {words}"]


def test_an_answered_appeal_holds(rows, world):
    decision = rows.learner.decisions.get()
    appeal = decision.appeals.get()
    answer_appeal(appeal=appeal, words="It stands", by=world.actor("ada"), at=NOW)
    assert all_problems() == []
    sql("UPDATE concerns_appeal SET changed = %s", True)
    (problem,) = all_problems()
    assert problem.startswith(f"Appeal {appeal.pk} was changed: how it came to be “answered”")

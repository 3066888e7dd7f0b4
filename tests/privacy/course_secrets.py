"""What is written on the way of a preceptorship: needs, plan, meetings, hand-over, and the standing
of whoever guides. Those who coordinate see dates and how things stand, and the words that they
write themselves."""

from datetime import timedelta

from guildhall.certificates.actions.issuing import revoke_certificate
from guildhall.preceptorship.actions.course_changes import (
    extend_course,
    longest_end,
    write_handover,
)
from guildhall.preceptorship.actions.learning_needs import save_needs
from guildhall.preceptorship.actions.learning_plan import ObjectiveDraft, write_plan
from guildhall.preceptorship.actions.schedule_meetings import RecordDraft, write_record
from guildhall.preceptorship.actions.standings import suspend
from guildhall.preceptorship.models import Course
from guildhall.preceptorship.queries.learning import domains_of
from guildhall.relationships.models import Relationship
from tests.preceptorship.course_ground import begun, booked, fresh
from tests.preceptorship.standing_ground import certified
from tests.privacy.cast import Cast
from tests.privacy.secret import PAIR, Paths, Secret
from tests.world import NOW

LEADING = frozenset({"maren", "ada", "cora"})


def _course(cast: Cast) -> Course:
    """One for all of it: nobody guides without end."""
    found = Course.objects.filter(learner=cast.noor).first()
    return fresh(found) if found else begun(cast)


def _needed(cast: Cast, pair: Relationship, words: str) -> Paths:
    """Not shared yet: nobody but the learner."""
    course = _course(cast)
    written = {domains_of(course)[0].key: {"worry": words}}
    save_needs(course=course, words=written, shares=False, by=cast.actor("noor"), at=NOW)
    return (f"/courses/{course.pk}/", f"/courses/{course.pk}/needs/")


def _planned(cast: Cast, pair: Relationship, words: str) -> Paths:
    course = _course(cast)
    objective = ObjectiveDraft(words, NOW.date() + timedelta(days=30))
    write_plan(course=course, objectives=[objective], based_on=0, by=cast.actor("gwen"), at=NOW)
    meeting = booked(course, cast, at=NOW - timedelta(days=2), on=NOW - timedelta(hours=3))
    record = RecordDraft(words, words)
    write_record(demanded=meeting, draft=record, by=cast.actor("gwen"), at=NOW)
    write_handover(course=course, words=words, by=cast.actor("gwen"), at=NOW)
    return (
        f"/courses/{course.pk}/",
        f"/courses/{course.pk}/plan/",
        f"/courses/{course.pk}/handover/",
        f"/demanded-meetings/{meeting.pk}/record/",
        f"/relationships/{course.relationship_id}/",
    )


def _extended(cast: Cast, pair: Relationship, words: str) -> Paths:
    course = _course(cast)
    until = longest_end(course)
    assert until is not None
    extend_course(course=course, until=until, why=words, by=cast.actor("maren"), at=NOW)
    return (f"/courses/{course.pk}/", f"/courses/{course.pk}/extension/")


def _suspended(cast: Cast, pair: Relationship, words: str) -> Paths:
    """Why somebody may not precept for now, and why a certificate holds no more."""
    row = certified(cast, "omar")
    certificate = row.certificate
    suspend(standing=row, words=words, by=cast.actor("maren"), at=NOW)
    revoke_certificate(certificate=certificate, words=words, by=cast.actor("maren"), at=NOW)
    return ("/preceptors/", f"/preceptors/{row.pk}/", f"/verify/{certificate.code}/")


COURSE_SECRETS = (
    Secret("needs_unshared", frozenset({"noor"}), _needed),
    Secret("course_words", PAIR, _planned),
    Secret("extension", PAIR | LEADING, _extended),
    Secret("suspension", LEADING | {"omar"}, _suspended),
)

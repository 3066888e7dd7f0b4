"""Publishing a match round: the moment when people are told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guildhall.flows.queries.publishing import (
    is_circle,
    left_waiting,
    publication_messages,
    published_proposals,
)
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.actions.publication import (
    count_messages,
    hold_for_publication,
    record_publication,
)
from guildhall.matching.models import MatchRound, Proposal, Publication
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrollments import mark_matched, mark_waiting
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.states import MATCHABLE, EnrollmentState, Side
from guildhall.relationships.actions.opening import NewPair, Seat, open_many
from guildhall.relationships.plans import Terms
from guildhall.relationships.reasons import reasons_for_pair


def publish_round(
    *, round: MatchRound, by: Actor, at: datetime, tells_waiting: bool = True
) -> Publication:
    """Open or offer every pair of a round and tell everybody once, all in one transaction.

    Preceptorships open at once; mentoring is offered and opens when all say yes. The matched are
    marked so, the rest wait and come first next time; with `tells_waiting` they get a kind note.
    One audit event a pair. Refuses a round that is published, unsolved or empty, and one in which
    a guide filled up or somebody left meanwhile, naming them: then solve again.

    The cohort's row is held first, so two publications of one cohort wait for each other; people
    and enrollments are held in the order of their ids, so those of two cohorts do as well.
    """
    require(CHANGE_ROUND, by, round)
    with transaction.atomic():
        Cohort.objects.select_for_update(no_key=True).get(pk=round.cohort_id)
        row = hold_for_publication(round)
        proposals = published_proposals(row)
        relationship_ids = _open_pairs(row, proposals, by=by, at=at)
        waiting = _mark_enrollments(row, proposals, by=by, at=at)
        publication = record_publication(row, pairs=len(proposals), by=by, at=at)
        messages = publication_messages(
            row,
            proposals,
            at=at,
            key=f"publication:{publication.pk}",
            relationship_ids=relationship_ids,
            waiting=waiting if tells_waiting else (),
        )
        told = send_many(messages, at=at)
        return count_messages(publication, messages=told.notices)


def _open_pairs(
    row: MatchRound, proposals: Sequence[Proposal], *, by: Actor, at: datetime
) -> dict[tuple[int, int], int]:
    """Open them all; returns the relationship of each pair of enrollments."""
    together: dict[int | tuple[int, int], list[Proposal]] = {}
    for proposal in proposals:
        pair = (proposal.guide_id, proposal.learner_id)
        together.setdefault(proposal.guide_id if is_circle(row) else pair, []).append(proposal)
    groups = list(together.values())
    opened = open_many(
        terms=Terms.of_cohort(row.cohort),
        pairs=[_new_pair(group, has_reasons=not is_circle(row)) for group in groups],
        by=by,
        at=at,
    )
    return {
        (proposal.guide_id, proposal.learner_id): relationship.pk
        for relationship, group in zip(opened, groups, strict=True)
        for proposal in group
    }


def _new_pair(group: Sequence[Proposal], *, has_reasons: bool) -> NewPair:
    """The seats of a pair, or of a guide's circle; what speaks of one learner is not for all."""
    guide = group[0].guide
    seats = [Seat(guide.person_id, Side.GUIDE, guide.pk)]
    seats += [Seat(p.learner.person_id, Side.LEARNER, p.learner_id) for p in group]
    reasons = reasons_for_pair(group[0].contributions) if has_reasons else ()
    return NewPair(tuple(seats), reasons)


def _mark_enrollments(
    row: MatchRound, proposals: Sequence[Proposal], *, by: Actor, at: datetime
) -> list[Enrollment]:
    """The matched are matched, the others wait; returns those who wait."""
    matched = {e.pk: e for p in proposals for e in (p.guide, p.learner)}
    mark_matched(enrollments=list(matched.values()), at=at, by=by)
    waiting = [
        enrollment
        for enrollment in left_waiting(row)
        if enrollment.state in MATCHABLE and enrollment.state != EnrollmentState.MATCHED
    ]
    mark_waiting(enrollments=waiting, at=at, by=by, tells=False)
    return waiting

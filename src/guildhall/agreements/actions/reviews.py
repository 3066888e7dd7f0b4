"""Looking again: at the agreement on the days it names, at expectations after 90 days."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from guildhall.agreements.access import CHANGE_AGREEMENT
from guildhall.agreements.actions.events import AGREEMENT_REVIEWED, EXPECTATIONS_REPEATED
from guildhall.agreements.actions.rows import held, told
from guildhall.agreements.kinds import ASKED_AGAIN, REVIEW_DUE
from guildhall.agreements.models import AgreementVersion, ExpectationRound, Review
from guildhall.agreements.queries.standing import ASKED, mode
from guildhall.agreements.states import ReviewAnswer
from guildhall.core.errors import WrongState
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.rows import (
    locked,
    own_party,
    present_parties,
    record_in_pair,
)
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import RelationshipState

KEEP = "agreement.keep"
REPEAT_AFTER = timedelta(days=90)
# Whoever compared late is not asked again at once.
LEAST_BETWEEN = timedelta(days=45)


def keep_agreement(*, review: Review, by: Actor, at: datetime) -> Review:
    """“Still right.” One answer is enough, and a second one changes nothing. Nobody is told.

    Refuses a day that is still to come, and a version that no longer holds.
    """
    require(CHANGE_AGREEMENT, by, review.version.relationship)
    with transaction.atomic():
        row = held(review.version.relationship)
        own_party(present_parties(row), by)
        review = Review.objects.select_for_update().get(pk=review.pk)
        if review.answered_at is not None:
            return review
        if review.on > at.date() + timedelta(days=1):
            raise WrongState(_("The day to look at this again is still to come."))
        holds = row.agreement_versions.filter(in_force_at__isnull=False).last()
        if holds is None or holds.pk != review.version_id:
            raise WrongState(_("Another version holds by now. Look at that one."))
        # An earlier day that passed unanswered is answered with it.
        open_ones = holds.reviews.filter(on__lte=review.on, answered_at__isnull=True)
        open_ones.update(answer=ReviewAnswer.KEPT, answered_at=at, answered_by=by.person_id)
        review.refresh_from_db()
        record_in_pair(AGREEMENT_REVIEWED, review, row, by=by, at=at)
    return review


def remind_of_reviews(*, at: datetime) -> int:
    """Tell each pair once when a day to look back has come; returns how many pairs. The clock
    calls this."""
    newer = AgreementVersion.objects.filter(
        relationship=OuterRef("version__relationship"),
        number__gt=OuterRef("version__number"),
        in_force_at__isnull=False,
    )
    due = Review.objects.filter(
        ~Exists(newer),
        on__lte=at.date(),
        reminded_at__isnull=True,
        answered_at__isnull=True,
        version__in_force_at__isnull=False,
        version__relationship__state=RelationshipState.ACTIVE,
    ).order_by("pk")
    return sum(_remind(review, at=at) for review in due.select_related("version__relationship"))


def _remind(review: Review, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(review.version.relationship)
        review = Review.objects.get(pk=review.pk)
        if review.reminded_at is not None or row.state != RelationshipState.ACTIVE:
            return 0
        review.reminded_at = at
        review.save(update_fields=["reminded_at"])
        parties = present_parties(row)
        acts = (ActButton(KEEP, review.pk, _("Still right")),)
        send_many(
            [
                told(
                    REVIEW_DUE,
                    row,
                    to=party,
                    parties=parties,
                    key=f"{review.pk}",
                    page="agreement",
                    acts=acts,
                )
                for party in parties
            ],
            at=at,
        )
    return 1


def repeat_expectations(*, at: datetime) -> int:
    """Ask each pair once more after 90 days, where the program asks at all and the first round was
    read; returns how many pairs. The clock calls this."""
    second = ExpectationRound.objects.filter(relationship=OuterRef("pk"), number__gt=1)
    first = ExpectationRound.objects.filter(
        relationship=OuterRef("pk"), number=1, revealed_at__lte=at - LEAST_BETWEEN
    )
    pairs = Relationship.objects.filter(
        Exists(first),
        ~Exists(second),
        state=RelationshipState.ACTIVE,
        opened_at__lte=at - REPEAT_AFTER,
    ).order_by("pk")
    asked = [row for row in pairs.select_related("program") if mode(row) == ASKED]
    return sum(_repeat(row, at=at) for row in asked)


def _repeat(relationship: Relationship, *, at: datetime) -> int:
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.ACTIVE or row.expectation_rounds.count() != 1:
            return 0
        second = ExpectationRound.objects.create(relationship=row, number=2, opened_at=at)
        record_in_pair(EXPECTATIONS_REPEATED, second, row, by=SYSTEM, at=at)
        parties = present_parties(row)
        key = f"{second.pk}"
        send_many(
            [
                told(ASKED_AGAIN, row, to=party, parties=parties, key=key, page="expectations")
                for party in parties
            ],
            at=at,
        )
    return 1

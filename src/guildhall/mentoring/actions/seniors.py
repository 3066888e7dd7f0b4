"""Senior guides: named by their organization, stepping back when they like."""

from datetime import datetime

from django.db import transaction

from guildhall.audit.actions import record
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.mentoring.actions.wisdom_events import SENIOR_ENDED, SENIOR_NAMED
from guildhall.mentoring.consult_access import END_SENIOR
from guildhall.mentoring.models import GuideOffer, SeniorGuide
from guildhall.mentoring.wisdom_messages import SENIOR_NAMED as NAMED_MAIL
from guildhall.notify.actions.outbox import send
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def name_senior(*, offer: GuideOffer, by: Actor, at: datetime) -> SeniorGuide:
    """Name whoever offers to guide as a senior guide of that organization, and tell them.

    Named twice changes nothing. Coordinators and administrators only.
    """
    require(STAFF_ORGANIZATION, by, offer.organization)
    with transaction.atomic():
        row, is_new = SeniorGuide.objects.get_or_create(
            person=offer.person,
            organization=offer.organization,
            ended_at=None,
            defaults={"named_by_id": by.person_id, "named_at": at},
        )
        if is_new:
            _record(SENIOR_NAMED, row, by=by, at=at)
            send(
                NAMED_MAIL.key,
                to=row.person,
                values={},
                key=f"{NAMED_MAIL.key}:{row.pk}",
                at=at,
                organization=row.organization,
                path="/consults/",
            )
    return row


def end_senior(*, senior: SeniorGuide, by: Actor, at: datetime) -> None:
    """They are asked nothing new; what they were asked already stays. Twice changes nothing."""
    require(END_SENIOR, by, senior)
    with transaction.atomic():
        row = SeniorGuide.objects.select_for_update().get(pk=senior.pk)
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            _record(SENIOR_ENDED, row, by=by, at=at)


def _record(kind: str, row: SeniorGuide, *, by: Actor, at: datetime) -> None:
    record(
        kind,
        by=by,
        subject=row,
        at=at,
        organization_id=row.organization_id,
        senior=row.person_id,
    )

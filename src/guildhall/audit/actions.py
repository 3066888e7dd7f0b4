"""Recording events, and sealing them into the chain."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.db import models, transaction

from guildhall.audit.chain import event_digest, head_signature
from guildhall.audit.kinds import KINDS
from guildhall.audit.models import ChainHead, Event
from guildhall.core.many_rows import insert_rows


class By(Protocol):
    """Whoever acts: an account, a person, or the system (both None)."""

    @property
    def account_id(self) -> int | None: ...
    @property
    def person_id(self) -> int | None: ...


def build(
    kind: str,
    *,
    by: By,
    subject: models.Model,
    at: datetime,
    organization_id: int | None = None,
    **ids: int | str | None,
) -> Event:
    """An event, not yet stored; for actions that write many at once with `record_many`."""
    if kind not in KINDS:
        raise ValueError(f"Declare the event kind {kind} before recording it.")
    return Event(
        kind=kind,
        at=at,
        account_id=by.account_id,
        person_id=by.person_id,
        organization_id=organization_id,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        ids=ids,
    )


def record(
    kind: str,
    *,
    by: By,
    subject: models.Model,
    at: datetime,
    organization_id: int | None = None,
    **ids: int | str | None,
) -> Event:
    """Write one event, in the transaction of the change that it tells of."""
    event = build(kind, by=by, subject=subject, at=at, organization_id=organization_id, **ids)
    event.save(force_insert=True)
    return event


def record_many(events: list[Event]) -> None:
    """Write many events in one statement each thousand."""
    Event.objects.bulk_create(events, batch_size=1000)


def record_each(
    kind: str,
    *,
    by: By,
    model: type[models.Model],
    subject_ids: Iterable[int],
    at: datetime,
    organization_id: int | None = None,
    **ids: int | str | None,
) -> int:
    """The same event for each of very many rows of one model, as an import makes them."""
    if kind not in KINDS:
        raise ValueError(f"Declare the event kind {kind} before recording it.")
    same = (at, by.account_id, by.person_id, organization_id, model._meta.model_name or "")
    return insert_rows(
        Event,
        (
            "at",
            "account_id",
            "person_id",
            "organization_id",
            "subject_type",
            "kind",
            "subject_id",
            "ids",
            "digest",
        ),
        ((*same, kind, pk, ids, "") for pk in subject_ids),
    )


def seal_events(*, at: datetime, limit: int = 5000) -> int:
    """Take committed events into the chain, oldest first; returns how many.

    Only one sealer may run (the job's key sees to it). Sealing after commit keeps writers from
    waiting for each other on the chain's head.
    """
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().order_by("-position").first()
        position, digest = (head.position, head.digest) if head else (0, "")
        events = list(
            Event.objects.filter(position__isnull=True).order_by("pk")[:limit].select_for_update()
        )
        for event in events:
            position += 1
            digest = event_digest(event, position=position, before=digest)
            event.position, event.digest = position, digest
        Event.objects.bulk_update(events, ["position", "digest"], batch_size=500)
        if events:
            ChainHead.objects.create(
                position=position,
                digest=digest,
                signed_at=at,
                signature=head_signature(position, digest),
            )
    return len(events)

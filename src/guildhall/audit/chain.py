"""The hash chain over sealed events, and the check that nothing was altered or cut."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings

from guildhall.audit.models import ChainHead, Event


def event_digest(event: Event, *, position: int, before: str) -> str:
    """SHA-256 over the event's fields, its position and the link before it."""
    content = [
        before,
        position,
        event.pk,
        event.kind,
        event.at.astimezone(UTC).isoformat(),
        event.account_id,
        event.person_id,
        event.organization_id,
        event.subject_type,
        event.subject_id,
        event.ids,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def head_signature(position: int, digest: str) -> str:
    """HMAC-SHA256 of a head."""
    return signature_of(f"{position}:{digest}")


def signature_of(text: str) -> str:
    """HMAC-SHA256 with the chain's key, which lives outside the database."""
    key = settings.GUILDHALL_CHAIN_KEY.encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class ChainVerdict:
    """What the check found. `problem` is empty where the chain is whole."""

    events: int
    heads: int
    problem: str


def check_chain(anchor: str = "") -> ChainVerdict:
    """Walk the whole chain again. `anchor` is “position:digest”, noted outside earlier."""
    heads = {head.position: head for head in ChainHead.objects.all()}
    digest, count = "", 0
    sealed = Event.objects.filter(position__isnull=False).order_by("position")
    for event in sealed.iterator(chunk_size=2000):
        count += 1
        if event.position != count:
            return ChainVerdict(count, len(heads), f"Event {count} of the chain is missing.")
        digest = event_digest(event, position=count, before=digest)
        if digest != event.digest:
            return ChainVerdict(count, len(heads), f"Event {count} was altered.")
        head = heads.get(count)
        if head and not _is_genuine(head, digest):
            return ChainVerdict(count, len(heads), f"The chain was rewritten up to event {count}.")
        if anchor and anchor == f"{count}:{digest}":
            anchor = ""
    if heads and max(heads) > count:
        return ChainVerdict(count, len(heads), f"The chain was cut after event {count}.")
    if count > max(heads, default=0):
        words = (
            f"No signed head stands over the events up to {count}: some were added, or it was cut."
        )
        return ChainVerdict(count, len(heads), words)
    if anchor:
        return ChainVerdict(count, len(heads), "The chain does not hold the anchor given.")
    return ChainVerdict(count, len(heads), "")


def _is_genuine(head: ChainHead, digest: str) -> bool:
    signature = head_signature(head.position, digest)
    return head.digest == digest and hmac.compare_digest(head.signature, signature)

"""What a device sends once there is network: read, then taken or refused one by one.

Moments are told by the device's own clock, together with what that clock says now: only the time
in between counts, so that a clock that is wrong refuses nobody.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from guildhall.assessment.offline_limits import LIMITS
from guildhall.core.errors import InvalidInput

OBSERVATION, SIGN_OFF = "observation", "sign_off"
NOON = time(12)


@dataclass(frozen=True)
class Item:
    """One thing that was made on a device; `made_at` by the clock of the house."""

    key: UUID
    kind: str
    made_at: datetime
    passport: int
    competency: int
    level: str
    words: str
    went_well: str
    next_step: str
    seen_on: date | None

    def seen_at(self) -> datetime:
        """When it was seen: as it was written down, or at noon of the day that was chosen."""
        if self.seen_on is None or self.seen_on == timezone.localdate(self.made_at):
            return self.made_at
        return timezone.make_aware(datetime.combine(self.seen_on, NOON))


@dataclass(frozen=True)
class Batch:
    """What came in one sending, oldest first: a sign-off counts what was seen before it."""

    owner: str
    items: tuple[Item, ...]


def read_batch(body: bytes, *, at: datetime) -> Batch:
    """Refuses what no page of ours sends."""
    try:
        sent = json.loads(body)
        ahead = _moment(sent["sent_at"]) - at
        items = [_item(one, ahead) for one in sent["items"]]
        owner = str(sent["owner"])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise InvalidInput(_("This cannot be read. Load the page again.")) from None
    if len(items) > LIMITS.items:
        raise InvalidInput(_("This is too much at once. Load the page again."))
    return Batch(owner, tuple(sorted(items, key=lambda one: (one.made_at, one.kind))))


def _item(sent: dict[str, Any], ahead: timedelta) -> Item:
    if sent["kind"] not in (OBSERVATION, SIGN_OFF):
        raise ValueError
    return Item(
        key=UUID(sent["key"]),
        kind=sent["kind"],
        made_at=_moment(sent["made_at"]) - ahead,
        passport=_number(sent["passport"]),
        competency=_number(sent["competency"]),
        level=str(sent["level"]),
        words=str(sent.get("words", "")),
        went_well=str(sent.get("went_well", "")),
        next_step=str(sent.get("next_step", "")),
        seen_on=date.fromisoformat(sent["seen_on"]) if sent.get("seen_on") else None,
    )


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or timezone.is_naive(found):
        raise ValueError
    return found


def _number(value: object) -> int:
    """The number of a row; a database takes no longer ones."""
    if not isinstance(value, int) or not 0 < value < 10**15:
        raise ValueError
    return value

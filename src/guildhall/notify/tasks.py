"""Background work of the room."""

from typing import Any

from guildhall.core import clock
from guildhall.notify import own_kinds  # noqa: F401  (declares the room's own kinds)
from guildhall.notify.actions.delivery import deliver_due
from guildhall.notify.actions.outbox import DELIVER
from guildhall.work.registry import Payload, Progress, handler


@handler(DELIVER)
def deliver(payload: Payload, progress: Progress) -> dict[str, Any]:
    """Send whatever is due; running it again sends nothing twice."""
    done = deliver_due(at=clock.now(), report=progress)
    return {"sent": done.sent, "failed": done.failed, "later": done.later}

"""Messages that could not be sent."""

from collections.abc import Collection

from guildhall.notify.models import Message
from guildhall.notify.states import MessageState


def failed_count(organization_ids: Collection[int]) -> int:
    """How many of these organizations' messages failed."""
    rows = Message.objects.filter(organization_id__in=organization_ids)
    return rows.filter(state=MessageState.FAILED).count()

"""Reading one's inbox."""

from datetime import datetime

from guildhall.core.errors import NotVisible
from guildhall.notify.access import SEE_NOTICE
from guildhall.notify.models import Notice
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def open_notice(*, notice: Notice, by: Actor, at: datetime) -> Notice:
    """The person has seen it. Opening it again changes nothing; other people's is not there."""
    require(SEE_NOTICE, by, notice)
    if notice.created_at > at:
        raise NotVisible
    if notice.read_at is None:
        notice.read_at = at
        Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
    return notice


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Everything that is in the actor's inbox has been seen; returns how many were unread."""
    if by.person_id is None:
        return 0
    unread = Notice.objects.filter(person_id=by.person_id, read_at__isnull=True, created_at__lte=at)
    return unread.update(read_at=at)

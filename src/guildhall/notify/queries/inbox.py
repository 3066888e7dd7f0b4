"""A person's inbox."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.lookups import IsNull

from guildhall.core import clock
from guildhall.directory.models import Person
from guildhall.notify.models import Notice


def inbox(person: Person, *, at: datetime | None = None) -> QuerySet[Notice]:
    """All notices whose time has come: unread ones first, the newest on top."""
    shown = Notice.objects.filter(person=person, created_at__lte=at or clock.now())
    return shown.order_by(IsNull(F("read_at"), False).asc(), "-created_at", "-pk")


def unread_count(person: Person, *, at: datetime | None = None) -> int:
    """How many notices wait to be read."""
    return inbox(person, at=at).filter(read_at__isnull=True).count()

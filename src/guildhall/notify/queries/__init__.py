"""Reads of telling."""

from guildhall.notify.queries.outbox import going_out, planned
from guildhall.notify.queries.texts import preview, previews

__all__ = ["going_out", "planned", "preview", "previews"]

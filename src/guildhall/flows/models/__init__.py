"""Tables of imports, and of records that stay apart."""

from guildhall.flows.models.claiming import RecordRefusal
from guildhall.flows.models.imports import Import, ImportRow, RememberedHeading

__all__ = ["Import", "ImportRow", "RecordRefusal", "RememberedHeading"]

"""Tables of imports."""

from guildhall.flows.models.imports import Import, ImportRow, RememberedHeading

__all__ = ["Import", "ImportRow", "RememberedHeading"]

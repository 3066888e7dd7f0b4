"""The life of an import."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    """What the file holds."""

    PEOPLE = "people", _("People")
    GUIDES = "guides", _("Guides of a cohort")
    LEARNERS = "learners", _("Learners of a cohort")
    PAIRS = "pairs", _("Ready-made pairs of a cohort")
    SHIFTS = "shifts", _("Shifts of a roster")


COHORT_KINDS = (ImportKind.GUIDES, ImportKind.LEARNERS, ImportKind.PAIRS)


class ImportState(models.TextChoices):
    """mapping → staging → preview → applying → applied; or refused, or discarded."""

    MAPPING = "mapping", _("Which column is what")
    STAGING = "staging", _("Being read")
    PREVIEW = "preview", _("Ready to look at")
    APPLYING = "applying", _("Being saved")
    APPLIED = "applied", _("Saved")
    REFUSED = "refused", _("Could not be read")
    DISCARDED = "discarded", _("Discarded")


I = ImportState  # noqa: E741 (only for the table below)
IMPORT_TRANSITIONS: dict[str, frozenset[str]] = {
    I.MAPPING: frozenset({I.STAGING, I.DISCARDED}),
    I.STAGING: frozenset({I.PREVIEW, I.REFUSED, I.DISCARDED}),
    I.PREVIEW: frozenset({I.STAGING, I.APPLYING, I.DISCARDED}),
    # Back to staging where something changed between the preview and the saving.
    I.APPLYING: frozenset({I.APPLIED, I.STAGING}),
    I.REFUSED: frozenset({I.STAGING, I.DISCARDED}),
    I.APPLIED: frozenset(),
    I.DISCARDED: frozenset(),
}


class RowOutcome(models.TextChoices):
    """What a row would do, or did."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")

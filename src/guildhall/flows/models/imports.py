"""A file on its way in: staged row by row, looked at, then applied at once."""

from django.db import models

from guildhall.directory.models import Organization, Person
from guildhall.files.models import StoredFile
from guildhall.flows.states import ImportKind, ImportState, RowOutcome
from guildhall.programs.models import Cohort


class Import(models.Model):
    """One file, what it holds, and how far it has come."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="imports")
    cohort = models.ForeignKey(Cohort, models.CASCADE, null=True, related_name="imports")
    kind = models.CharField(max_length=8, choices=ImportKind.choices)
    # Begun by somebody who runs the program but not the organization: it brings people in, and
    # neither changes nor shows what the organization knows of them.
    is_limited = models.BooleanField(default=False)
    # Empty once it was discarded.
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.MAPPING
    )
    # Counts up with every staging: a job knows by it whether it is still wanted.
    revision = models.PositiveIntegerField(default=0)
    # {"kind", "encoding", "delimiter", "sheet", "headings", "notes", "samples"} from the reader.
    reading = models.JSONField(default=dict)
    # field → heading
    mapping = models.JSONField(default=dict)
    # {"new", "changed", "unchanged", "refused", "noted"}
    counts = models.JSONField(default=dict)
    # {"units": [names that are not there yet], "sites": […], "restaged": true after a change}
    summary = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} import {self.pk}"


class ImportRow(models.Model):
    """One row of the file, as values by field, with what it would do."""

    import_of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=RowOutcome.choices)
    # What to call the row on the page.
    label = models.CharField(max_length=200, blank=True)
    values = models.JSONField(default=dict)
    # What is wrong with a refused row: [{"column", "code", "message"}, …]
    problems = models.JSONField(default=list)
    # What was left out of a row that is kept, in the same shape.
    notes = models.JSONField(default=list)
    # {"field": [old, new], …} for changed rows, in words
    changes = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["import_of", "number"], name="import_row_once")
        ]
        indexes = [models.Index(fields=["import_of", "outcome", "number"])]

    def __str__(self) -> str:
        return f"row {self.number}"


class RememberedHeading(models.Model):
    """Which heading an organization used for which field the last time; empty: for none."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ImportKind.choices)
    field = models.CharField(max_length=60)
    heading = models.CharField(max_length=200)
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "field"], name="remembered_heading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} is {self.heading}"

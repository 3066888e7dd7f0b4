"""Meetings that a standard demands, and what was written and signed about each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.meetings.models import Meeting
from guildhall.preceptorship.course_states import MeetingKind
from guildhall.preceptorship.models.course import Course
from guildhall.programs.states import Side


class DemandedMeeting(models.Model):
    """A demand that a meeting fulfills. How it stands follows from that meeting."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="demanded")
    kind = models.CharField(max_length=7, choices=MeetingKind.choices)
    due_on = models.DateField()
    meeting = models.OneToOneField(Meeting, models.SET_NULL, null=True, related_name="demanded")
    # When whoever coordinates was told that it stays unbooked.
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.course_id}"


class MeetingRecord(models.Model):
    """What was looked at and what was agreed next; only the pair of the course read it."""

    demanded = models.OneToOneField(DemandedMeeting, models.CASCADE, related_name="record")
    looked_at = EncryptedTextField(_("what was looked at"))
    agreed_next = EncryptedTextField(_("what comes next"))
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"record {self.pk}"


class RecordSignature(models.Model):
    """One side's yes to a record."""

    record = models.ForeignKey(MeetingRecord, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=7, choices=Side.choices)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "side"], name="record_signed_once")
        ]

    def __str__(self) -> str:
        return f"{self.side} under {self.record_id}"

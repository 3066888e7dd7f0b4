"""Meetings. The program sees that they happened; what was said stays with the pair."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.meetings.states import MeetingMode, MeetingState
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import USUAL_MINUTES


class Meeting(models.Model):
    """One meeting of a relationship.

    While it is proposed, its times to choose from are `OfferedTime` rows and `starts_at` is the
    first of them. With `moves`, accepting moves that booked meeting instead.
    """

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="meetings")
    state = models.CharField(max_length=10, choices=MeetingState.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=MeetingMode.choices, blank=True)
    line = EncryptedTextField(_("one line to remember"), blank=True)
    logged_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    logged_at = models.DateTimeField()
    # What calendars know it by, for good; and how often they were told of a change.
    uid = models.CharField(max_length=40, blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    link = EncryptedTextField(blank=True)
    # In person: where, in the words of whoever proposed it.
    place = EncryptedTextField(_("place"), blank=True, default="")
    proposed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    moves = models.ForeignKey("self", models.SET_NULL, null=True, related_name="moved_by")
    is_of_rhythm = models.BooleanField(default=False)
    # When both were asked whether they met.
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(state=MeetingState.PROPOSED),
                name="meeting_proposed_once",
            ),
            models.UniqueConstraint(fields=["uid"], condition=~Q(uid=""), name="meeting_uid_once"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    @property
    def length(self) -> int:
        """In minutes; the usual ones where nobody said."""
        return self.minutes or USUAL_MINUTES

    @property
    def ends_at(self) -> datetime:
        """When it is planned to be over."""
        return self.starts_at + timedelta(minutes=self.length)

    def is_over(self, at: datetime) -> bool:
        """Whether its planned time has passed: only then somebody is asked whether they met."""
        return self.ends_at <= at


class OfferedTime(models.Model):
    """One of the times that somebody proposes for a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "starts_at"], name="offered_time_once")
        ]

    def __str__(self) -> str:
        return f"time {self.pk} of {self.meeting_id}"


class Confirmation(models.Model):
    """What one of them says afterward: whether they met."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    did_meet = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="confirmation_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.meeting_id}"


class AgendaLine(models.Model):
    """Something that one of them would like to talk about; only the pair reads it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    text = EncryptedTextField(_("what to talk about"))
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"line {self.pk} of {self.meeting_id}"

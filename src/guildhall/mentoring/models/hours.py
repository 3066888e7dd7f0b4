"""Office hours: times that a guide offers, single conversations booked in them, and what was said
of them afterward."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingMode
from guildhall.mentoring.hours_states import Use
from guildhall.relationships.models import Relationship


class OfficeHours(models.Model):
    """What a guide offers: once, or each week, so many conversations in a row."""

    guide = models.ForeignKey(Person, models.CASCADE, related_name="office_hours")
    # Its members see them; the pairs that come of them belong to it.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="office_hours")
    topics = models.CharField(_("topics"), max_length=300)
    # ISO 639 codes between commas, as ",en,es,".
    languages = models.CharField(max_length=200, blank=True)
    begins = models.DateField()
    minute = models.PositiveSmallIntegerField(validators=[MaxValueValidator(1439)])
    zone = models.CharField(max_length=60)
    is_weekly = models.BooleanField(default=False)
    until = models.DateField(null=True)
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10, choices=MeetingMode.choices)
    # The room, the number or the link; only those who booked read it.
    where = EncryptedTextField(_("where"), blank=True)
    cancel_hours = models.PositiveSmallIntegerField(default=24)
    made_at = models.DateTimeField()
    # Slots are made up to here; what was taken back is not made again.
    made_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["is_weekly", "ended_at"])]

    def __str__(self) -> str:
        return f"office hours {self.pk}"


class Slot(models.Model):
    """One conversation that can be booked."""

    hours = models.ForeignKey(OfficeHours, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["hours", "starts_at"], name="slot_once")]
        indexes = [models.Index(fields=["starts_at"])]

    def __str__(self) -> str:
        return f"slot {self.pk}"


class SlotBooking(models.Model):
    """Somebody booked a slot: it holds a pair of its own and a meeting."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="bookings")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="slot_bookings")
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="slot_booking")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="+")
    about = EncryptedTextField(_("what it is about"))
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    # When both were asked whether it was of use.
    asked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The pair with which both went on.
    went_on = models.ForeignKey(Relationship, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-booked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=models.Q(cancelled_at__isnull=True),
                name="slot_booked_once",
            )
        ]
        indexes = [models.Index(fields=["finished_at", "cancelled_at"])]

    def __str__(self) -> str:
        return f"booking {self.pk}"


class TalkAnswer(models.Model):
    """What one of the two said afterward. `goes_on` is known to the other only if both would."""

    booking = models.ForeignKey(SlotBooking, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    use = models.CharField(max_length=7, choices=Use.choices)
    thanks = EncryptedTextField(_("a line of thanks"), blank=True)
    goes_on = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "person"], name="talk_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.booking_id}"

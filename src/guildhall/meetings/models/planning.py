"""What meetings are planned by: a rhythm of the pair, a video provider of the organization."""

from django.core.validators import MaxValueValidator
from django.db import models

from guildhall.directory.models import Organization, Person
from guildhall.relationships.models import Relationship


class MeetingRhythm(models.Model):
    """“Every third Thursday at 10:00”: suggested by one of them, booked ahead once accepted.

    `weeks` or `ordinal` (of a month, -1 the last) says how it repeats, as in `engine.calendar`.
    """

    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="rhythm")
    begins = models.DateField()
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    minute = models.PositiveSmallIntegerField(validators=[MaxValueValidator(1439)])
    zone = models.CharField(max_length=60)
    weeks = models.PositiveSmallIntegerField(default=0)
    ordinal = models.SmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    suggested_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    suggested_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    # Meetings are booked up to here; what was taken out is not booked again.
    booked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"rhythm of {self.relationship_id}"


class VideoProvider(models.Model):
    """Where an organization's video rooms are: an address with {room} in it."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="video_provider")
    template = models.CharField(max_length=250)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"video rooms of {self.organization_id}"

"""Circles: what they are about, who leads them, how many seats; and who asked for one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.mentoring.circle_states import OPEN_SEATS, Joining, SeatState
from guildhall.programs.models import Enrollment
from guildhall.programs.states import Side
from guildhall.relationships.models import Relationship


class Circle(models.Model):
    """What open seats add to a circle. Its name stands on the relationship."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="circle")
    topic = models.CharField(_("what it is about"), max_length=200)
    facilitator = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="facilitated_circles"
    )
    # Of members; whoever leads it does not count.
    seats = models.PositiveSmallIntegerField(_("seats"))
    joining = models.CharField(max_length=5, choices=Joining.choices)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"circle {self.pk}"


class SeatRequest(models.Model):
    """Somebody asked for a seat, waits for one, or took one."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="seat_requests")
    person = models.ForeignKey(Person, models.CASCADE, related_name="seat_requests")
    enrollment = models.ForeignKey(Enrollment, models.SET_NULL, null=True, related_name="+")
    side = models.CharField(max_length=7, choices=Side.choices)
    state = models.CharField(max_length=9, choices=SeatState.choices)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=models.Q(state__in=OPEN_SEATS),
                name="seat_request_open_once",
            )
        ]
        indexes = [models.Index(fields=["circle", "state", "asked_at"])]

    def __str__(self) -> str:
        return f"seat request {self.pk}"

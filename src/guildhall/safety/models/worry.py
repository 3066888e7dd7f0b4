"""A worry, what is written about it, who is left out, and contact that rests because of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person, RoleGrant
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship
from guildhall.safety.states import EntryKind, Wish, WorryKind, WorryState


class Worry(models.Model):
    """A report. Its address carries `code`, since a number would tell how many there are."""

    code = models.CharField(max_length=43, unique=True)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="worries")
    relationship = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, related_name="worries"
    )
    program = models.ForeignKey(Program, models.SET_NULL, null=True, related_name="+")
    reporter = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="worries")
    kind = models.CharField(_("what it is about"), max_length=14, choices=WorryKind.choices)
    wish = models.CharField(_("what you wish for"), max_length=5, choices=Wish.choices)
    text = EncryptedTextField(_("in your words"), blank=True)
    reach = EncryptedTextField(_("how to reach you"), blank=True)
    state = models.CharField(max_length=8, choices=WorryState.choices, default=WorryState.REPORTED)
    reported_at = models.DateTimeField()
    # Readers are told again at this moment, and then daily, until one of them has seen it.
    remind_at = models.DateTimeField(null=True)
    times_reminded = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index(fields=["organization", "-reported_at"]),
            models.Index(
                fields=["remind_at"],
                condition=models.Q(remind_at__isnull=False),
                name="worry_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"worry {self.pk}"


class Reader(models.Model):
    """Somebody who handles a worry, by the role that they held when they came to read it.

    When the grant ends, so does the reading; the same role given again does not bring it back.
    """

    worry = models.ForeignKey(Worry, models.CASCADE, related_name="readers")
    grant = models.ForeignKey(RoleGrant, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    # Whoever handed it over; empty where its reporter chose, or it went to all.
    handed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["worry", "grant"], name="reads_once")]

    def __str__(self) -> str:
        return f"{self.grant_id} reads {self.worry_id}"


class LeftOut(models.Model):
    """Somebody who never reads this report: they are part of it, or its reporter left them out."""

    worry = models.ForeignKey(Worry, models.CASCADE, related_name="left_out")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["worry", "person"], name="left_out_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.worry_id}"


class Entry(models.Model):
    """Something that was written, done or answered after the report."""

    worry = models.ForeignKey(Worry, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=6, choices=EntryKind.choices)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    text = EncryptedTextField(_("text"))
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} of worry {self.worry_id}"


class Rest(models.Model):
    """Contact of a pair rests because of a worry, until somebody who handles it lifts this."""

    worry = models.ForeignKey(Worry, models.CASCADE, related_name="rests")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="rests")
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["worry"],
                condition=models.Q(lifted_at__isnull=True),
                name="rests_once_a_worry",
            )
        ]

    def __str__(self) -> str:
        return f"rest of {self.relationship_id}"

"""A relationship, its parties, its reasons, its first steps, its end."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.programs.states import Side
from guildhall.relationships.states import RelationshipState, Takes


class Relationship(models.Model):
    """A pair or circle that was published, or formed by itself."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="relationships")
    program = models.ForeignKey(Program, models.SET_NULL, null=True, related_name="relationships")
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, related_name="relationships")
    state = models.CharField(max_length=10, choices=RelationshipState.choices)
    # A circle has a name of its own, and only those who lead it end it for everybody.
    is_circle = models.BooleanField(default=False)
    title = models.CharField(max_length=120, blank=True)
    # Without a program: the template whose plan it follows; empty is informal mentoring.
    plan_key = models.SlugField(max_length=60, blank=True)
    takes = models.CharField(max_length=7, choices=Takes.choices, default=Takes.EACH)
    offered_at = models.DateTimeField(null=True)
    offer_expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    # The reminder before an offer expires goes out once.
    reminded_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    # Who let it rest last; empty is the house, or one of the two who need not say so.
    paused_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    # Set while contact rests after a report; only those who handle the report lift it.
    contact_rests_since = models.DateTimeField(null=True)
    # A paused pair that sleeps holds no places; waking it takes them again.
    sleeps_since = models.DateTimeField(null=True)
    # What the pair itself agreed on; without it the program's plan holds.
    agreed_every_days = models.PositiveSmallIntegerField(null=True)
    agreed_minutes = models.PositiveSmallIntegerField(null=True)
    # Kept by the room of meetings, so that lists need not count.
    meetings_held = models.PositiveIntegerField(default=0)
    last_met_at = models.DateTimeField(null=True)
    next_meeting_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["cohort", "state"]),
            models.Index(fields=["program", "state"]),
            # Lists, newest first: a page is read from the index alone.
            models.Index(fields=["organization", "-created_at", "-id"]),
            models.Index(fields=["organization", "state", "-created_at", "-id"]),
            models.Index(fields=["organization", "program", "-created_at", "-id"]),
            models.Index(fields=["program", "-created_at", "-id"]),
            models.Index(fields=["state", "offer_expires_at"]),
        ]

    def __str__(self) -> str:
        return f"relationship {self.pk}"


class Party(models.Model):
    """A person in a relationship, on one side; `accepted_at` is their yes to an offer."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, models.CASCADE, related_name="parties")
    enrollment = models.ForeignKey(Enrollment, models.SET_NULL, null=True, related_name="parties")
    side = models.CharField(max_length=7, choices=Side.choices)
    accepted_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "person"], name="party_once")
        ]
        indexes = [models.Index(fields=["person", "side"])]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.relationship_id}"


class MatchReason(models.Model):
    """Why they were matched, copied at publication; only what both of them may read."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="reasons")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    # The engine's words: a message id and its values, so that they can be shown in any language.
    template = models.CharField(max_length=250)
    plural = models.CharField(max_length=250, blank=True)
    count = models.IntegerField(null=True)
    params = models.JSONField(default=dict)
    points = models.DecimalField(max_digits=7, decimal_places=2)
    maximum = models.DecimalField(max_digits=7, decimal_places=2)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class FirstStep(models.Model):
    """Something to do at the start, from the program's plan."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="first_steps")
    position = models.PositiveSmallIntegerField()
    # The step of the plan, as "agreement", so that the room that does it can tick it off.
    key = models.SlugField(max_length=60, blank=True)
    text = models.CharField(max_length=400)
    # Empty: both.
    side = models.CharField(max_length=7, choices=Side.choices, blank=True)
    # Days after the opening; the date is set once the pair is open.
    by_day = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text


class Closure(models.Model):
    """The end of a relationship: when, by whom, why (kept sealed)."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="closure")
    # A CloseReason, or one of the program's own (plan["exits"]["reasons"]); giving none is fine.
    reason = models.SlugField(max_length=60, blank=True)
    words = EncryptedTextField(_("in your words"), blank=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"closure of {self.relationship_id}"

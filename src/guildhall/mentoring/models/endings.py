"""How pairs end, what is said then, and what comes next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.mentoring.ending_states import Next, Onward
from guildhall.relationships.models import Relationship


class Ending(models.Model):
    """A planned end that comes near; without a day where a pair looks back by itself."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="endings")
    ends_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    # The last reminder goes out once.
    reminded_at = models.DateTimeField(null=True)
    # When both were asked once more, since the planned end had passed.
    asked_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    # Empty where it ended before they chose.
    outcome = models.CharField(max_length=8, choices=Onward.choices, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=models.Q(settled_at__isnull=True),
                name="ending_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"ending {self.pk}"


class ClosingReview(models.Model):
    """One person's look back. Only its author reads it; the thanks are for the others too."""

    ending = models.ForeignKey(Ending, models.CASCADE, related_name="reviews")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    reached = EncryptedTextField(_("what we reached"), blank=True)
    learned = EncryptedTextField(_("what I learned"), blank=True)
    thanks = EncryptedTextField(_("thanks"), blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ending", "person"], name="closing_review_once")
        ]

    def __str__(self) -> str:
        return f"review {self.pk}"


class EndingChoice(models.Model):
    """What one of them would like. It happens once all would like the same."""

    ending = models.ForeignKey(Ending, models.CASCADE, related_name="choices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=8, choices=Onward.choices)
    until = models.DateField(null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ending", "person"], name="ending_choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.choice} by {self.person_id}"


class Departure(models.Model):
    """Somebody left early, without a fault of anybody. No page names who."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="departures")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    left_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "person"], name="departure_once")
        ]

    def __str__(self) -> str:
        return f"departure {self.pk}"


class AfterEnd(models.Model):
    """What one of them wishes for after an end; changed as often as they like."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="after_ends")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    choice = models.CharField(max_length=9, choices=Next.choices)
    chosen_at = models.DateTimeField()
    # By then somebody else is offered, as the program promises.
    rematch_by = models.DateField(null=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "person"], name="after_end_once")
        ]
        indexes = [models.Index(fields=["choice", "called_at"])]

    def __str__(self) -> str:
        return f"{self.choice} for {self.person_id}"


class FitCheck(models.Model):
    """“Is this right for you?”, asked once of each of them; the answer is theirs alone."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="fit_checks")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    # A Fit, sealed.
    answer = EncryptedTextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship", "person"], name="fit_check_once")
        ]

    def __str__(self) -> str:
        return f"fit check {self.pk}"


class GuideTalk(models.Model):
    """Several pairs of one guide ended early: a talk about what would help is a good idea."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="guide_talks")
    guide = models.ForeignKey(Person, models.CASCADE, related_name="+")
    suggested_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "guide"],
                condition=models.Q(held_at__isnull=True),
                name="guide_talk_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"


class NamingConsent(models.Model):
    """A person's yes to be named where it is shown who learned from whom."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="naming_consent_once")]

    def __str__(self) -> str:
        return f"consent of {self.person_id}"

"""How an application is looked at, and what was decided and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.programs.models.cohort import Cohort
from guildhall.programs.models.enrollment import Enrollment
from guildhall.programs.screening_states import Outcome, ScreeningStage
from guildhall.programs.states import ScreeningStep, Side, StepState


class Screening(models.Model):
    """One application under a rubric (a data file; its key is kept).

    Who applies again after a decision gets a new one; the earlier one then hangs on `earlier_of`.
    """

    enrollment = models.OneToOneField(
        Enrollment, models.CASCADE, null=True, related_name="screening"
    )
    earlier_of = models.ForeignKey(
        Enrollment, models.CASCADE, null=True, related_name="earlier_screenings"
    )
    rubric_key = models.SlugField(max_length=60)
    stage = models.CharField(
        max_length=11, choices=ScreeningStage.choices, default=ScreeningStage.RATING
    )
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enrollment__isnull=True) ^ models.Q(earlier_of__isnull=True),
                name="screening_present_or_earlier",
            )
        ]

    def __str__(self) -> str:
        return f"screening {self.pk}"


class GateCheck(models.Model):
    """Whether one hard gate of the rubric holds: yes, no, or not known; by whom and when."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="gates")
    gate = models.SlugField(max_length=60)
    holds = models.BooleanField(null=True)
    noted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "gate"], name="gate_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.holds}"


class Rating(models.Model):
    """One rater's items, 0 to 3 each: {"listening": 2, …}. Confidential.

    A draft until it is handed in; then it counts, and the rater reads the others'.
    """

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(Person, models.CASCADE, related_name="+")
    scores = models.JSONField(default=dict)
    note = EncryptedTextField(_("note"), blank=True)
    rated_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["handed_in_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["screening", "rater"], name="rated_once")]

    def __str__(self) -> str:
        return f"rating {self.pk}"


class ScreeningCheck(models.Model):
    """Interview, references or background check: asked for, cleared or not."""

    screening = models.ForeignKey(Screening, models.CASCADE, related_name="checks")
    step = models.CharField(max_length=20, choices=ScreeningStep.choices)
    state = models.CharField(max_length=12, choices=StepState.choices, default=StepState.TO_DO)
    due_on = models.DateField(null=True)
    note = EncryptedTextField(_("note"), blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["screening", "step"], name="screening_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.state}"


class Decision(models.Model):
    """What was decided, by whom and why. Every decision stays; the newest counts."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="decisions")
    screening = models.ForeignKey(Screening, models.SET_NULL, null=True, related_name="decisions")
    outcome = models.CharField(max_length=11, choices=Outcome.choices)
    # What the rubric's bands suggested at that moment; empty where they said nothing yet.
    suggested = models.CharField(max_length=11, choices=Outcome.choices, blank=True)
    is_against_band = models.BooleanField(default=False)
    reason = EncryptedTextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.outcome} {self.enrollment_id}"


class Nomination(models.Model):
    """A colleague proposes somebody for a side of a cohort; that person decides."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="nominations")
    side = models.CharField(max_length=7, choices=Side.choices)
    nominee = models.ForeignKey(Person, models.CASCADE, related_name="nominations")
    nominated_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = EncryptedTextField(_("why"), blank=True)
    nominated_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "side", "nominee", "nominated_by"], name="nominated_once"
            )
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"

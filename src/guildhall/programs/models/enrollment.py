"""A person's part in a cohort, and what is asked of it and wished in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Person
from guildhall.programs.models.cohort import Cohort
from guildhall.programs.states import Before, EnrollmentState, Side
from guildhall.questions.models import Response


class Enrollment(models.Model):
    """One person on one side of one cohort. Who is both guide and learner has two."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(Person, models.CASCADE, related_name="enrollments")
    side = models.CharField(max_length=7, choices=Side.choices)
    state = models.CharField(
        max_length=10, choices=EnrollmentState.choices, default=EnrollmentState.DRAFT
    )
    # Guides: how many learners in this cohort. Learners: how many guides they need, 1 or 2.
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    # Percent of full time: hours that are asked pro rata follow it.
    work_share = models.PositiveSmallIntegerField(_("percent of full time"), default=100)
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="+")
    baseline = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="+")
    # What an import brought for this cohort, by heading; matching facts read it.
    details = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    # Set where a coordinator asked this person in; a draft then waits for their answer.
    invited_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Set when a round left this person without a match: next time they come first.
    waiting_since = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person", "side"], name="enrollment_once")
        ]
        indexes = [models.Index(fields=["cohort", "side", "state"])]

    def __str__(self) -> str:
        return f"{self.person_id} as {self.side} in {self.cohort_id}"


class Wish(models.Model):
    """A ranked wish for a person of the other side: 1 is the first choice."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="wishes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "person"], name="wish_once"),
            models.UniqueConstraint(fields=["enrollment", "rank"], name="wish_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. of {self.enrollment_id}"


class NeverPair(models.Model):
    """Two people never to be paired, in any program. Who asked for it is nobody else's business."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="never_pair_once"),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="never_pair_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} never with {self.other_id}"


class Prerequisite(models.Model):
    """What an enrollment needs before it counts: a training done, a document handed in."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="prerequisites")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=160)
    before = models.CharField(max_length=13, choices=Before.choices, default=Before.START)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "key"], name="prerequisite_once")
        ]

    def __str__(self) -> str:
        return self.name

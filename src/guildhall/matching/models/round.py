"""Rounds and what came out of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.matching.states import Objective, RoundState, Say
from guildhall.programs.models import Cohort, Enrollment


class MatchRound(models.Model):
    """One draft: rules and weights, what was said about pairs, and the result."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="rounds")
    letter = models.CharField(max_length=4)
    name = models.CharField(_("name"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.SOLVING)
    objective = models.CharField(max_length=6, choices=Objective.choices, default=Objective.FAIR)
    criteria = models.JSONField(default=dict)
    minimum_score = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    seed = models.PositiveIntegerField(default=0)
    # Figures and certificate as the engine gave them, for the page and for comparison.
    figures = models.JSONField(default=dict)
    certificate = models.JSONField(default=dict)
    # Solved from the state of this moment; people who changed since are named on the page.
    solved_at = models.DateTimeField(null=True)
    solve_seconds = models.FloatField(null=True)
    error = models.TextField(blank=True)
    # Counts up with every change, so that an old solve never overwrites a newer one.
    revision = models.PositiveIntegerField(default=1)
    # The revision that the result belongs to; 0 before the first one.
    solved_revision = models.PositiveIntegerField(default=0)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "letter"], name="round_letter_once")
        ]

    def __str__(self) -> str:
        return f"draft {self.letter}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed."""
        return self.state != RoundState.PUBLISHED and self.archived_at is None


class SolvedProblem(models.Model):
    """What a round's result was solved from, so that every explanation fits the result.

    Facts about people are confidential, so `sealed` is compressed and encrypted; it holds ids and
    values, no names. One row a round: a new solve replaces it.
    """

    round = models.OneToOneField(MatchRound, models.CASCADE, related_name="solved")
    revision = models.PositiveIntegerField()
    # {"guides": {enrollment id: free places}, "learners": {enrollment id: guides wanted}}
    seats = models.JSONField(default=dict)
    # The pairs of the solve before, for "what changes": [[learner, guide, score], …]
    before = models.JSONField(default=list)
    sealed = EncryptedTextField()

    def __str__(self) -> str:
        return f"problem of {self.round_id}"


class PairWord(models.Model):
    """What a coordinator said about a pair in a round: pinned or forbidden."""

    round = models.ForeignKey(MatchRound, models.CASCADE, related_name="words")
    guide = models.ForeignKey(Enrollment, models.CASCADE, related_name="+")
    learner = models.ForeignKey(Enrollment, models.CASCADE, related_name="+")
    say = models.CharField(max_length=6, choices=Say.choices)
    said_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "guide", "learner"], name="pair_word_once")
        ]

    def __str__(self) -> str:
        return f"{self.say} {self.guide_id}-{self.learner_id}"


class Proposal(models.Model):
    """A suggested pair, with its reasons."""

    round = models.ForeignKey(MatchRound, models.CASCADE, related_name="proposals")
    guide = models.ForeignKey(Enrollment, models.CASCADE, related_name="+")
    learner = models.ForeignKey(Enrollment, models.CASCADE, related_name="+")
    score = models.DecimalField(max_digits=7, decimal_places=2)
    maximum = models.DecimalField(max_digits=7, decimal_places=2)
    # [{"id", "label", "points", "of", "template", "params", "readable_by"}, …]
    contributions = models.JSONField(default=list)
    is_pinned = models.BooleanField(default=False)
    # The labels of the rules that a pinned pair breaks.
    breaks_rule = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "guide", "learner"], name="proposal_once")
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}-{self.learner_id} {self.score}"


class Unmatched(models.Model):
    """A learner (or a second place) without a pair in this round, and why."""

    round = models.ForeignKey(MatchRound, models.CASCADE, related_name="unmatched")
    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    template = models.CharField(max_length=250)
    plural = models.CharField(max_length=250, blank=True)
    count = models.IntegerField(null=True)
    params = models.JSONField(default=dict)
    # Guides still wanted. Who has one of two is not without anybody.
    missing = models.PositiveSmallIntegerField(default=1)
    has_some = models.BooleanField(default=False)
    # [{"rule_id", "label", "guides", "of"}, …]: how many guides each rule keeps away.
    rule_counts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "enrollment"], name="unmatched_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.code}"


class Publication(models.Model):
    """The moment when people were told. One for a round, ever."""

    round = models.OneToOneField(MatchRound, models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()
    pairs = models.PositiveIntegerField()
    messages = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"publication of {self.round_id}"

"""What a day's measuring said."""

from django.db import models

from guildhall.programs.models import Program
from guildhall.standards.states import RuleOutcome


class RuleSnapshot(models.Model):
    """A rule of a program on a day: what it came to, of how many. Kept for good."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="rule_snapshots")
    pack = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=10)
    on = models.DateField()
    outcome = models.CharField(max_length=14, choices=RuleOutcome.choices)
    met = models.PositiveIntegerField(default=0)
    not_met = models.PositiveIntegerField(default=0)
    not_measurable = models.PositiveIntegerField(default=0)
    first_breach = models.DateField(null=True)
    measured_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "pack", "rule"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "pack", "rule", "on"], name="rule_snapshot_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} of program {self.program_id} on {self.on}"

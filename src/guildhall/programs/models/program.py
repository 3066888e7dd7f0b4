"""A program: an offer of one organization, made from a template."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Framework
from guildhall.directory.models import Organization, Person
from guildhall.programs.states import Kind, ProgramRole
from guildhall.questions.models import QuestionSet


class Program(models.Model):
    """An offer. What its template said is copied in, and can be changed here from then on."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="programs")
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("in one sentence"), max_length=250, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    template_key = models.SlugField(max_length=60)
    # Words, duration, phases, cadence, first steps, rubric keys, opening, in the shape of
    # data/template.schema.json; `programs.plan.read_plan` gives it as dataclasses.
    plan = models.JSONField(default=dict)
    # The match criteria, in the shape of engine/matching/criteria.schema.json.
    criteria = models.JSONField(default=dict)
    # Who may join without being invited, in the shape of `programs.eligibility`; {} is nobody.
    eligibility = models.JSONField(default=dict)
    guide_questions = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    learner_questions = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    baseline_questions = models.ForeignKey(QuestionSet, models.PROTECT, related_name="+")
    # What its learners' passports are held against; its newest published version counts.
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, related_name="programs")
    partners = models.ManyToManyField(Organization, related_name="partner_programs")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=models.Q(archived_at__isnull=True),
                name="program_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_evaluative(self) -> bool:
        """Whether the program assesses its learners; its screens then say so."""
        return bool(self.plan.get("evaluative", False))

    def word(self, side: str, *, plural: bool = False) -> str:
        """The program's own word for a side: mentor, preceptees, …"""
        words = self.plan.get("words", {})
        key = f"{side}s" if plural else side
        return str(words.get(key, key))


class ProgramGrant(models.Model):
    """A role in one program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, models.CASCADE, related_name="program_grants")
    role = models.CharField(max_length=12, choices=ProgramRole.choices)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "person", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="program_role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.program_id}"

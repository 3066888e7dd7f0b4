"""The profile and its parts."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.competencies.models import Interest, Skill
from guildhall.directory.models import Person
from guildhall.people.states import CareerStage, Direction, Level


class Profile(models.Model):
    """What a person offers and hopes for; one each."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="profile")
    headline = models.CharField(_("one line about you"), max_length=160, blank=True)
    about = models.TextField(_("about you"), max_length=2000, blank=True)
    hopes = models.TextField(_("what you hope for"), max_length=2000, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    career_stage = models.CharField(
        _("career stage"), max_length=10, choices=CareerStage.choices, blank=True
    )
    years_of_experience = models.PositiveSmallIntegerField(
        _("years of experience"), null=True, validators=[MaxValueValidator(70)]
    )
    # ISO 639 codes, as ["en", "es"].
    languages = models.JSONField(_("languages"), default=list)
    interests = models.ManyToManyField(Interest, related_name="+")
    # How many people this person can guide at once, over all programs. Null where they have not
    # said: then the places of each enrollment count alone, as the program gives them.
    capacity = models.PositiveSmallIntegerField(
        _("people you can guide at once"), null=True, validators=[MaxValueValidator(50)]
    )
    paused_until = models.DateField(_("paused until"), null=True)
    is_paused = models.BooleanField(_("paused"), default=False)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"profile of {self.person_id}"


class ProfileSkill(models.Model):
    """A skill that a person offers or wants, with a level."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="+")
    direction = models.CharField(max_length=7, choices=Direction.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)

    class Meta:
        ordering = ["-level", "skill__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "skill", "direction"], name="profile_skill_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.direction} {self.level}"


class AvailabilityWindow(models.Model):
    """A weekly window, in the person's own time zone. Monday is 0; minutes of the day."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(6)])
    start_minute = models.PositiveSmallIntegerField(validators=[MaxValueValidator(1439)])
    end_minute = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )

    class Meta:
        ordering = ["weekday", "start_minute"]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start_minute}–{self.end_minute}"

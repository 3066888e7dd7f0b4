"""Stories: what somebody went through, and would do now; and the yes of whoever else is in it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.mentoring.models.challenges import Challenge
from guildhall.mentoring.wisdom_states import Audience, StoryState
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship


class Story(models.Model):
    """A story. Its words are sealed, however far it is told; only of what is told to a program or
    to everyone a plain copy is kept, to be found by."""

    author = models.ForeignKey(Person, models.CASCADE, related_name="stories")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="stories")
    state = models.CharField(max_length=5, choices=StoryState.choices, default=StoryState.DRAFT)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PAIR)
    # Told to one: the pair that reads it.
    relationship = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, related_name="stories"
    )
    program = models.ForeignKey(Program, models.SET_NULL, null=True, related_name="stories")
    # A lesson: it grew out of a challenge, and whoever was in that has a say.
    origin = models.ForeignKey(Challenge, models.SET_NULL, null=True, related_name="lessons")
    # It has an origin, also once that was taken back.
    is_lesson = models.BooleanField(default=False)
    title = EncryptedTextField(_("title"))
    challenge = EncryptedTextField(_("challenge"), blank=True)
    happened = EncryptedTextField(_("what happened"), blank=True)
    now = EncryptedTextField(_("what I would do now"), blank=True)
    # Keys of the vocabulary between commas, as ",overload,doubt,".
    keys = EncryptedTextField(_("challenges"), blank=True)
    found_words = models.TextField(blank=True)
    found_keys = models.CharField(max_length=250, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-told_at", "-pk"]
        indexes = [
            models.Index(fields=["organization", "state", "audience", "-told_at"]),
            models.Index(fields=["author", "state"]),
        ]

    def __str__(self) -> str:
        return f"story {self.pk}"


class StoryVoice(models.Model):
    """Somebody whose words a lesson was begun with: asked before it is told further, also after
    they took the words back in the challenge or left."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="voices")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "person"], name="story_voice_once")]

    def __str__(self) -> str:
        return f"voice {self.person_id} in story {self.story_id}"


class StoryConsent(models.Model):
    """A person's yes that a lesson out of a shared challenge is told so widely."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    program = models.ForeignKey(Program, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "person"], name="story_consent_once")
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} to story {self.story_id}"

"""Challenges put to a pair or circle, and what its people add."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.core.tokens import new_token
from guildhall.directory.models import Person
from guildhall.mentoring.wisdom_states import ChallengeState, EntryKind
from guildhall.relationships.models import Relationship


class Challenge(models.Model):
    """Something hard. Its address carries `code`, and of an anonymous one days are all that is
    kept of when, so that neither order nor time tells who put it."""

    code = models.CharField(max_length=43, unique=True, default=new_token)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="challenges")
    # Known to the database alone where it is anonymous: no page, mail or event tells it.
    author = models.ForeignKey(Person, models.CASCADE, related_name="challenges")
    is_anonymous = models.BooleanField(default=False)
    state = models.CharField(
        max_length=7, choices=ChallengeState.choices, default=ChallengeState.OPEN
    )
    title = EncryptedTextField(_("in a line"))
    context = EncryptedTextField(_("context"), blank=True)
    # The first day on which others see it; of an anonymous one the day after.
    shown_on = models.DateField()
    # Whoever joins later does not read it; of an anonymous one the beginning of its day.
    put_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(fields=["relationship", "shown_on"])]

    def __str__(self) -> str:
        return f"challenge {self.pk}"


class ChallengeEntry(models.Model):
    """A pitfall, an option, what was tried, what happened: each side adds."""

    code = models.CharField(max_length=43, unique=True, default=new_token)
    challenge = models.ForeignKey(Challenge, models.CASCADE, related_name="entries")
    author = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    text = EncryptedTextField(_("text"))
    written_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"entry {self.pk} of challenge {self.challenge_id}"

"""Questions in sets, and what people answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.files.models import StoredFile
from guildhall.questions.states import QuestionType


class QuestionSet(models.Model):
    """An ordered list of questions that belong together."""

    title = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question. Changing it after answers exist retires it and makes a new one.

    The new one keeps the key, so that criteria which name the answer still find it.
    """

    set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    type = models.CharField(max_length=20, choices=QuestionType.choices)
    label = models.CharField(_("question"), max_length=250)
    help = models.CharField(_("help"), max_length=400, blank=True)
    is_required = models.BooleanField(_("required"), default=False)
    # {"options", "options_from", "min", "max", "anchors", "maps_to", "asked_of", "construct"}
    settings = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["set", "key"],
                condition=models.Q(retired_at__isnull=True),
                name="question_key_once",
            )
        ]

    def __str__(self) -> str:
        return self.label


class Response(models.Model):
    """One person's answers to a set."""

    set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, models.CASCADE, related_name="responses")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person_id} to {self.set_id}"


class Answer(models.Model):
    """The answer to one question, as encrypted JSON: answers are confidential."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    value = EncryptedTextField()
    file = models.ForeignKey(StoredFile, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"

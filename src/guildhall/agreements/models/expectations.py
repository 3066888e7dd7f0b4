"""What each side expects: answered alone, read together."""

import json
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.agreements.states import Outcome
from guildhall.agreements.topics import Place, topic_of
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person
from guildhall.engine.alignment import Answer
from guildhall.relationships.models import Party, Relationship


class ExpectationRound(models.Model):
    """One time that a pair compares expectations: at the start, and again after 90 days."""

    relationship = models.ForeignKey(
        Relationship, models.CASCADE, related_name="expectation_rounds"
    )
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    # Each side has answered: who has answered may read on.
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["relationship", "number"], name="round_once")
        ]

    def __str__(self) -> str:
        return f"round {self.number} of {self.relationship_id}"


class ExpectationSheet(models.Model):
    """The answers of one person; a draft until `done_at`."""

    round = models.ForeignKey(ExpectationRound, models.CASCADE, related_name="sheets")
    party = models.ForeignKey(Party, models.CASCADE, related_name="expectation_sheets")
    # By topic: the answer's key, and the importance where one was given.
    sealed = EncryptedTextField(_("answers"))
    saved_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "party"], name="sheet_once")]

    def __str__(self) -> str:
        return f"sheet of {self.party_id}"

    @property
    def chosen(self) -> dict[str, dict[str, Any]]:
        """By topic, {"option": its key, "importance": 1 to 3 or None}."""
        found: dict[str, dict[str, Any]] = json.loads(self.sealed) if self.sealed else {}
        return found

    @property
    def answers(self) -> dict[str, Answer]:
        """As the engine compares them; what the topics no longer know is left out."""
        return {
            key: Answer(place, given["importance"])
            for key, given in self.chosen.items()
            if (place := _place(key, given["option"])) is not None
        }


def _place(topic_key: str, option_key: str) -> Decimal | None:
    topic = topic_of(topic_key)
    option = topic.option(option_key) if topic else None
    return option.at if option else None


class Settlement(models.Model):
    """What a pair wrote down about a topic after they had talked; the last one counts."""

    round = models.ForeignKey(ExpectationRound, models.CASCADE, related_name="settlements")
    topic = models.SlugField(max_length=30)
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    # What was agreed in words, and its place on the scale where it was one of those shown.
    sealed = EncryptedTextField(_("what was agreed"), blank=True)
    settled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["settled_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "topic"], name="settled_once")]

    def __str__(self) -> str:
        return f"{self.topic} in {self.round_id}"

    @property
    def text(self) -> str:
        """What was agreed, in words; empty where they agreed to differ."""
        return str(self._opened.get("text", ""))

    @property
    def place(self) -> Place | None:
        """The answer or suggestion that was chosen; None for words of their own."""
        topic, at = topic_of(self.topic), self._opened.get("at")
        if topic is None or at is None:
            return None
        places = topic.options if self._opened.get("is_option") else topic.middles
        return next((place for place in places if place.at == Decimal(at)), None)

    @property
    def _opened(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.sealed) if self.sealed else {}
        return found

"""Somebody asks somebody else to begin."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Organization, Person
from guildhall.mentoring.models.offers import GuideOffer
from guildhall.mentoring.offer_states import DeclineReason, RequestState
from guildhall.relationships.models import Relationship


class GuideRequest(models.Model):
    """A request between a guide and a learner, from either of them. Only the two read its words.

    Without an offer it went to somebody whom the asker knows.
    """

    guide = models.ForeignKey(Person, models.CASCADE, related_name="+")
    learner = models.ForeignKey(Person, models.CASCADE, related_name="+")
    asker = models.ForeignKey(Person, models.CASCADE, related_name="guide_requests")
    offer = models.ForeignKey(GuideOffer, models.SET_NULL, null=True, related_name="requests")
    # The pair that comes of it belongs here.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="guide_requests")
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.ASKED)
    line = EncryptedTextField(_("a personal line"))
    goal = EncryptedTextField(_("what it is about"), blank=True)
    # How often the asker would like to meet.
    every_days = models.PositiveSmallIntegerField(null=True)
    # With a yes, the learner's other open requests are taken back.
    ends_others = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=5, choices=DeclineReason.choices, blank=True)
    words = EncryptedTextField(_("words with the answer"), blank=True)
    relationship = models.ForeignKey(
        Relationship, models.SET_NULL, null=True, related_name="requests"
    )

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "learner"],
                condition=models.Q(state=RequestState.ASKED),
                name="request_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["asker", "state"]),
            models.Index(fields=["guide", "state"]),
            models.Index(fields=["learner", "state"]),
            models.Index(fields=["state", "expires_at"]),
            models.Index(fields=["organization", "-asked_at"]),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def asked_id(self) -> int:
        """Who answers: whoever of the two did not ask."""
        return self.learner_id if self.asker_id == self.guide_id else self.guide_id

    @property
    def asked(self) -> Person:
        """Who answers."""
        return self.learner if self.asker_id == self.guide_id else self.guide

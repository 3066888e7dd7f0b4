"""Guides who have room, and to whom their offer is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.directory.models import Organization, Person
from guildhall.mentoring.offer_states import OfferState
from guildhall.programs.models import Program


class GuideOffer(models.Model):
    """An entry in the directory of guides. Skills, languages, hours and the number of places are
    those of the person's profile; only the words stand here. They are public to whoever sees it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="guide_offers")
    # It is shown here without asking, and owns the pairs that come of it.
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="guide_offers")
    help = models.TextField(_("what I can help with"), max_length=600)
    story = models.TextField(_("my story"), max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=OfferState.choices, default=OfferState.SHOWN)
    # The first day on which a paused offer is shown again; none: until its owner says so.
    paused_until = models.DateField(null=True)
    # Requests in a row that were left without an answer.
    unanswered = models.PositiveSmallIntegerField(default=0)
    offered_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="guide_offer_once")]
        indexes = [models.Index(fields=["organization", "state"])]

    def __str__(self) -> str:
        return f"offer of {self.person_id}"


class OfferConsent(models.Model):
    """Its owner's yes that an offer is shown beyond their organization: there, or in a program."""

    offer = models.ForeignKey(GuideOffer, models.CASCADE, related_name="consents")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "organization"],
                condition=models.Q(organization__isnull=False),
                name="offer_consent_house_once",
            ),
            models.UniqueConstraint(
                fields=["offer", "program"],
                condition=models.Q(program__isnull=False),
                name="offer_consent_program_once",
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk} of offer {self.offer_id}"

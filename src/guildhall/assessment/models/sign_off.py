"""Sign-offs: asked for, signed, contested."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guildhall.assessment.models.passport import Passport
from guildhall.assessment.states import FlagKind, Proof, SignOffState
from guildhall.audit.proven import ProvenRow
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core.encrypted import EncryptedTextField
from guildhall.directory.models import Person


class SignOffRequest(models.Model):
    """A one-time link or QR code by which somebody signs; it works for three days.

    Its secret is made of `nonce` with a key outside the database, and kept as a digest only.
    """

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="sign_off_requests")
    competency = models.ForeignKey(Competency, models.CASCADE, related_name="+")
    # What was asked for; whoever signs may choose another one.
    level = models.ForeignKey(ScaleLevel, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    # The only one who may sign; the code goes to their address on record.
    signer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    nonce = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # Signed or declined: both use it up. Withdrawn by whoever asked, or by a newer one.
    used_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_why = EncryptedTextField(_("why not"), blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    links_sent = models.PositiveSmallIntegerField(default=0)
    # The code that was mailed, as a digest, with how often it was tried.
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_sent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["signer", "expires_at"])]

    def __str__(self) -> str:
        return f"sign-off request {self.pk}"


class SignOff(ProvenRow):
    """Somebody says that a learner may do something at a level, from a day, until a day.

    What was signed never changes.
    """

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="sign_offs")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    level = models.ForeignKey(ScaleLevel, models.PROTECT, related_name="+")
    signer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proof = models.CharField(max_length=9, choices=Proof.choices)
    request = models.OneToOneField(
        SignOffRequest, models.PROTECT, null=True, related_name="sign_off"
    )
    state = models.CharField(max_length=11, choices=SignOffState.choices)
    signed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    valid_until = models.DateField(null=True)
    words = EncryptedTextField(_("in words"), blank=True)
    device_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["passport", "competency"],
                condition=models.Q(state__in=["in_force", "contested"]),
                name="sign_off_one_in_force",
            )
        ]
        indexes = [
            models.Index(fields=["valid_until", "state"]),
            models.Index(fields=["signer", "signed_at"]),
        ]

    def __str__(self) -> str:
        return f"sign-off {self.pk}"


class SignOffMove(models.Model):
    """What became of a sign-off: contested, upheld, replaced, taken back. Kept for good."""

    sign_off = models.ForeignKey(SignOff, models.CASCADE, related_name="moves")
    state = models.CharField(max_length=11, choices=SignOffState.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    why = EncryptedTextField(_("why"), blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.state} of sign-off {self.sign_off_id}"


class SignOffFlag(models.Model):
    """Something about a signing that a coordinator should look at; nothing is refused by it."""

    sign_off = models.ForeignKey(SignOff, models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=9, choices=FlagKind.choices)
    flagged_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    note = EncryptedTextField(_("what came of it"), blank=True)

    class Meta:
        ordering = ["-flagged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sign_off", "kind"], name="sign_off_flag_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of sign-off {self.sign_off_id}"

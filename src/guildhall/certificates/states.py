"""What a certificate is, and whether it is in force."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    """What is stated."""

    PRECEPTOR = "preceptor", _("Preceptor certificate")
    RECOGNITION = "recognition", _("Letter of recognition")


class Force(models.TextChoices):
    """Whether it holds on a day. It is read from the row, and never stored."""

    VALID = "valid", _("In force")
    HELD = "held", _("Not in force for now")
    RENEWED = "renewed", _("Renewed by a later one")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


# What the number of each kind begins with.
PREFIXES: dict[str, str] = {CertificateKind.PRECEPTOR: "PC", CertificateKind.RECOGNITION: "LR"}

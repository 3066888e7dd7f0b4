"""Roles in an organization, and the kinds of organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does for an organization, beside being in it."""

    COORDINATOR = "coordinator", _("Program coordinator")
    MANAGER = "manager", _("Manager")
    EXECUTIVE = "executive", _("Executive")
    ADMINISTRATOR = "administrator", _("Administrator")
    VIEWER = "viewer", _("Read-only")
    SAFETY = "safety_officer", _("Safety officer")


STAFF = (Role.COORDINATOR, Role.ADMINISTRATOR)
READERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.VIEWER)


class OrganizationKind(models.TextChoices):
    """What sort of house it is; decides the words of a few screens."""

    HOSPITAL = "hospital", _("Hospital")
    UNIVERSITY = "university", _("University")
    COMPANY = "company", _("Company")
    BODY = "body", _("Professional body")
    OTHER = "other", _("Organization")

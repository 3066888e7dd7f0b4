"""The room as Django knows it."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    """What an organization states about somebody."""

    name = "guildhall.certificates"

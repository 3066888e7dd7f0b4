"""The room as Django knows it."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Published standards, measured live."""

    name = "guildhall.standards"

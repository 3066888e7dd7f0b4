"""The room as Django knows it."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """A worry is heard the same day, by the right people only."""

    name = "guildhall.safety"
